using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Cases;

/// <summary>Guards of replies, extensions, evaluation and the end: T16–T27, T29.</summary>
internal static partial class Gates
{
    /// <summary>Not ahead, and not before the unit had the case.</summary>
    public static Guard ContactBehind { get; } = new("contact_behind", f => !f.IsAhead(f.As<ProgressData>().ContactAt) && !(f.As<ProgressData>().ContactAt < f.State.AssignedAt));

    public static Guard MetBefore { get; } = new("met_before", f => f.As<ConsultData>().On is { } on && on <= f.Today && on >= f.Rules.Calendar.DayOf(f.Opened));

    /// <summary>Whoever was met confirms it, or staff who asked them; never the unit itself. domain.md §7.</summary>
    public static Guard ConfirmedByOthers { get; } = new("confirmed_by_others", f => !f.Is(CaseActor.Department) || f.As<ConsultData>().Confirmed != true);

    public static Guard OneExtension { get; } = new("one_extension", f => f.State.ExtensionCount == 0);

    public static Guard BeforeDeadline { get; } = new("before_deadline", f => f.InTime(ClockKind.Reply)) { Lasting = false };

    /// <summary>T17: a day later than the present one, not past when it is agreed to, no later than the class allows (§6.2), and a working day unless the class counts hours.</summary>
    public static Guard ExtensionLength { get; } = new("extension_length", f => AgainstExtension(f) is null) { Lasting = false, Words = f => [AgainstExtension(f)] };

    public static Guard Requested { get; } = new("requested", f => f.State.Extension is { Approved: false } asked && (f.Data is not ExtensionData { NewDate: { } day } || day <= asked.To));

    public static Guard NoBoilerplate { get; } = new("boilerplate", f => ReplyText.SaysSomething(f.As<ReplyData>().Text, f.Rules.Clocks)) { Lasting = false };

    /// <summary>What is not a unit's to handle is returned before it signs (T13) or reassigned after (T32); a reply is no way round that.</summary>
    public static Guard NotDisowned { get; } = new("not_ours", f => !ReplyText.OnlyDisowns(f.As<ReplyData>().Text, f.Rules.Clocks)) { Lasting = false };

    public static Guard ReplyLength { get; } = new("reply_length", f => ReplyText.IsLongEnough(f.As<ReplyData>().Text, f.Rules.Clocks)) { Lasting = false, Words = f => [f.Rules.Clocks.LeastReplyCharacters] };

    /// <summary>With several demands each has an answer of its own.</summary>
    public static Guard AnswersDemands { get; } = new("answers_demands", f => Unanswered(f) is null) { Words = f => [Unanswered(f)] };

    /// <summary>
    /// No phone number but the resident's own, no identity or bank-card number, no door that the resident has not named, in any free text of whoever works on
    /// the case: the log only grows, and many read it. What residents say themselves is not held against them, and the clock only repeats what was let in.
    /// </summary>
    public static Guard NoForeignData { get; } = new("foreign_data", f => f.Is(CaseActor.System)
        || !ReplyText.HasForeignData(string.Join('\n', Texts(f.Data).Append(f.Is(CaseActor.Resident) ? null : f.Step.Reason)), f.Contact, f.Told)) { Lasting = false };

    /// <summary>R8: a co-unit says what it thinks or does.</summary>
    public static Guard Opinion { get; } = new("opinion", f => ReplyText.IsAnswer(f.As<OpinionData>().Text)) { Lasting = false };

    /// <summary>B and C come with promises, and a promise lies ahead.</summary>
    public static Guard Promises { get; } = new("promises", f => f.As<ReplyData>() is var d
        && (d.Class is ReplyClass.Solved or ReplyClass.Explained || d.Commitments is { Count: > 0 }) && (d.Commitments ?? []).All(p => p.DueOn >= f.Today && p.DueOn <= f.Today.AddYears(LongestPromise) && HasText(p.Text)));

    /// <summary>Years: what is promised for later is no promise that anybody here could be held to.</summary>
    private const int LongestPromise = 3;

    /// <summary>R8: one joint answer, made with what the co-units said, and once their half of the time is over without those who said nothing: the answer names them.</summary>
    public static Guard CoOpinions { get; } = new("co_opinions", f => f.State.ReworkCount > 0 || Silent(f.State).All((f.As<ReplyData>().Silent ?? []).Contains))
        { Words = f => [string.Join('、', Silent(f.State).Except(f.As<ReplyData>().Silent ?? []).Select(u => f.Rules.Directory.Department(u)?.ShortName ?? u)), UntilOpinion(f)] };

    public static Guard RejectCount { get; } = new("reject_count", f => f.State.RejectedReplies < f.Rules.Clocks.MostRejectedReplies) { Lasting = false, Words = f => [f.Rules.Clocks.MostRejectedReplies] };

