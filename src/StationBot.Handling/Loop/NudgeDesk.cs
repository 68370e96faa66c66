using System.Globalization;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using static StationBot.Handling.Loop.StaffKinds;

namespace StationBot.Handling.Loop;

/// <summary>Where the plan of one case is put together: one paragraph for each clock.</summary>
internal sealed class NudgeDesk(CaseId id, CaseState state, LoopRules rules)
{
    private readonly WorkCalendar _calendar = rules.Calendar;
    private readonly ClockOptions _clocks = rules.Clocks;
    private readonly List<PlannedAct> _acts = [];

    public IReadOnlyList<PlannedAct> Acts => _acts;

    public bool CanTrack => state.OpenCommitments.Any();

    /// <summary>What a clock says from a moment on; what it would have said before is left out.</summary>
    public void WatchFrom(DateTimeOffset moment, Due due)
    {
        var before = _acts.Count;
        Watch(due);
        foreach (var early in _acts.Skip(before).Where(a => a.At < moment).ToArray())
        {
            _acts.Remove(early);
        }
    }

    public void Watch(Due due)
    {
        switch (due.Clock)
        {
            case ClockKind.Triage:
                Tell(due, CaseActor.StationStaff, TriageOverdue);
                break;
            case ClockKind.Assign:
                Tell(due, CaseActor.StationStaff, AssignOverdue);
                break;
            case ClockKind.Acknowledge:
                Nudge(due, 1, Used(due, _clocks.ReminderPercent, state.CaseClass == CaseClasses.UrgentService, []), NudgeKind.Before);
                Tell(due, CaseActor.Office, AcknowledgeOverdue, number: 2);
                break;
            case ClockKind.Reassign when state.ReturnCount >= 2:
                Add(due, 1, due.At, [Refer(), .. Unclear()], standing: true);
                break;
            case ClockKind.Reassign:
                Tell(due, CaseActor.Office, ReassignOverdue);
                break;
            case ClockKind.FirstContact:
                Nudge(due, 1, due.At, NudgeKind.During);
                break;
            case ClockKind.Plan:
                Nudge(due, 1, due.At, NudgeKind.Before);
                break;
            case ClockKind.CoOpinion when state.IsReport:
                break; // nobody outside is told of it
            case ClockKind.CoOpinion:
                _acts.Add(Ringing(Act(due, 1, due.At) with
                {
                    Tells = [.. Gates.Silent(state).Where(u => LoopClocks.AskedAt(state, u) == due.From).Select(u => new Telling(CaseActor.Department, u, CoOpinionOverdue)), new Telling(CaseActor.Office, null, CoOpinionOverdue), new Telling(CaseActor.Department, state.Lead, CoSilent)],
                    // Whoever came in later is told whatever the others were told in the same round.
                    Series = due.From == state.AssignedAt ? nameof(ClockKind.CoOpinion) : string.Create(CultureInfo.InvariantCulture, $"{due.Clock}-{due.From.ToUnixTimeMilliseconds()}"),
                }));
                break;
            case ClockKind.Reply:
                WatchReply(due);
                break;
            case ClockKind.CheckReply:
                // The resident waits and no clock of the unit's runs: the office hears of it too.
                Tell(due, CaseActor.StationStaff, CheckReplyOverdue);
                Tell(due, CaseActor.Office, CheckReplyOverdue, number: 2);
                break;
            case ClockKind.Info:
                Tell(due, CaseActor.StationStaff, InfoOver);
                break;
            case ClockKind.DecideInfo:
                Tell(due, CaseActor.StationStaff, DecideOverdue);
                break;
            case ClockKind.EvaluationReminder when !CanTrack:
                Nudge(due, state.Reminders + 1, due.At, NudgeKind.EvaluationReminder, standing: true);
                break;
            case ClockKind.EvaluationWindow when !CanTrack:
                CloseWindow(due);
                break;
            case ClockKind.DecideRework:
                Tell(due, CaseActor.StationStaff, ReworkOverdue);
                break;
            case ClockKind.Commitment:
                WatchCommitment(due);
                break;
            case ClockKind.CloseOut:
                Tell(due, CaseActor.StationStaff, CloseOutOverdue);
                break;
            default:
                break; // the right to return lapses in silence
        }
    }

