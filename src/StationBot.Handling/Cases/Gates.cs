using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using static StationBot.Handling.Cases.CaseActor;

namespace StationBot.Handling.Cases;

/// <summary>The guards of the table of steps (domain.md §4.3, §5): what must be so besides status, actor and data.</summary>
internal static partial class Gates
{
    public static Guard Demand { get; } = new("demand", f => f.As<ConfirmData>().Demands is { Count: > 0 });

    public static Guard NoBlockingFlag { get; } = new("blocking_flag", f =>
        !f.State.NeedsHuman && f.As<SortData>() is var d && !(d.Flags ?? []).Any(c => FlagTable.SeverityOf(c) is Severity.P0 or Severity.P1));

    /// <summary>T06: new words, or a photo.</summary>
    public static Guard SaysSomething { get; } = new("says_something", f => f.Step.Reason.Length > 0 || f.As<SupplementData>() is { Files: > 0 } or { Dissatisfied: true });

    /// <summary>不满意 is a verdict on an answer (T20): before one is there, and after the case is over, the words are told and counted nowhere.</summary>
    public static Guard VerdictTime { get; } = new("verdict_time", f =>
        f.As<SupplementData>() is { Dissatisfied: null or false, Solved: null } || f.State.Status is CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking);

    /// <summary>T04: what the bot proposed is only changed with a word why; it is a label to learn from.</summary>
    public static Guard ReasonForChange { get; } = new("reason_for_change", f =>
        f.Step.Reason.Length > 0 || (f.As<SortData>() is var d && (d.Type is null || f.State.Type is null || d.Type == f.State.Type) && (f.State.Lead is null || d.Lead == f.State.Lead)));

    /// <summary>What the resident can be asked for, in words of their own (notices.yaml).</summary>
    public static Guard KnownSlots { get; } = new("known_slots", f => (f.As<AskData>().Slots ?? []).All(AskedFor.Contains)) { Words = f => [string.Join('、', AskedFor)] };

    private static string[] AskedFor => [.. Enum.GetValues<Sorting.Slot>().Select(s => Sorting.Slots.Code(s)), "other"];

    public static Guard KnownClass { get; } = new("known_class", f => f.As<SortData>().CaseClass is not { Length: > 0 } named || CaseClasses.All.Contains(named)) { Words = f => [string.Join('、', CaseClasses.All)] };

    /// <summary>Other clocks without another matter are somebody's decision, and stand with why.</summary>
    public static Guard ReasonForClass { get; } = new("reason_for_change", f =>
        f.As<SortData>() is var d && (d.CaseClass is null || d.CaseClass == f.State.CaseClass || (d.Type is not null && d.Type != f.State.Type) || f.Step.Reason.Length > 0));

    /// <summary>Lead and co-units stand in the directory, and none is two things at once (one lead, R8).</summary>
    public static Guard KnownUnits { get; } = new("known_units", f => Unknown(f) is null) { Lasting = false, Words = f => [Unknown(f)] };

    public static Guard KnownType { get; } = new("known_type", f => f.As<SortData>().Type is not { Length: > 0 } type || f.Rules.Directory.ProblemType(type) is not null) { Lasting = false, Words = f => [f.As<SortData>().Type] };

    /// <summary>Neither a unit nor a deputy whom the complaint is about gets it (domain.md §2, R19).</summary>
    public static Guard NotConflicted { get; } = new("conflicted", f => Units(f).Append(NamedDeputy(f) ?? "").All(u => !f.State.Conflicted.Contains(u)));

    /// <summary>domain.md §8: a report of an official is handed to nobody. It is led to its door (T08), and what can be handled apart from it is split off (T10).</summary>
    public static Guard NoReport { get; } = new("discipline", f => !f.State.IsReport);

