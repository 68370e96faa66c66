using static StationBot.Handling.Cases.CaseStatus;

namespace StationBot.Handling.Cases;

/// <summary>Where a resident's verdict leads, by whatever door it comes.</summary>
public static class Verdicts
{
    /// <summary>Whether an unhappy word to the answer begins a round by itself (T22): no round was there, and staff do not have this answer. What was said while a promise was open (T24) was of that.</summary>
    public static bool OpensRound(CaseState state) => state is { DissatisfiedAt: null, ReworkCount: 0 };

    /// <summary>
    /// 没解决 and 不满意: a round by itself the first time (T22) and whenever the case was over (T27); a second one before that waits for staff (T22, T23). While no
    /// answer is there it is a word to those who work on the case.
    /// </summary>
    public static Step Unhappy(CaseState state, EvaluateData verdict, Actor resident, string words)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(verdict);
        return state.Status switch
        {
            AwaitingEvaluation when OpensRound(state) => new Step(CaseAction.Rework, resident, verdict, words),
            Completed or ClosedOut => new Step(CaseAction.Reopen, resident, verdict, words),
            Declined or Redirected => new Step(CaseAction.Object, resident, Reason: words),
            AwaitingEvaluation or CommitmentTracking => new Step(CaseAction.Supplement, resident, new SupplementData(Dissatisfied: true, Solved: verdict.Solved, Satisfaction: verdict.Satisfaction), words),
            _ => new Step(CaseAction.Supplement, resident, Reason: words),
        };
    }

    /// <summary>
    /// The verdict of a resident whose case was joined to another (T09): it stands in their own case, and an unhappy one is taken up by the main case, whose log
    /// names theirs. A content one ends nothing for the others.
    /// </summary>
    /// <param name="own">The joined case.</param>
    /// <param name="main">The case that goes on in its place; it takes a step only when the verdict is unhappy.</param>
    /// <param name="step">An <see cref="CaseAction.EvaluateInterim"/> of the joined case.</param>
    /// <returns>Of the joined case; refused as long as the main case has no answer to judge, and when it can no longer be opened again (T27).</returns>
    public static StepResult OfJoined(Case own, Case main, Step step, DateTimeOffset now, LoopRules rules)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(main);
        ArgumentNullException.ThrowIfNull(step);
        if (main.Status is not (AwaitingEvaluation or CommitmentTracking or Completed or ClosedOut))
        {
            return Refusals.Of(Gates.VerdictTime.Code);
        }
        return step.Data is EvaluateData { Solved: Solved.No } or EvaluateData { Satisfaction: Satisfaction.Dissatisfied }
            && main.Apply(Unhappy(main.Facts, (EvaluateData)step.Data, step.By with { Name = own.Number?.Value }, step.Reason), now, rules) is StepResult.Refused refused
            ? refused : own.Apply(step.Data is EvaluateData said ? step with { Data = said with { Of = main.Facts.FeedbackAt } } : step, now, rules);
    }

    /// <summary>What a resident has said of an answer so far; null when there is nothing more to ask them.</summary>
    /// <param name="own">The case itself, or the resident's own that was joined to it.</param>
    public static CaseState? StillToSay(Case own, Case judged)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(judged);
        if (own == judged)
        {
            return judged.Facts;
        }
        // What they said of an answer before is not said of this one; of old verdicts nobody knows of which they are.
        var said = own.Facts.Judged is { } told && told != judged.Facts.FeedbackAt ? new CaseState() : own.Facts;
        return said is { Solved: not Solved.Unasked, Satisfaction: not Satisfaction.None } || (said.Solved == Solved.Unasked && said.Satisfaction != Satisfaction.None) ? null : said;
    }
}