    public void Track() => Standing("track", state.FeedbackAt ?? state.Since, 1, Say(CaseAction.TrackCommitments, new TrackData([.. state.OpenCommitments.Select(c => c.Number)]), "track"));

    /// <summary>吹哨报到: whoever was called is reminded once before they meet (§4.6 事前); at night not, and not when the night ends after it.</summary>
    public void RemindOfCalls()
    {
        foreach (var call in state.Whistles.Where(w => w.RemindAt is not null))
        {
            var act = Ringing(new PlannedAct(Key(CalledSoon, call.MeetAt, 1), CalledSilent, call.RemindAt!.Value) { Tells = [.. call.Units.Except(state.Conflicted).Select(u => new Telling(CaseActor.Department, u, CalledSoon))] });
            if (act.At < call.MeetAt)
            {
                _acts.Add(act);
            }
        }
    }

    /// <summary>吹哨报到: a day after they were to meet, whoever was called has said what there is to say, or those who called hear that they have not.</summary>
    public void WatchCalls()
    {
        foreach (var call in state.Whistles.Where(w => w.Units.Any(u => u != state.Lead && !state.Opinions.Contains(u))))
        {
            _acts.Add(Ringing(new PlannedAct(Key(CalledSilent, call.MeetAt, 1), CalledSilent, call.MeetAt.AddDays(1).ToUniversalTime()) { Tells = [new Telling(CaseActor.StationStaff, null, CalledSilent)] }));
        }
    }

    /// <summary>At once, day or night: it is an entry in the log, and who is told of it sleeps on.</summary>
    public void Escalate(EscalationGround ground) => Standing($"escalate/{ground}", state.Since, Count(ground), Lift(ground));

    private void WatchReply(Due due)
    {
        // A named day is a new fact; its clock warns anew.
        var clock = due with { From = state.DeadlineSetAt ?? due.From };
        var byHours = LoopClocks.CountsHours(state);
        if (state.Status is CaseStatus.InProgress or CaseStatus.Rework && !(state.LastProgressAt >= due.From))
        {
            Nudge(clock, 1, Used(due, _clocks.ReminderPercent, byHours, state.Pauses), NudgeKind.During);
        }
        Add(clock, 2, Used(due, _clocks.YellowPercent, byHours, state.Pauses), [Warning(WarningColor.Yellow)]);
        Add(clock, 3, due.At, [Warning(WarningColor.Red), .. Overdue()]);
    }

    /// <summary>T21. Who gave no answer, who gave half of one, and whose words nobody has understood stand apart; of the last staff hear, for only a person can read them.</summary>
    private void CloseWindow(Due due)
    {
        var unclear = state is { Solved: Solved.Unasked, Unheard: > 0 };
        var act = Act(due, 1, due.At) with
        {
            Steps = [Say(CaseAction.Evaluate, new EvaluateData(), unclear ? "window_over_unclear" : state.Solved == Solved.Unasked ? "window_over" : "window_over_solved")],
            Standing = true,
        };
        _acts.Add(unclear ? Ringing(act with { Tells = [new Telling(CaseActor.StationStaff, null, AnswerUnclear)] }) : act);
    }

    private void WatchCommitment(Due due)
    {
        var on = _calendar.DayOf(due.At);
        foreach (var (number, days) in new[] { (1, _clocks.CommitmentFirstNudgeDays), (2, _clocks.CommitmentLastNudgeDays) })
        {
            // What was promised for next week needs no word 15 days before.
            if (OpeningBy(on.AddDays(-days)) is var at && at > due.From)
            {
                Nudge(due, number, at, NudgeKind.CommitmentDue);
            }
        }
        Add(due, 3, due.At, [Warning(WarningColor.Red), .. Overdue()]);
    }

