using StationBot.Handling.Cases;
using static StationBot.Handling.Cases.CaseStatus;

namespace StationBot.Handling.Deadlines;

/// <summary>The clocks of the loop: domain.md §6.2 and the last column of §4.3.</summary>
public enum ClockKind
{
    Triage, Assign, Acknowledge, Return, Reassign, FirstContact, Plan, CoOpinion, Reply, CheckReply, Info, DecideInfo,
    EvaluationReminder, EvaluationWindow, DecideRework, Commitment, CloseOut,
}

/// <summary>One running clock.</summary>
/// <param name="Step">The transition it is set for, e.g. T12.</param>
/// <param name="From">The fact it runs from.</param>
/// <param name="At">When it runs out.</param>
/// <param name="Paused">It stands still (§6.3): nothing is overdue by it.</param>
/// <param name="GuessedYear">A year it was counted in whose calendar is not official yet.</param>
/// <param name="Commitment">Which promise, for <see cref="ClockKind.Commitment"/>.</param>
public sealed record Due(ClockKind Clock, string Step, DateTimeOffset From, DateTimeOffset At, bool Paused = false, int? GuessedYear = null, int? Commitment = null)
{
    /// <summary>A paused one runs on from here, whatever happens: nobody's silence stops a clock for more than <see cref="ClockOptions.InfoDays"/>.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Whether it stands still at a moment.</summary>
    public bool StandsStill(DateTimeOffset now) => Paused && !(PausedUntil <= now);
}

/// <summary>
/// What is due for a case and when: a pure function of its facts, the calendar and the policy, so that it can be worked out again at any time with
/// the same answer. domain.md §6.2–6.3.
/// </summary>
public static class LoopClocks
{
    /// <summary>All clocks that run for a case in its present status.</summary>
    public static IReadOnlyList<Due> Of(CaseState state, WorkCalendar calendar, ClockOptions options)
    {
        List<Due> dues = [];
        var urgent = state.CaseClass == CaseClasses.UrgentService;
        switch (state.Status)
        {
            case InTriage:
                Add(ClockKind.Triage, "T04", state.Since, Clocks.TriageBy(state.Worst ?? Flags.Severity.P2, calendar.Local(state.Since), calendar, options));
                break;
            case AwaitingInfo:
                var patience = state.Since.AddDays(options.InfoDays);
                Add(ClockKind.Info, "T05", state.Since, patience);
                Add(ClockKind.DecideInfo, "T35", patience, Workdays(patience, 1, calendar, options));
                break;
            case ReadyToAssign:
                var sorting = state.ToSortSince ?? state.Since;
                Add(ClockKind.Assign, "T11", sorting, After(Workdays(sorting, options.AssignWorkingDays, calendar, options), sorting, byHours: false, state, calendar, options));
                break;
            case Assigned when state.AssignedAt is { } assigned:
                Add(ClockKind.Acknowledge, "T12", assigned, urgent ? assigned + options.UrgentAcknowledge : Workdays(assigned, options.AcknowledgeWorkingDays, calendar, options));
                Add(ClockKind.Return, "T13", assigned, Workdays(assigned, options.ReturnWorkingDays, calendar, options));
                break;
            case Returned:
                Add(ClockKind.Reassign, "T14", state.Since, Workdays(state.Since, options.ReassignWorkingDays, calendar, options));
                break;
            case InProgress when state.AcknowledgedAt is { } acknowledged:
                if (state.FirstContactAt is null)
                {
                    Add(ClockKind.FirstContact, "T16", acknowledged, urgent ? acknowledged + options.UrgentFirstContact : Workdays(acknowledged, options.FirstContactWorkingDays, calendar, options));
                }
                if (state.Plan is null && !urgent && state.CaseClass != CaseClasses.Consult)
                {
                    Add(ClockKind.Plan, "T16", acknowledged, Workdays(acknowledged, options.PlanWorkingDays, calendar, options));
                }
                break;
            case Replied:
                Add(ClockKind.CheckReply, "T20", state.Since, Workdays(state.Since, options.CheckReplyWorkingDays, calendar, options));
                break;
            case AwaitingEvaluation when state.DissatisfiedAt is { } unhappy:
                Add(ClockKind.DecideRework, "T23", unhappy, Workdays(unhappy, options.DecideReworkWorkingDays, calendar, options));
                break;
            case AwaitingEvaluation:
                var last = state.LastReminderAt ?? state.FeedbackAt ?? state.Since;
                Add(state.Reminders < CaseState.MostReminders ? ClockKind.EvaluationReminder : ClockKind.EvaluationWindow, "T21", last,
                    last.AddDays(state.Reminders < CaseState.MostReminders ? options.EvaluationReminderDays : options.EvaluationWindowDays));
                break;
            case Completed:
                Add(ClockKind.CloseOut, "T26", state.Since, Workdays(state.Since, options.CloseOutWorkingDays, calendar, options));
                break;
            default:
                break;
        }
        if (state.Status.IsOpen())
        {
            // What the resident was told is watched whatever else goes on with the case; a promise in a reply that nobody has passed on is a draft.
            dues.AddRange(state.OpenCommitments.Where(c => c.Given)
                .Select(c => Guess(new Due(ClockKind.Commitment, "T25", state.FeedbackAt ?? state.Since, Closing(c.DueOn, calendar, options), Commitment: c.Number), calendar)));
        }
        if (Reply(state, calendar, options) is { } reply)
        {
            dues.Add(reply);
            var waitedFor = state.Status is Assigned or InProgress ? state.Co.Except(state.Opinions) : [];
            foreach (var asked in waitedFor.Select(u => AskedAt(state, u)).OfType<DateTimeOffset>().Distinct().Order())
            {
                Add(ClockKind.CoOpinion, "T18", asked, HalfWay(asked, reply.At, calendar, options));
            }
        }
        return dues;

        void Add(ClockKind clock, string step, DateTimeOffset from, DateTimeOffset at) => dues.Add(Guess(new Due(clock, step, from, at.ToUniversalTime()), calendar));
    }

