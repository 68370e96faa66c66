using StationBot.Conversations.Definitions;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;

namespace StationBot.Conversations.Turns;

/// <summary>How a case stands, in a resident's words: who has it and until when, what was answered, what is still promised.</summary>
internal static class Progress
{
    /// <param name="names">Of <see cref="SharedCase.NamesAsync"/>.</param>
    /// <param name="knownAs">The number under which this resident knows it, where that is not its own.</param>
    /// <returns>One message, perhaps of several lines.</returns>
    public static string Of(Turn turn, Case one, IReadOnlyList<string>? names, string? knownAs = null)
    {
        (string, string) number = ("caseNo", knownAs ?? one.Number!.Value.Value);
        (string, string) status = ("status", turn.Definition.Statuses[one.Status]);
        return one switch
        {
            { Status: CaseStatus.AwaitingInfo } => turn.Texts.Say("progress_more", number, status),
            { Status: CaseStatus.Replied } => turn.Texts.Say("progress_checking", number, status),
            { Status: CaseStatus.CommitmentTracking } => Promised(turn, one, names, turn.Texts.Say("progress_promised", number, status)),
            { Status: CaseStatus.AwaitingEvaluation, Facts.DissatisfiedAt: not null } => Deciding(turn, one, number, status),
            { Status: CaseStatus.AwaitingEvaluation, Facts.ReplyText: { } answer } =>
                Promised(turn, one, names, turn.Texts.Say("progress_answered", number, status, ("lead", Lead(turn, one) ?? ""), ("reply", SharedCase.Told(answer, names)))),
            _ when !one.Status.IsOpen() || one.Status == CaseStatus.AwaitingEvaluation => turn.Texts.Say("progress_done", number, status),
            _ => UnderWay(turn, one, names, number, status),
        };
    }

    /// <summary>The verdict is given and waits for staff (T22, T23): nothing more is asked of the resident.</summary>
    private static string Deciding(Turn turn, Case one, (string, string) number, (string, string) status)
    {
        var calendar = turn.Directory.Calendar;
        var day = calendar.DayOf(LoopClocks.Of(one.Facts, calendar, turn.Clocks).First(d => d.Clock == ClockKind.DecideRework).At);
        return day < DateOnly.FromDateTime(turn.Local.DateTime)
            ? turn.Texts.Say("progress_overdue", number, status, ("date", Dates.Day(day))) : turn.Texts.Say("progress_deciding", number, ("date", Dates.Day(day)));
    }

    /// <summary>What was delivered and never judged is asked about when its resident comes back to it.</summary>
    public static void AskToJudge(Turn turn, Case one) => AskToJudge(turn, one, one);

    /// <param name="judged">Where the resident's own case was joined to another, that one.</param>
    public static void AskToJudge(Turn turn, Case own, Case judged)
    {
        if (own.ResidentId != turn.Given.Conversation.ResidentId || !Evaluation.Waits(judged) || Verdicts.StillToSay(own, judged) is not { } state)
        {
            return;
        }
        turn.AskToJudge(EvaluationQuestion.Of(turn.Definition, state));
        (turn.Memory.Evaluating, turn.Memory.CaseNo) = (own.Number!.Value.Value, own.Number.Value.Value);
        turn.Memory.AsksJoinedIfSatisfied = own != judged && state.Solved != Solved.Unasked;
    }

    private static string UnderWay(Turn turn, Case one, IReadOnlyList<string>? names, (string, string) number, (string, string) status)
    {
        (string, string) date = ("date", one.DueOn is { } due ? Dates.Day(due) : "—");
        if (one.DueOn < DateOnly.FromDateTime(turn.Local.DateTime) && one.Status != CaseStatus.Returned)
        {
            return turn.Texts.Say("progress_overdue", number, status, date); // a day that is past promises nothing
        }
        // Nobody's until staff have decided: the unit that sent it back does not have it any more.
        var lead = one.Status is CaseStatus.InTriage or CaseStatus.Returned ? null : Lead(turn, one);
        return (lead, PlanOf(one)) switch
        {
            (null, _) => turn.Texts.Say("progress_staff", number, status, date),
            (_, null) => turn.Texts.Say("progress_plain", number, status, ("lead", lead), date),
            var (_, plan) => turn.Texts.Say("progress", number, status, ("lead", lead), ("plan", SharedCase.Told(plan, names)), date),
        };
    }

    /// <summary>Not the plan of another unit or of the round before: only a note since the case was last taken on can hold the present one.</summary>
    private static string? PlanOf(Case one) =>
        one.Facts is var facts && (facts.LastProgressAt < facts.AcknowledgedAt || facts.LastProgressAt < facts.ReplyFrom) ? null : one.Plan;

    private static string? Lead(Turn turn, Case one) => turn.Directory.Department(one.Lead)?.ShortName;

    private static string Promised(Turn turn, Case one, IReadOnlyList<string>? names, string text) =>
        string.Join('\n', one.Facts.OpenCommitments.Select(c => turn.Definition.Notices.Say("promise", ("date", Dates.Day(c.DueOn, DateOnly.FromDateTime(turn.Local.DateTime))), ("text", SharedCase.Told(c.Text, names)))).Prepend(text));
}
