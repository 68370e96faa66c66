using Microsoft.SemanticKernel;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;
using StationBot.Understanding.Offline;

namespace StationBot.Understanding.Llm;

/// <summary>
/// Offline first; only what the offline sorter leaves open goes to a model, without personal data. Emergencies never wait
/// for one. The model may raise flags and name the type, nothing else; any failure leaves the offline answer, marked.
/// </summary>
internal sealed class ModelSorter(OfflineSorter offline, ModelGateway model, int longest) : ISorter
{
    internal const string Function = "Classify";

    /// <summary>Below this the model does not know either.</summary>
    private const double MinConfidence = 0.75;

    public async ValueTask<SortResult> SortAsync(SortRequest request, CancellationToken cancellationToken)
    {
        var known = offline.Sort(request);
        return WantsModel(known) ? await AskAsync(request, known, cancellationToken) : known;
    }

    public bool IsUrgent(string text, AreaDirectory directory) => offline.IsUrgent(text, directory);

    public OutcomeScore? OutcomeOf(string text) => offline.OutcomeOf(text);

    /// <summary>Decided by rules: dangers, doors that are not ours, tricks and greetings. A model adds nothing there.</summary>
    private static bool WantsModel(SortResult known) =>
        known.Abstain && known.Parts.Count == 0
        && known.Intent is Intent.Complaint or Intent.Suggestion or Intent.Consult or Intent.Other
        && known.Text.Trim().Length >= 4
        && !known.Flags.Any(f => f.Severity == Severity.P0 || f.Flag is Flag.Injection or Flag.Spam or Flag.Litigation or Flag.Discipline or Flag.Petition or Flag.Conflict);

    private async ValueTask<SortResult> AskAsync(SortRequest request, SortResult known, CancellationToken cancellationToken)
    {
        var names = new Pseudonyms();
        var shown = TextCut.To(names.Hide(request.Text), longest);
        var arguments = new KernelArguments { ["types"] = TypeList(request.Directory), ["earlier"] = TextCut.To(names.Hide(request.Earlier), longest), ["text"] = shown };
        ModelReply<ModelAnswer> reply;
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.Hurry))
        {
            try
            {
                reply = await model.AskAsync(SortPlugin.Name, Function, arguments, content => ModelAnswer.Read(content, shown, request.Directory), either.Token);
            }
            catch (OperationCanceledException) when (request.Hurry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                reply = new ModelReply<ModelAnswer>(null, "a danger waits", null);
            }
        }
        return reply.Answer is { } answer
            ? Merge(request, known, answer, names) with { ModelUse = reply.Use }
            : known with { Provider = $"{SortResult.Offline} (model failed: {reply.Why})", ModelUse = reply.Use };
    }

    private static SortResult Merge(SortRequest request, SortResult known, ModelAnswer answer, Pseudonyms names)
    {
        var reading = new LexiconReading([(answer.ProblemType, answer.Confidence), (OfflineSorter.NoType, 1 - answer.Confidence)], [], []);
        var unsure = answer.Confidence < MinConfidence || answer.ProblemType == OfflineSorter.NoType;
        var slots = known.Slots.ToDictionary();
        Fill(slots, Slot.Place, answer.Place, request, names);
        Fill(slots, Slot.Demand, answer.Demand, request, names);
        FlagHit[] raised = [.. answer.Flags.Where(f => !known.Flags.Any(k => k.Flag == f)).Select(f => new FlagHit(f, FlagTable.SeverityOf(f), "model"))];
        // What has a door of its own, or calls a human first, is no department's, as by the rules.
        var nobodys = unsure || raised.Any(f => f.Severity == Severity.P0 || f.Flag is Flag.Litigation or Flag.Discipline or Flag.Petition);
        return known with
        {
            Topics = Competence.Topics(reading, request.Directory),
            ProblemType = answer.ProblemType == OfflineSorter.NoType ? null : answer.ProblemType,
            ProblemTypeScore = answer.Confidence,
            SoundsLike = null,
            Departments = nobodys ? [] : Competence.Departments(reading, request.Directory),
            Co = nobodys ? [] : Competence.Co(answer.ProblemType, request.Directory),
            Abstain = unsure,
            Slots = slots,
            Flags = [.. known.Flags.Where(f => unsure || f.Flag != Flag.LowConfidence), .. raised],
            Intent = known.Intent == Intent.Other && !unsure ? Intent.Complaint : known.Intent,
            Provider = SortResult.ByModel,
        };
    }

    private static void Fill(Dictionary<Slot, SlotValue> slots, Slot slot, string? quoted, SortRequest request, Pseudonyms names)
    {
        if (quoted is null || slots.ContainsKey(slot))
        {
            return;
        }
        var words = names.Restore(quoted);
        if (request.Text.IndexOf(words, StringComparison.Ordinal) is var at and >= 0)
        {
            slots[slot] = new SlotValue(words, at, words.Length);
        }
    }

    private static string TypeList(AreaDirectory directory) =>
        string.Join('\n', directory.ProblemTypes.Select(t => $"{t.Code} {t.Topic.Code()} {t.Name}"));
}