    /// <summary>A report goes to its door alone: whoever was joined to it (T09) has another matter, and must not hear of it. They are unmerged first.</summary>
    public static Guard NobodyJoined { get; } = new("others_joined", f => f.State.MergedFrom.Count == 0 || !(f.State.IsReport || f.Data is RedirectData { Target: { } door } && door == Flag.Discipline.Code())) { Words = f => [string.Join('、', f.State.MergedFrom)] };

    /// <summary>Nothing else is taken from a unit that has it: that is the unit's to return (T13) or the office's to reassign (T32).</summary>
    public static Guard OnlyReport { get; } = new("only_report", f => f.State.IsReport);

    /// <summary>A danger stays: it is closed by a hand-over, not by a word (domain.md §5.7).</summary>
    public static Guard FlagStands { get; } = new("flag_stands", f =>
        f.As<FlagData>().Flag is { } flag && f.State.Flags.Contains(flag) && FlagTable.SeverityOf(flag) != Severity.P0) { Words = f => [f.As<FlagData>().Flag] };

    /// <summary>Whom staff name now serves in the area today; whom routing found (R17: also a head of station) stays.</summary>
    public static Guard KnownDeputy { get; } = new("known_deputy", f =>
        NamedDeputy(f) is not { Length: > 0 } code || code == f.State.Deputy || f.Rules.Directory.Deputy(code)?.ServesOn(f.Today) == true) { Lasting = false, Words = f => [NamedDeputy(f)] };

    public static Guard InfoRounds { get; } = new("info_rounds", f => f.State.InfoRounds < f.Rules.Clocks.MostInfoRounds) { Lasting = false, Words = f => [f.Rules.Clocks.MostInfoRounds] };

    /// <summary>T08: the bot may close by itself only what lies outside the area or a pure consult, and only when the resident agrees.</summary>
    public static Guard BotRedirect { get; } = new("bot_redirect", f =>
        f.As<RedirectData>().Agreed == true && (f.State.Flags.Contains(Flag.OutOfArea.Code()) || f.State.CaseClass == CaseClasses.Consult));

    /// <summary>T08: a door that residents are sent to by name, or another unit of ours.</summary>
    public static Guard KnownDoor { get; } = new("known_door", f => f.As<RedirectData>().Target is { } target
        && (target == Flag.OutOfArea.Code() || f.Rules.Directory.RedirectTargets.Any(t => t.Code == target) || f.Rules.Directory.Department(target) is not null))
        { Lasting = false, Words = f => [f.As<RedirectData>().Target] };

    /// <summary>T07: the resident is told what to do instead.</summary>
    public static Guard Guidance { get; } = new("guidance", f => ReplyText.IsAnswer(f.As<DeclineData>().Guidance)) { Lasting = false };

    public static Guard SameMatter { get; } = new("same_matter", f => f.As<MergeData>() is { SameMatter: true, SamePlace: true });

    public static Guard Similarity { get; } = new("similarity", f => f.As<MergeData>().Similarity is >= 0 and <= 1);

    public static Guard KnownDemands { get; } = new("known_demands", f => f.As<MergeData>().Demands is not { } named || named.All(n => n >= 1 && n <= f.State.Demands.Count));

    public static Guard NotItself { get; } = new("not_itself", f => f.As<MergeData>().Main != f.Case);

    public static Guard ResidentTold { get; } = new("resident_told", f => f.Data is MergeData { Told: true } or ExtensionData { Told: true });

    public static Guard Independent { get; } = new("independent", f => f.As<SplitData>().Independent == true);

    public static Guard AutoAssign { get; } = new("auto_assign", f => !f.Is(CaseActor.System) || (f.Rules.Clocks.AutoAssign && !f.State.NeedsHuman)) { Lasting = false };

    /// <summary>A date in the past is no deadline, nor one that nobody here will see. What the class gave may have run out: it is assigned late.</summary>
    public static Guard DeadlineAhead { get; } = new("deadline_ahead", f => DeadlineIn(f.Data) is not { } day || f.Data is AssignData { ByClass: true } || (day >= f.Today && day <= f.Today.AddYears(1))) { Words = f => [DeadlineIn(f.Data)] };

