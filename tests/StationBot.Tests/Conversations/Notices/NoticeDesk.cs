using Microsoft.Extensions.Options;
using StationBot.Conversations.Definitions;
using StationBot.Conversations.Notices;
using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Tests.Handling.Loop;
using NoticesOf = StationBot.Handling.Loop.Notices;

namespace StationBot.Tests.Conversations.Notices;

/// <summary>One resident's conversation and the cases it hears of, with the shipped words and the demo district.</summary>
internal sealed class NoticeDesk : ILoopStore
{
    private static readonly DialogDefinition Definition = DialogLoader.Load(Path.Combine(AppContext.BaseDirectory, "dialogs"));
    private readonly List<LoopCase> _known = [];
    private readonly CasesInMemory _cases = new();
    private readonly NoticeTurns _turns;

    /// <param name="cases">The first is the resident's own, and so are all that have the same resident.</param>
    public NoticeDesk(params LoopCase[] cases)
    {
        _known.AddRange(cases);
        _cases.Save(cases.Select(c => c.Case));
        _turns = new NoticeTurns(_cases, this, new TheDistrict(), Definition, Options.Create(new ClockOptions()));
        Conversation = new ConversationRecord
        {
            Id = Guid.CreateVersion7(), Key = new ConversationKey("test", "1"), ResidentId = cases[0].Case.ResidentId, Stage = ConversationStage.Submitted,
            StartedAt = The.Moment, LastInboundAt = The.Moment, Memory = new DialogMemory { Greeted = true }.Write(),
        };
    }

    /// <summary>The resident is this case's, which was joined to one of those told of.</summary>
    public void Knows(Case joined)
    {
        _cases.Save([joined]);
        Conversation = Conversation with { Id = joined.ConversationId, ResidentId = joined.ResidentId };
    }

    public ConversationRecord Conversation { get; set; }
    public DialogOutcome? Last { get; private set; }

    public DialogMemory Memory => DialogMemory.Read(Last!.Memory);

    /// <summary>What waits to be said of a case: everything in its log that residents are told of.</summary>
    public static ResidentNotice[] Waiting(LoopCase one, params string[] kinds) =>
        [.. one.Log.SelectMany(e => NoticesOf.ForResidents(one.Case, e)).Where(n => kinds.Length == 0 || kinds.Contains(n.Kind)).DistinctBy(n => (n.Kind, n.Event))];

    /// <summary>The texts of one telling; null when it is no moment for it.</summary>
    public async Task<string[]?> TellAsync(params ResidentNotice[] waiting)
    {
        Last = await _turns.TellAsync(Conversation, waiting, The.Moment, TestContext.Current.CancellationToken);
        return Last is null ? null : [.. Last.Replies.Select(r => r.Text)];
    }

    public Task<Case?> FindAsync(CaseId caseId, CancellationToken cancellationToken) => Task.FromResult(_known.FirstOrDefault(c => c.Case.Id == caseId)?.Case);

    public Task<IReadOnlyList<CaseEvent>> EventsAsync(CaseId caseId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CaseEvent>>(_known.First(c => c.Case.Id == caseId).Log);

    public Task<bool> CommitAsync(LoopCommit commit, CancellationToken cancellationToken) => throw new NotSupportedException("Telling changes no case.");

    public Task<IReadOnlyList<Case>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<StoredCase>> PageAsync(CaseId? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<CaseId>> LostAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<HandledRequest?> FindHandledAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CaseId?> FindTicketAsync(string system, string number, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RefusedAsync(RefusedStep refused, CancellationToken cancellationToken) => throw new NotSupportedException();
}