    /// <summary>When the office opens on a day, or on the last working day before it.</summary>
    private DateTimeOffset OpeningBy(DateOnly day)
    {
        while (!_calendar.IsWorkday(day))
        {
            day = day.AddDays(-1);
        }
        return _calendar.Moment(day, _clocks.OfficeOpens).ToUniversalTime();
    }

    private DateTimeOffset Used(Due due, int percent, bool byHours, IReadOnlyList<Pause> pauses) => UsedTime.At(percent, due.From, due.At, byHours, pauses, _calendar, _clocks);

    private void Nudge(Due due, int number, DateTimeOffset at, NudgeKind kind, bool standing = false) =>
        _acts.Add(Ringing(Act(due, number, at) with
        {
            Steps = [new Step(CaseAction.Nudge, Actor.System, new NudgeData(kind, Clock: due.Clock, Due: due.At.ToUniversalTime(), Commitment: due.Commitment), LoopTexts.Of($"nudge.{kind}"))],
            Standing = standing,
        }));

    private void Tell(Due due, CaseActor role, string kind, int number = 1) => _acts.Add(Ringing(Act(due, number, due.At) with { Tells = [new Telling(role, null, kind)] }));

    private void Add(Due due, int number, DateTimeOffset at, IReadOnlyList<Step> steps, bool standing = false) => _acts.Add(Act(due, number, at) with { Steps = steps, Standing = standing });

    private void Standing(string what, DateTimeOffset since, int number, Step step) =>
        _acts.Add(new PlannedAct(Key(what, since, number), what, since.ToUniversalTime()) { Steps = [step], Standing = true });

    private PlannedAct Ringing(PlannedAct act) =>
        act with { Rings = !Notices.IsUrgent(state), At = Notices.IsUrgent(state) ? act.At : QuietHours.After(act.At, _calendar, _clocks) };

    private PlannedAct Act(Due due, int number, DateTimeOffset at)
    {
        // A promise that was moved to another day is watched anew; however its case moves, it is the same promise.
        var what = due.Commitment is { } promise ? string.Create(CultureInfo.InvariantCulture, $"{due.Clock}-{promise}-{_calendar.DayOf(due.At):yyyyMMdd}") : due.Clock.ToString();
        return new PlannedAct(Key(what, due.Commitment is null ? due.From : due.At, number), what, at.ToUniversalTime());
    }

    private string Key(string what, DateTimeOffset from, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{id.Value:N}/{what}/{from.ToUnixTimeMilliseconds()}/{number}");

    private static Step Say(CaseAction action, StepData data, string reason) => new(action, Actor.System, data, LoopTexts.Of($"clock.{reason}"));

    private static Step Warning(WarningColor color) => Say(CaseAction.Warn, new WarnData(color), $"{color}");

    private static Step Lift(EscalationGround ground) =>
        new(CaseAction.EscalateSupervision, Actor.System, new SupervisionData(Gates.LevelOf(ground), ground), LoopTexts.Of($"escalate.{ground}"));

    private IEnumerable<Step> Overdue() => state.SupervisionLevel < Gates.LevelOf(EscalationGround.Overdue) ? [Lift(EscalationGround.Overdue)] : [];

    /// <summary>What the units said is in the log; whoever takes the step adds it.</summary>
    private static Step Refer() => Say(CaseAction.ReferToTriage, new ReferData(), "refer");

    private IEnumerable<Step> Unclear()
    {
        var flag = Flags.FlagTable.Code(Flags.Flag.UnclearJurisdiction);
        return state.Flags.Contains(flag) ? [] : [Say(CaseAction.RaiseFlag, new FlagData(flag), "refer")];
    }

    private int Count(EscalationGround ground) => ground switch
    {
        EscalationGround.PromiseBroken => state.Commitments.Max(c => c.Moved),
        EscalationGround.ThirdRound => state.ReworkCount,
        EscalationGround.PassedOn => state.Leads.Count,
        EscalationGround.SecondReturn => state.ReturnCount,
        EscalationGround.SecondDissatisfaction => state.DissatisfiedCount,
        EscalationGround.RepliesRejected => state.RejectedReplies,
        _ => 1,
    };
}