    /// <summary>From when a co-unit's half of the time runs (R8): who came in later has half of what was left, and gives nobody else their time again.</summary>
    public static DateTimeOffset? AskedAt(CaseState state, string unit)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.CoLater.FirstOrDefault(c => c.Unit == unit)?.Since ?? state.CoSince ?? state.AssignedAt;
    }

    /// <summary>T27: whether a case that is over may still be opened again.</summary>
    public static bool MayReopen(CaseState state, DateTimeOffset now, WorkCalendar calendar, ClockOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(options);
        return state.Status is Completed or ClosedOut && calendar.DayOf(now) <= Clocks.EndOfDays(calendar.DayOf(state.Since), options.ReopenDays, calendar);
    }

    /// <summary>The reply clock (T18), while no reply is there. A day that was named (T11, T14, T15, T17) stands before what the class gives.</summary>
    public static Due? Reply(CaseState state, WorkCalendar calendar, ClockOptions options)
    {
        if (state.ReplyFrom is not { } from || state.Status is not (Collected or InTriage or AwaitingInfo or ReadyToAssign or Assigned or Returned or InProgress or CaseStatus.Rework))
        {
            return null;
        }
        var byHours = CountsHours(state);
        var at = state is { Deadline: { } named, DeadlineSetAt: { } set }
            ? byHours ? ByDays(named, set, from, state, calendar, options) : After(Closing(named, calendar, options), set, byHours, state, calendar, options)
            : After(Plain(state, from, calendar, options), from, byHours, state, calendar, options);
        return Guess(new Due(ClockKind.Reply, "T18", from, at.ToUniversalTime(), state.Status is AwaitingInfo or Returned), calendar) with
        {
            PausedUntil = state.Status == AwaitingInfo ? state.Pauses.LastOrDefault(p => p.To is null)?.From.AddDays(options.InfoDays).ToUniversalTime() : null,
        };
    }

    /// <summary>The reply clock runs in real hours: of an urgent case (§6.2), as long as nobody has named a day but its extension, which is so many times 24 hours.</summary>
    public static bool CountsHours(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.CaseClass == CaseClasses.UrgentService && (state.Deadline is null || (state.Extension is { Approved: true } extended && extended.To == state.Deadline));
    }

    /// <summary>An hour clock with an extension ends on another day at the same hour.</summary>
    private static DateTimeOffset ByDays(DateOnly day, DateTimeOffset set, DateTimeOffset from, CaseState state, WorkCalendar calendar, ClockOptions options)
    {
        var then = state with { Pauses = [.. state.Pauses.Where(p => p.From < set)] };
        var days = day.DayNumber - calendar.DayOf(After(Plain(state, from, calendar, options), from, byHours: true, then, calendar, options)).DayNumber;
        return After(Plain(state, from, calendar, options), from, byHours: true, state, calendar, options).AddDays(days);
    }

    /// <summary>The latest day that an extension may name (T17): the class's whole time, counted from the same start. Null: this class has none.</summary>
    public static DateOnly? LongestExtension(CaseState state, WorkCalendar calendar, ClockOptions options)
    {
        if (state.ReplyFrom is not { } from)
        {
            return null;
        }
        DateTimeOffset? whole = state.CaseClass switch
        {
            CaseClasses.UrgentService => Plain(state, from, calendar, options) + options.UrgentExtension,
            CaseClasses.Consult => Workdays(from, options.ConsultExtendedWorkingDays, calendar, options),
            CaseClasses.Complex => Workdays(from, options.ComplexExtendedWorkingDays, calendar, options),
            CaseClasses.LongTerm => null,
            _ => Workdays(from, options.SimpleExtendedWorkingDays, calendar, options),
        };
        return whole is { } at ? calendar.DayOf(After(at, from, CountsHours(state), state, calendar, options)) : null;
    }

    /// <summary>
    /// The latest day that an assignment may name (T11, T14, T15, T32): what the class gives, counted from the same start, or a day that already holds; a
    /// pause that ends with the step is added.
    /// </summary>
    /// <param name="restarts">The whole time is given again.</param>
    public static DateOnly? LongestDeadline(CaseState state, DateTimeOffset now, bool restarts, WorkCalendar calendar, ClockOptions options)
    {
        var over = state with { Pauses = [.. state.Pauses.Select(p => p.To is null ? p with { To = now } : p)] };
        var fresh = over with { Deadline = null, DeadlineSetAt = null, ReplyFrom = restarts ? now : state.ReplyFrom, ReplyBasis = restarts ? "T32" : state.ReplyBasis };
        var days = new[] { Reply(fresh, calendar, options), Reply(over, calendar, options) }.OfType<Due>().Select(d => calendar.DayOf(d.At)).ToArray();
        return days.Length == 0 ? null : days.Max();
    }

    /// <summary>The close of the <paramref name="count"/>th working day after a moment was received (§6.3).</summary>
    public static DateTimeOffset Workdays(DateTimeOffset from, int count, WorkCalendar calendar, ClockOptions options) =>
        Closing(calendar.AddWorkdays(Clocks.CountsAsReceived(calendar.Local(from), calendar, options), count), calendar, options);

    private static DateTimeOffset Plain(CaseState state, DateTimeOffset from, WorkCalendar calendar, ClockOptions options) => state.CaseClass switch
    {
        CaseClasses.UrgentService => from + options.UrgentReply,
        _ when state.ReplyBasis is "T19" or "T22" or "T27" => Workdays(from, options.ReworkWorkingDays, calendar, options),
        CaseClasses.Consult => Workdays(from, options.ConsultWorkingDays, calendar, options),
        CaseClasses.Complex => Workdays(from, options.ComplexWorkingDays, calendar, options),
        CaseClasses.LongTerm => Workdays(from, options.LongTermPlanWorkingDays, calendar, options),
        _ => Workdays(from, options.SimpleWorkingDays, calendar, options),
    };

    /// <summary>Moves a moment on by the pauses since another: by hours for an hour clock, else by working days. The resident's silence counts for <see cref="ClockOptions.InfoDays"/> at most.</summary>
    private static DateTimeOffset After(DateTimeOffset at, DateTimeOffset since, bool byHours, CaseState state, WorkCalendar calendar, ClockOptions options)
    {
        foreach (var pause in state.Pauses.Where(p => p.From >= since))
        {
            var most = pause.Status == AwaitingInfo ? pause.From.AddDays(options.InfoDays) : DateTimeOffset.MaxValue;
            if (pause.To is null && pause.Status != AwaitingInfo)
            {
                continue; // still being decided: it counts once it is over
            }
            var to = pause.To is { } end && end < most ? end : most;
            at = byHours ? at + (to - pause.From) : Closing(calendar.AddWorkdays(calendar.DayOf(at), calendar.WorkdaysBetween(calendar.DayOf(pause.From), calendar.DayOf(to))), calendar, options);
        }
        return at;
    }

    /// <summary>
    /// 协办 have half of the lead's time: at least one working day, or half of the hours where the lead has no two days, so that nobody waits for them past the
    /// lead's own clock. domain.md R8.
    /// </summary>
    private static DateTimeOffset HalfWay(DateTimeOffset from, DateTimeOffset reply, WorkCalendar calendar, ClockOptions options)
    {
        var start = Clocks.CountsAsReceived(calendar.Local(from), calendar, options);
        var half = Closing(calendar.AddWorkdays(start, Math.Max(1, calendar.WorkdaysBetween(start, calendar.DayOf(reply)) / 2)), calendar, options);
        return half < reply ? half : from < reply ? from + ((reply - from) / 2) : from;
    }

    /// <summary>民法典 art. 203: where there are business hours, a day's period ends with them.</summary>
    private static DateTimeOffset Closing(DateOnly day, WorkCalendar calendar, ClockOptions options) => calendar.Moment(day, options.OfficeCloses);

    private static Due Guess(Due due, WorkCalendar calendar) => due with { GuessedYear = calendar.UnknownYear(calendar.DayOf(due.From), calendar.DayOf(due.At)) };
}
