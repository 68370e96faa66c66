namespace StationBot.Handling.Cases;

/// <summary>The reducer's sentences: what each kind of step does to the state.</summary>
public sealed partial record CaseState
{
    private CaseState Sorted(SortData d) => this with
    {
        Type = Said(d.Type) ?? Type, Lead = Said(d.Lead) ?? Lead, Deputy = Said(d.Deputy) ?? Deputy,
        Co = d.Co is null && Said(d.Lead) is null ? Co : [.. (d.Co ?? []).Where(c => c != (Said(d.Lead) ?? Lead)).Distinct()],
        Flags = [.. Flags.Union(d.Flags ?? [])], CaseClass = Said(d.CaseClass) ?? CaseClass,
    };

    /// <summary>One lead, and never among the co-units. A date stays until another is named.</summary>
    private CaseState AssignedTo(string? lead, IReadOnlyList<string>? co, DateOnly? deadline, DateTimeOffset at) => this with
    {
        Lead = lead, Co = [.. (co ?? []).Where(c => c != lead).Distinct()], Opinions = [], AssignedAt = at, CoSince = null, CoLater = [], AcknowledgedAt = null, FirstContactAt = null, Handler = null,
        Leads = lead is null || Leads.Contains(lead) ? Leads : [.. Leads, lead],
        Deadline = deadline ?? Deadline, DeadlineSetAt = deadline is null ? DeadlineSetAt : at,
    };

    /// <summary>What somebody has said already stays said, and who has let their half go by has done so.</summary>
    private CaseState HelpedBy(IReadOnlyList<string> co, IReadOnlyList<string>? came, DateTimeOffset at) => this with
    {
        Co = [.. co.Where(c => c != Lead).Distinct()], CoSince = came is null && co.Except(Co).Any() ? at : CoSince,
        CoLater = [.. CoLater.Where(c => co.Contains(c.Unit)), .. (came ?? []).Select(u => new LaterCoUnit(u, at))],
    };

    /// <summary>T32 gives a new lead the whole time again, once; T14 goes on with what is left.</summary>
    private CaseState Restarted(CaseEvent happened) => happened.From is CaseStatus.Returned || ReplyBasis == "T32" ? this : From(happened, "T32") with { Warning = WarningColor.None };

    /// <summary>Another round: T22, T27.</summary>
    private CaseState Again(CaseEvent happened) => From(happened, happened.Transition) with
    {
        DissatisfiedAt = null, ReworkCount = ReworkCount + 1, RejectedReplies = 0, ReplyText = null, ReplyClass = null, Warning = WarningColor.None,
        CheckIns = [.. CheckIns.Where(c => c is not (Checkpoint.Respond or Checkpoint.Outcome))],
    };

    /// <summary>Of one resident both answers stand, whichever came first. What another said before is not counted once a joined one (T09) is heard who is unhappy.</summary>
    private Satisfaction StillOf(CaseEvent unhappy) => MergedFrom.Any(n => unhappy.By.Contains(n, StringComparison.Ordinal)) ? Satisfaction.None : Satisfaction;

    /// <summary>T19 of a report (T25): the answer itself was given in its time, and the promise keeps a day of its own.</summary>
    private CaseState ReportSentBack(CaseEvent happened) => Reported is null ? this : From(happened, "T19") with { Warning = WarningColor.None };

    private CaseState From(CaseEvent happened, string basis) => this with { ReplyFrom = happened.At, ReplyBasis = basis, Deadline = null, DeadlineSetAt = null };

    private CaseState Replying(ReplyData d) => (this with
    {
        ReplyText = d.Text, ReplyClass = d.Class,
        Commitments = [.. Commitments, .. (d.Commitments ?? []).Select((p, i) => new Commitment(Commitments.Count + i + 1, p.Text, p.DueOn))],
    }).Checked(d.Evidence is { Count: > 0 } ? Checkpoint.Outcome : null);

    /// <summary>What a part asks for is answered there: the other demands keep their order.</summary>
    private CaseState Divided(SplitData d)
    {
        var parted = (d.Children ?? []).Zip(d.Parts ?? []).SelectMany(p => (p.Second.Demands ?? []).Where(n => n >= 1 && n <= Demands.Count).Select(n => (Child: p.First, Number: n))).ToArray();
        return this with
        {
            Children = [.. Children.Union(d.Children ?? [])], JoinedParts = [.. JoinedParts, .. d.Joined ?? []], Parted = [.. Parted, .. parted.Select(p => new PartedDemand(p.Child, Demands[p.Number - 1]))],
            Demands = [.. Demands.Where((_, i) => !parted.Any(p => p.Number == i + 1))],
        };
    }

    private CaseState TakingIn(string other, JoinData d)
    {
        string[] brought = [.. (d.Demands ?? []).Except(Demands)], flags = [.. (d.Flags ?? []).Except(Flags)];
        return this with
        {
            MergedFrom = [.. MergedFrom.Union([other])], Subscribers = [.. Subscribers.Union(d.Residents ?? [])],
            Demands = [.. Demands, .. brought], Brought = [.. Brought, .. brought.Select(b => new PartedDemand(other, b))], Shares = [.. Shares, .. (d.Shares ?? []).Select(s => new PartedDemand(other, s))],
            Flags = [.. Flags, .. flags], BroughtFlags = [.. BroughtFlags, .. flags.Select(f => new PartedDemand(other, f))],
        };
    }

