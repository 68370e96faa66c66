using StationBot.Handling.Flags;

namespace StationBot.Handling.Cases;

/// <summary>T06 leads back to the sorting, by whatever door the words came: what was clear before goes on (T03), everything else to staff (T02).</summary>
public static class SortingAgain
{
    /// <summary>Why staff look at it.</summary>
    public const string Reason = "supplemented";

    /// <param name="one">In <see cref="CaseStatus.Collected"/>.</param>
    /// <returns>How urgently staff have to look at it; null when they need not.</returns>
    public static Severity? Of(Case one, DateTimeOffset now, LoopRules rules)
    {
        ArgumentNullException.ThrowIfNull(one);
        var data = new SortData(one.Topics is [var main, ..] ? main.ToString() : null, one.ProblemType, one.Lead, one.Co, one.Station, one.Deputy, one.Confidence);
        // What was asked for may be the place: without a station nobody could follow it, so staff look (T03 names one).
        if (one.Station is not null && one.Apply(new Step(CaseAction.Sort, Actor.Bot, data), now, rules) is StepResult.Done)
        {
            return null;
        }
        one.Apply(new Step(CaseAction.SendToTriage, Actor.Bot, data, Reason), now, rules);
        return one.Facts.Worst is { } worst && worst < Severity.P1 ? worst : Severity.P1;
    }
}
