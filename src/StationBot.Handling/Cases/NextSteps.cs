namespace StationBot.Handling.Cases;

/// <summary>A step that somebody may take of a case, as it stands.</summary>
/// <param name="Row">Its row of the table: what it needs, where it leads.</param>
/// <param name="Blocked">What stands against it whatever data comes with it; null when nothing does.</param>
public sealed record NextStep(Transition Row, StepResult.Refused? Blocked);

/// <summary>What can be done with a case now, and by whom: the table, and those of its guards that look at nothing but the case and the actor.</summary>
public static class NextSteps
{
    /// <summary>Another unit's or deputy's step is none of this actor's, and what is for reports alone is none of another case's.</summary>
    private static readonly Guard[] Whose = [Gates.OwnCase, Gates.OwnDeputy, Gates.OnlyReport];

    private static readonly Guard[] OfTheCase =
    [
        Gates.NoReport, Gates.InfoRounds, Gates.NotForced, Gates.ReturnWindow, Gates.ReturnCount, Gates.WaitedLongEnough, Gates.OneExtension, Gates.BeforeDeadline, Gates.CoOpinions,
        Gates.RejectCount, Gates.FirstRework, Gates.ResidentUnhappy, Gates.TwoRounds, Gates.LevelTwo, Gates.NoOpenCommitment, Gates.CheckIns, Gates.NoDataRequest,
        Gates.ReopenWindow, Gates.NoDanger, Gates.NobodyElse, Gates.OneSuggestion, Gates.ObjectionWindow, Gates.OneObjection,
    ];

    /// <returns>In the table's order; what this actor never may is not among them.</returns>
    public static IEnumerable<NextStep> Of(Case one, Actor by, DateTimeOffset now, LoopRules rules)
    {
        ArgumentNullException.ThrowIfNull(one);
        foreach (var row in Transitions.All.Where(t => t.From.Contains(one.Status) && t.By.Contains(by.Role)))
        {
            var facts = new StepFacts(one.Number?.Value, one.Facts, new Step(row.Action, by), StepJson.Empty(row.Action), now, rules, one.Contact, one.OpenedAt);
            facts = facts with { Data = StepDefaults.Fill(facts) };
            if (row.Guards.Any(g => Whose.Contains(g) && !g.Holds(facts)) || (row.Action == CaseAction.GiveCoOpinion && !one.Facts.Helps(by.Unit ?? "")))
            {
                continue;
            }
            var against = row.Guards.FirstOrDefault(g => OfTheCase.Contains(g) && !g.Holds(facts));
            yield return new NextStep(row, against is null ? null : Refusals.Of(against.Code, null, against.Words(facts)));
        }
    }
}