    private CaseState LettingGo(string other, JoinData d)
    {
        // What it brought and somebody else asks for too stays, and is theirs from now on.
        PartedDemand[] shared = [.. Shares.Where(s => s.Child != other)];
        PartedDemand[] heirs = [.. Brought.Where(b => b.Child == other).Select(b => Array.Find(shared, s => s.Text == b.Text)).OfType<PartedDemand>()];
        return this with
        {
            MergedFrom = [.. MergedFrom.Except([other])], Subscribers = [.. Subscribers.Except(d.Residents ?? [])], Shares = [.. shared.Except(heirs)],
            Demands = [.. Demands.Where(text => !Brought.Contains(new PartedDemand(other, text)) || Array.Exists(heirs, h => h.Text == text))], Brought = [.. Brought.Where(b => b.Child != other), .. heirs],
            Flags = [.. Flags.Where(flag => !BroughtFlags.Contains(new PartedDemand(other, flag)))], BroughtFlags = [.. BroughtFlags.Where(b => b.Child != other)],
        };
    }

    private CaseState Rejoined(IReadOnlyList<string> children, IReadOnlyList<string> flags) => this with
    {
        Flags = [.. Flags.Union(flags)],
        Children = [.. Children.Except(children)], JoinedParts = [.. JoinedParts.Where(j => !children.Contains(j.Part))], Parted = [.. Parted.Where(p => !children.Contains(p.Child))],
        Demands = [.. Demands, .. Parted.Where(p => children.Contains(p.Child)).Select(p => p.Text)],
    };

    private CaseState JudgedBy(EvaluateData d) =>
        (this with { Solved = d.Solved ?? Solved, Satisfaction = d.Satisfaction ?? Satisfaction, Unheard = d is { Satisfaction: null or Satisfaction.None, Solved: null or Solved.Unasked } ? Unheard : 0 }).Checked(d is { Satisfaction: null or Satisfaction.None, Solved: null or Solved.Unasked } ? null : Checkpoint.Outcome);

    private CaseState Reporting(CommitmentData d) => (this with
    {
        ReplyText = d.Text ?? ReplyText, Reported = Commitments.FirstOrDefault(c => c.Number == d.Commitment),
        Commitments = [.. Commitments.Select(c => c.Number != d.Commitment ? c
            : d.Done == true ? c with { Done = true }
            : c with { DueOn = d.NewDate ?? c.DueOn, Moved = c.Moved + 1 })],
    }).Checked(d.Evidence is { Count: > 0 } ? Checkpoint.Outcome : null);

    private CaseState Noted(CaseEvent happened, StepData data) => data switch
    {
        NudgeData { Kind: NudgeKind.EvaluationReminder } => this with { Reminders = Reminders + 1, LastReminderAt = happened.At },
        NudgeData => Checked(Checkpoint.Press),
        WarnData d => this with { Warning = d.Color ?? Warning },
        ConsultData { On: { } on } d => (this with
        {
            Consultations = [.. Consultations, new FaceToFace(on, d.Mode ?? ConsultationMode.InPerson, d.Outcome ?? "", d.Confirmed == true, d.LeaderPresent == true)],
        }).Checked(Checkpoint.Press),
        EvidenceData => Checked(Checkpoint.Outcome),
        // Raised or lowered by somebody, it is the case's own, and no longer what a merged one brought.
        FlagData { Flag: { } flag, Units: var units } => this with
        {
            Flags = happened.Action == nameof(CaseAction.LowerFlag) ? [.. Flags.Except([flag])] : [.. Flags.Union([flag])], BroughtFlags = [.. BroughtFlags.Where(b => b.Text != flag)],
            // Named with a conflict: they get nothing of it from now on.
            Conflicted = happened.Action == nameof(CaseAction.RaiseFlag) ? [.. Conflicted.Union(units ?? [])] : Conflicted,
            Co = happened.Action == nameof(CaseAction.RaiseFlag) ? [.. Co.Except(units ?? [])] : Co,
        },
        DataRequestData { Request: { } request } => this with
        {
            DataRequests = happened.Action == nameof(CaseAction.OpenDataRequest) ? With(DataRequests, request) : Without(DataRequests, request),
        },
        TicketData { System: { } system, Number: { } number } => Tickets.Any(t => t.Is(system, number)) ? this : this with { Tickets = [.. Tickets, new Ticket(system, number)] },
        TicketStatusData { System: { } system, Number: { } number } d => this with
        {
            Tickets = [.. Tickets.Select(t => t.Is(system, number) ? t with { Status = d.Status, Unit = d.Unit, ClosedAt = d.ClosedAt?.ToUniversalTime() } : t)],
        },
        ObstacleData d => this with { Obstacle = d.Kind },
        WhistleData { MeetAt: { } at } d => (this with { Whistles = [.. Whistles, new WhistleCall(d.Units ?? [], at, d.Where, d.RemindAt)] }).Checked(Checkpoint.Press),
        OpinionData { Unit: { } unit } => this with { Opinions = [.. Opinions.Union([unit])] },
        _ => this,
    };

    private CaseState Checked(Checkpoint? point) => point is { } set && !CheckIns.Contains(set) ? this with { CheckIns = [.. CheckIns.Append(set).Order()] } : this;

    /// <summary>Old events hold "" where nothing was known.</summary>
    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static IReadOnlyList<Guid> With(IReadOnlyList<Guid> list, Guid one) => list.Contains(one) ? list : [.. list, one];

    private static IReadOnlyList<Guid> Without(IReadOnlyList<Guid> list, Guid one) => [.. list.Where(l => l != one)];
}