    /// <summary>T20: staff read it first, unless it says solved and nothing about the case is delicate.</summary>
    public static Guard Reviewed { get; } = new("reviewed", f =>
        !f.Is(CaseActor.Bot) || (f.State.ReplyClass == ReplyClass.Solved && f.State.Worst is null or Severity.P3 && f.State.ReworkCount == 0));

    public static Guard Judges { get; } = new("judges", f => f.As<EvaluateData>() is not { Solved: null or Solved.Unasked, Satisfaction: null or Satisfaction.None }
        // While the next round is under way only what they have not said of the last one is open; whether it is solved now, the answer to come will show.
        && !(f.State is { Status: CaseStatus.Rework, Solved: not Solved.Unasked } && f.As<EvaluateData>() is { Solved: not (null or Solved.Unasked) })
        // 没解决 and 不满意 begin another round (T22), after the completion too (T27); beside it they would change nothing.
        && !(f.State.Status is CaseStatus.AwaitingEvaluation or CaseStatus.Completed && Unhappy!.Holds(f)));

    /// <summary>T21. Somebody may be content with how they were treated while it is not solved: that ends nothing (T22, T23).</summary>
    public static Guard Content { get; } = new("content", f => f.As<EvaluateData>() is { Satisfaction: Satisfaction.Satisfied or Satisfaction.Basic } d
        && (d.Solved is null or Solved.Unasked ? f.State.Solved : d.Solved) != Solved.No);

    public static Guard Unhappy { get; } = new("unhappy", f => f.As<EvaluateData>() is { Satisfaction: Satisfaction.Dissatisfied } or { Solved: Solved.No });

    /// <summary>T22: a second 不满意 is for staff to decide. Of several who follow the case, another's content word neither ends it nor counts in its place.</summary>
    public static Guard NobodyWaits { get; } = new("others_unhappy", f =>
        f.State.DissatisfiedAt is null || f.State.MergedFrom.Count == 0 || Unhappy.Holds(f));

    public static Guard FirstRework { get; } = new("first_rework", f => f.State.ReworkCount == 0);

    public static Guard ResidentUnhappy { get; } = new("resident_unhappy", f => f.State.DissatisfiedAt is not null);

    /// <summary>Staff and deputies open a round, and never speak for the resident (domain.md §2).</summary>
    public static Guard ResidentsVerdict { get; } = new("residents_verdict", f =>
        f.Is(CaseActor.Resident) || f.As<EvaluateData>() is { Solved: null or Solved.Unasked, Satisfaction: null or Satisfaction.None });

    public static Guard WindowOver { get; } = new("window_over", f =>
        f.State is { Reminders: >= CaseState.MostReminders, LastReminderAt: { } last, DissatisfiedAt: null } && f.Now >= last.AddDays(f.Rules.Clocks.EvaluationWindowDays)
        && f.As<EvaluateData>().Satisfaction is null or Satisfaction.None) { Lasting = false };

    public static Guard TwoRounds { get; } = new("two_rounds", f => f.State.ReworkCount >= 1);

    public static Guard LevelTwo { get; } = new("level_two", f => f.State.SupervisionLevel >= 2);

    public static Guard Explained { get; } = new("explained", f => f.As<CompleteData>().Explained == true);

    /// <summary>T24. Of an earlier round too: a promise ends by being kept (T25), not by a later reply of class A or D that says nothing of it.</summary>
    public static Guard HasOpenCommitment { get; } = new("open_commitment_needed", f =>
        f.As<TrackData>().Commitments is { Count: > 0 } named && named.All(n => f.State.OpenCommitments.Any(c => c.Number == n)));

    public static Guard NoOpenCommitment { get; } = new("open_commitment", f => !f.State.OpenCommitments.Any()) { Words = f => [f.State.OpenCommitments.Count()] };

    public static Guard KnownCommitment { get; } = new("known_commitment", f => f.State.OpenCommitments.Any(c => c.Number == f.As<CommitmentData>().Commitment));

    /// <summary>T25: proof that it is done, or in writing why not and until when ([L] 北京 art. 26).</summary>
    public static Guard DoneOrReason { get; } = new("done_or_reason", f => f.As<CommitmentData>() is var d
        && (d.Done == true ? (d.Evidence ?? []).Any(HasText) : f.Step.Reason.Length > 0 && d.NewDate > f.Today && d.NewDate <= f.Today.AddYears(LongestPromise)));

    /// <summary>T26: four check-ins; the fifth set or marked as not needed.</summary>
    public static Guard CheckIns { get; } = new("check_ins", f => Missing(f.State).Length == 0) { Words = f => [string.Join('、', Missing(f.State).Select(c => LoopTexts.Of($"checkpoint.{c}")))] };

    public static Guard KnownDataRequest { get; } = new("known_data_request", f => f.As<DataRequestData>().Request is { } request && f.State.DataRequests.Contains(request));

    public static Guard NoDataRequest { get; } = new("data_request", f => f.State.DataRequests.Count == 0);

    public static Guard ReopenWindow { get; } = new("reopen_window", f => Deadlines.LoopClocks.MayReopen(f.State, f.Now, f.Rules.Calendar, f.Rules.Clocks)) { Lasting = false, Words = f => [f.Rules.Clocks.ReopenDays] };

