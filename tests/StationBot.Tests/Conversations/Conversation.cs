using Microsoft.Extensions.Options;
using StationBot.Conversations.Definitions;
using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Conversations;

/// <summary>One conversation with the real dialog, the shipped definitions and the demo district; the sorter is scripted unless another is given.</summary>
internal sealed class Conversation
{
    private static readonly DialogDefinition Definition = DialogLoader.Load(Path.Combine(AppContext.BaseDirectory, "dialogs"));
    private readonly Dialog _dialog;
    private readonly ISorter? _sorter;

    public Conversation(DateTimeOffset? at = null, ISorter? sorter = null, CasesInMemory? cases = null)
    {
        Cases = cases ?? new CasesInMemory();
        _sorter = sorter;
        Now = at ?? The.Moment;
        Record = new ConversationRecord
        {
            Id = Guid.CreateVersion7(), Key = new ConversationKey("test", "1"), ResidentId = Guid.CreateVersion7(), StartedAt = Now, LastInboundAt = Now,
        };
        _dialog = new Dialog(sorter ?? Sorter, new FixedDirectory(), Cases, Definition, Options.Create(new ClockOptions()));
    }

    public ScriptedSorter Sorter { get; } = new();
    public CasesInMemory Cases { get; }

    /// <summary>A new conversation of the same resident on the same store.</summary>
    public Conversation Later()
    {
        var later = new Conversation(Now, _sorter, Cases);
        later.Record = later.Record with { ResidentId = Record.ResidentId };
        return later;
    }
    public ConversationRecord Record { get; private set; }

    /// <summary>Whose conversation it is, when a case is there before it.</summary>
    public Guid Resident
    {
        init => Record = Record with { ResidentId = value };
    }

    public DateTimeOffset Now { get; set; }
    public DialogOutcome Last { get; private set; } = null!;

    /// <summary>All messages of the last turn, one per line.</summary>
    public string Said => string.Join('\n', Last.Replies.Select(r => r.Text));

    public Ask Asked => Last.Replies.Count == 0 ? Ask.None : Last.Replies[^1].Ask;

    public async Task<string> SayAsync(string text, params IncomingFile[] files)
    {
        var outcome = await _dialog.TakeTurnAsync(new DialogTurn(Record, new Incoming { Text = text, Files = files }, Now), TestContext.Current.CancellationToken);
        return Take(outcome);
    }

    /// <summary>A map pin, or an article.</summary>
    public async Task<string> ShareAsync(MapPin? pin) =>
        Take(await _dialog.TakeTurnAsync(new DialogTurn(Record, new Incoming { Pin = pin, IsShared = pin is null }, Now), TestContext.Current.CancellationToken));

    /// <param name="station">Whose code was scanned.</param>
    public async Task<string> JoinAsync(string? station = null) =>
        Take(await _dialog.TakeTurnAsync(new DialogTurn(Record, new Incoming { Joined = true, EntryStation = station }, Now), TestContext.Current.CancellationToken));

    public async Task<bool> IdleAsync()
    {
        if (await _dialog.TakeIdleAsync(Record, Now, TestContext.Current.CancellationToken) is not { } outcome)
        {
            return false;
        }
        Take(outcome);
        return true;
    }

    /// <summary>Changes what the dialog remembers, as a notice does that was said between two messages.</summary>
    public void Remember(Action<DialogMemory> change)
    {
        var memory = DialogMemory.Read(Record.Memory);
        change(memory);
        Record = Record with { Memory = memory.Write() };
    }

    private string Take(DialogOutcome outcome)
    {
        Last = outcome;
        Record = Record with
        {
            Stage = outcome.Stage, Disposition = outcome.Disposition, Intent = outcome.Intent, Memory = outcome.Memory, LastInboundAt = Now,
            Flags = [.. Record.Flags.Union(outcome.Flags.Select(f => f.Flag))],
        };
        Cases.Save(outcome.Cases);
        return Said;
    }

    private sealed class FixedDirectory : IAreaDirectory
    {
        public AreaDirectory Current => The.Directory;
    }
}

/// <summary>Answers each text as told; what it was not told about is vague.</summary>
internal sealed class ScriptedSorter : ISorter
{
    private readonly Dictionary<string, SortResult> _answers = [];

    public ScriptedSorter Knows(
        string text, string? type = null, Signals signals = Signals.None, Intent intent = Intent.Other, Flag[]? flags = null, Flag[]? past = null, params (Slot Slot, string Value)[] slots)
    {
        var problem = The.Directory.ProblemType(type);
        var topic = problem?.Topic ?? Topic.Other;
        _answers[text] = new SortResult
        {
            Text = text,
            Intent = intent == Intent.Other && problem is not null ? Intent.Complaint : intent,
            Signals = signals,
            Topics = [new TopicScore(topic, 0.95), .. Topics.All.Where(t => t != topic).Select(t => new TopicScore(t, 0.01))],
            ProblemType = type,
            ProblemTypeScore = problem is null ? 0 : 0.9,
            Departments = problem is null ? [] : [new DepartmentScore(problem.Lead, 0.9)],
            Co = problem?.Co ?? [],
            Slots = slots.ToDictionary(s => s.Slot, s => new SlotValue(s.Value)),
            Flags = [.. (flags ?? []).Select(f => new FlagHit(f, FlagTable.SeverityOf(f), "scripted")), .. (past ?? []).Select(f => new FlagHit(f, Severity.P2, "scripted"))],
            Abstain = problem is null,
        };
        return this;
    }

    /// <summary>A model was asked about this text.</summary>
    public void Took(string text, ModelUse use) => _answers[text] = _answers[text] with { ModelUse = use };

    /// <summary>Who sorted this text, where it was not the offline sorter alone.</summary>
    public void SortedBy(string text, string provider) => _answers[text] = _answers[text] with { Provider = provider };

    public ValueTask<SortResult> SortAsync(SortRequest request, CancellationToken cancellationToken)
    {
        if (!_answers.ContainsKey(request.Text))
        {
            Knows(request.Text);
        }
        return ValueTask.FromResult(_answers[request.Text]);
    }
}

internal sealed class CasesInMemory : ICases
{
    private readonly List<Case> _cases = [];
    private int _numbers;

    public IReadOnlyList<Case> All => _cases;

    public void Save(IEnumerable<Case> cases)
    {
        foreach (var one in cases.Where(c => !_cases.Contains(c)))
        {
            _cases.Add(one);
        }
    }

    public Task<Case?> FindAsync(CaseNo caseNo, CancellationToken cancellationToken) => Task.FromResult(_cases.FirstOrDefault(c => c.Number == caseNo));

    public Task<IReadOnlyList<Case>> OfResidentAsync(Guid residentId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Case>>([.. _cases.Where(c => c.ResidentId == residentId).Reverse().Take(limit)]);

    public Task<IReadOnlyList<Case>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Case>>([.. _cases.Where(c => c.ConversationId == conversationId)]);

    public Task<bool> SaveAsync(Case changed, CancellationToken cancellationToken) => throw new NotSupportedException("A dialog saves with its turn.");

    public Task<IReadOnlyList<StaffLabel>> StaffLabelsAsync(CancellationToken cancellationToken) => throw new NotSupportedException("A dialog learns nothing.");

    public ValueTask<CaseNo> NextNumberAsync(string area, DateOnly day, CancellationToken cancellationToken) => ValueTask.FromResult(CaseNo.Of(area, day, ++_numbers));

    public ValueTask<IReadOnlyDictionary<string, int>> OpenPerDeputyAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
}