    /// <summary>§6.2: a named day gives no more than the class does (more time is T17's, once and told), and is a working day where the class counts those.</summary>
    public static Guard DeadlineLength { get; } = new("deadline_length", f => DeadlineIn(f.Data) is not { } day || f.Data is AssignData { ByClass: true }
        || (day <= LongestDeadline(f) && (f.State.CaseClass == CaseClasses.UrgentService || f.Rules.Calendar.IsWorkday(day)))) { Lasting = false, Words = f => [LongestDeadline(f)] };

    /// <summary>Priority items, and those of level 3, have a leading and a supervising official. The clock lifts a case at once and can name nobody.</summary>
    public static Guard Officials { get; } = new("officials", f => f.Data switch
    {
        AssignData { Priority: true } d => AreTwo(d.LeadingOfficial, d.SupervisingOfficial),
        SupervisionData { Level: 3 } d => f.Is(CaseActor.System) || AreTwo(d.LeadingOfficial ?? f.State.LeadingOfficial, d.SupervisingOfficial ?? f.State.SupervisingOfficial),
        _ => true,
    });

    /// <summary>A department acts on what it leads, and on nothing else.</summary>
    public static Guard OwnCase { get; } = new("own_case", f => !f.Is(Department) || (f.Step.By.Unit is { } unit && unit == f.State.Lead));

    /// <summary>T21 counts reminders: only the clock's own, each after its days, or somebody could press a window shut.</summary>
    public static Guard ReminderByClock { get; } = new("reminder", f => f.Is(CaseActor.System) || f.As<NudgeData>().Kind != NudgeKind.EvaluationReminder);

    /// <summary>A deputy acts on what they are responsible for.</summary>
    public static Guard OwnDeputy { get; } = new("own_deputy", f => !f.Is(Deputy) || (f.Step.By.Unit is { } code && code == f.State.Deputy && !f.State.Conflicted.Contains(code)));

    public static Guard CoUnit { get; } = new("co_unit", f => f.Step.By.Unit is { } unit && f.State.Helps(unit) && f.As<OpinionData>().Unit == unit);

    /// <summary>R10: a unit that was forced may not return it again.</summary>
    public static Guard NotForced { get; } = new("forced", f => !f.State.ForcedUnits.Contains(f.State.Lead ?? ""));

    public static Guard ReturnWindow { get; } = new("return_window", f => f.InTime(ClockKind.Return)) { Lasting = false, Words = f => [f.Rules.Clocks.ReturnWorkingDays] };

    public static Guard OtherUnit { get; } = new("other_unit", f =>
        f.As<ReturnData>().ProposedUnit is { } proposed && proposed != f.State.Lead && f.Rules.Directory.Department(proposed) is not null) { Lasting = false, Words = f => [f.As<ReturnData>().ProposedUnit] };

    public static Guard ReturnCount { get; } = new("return_count", f => f.State.ReturnCount <= f.Rules.Clocks.MostReturns) { Lasting = false, Words = f => [f.Rules.Clocks.MostReturns] };

    /// <summary>T32: the clock restarts once. From the second time on, a named day may only shorten what is left.</summary>
    public static Guard OneRestart { get; } = new("one_restart", f =>
        f.State.ReplyBasis != "T32" || DeadlineIn(f.Data) is not { } day || (LoopClocks.Reply(f.State, f.Rules.Calendar, f.Rules.Clocks) is { } due && day <= f.Rules.Calendar.DayOf(due.At))) { Lasting = false };

    /// <summary>A part that went back into its case has left its demands there: it is split off anew, not parted with them in two places.</summary>
    public static Guard NotWentBack { get; } = new("went_back", f => !f.State.WentBack);