    public static Guard Adopted { get; } = new("adopted", f => f.As<PromoteData>() is { PreReview: PreReview.Adopt });

    public static Guard Promotable { get; } = new("excluded", f => f.As<PromoteData>().Grounds is not { Count: > 0 } && f.State.Deputy is not null);

    public static Guard SuggestionOfCase { get; } = new("suggestion_of_case", f => f.As<PromoteData>().Suggestion is { } named && named == f.State.Suggestion);

    public static Guard OneSuggestion { get; } = new("one_suggestion", f => f.State.Suggestion is null);

    private static int? Unanswered(StepFacts facts)
    {
        var answers = facts.As<ReplyData>().Answers ?? [];
        return facts.State.Demands.Count < 2 ? null
            : Enumerable.Range(1, facts.State.Demands.Count).Select(n => (int?)n).FirstOrDefault(n => !answers.Any(a => a.Demand == n && ReplyText.IsAnswer(a.Text)));
    }

    /// <summary>Co-units that have said nothing.</summary>
    internal static string[] Silent(CaseState state) => [.. state.Co.Except(state.Opinions)];

    /// <summary>Co-units that have let their half of the time go by without a word (R8); null for none.</summary>
    internal static string[]? PastTheirHalf(StepFacts facts)
    {
        var over = LoopClocks.Of(facts.State, facts.Rules.Calendar, facts.Rules.Clocks).Where(d => d.Clock == ClockKind.CoOpinion && d.At < facts.Now).Select(d => d.From).ToHashSet();
        return over.Count == 0 ? null : [.. Silent(facts.State).Where(u => LoopClocks.AskedAt(facts.State, u) is { } at && over.Contains(at))];
    }

    private static string? UntilOpinion(StepFacts facts) =>
        LoopClocks.Of(facts.State, facts.Rules.Calendar, facts.Rules.Clocks).Where(d => d.Clock == ClockKind.CoOpinion).MaxBy(d => d.At) is { } due
            ? facts.Rules.Calendar.Local(due.At).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>What stands against the day that an extension names, in words; null when nothing does.</summary>
    private static string? AgainstExtension(StepFacts facts)
    {
        var (calendar, longest) = (facts.Rules.Calendar, Longest(facts));
        if (LoopClocks.Reply(facts.State, calendar, facts.Rules.Clocks) is not { } due || facts.As<ExtensionData>().NewDate is not { } day || longest is null)
        {
            return LoopTexts.Of("extension.none");
        }
        var present = calendar.DayOf(due.At);
        return longest <= present || longest < facts.Today ? LoopTexts.Of("extension.full", longest)
            : day <= present ? LoopTexts.Of("extension.later", present, longest)
            : day < facts.Today ? LoopTexts.Of("extension.past", longest)
            : day > longest ? LoopTexts.Of("extension.longest", longest)
            : facts.State.CaseClass == CaseClasses.UrgentService || calendar.IsWorkday(day) ? null : LoopTexts.Of("extension.workday", day, longest);
    }

    private static DateOnly? Longest(StepFacts facts) => LoopClocks.LongestExtension(facts.State, facts.Rules.Calendar, facts.Rules.Clocks);

    private static Checkpoint[] Missing(CaseState state) => [.. Enum.GetValues<Checkpoint>().Except(state.CheckIns)];

    private static IEnumerable<string?> Texts(StepData data) => data switch
    {
        ReplyData d => [d.Text, .. (d.Answers ?? []).Select(a => a.Text), .. (d.Commitments ?? []).Select(c => c.Text), .. d.Evidence ?? []],
        FeedbackData d => [d.Message],
        CommitmentData d => [d.Text, .. d.Evidence ?? []],
        ProgressData d => [d.Text],
        ConsultData d => [d.Outcome],
        OpinionData d => [d.Text],
        DeclineData d => [d.Code, d.Guidance, d.HandedTo],
        RedirectData d => [d.Target, d.Phone, d.HandedTo],
        DecideData d => [d.Decision, d.HandedTo],
        SortData d => [d.Decision],
        SplitData d => [.. (d.Parts ?? []).Select(p => p.Text)],
        AssignData d => [d.Liaison, d.Standard, d.LeadingOfficial, d.SupervisingOfficial],
        AcknowledgeData d => [d.Handler],
        ReturnData d => [d.LegalBasis],
        ReassignData d => [d.Liaison],
        ForceData d => [d.Decision],
        RejectData d => [d.Missing],
        ReferData d => [.. d.Views ?? []],
        SupervisionData d => [d.LeadingOfficial, d.SupervisingOfficial],
        EvidenceData d => [.. d.Evidence ?? []],
        WhistleData d => [d.Where],
        TicketData d => [d.System, d.Number],
        TicketStatusData d => [d.System, d.Number, d.Status, d.Unit],
        _ => [],
    };
}