    /// <summary>R8: who helps beside the lead is named anew, and is not who helps now.</summary>
    public static Guard DifferentCo { get; } = new("different_co", f => f.Step.Data is not CoUnitsData { None: true, Co.Count: > 0 }
        && f.As<CoUnitsData>() is { Co.Count: > 0 } or { None: true } && !(f.As<CoUnitsData>().Co ?? []).Order(StringComparer.Ordinal).SequenceEqual(f.State.Co.Order(StringComparer.Ordinal)));

    /// <summary>
    /// What a merged case brought, or asked for too, and a part has taken is answered there: the case would ask for it a second time. From a report everybody is let go,
    /// for it goes to its door alone.
    /// </summary>
    public static Guard NothingParted { get; } = new("demand_parted", f => f.State.IsReport || PartWith(f) is null) { Words = f => [PartWith(f)] };

    private static string? PartWith(StepFacts facts) => facts.As<JoinData>().Other is not { } other ? null
        : facts.State.Parted.FirstOrDefault(p => new PartedDemand(other, p.Text) is var own && (facts.State.Brought.Contains(own) || facts.State.Shares.Contains(own)))?.Child
            ?? facts.State.JoinedParts.FirstOrDefault(j => j.By == other)?.Part;

    public static Guard DifferentLead { get; } = new("different_lead", f => f.As<ReassignData>().Lead != f.State.Lead);

    /// <summary>T18: one answer to each demand. What joins a case after its answer must not bring one that nobody answers any more.</summary>
    public static Guard NotAnswered { get; } = new("main_answered", f =>
        f.State.Status is not (CaseStatus.Replied or CaseStatus.AwaitingEvaluation or CaseStatus.CommitmentTracking or CaseStatus.Completed or CaseStatus.ClosedOut) || f.Data switch
        {
            JoinData d => (d.Demands ?? []).All(f.State.Demands.Contains),
            SplitData d => !f.State.Parted.Any(p => (d.Children ?? []).Contains(p.Child)),
            _ => true,
        });

    /// <summary>T33: a second return, or leads that disagree.</summary>
    public static Guard Disputed { get; } = new("disputed", f => f.State.ReturnCount >= 2 || f.As<ReferData>().LeadsDisagree == true);

    public static Guard KnownCalled { get; } = new("known_units", f => f.As<WhistleData>().Units!.All(u => f.Rules.Directory.Department(u) is not null))
        { Lasting = false, Words = f => [f.As<WhistleData>().Units!.First(u => f.Rules.Directory.Department(u) is null)] };

    public static Guard MeetAhead { get; } = new("meet_ahead", f => f.As<WhistleData>().MeetAt >= f.Now);

    public static Guard KnownFlag { get; } = new("known_flag", f => FlagTable.SeverityOf(f.As<FlagData>().Flag!) is not null) { Lasting = false, Words = f => [f.As<FlagData>().Flag] };

    /// <summary>Whom a complaint is about is known here, and does not have it in hand: it is taken from them first (T13, T32), or nobody could go on with it.</summary>
    public static Guard ConflictOf { get; } = new("conflict_of", f => f.As<FlagData>() is { Units: null or { Count: 0 } }
        || (f.As<FlagData>() is { Flag: { } flag, Units: { } units } && flag == Flag.Conflict.Code()
            && units.All(u => f.Rules.Directory.Department(u) is not null || f.Rules.Directory.Deputy(u) is not null)
            && !(f.State.AssignedAt is not null && units.Contains(f.State.Lead)))) { Lasting = false };

    public static Guard KnownFlags { get; } = new("known_flag", f => UnknownFlag(f) is null) { Lasting = false, Words = f => [UnknownFlag(f)] };

    /// <summary>Whoever holds a case keeps it until a step that tells them so (T12, T14, T32): a correction of its type moves nothing.</summary>
    public static Guard NotHandedOut { get; } = new("handed_out", f => f.State.AssignedAt is null || f.As<SortData>() is { Lead: null, Co: null, Deputy: null, CaseClass: null });

    public static Guard KnownTicket { get; } = new("known_ticket", f => f.As<TicketStatusData>() is var d && f.State.Tickets.Any(t => t.System == d.System && t.Number == d.Number))
        { Words = f => [f.As<TicketStatusData>().Number] };

    /// <summary>T35: the resident had their days.</summary>
    public static Guard WaitedLongEnough { get; } = new("waited", f => f.Now >= f.State.Since.AddDays(f.Rules.Clocks.InfoDays)) { Lasting = false, Words = f => [f.Rules.Clocks.InfoDays] };

    public static Guard KnowsLead { get; } = new("knows_lead", f => f.As<DecideData>().To != CaseStatus.ReadyToAssign || f.State.Lead is not null);

    /// <summary>T07, T08, T35: what endangers a life is closed by a hand-over in writing, to whom and when (domain.md §5.7), never before it was told.</summary>
    public static Guard HandedOver { get; } = new("hand_over", f => f.State.Worst != Severity.P0 || f.Data is DecideData { To: CaseStatus.ReadyToAssign }
        || (HandOverIn(f.Data) is { To: { } to, At: { } at } && ReplyText.Letters(to) >= 2 && !f.IsAhead(at) && f.Rules.Calendar.DayOf(at) >= f.Rules.Calendar.DayOf(f.Opened)));

    /// <summary>T28: what endangers a life is not struck off by a word.</summary>
    public static Guard NoDanger { get; } = new("danger", f => f.State.Worst != Severity.P0);

    /// <summary>T28: what others follow too is not taken back by one of them.</summary>
    public static Guard NobodyElse { get; } = new("others_follow", f => f.State.MergedFrom.Count == 0);

    public static Guard ObjectionWindow { get; } = new("objection_window", f => f.Now <= f.State.Since.AddDays(f.Rules.Clocks.ObjectionDays)) { Lasting = false, Words = f => [f.Rules.Clocks.ObjectionDays] };

    public static Guard OneObjection { get; } = new("one_objection", f => !f.State.Objected);

    /// <summary>T30: the term ends about now, and the new deputy serves after it.</summary>
    public static Guard NewTerm { get; } = new("new_term", f => f.As<CarryOverData>() is { Deputy: { } code, TermEnds: { } ends }
        && ends >= f.Today.AddYears(-1) && ends <= f.Today.AddYears(1) && code != f.State.Deputy && f.Rules.Directory.Deputy(code) is { } deputy && deputy.ServesOn(ends.AddDays(1))) { Lasting = false };

    /// <summary>T30, R19: nor is it carried to a deputy who works for, or owns, what the complaint tells of.</summary>
    public static Guard NoInterest { get; } = new("conflicted", f =>
        f.Rules.Directory.Deputy(NamedDeputy(f)) is not { } deputy || !deputy.Interests.Any(i => f.Told.Contains(i, StringComparison.Ordinal))) { Lasting = false };

    /// <summary>Level 3 may be set once more to name the officials of what the clock has lifted.</summary>
    public static Guard HigherLevel { get; } = new("higher_level", f => f.As<SupervisionData>().Level is { } level && level <= 3
        && (level > f.State.SupervisionLevel || (level == 3 && !AreTwo(f.State.LeadingOfficial, f.State.SupervisingOfficial)))) { Words = f => [f.State.SupervisionLevel] };

    /// <summary>§5.5: each ground belongs to one level, and counters back those that can be counted.</summary>
    public static Guard Ground { get; } = new("ground", f => f.As<SupervisionData>() is { Ground: { } ground, Level: { } level } && level == LevelOf(ground) && Backed(ground, f.State));

    /// <summary>§5.5: that it runs late is read off the clocks, and what no counter shows needs a word why; many of a kind are counted across cases, which staff of one station cannot.</summary>
    public static Guard GroundShown { get; } = new("ground_shown", f => f.Is(CaseActor.System) || f.As<SupervisionData>().Ground switch
    {
        EscalationGround.Overdue => IsLate(f),
        EscalationGround.ManyAlike => f.Is(Office) && f.Step.Reason.Length > 0,
        EscalationGround.AreaWide or EscalationGround.Safety => f.Step.Reason.Length > 0,
        _ => true,
    }) { Lasting = false };

    public static int LevelOf(EscalationGround ground) => ground switch
    {
        EscalationGround.Overdue or EscalationGround.SecondReturn or EscalationGround.SecondDissatisfaction or EscalationGround.RepliesRejected => 1,
        EscalationGround.ThirdRound or EscalationGround.PassedOn or EscalationGround.ManyAlike => 2,
        _ => 3,
    };

    internal static bool Backed(EscalationGround ground, CaseState state) => ground switch
    {
        EscalationGround.SecondReturn => state.ReturnCount >= 2,
        EscalationGround.SecondDissatisfaction => state.DissatisfiedCount >= 2,
        EscalationGround.RepliesRejected => state.RejectedReplies >= 2,
        EscalationGround.ThirdRound => state.ReworkCount >= 2,
        EscalationGround.PassedOn => state.Leads.Count >= 3,
        EscalationGround.PromiseBroken => state.Commitments.Any(c => c.Moved >= 2),
        _ => true,
    };

    private static bool IsLate(StepFacts facts) => LoopClocks.Of(facts.State, facts.Rules.Calendar, facts.Rules.Clocks)
        .Any(d => d is { Clock: ClockKind.Reply or ClockKind.Commitment or ClockKind.Acknowledge or ClockKind.FirstContact } && !d.StandsStill(facts.Now) && facts.Now > d.At);

    private static string? NamedDeputy(StepFacts facts) => facts.Data switch
    {
        SortData d => d.Deputy,
        AssignData d => d.Deputy,
        CarryOverData d => d.Deputy,
        _ => null,
    };

    private static (string? To, DateTimeOffset? At) HandOverIn(StepData data) => data switch
    {
        DeclineData d => (d.HandedTo, d.HandedAt),
        RedirectData d => (d.HandedTo, d.HandedAt),
        DecideData d => (d.HandedTo, d.HandedAt),
        _ => default,
    };

    private static IEnumerable<string> Units(StepFacts facts) => facts.Data switch
    {
        SortData d => Of(d.Lead, d.Co),
        AssignData d => Of(d.Lead, d.Co),
        ReassignData d => Of(d.Lead, d.Co),
        CoUnitsData d => Of(facts.State.Lead, d.Co),
        ForceData d => Of(d.Lead, null),
        WhistleData d => d.Units ?? [],
        _ => [],
    };

    private static IEnumerable<string> Of(string? lead, IReadOnlyList<string>? co) => (co ?? []).Prepend(lead ?? "").Where(u => u.Length > 0);

    private static string? Unknown(StepFacts facts)
    {
        var units = Units(facts).ToArray();
        return units.FirstOrDefault(u => facts.Rules.Directory.Department(u) is null) ?? units.GroupBy(u => u).FirstOrDefault(g => g.Count() > 1)?.Key;
    }

    private static DateOnly? DeadlineIn(StepData data) => data switch
    {
        AssignData d => d.Deadline,
        ReassignData d => d.Deadline,
        ForceData d => d.Deadline,
        _ => null,
    };

    /// <summary>T14 and T15 go on with what is left, the pause that ends with them added; T32 gives the whole time again, once.</summary>
    private static DateOnly? LongestDeadline(StepFacts facts) => LoopClocks.LongestDeadline(
        facts.State, facts.Now, restarts: facts.Step.Action == CaseAction.Reassign && facts.State.Status != CaseStatus.Returned && facts.State.ReplyBasis != "T32", facts.Rules.Calendar, facts.Rules.Clocks);

    private static bool AreTwo(string? one, string? other) => HasText(one) && HasText(other) && one!.Trim() != other!.Trim();

    private static string? UnknownFlag(StepFacts facts) => facts.As<SortData>().Flags?.FirstOrDefault(code => FlagTable.SeverityOf(code) is null);

    private static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);
}
