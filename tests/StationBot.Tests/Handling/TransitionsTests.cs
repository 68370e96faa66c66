using StationBot.Handling.Cases;

namespace StationBot.Tests.Handling;

/// <summary>The table of legal steps against domain.md §4.3, row by row.</summary>
public sealed class TransitionsTests
{
    private const string Open = "Collected InTriage AwaitingInfo ReadyToAssign Assigned Returned InProgress Replied AwaitingEvaluation Rework CommitmentTracking";

    /// <summary>From, to ("=": stays) and actors, copied by hand from domain.md §4.3.</summary>
    private static readonly Dictionary<string, (string From, string To, string By)> Domain = new()
    {
        ["T01"] = ("Draft", "Collected", "Resident Bot System"),
        ["T02"] = ("Collected", "InTriage", "Bot System"),
        ["T03"] = ("Collected", "ReadyToAssign", "Bot"),
        ["T04"] = ("InTriage", "ReadyToAssign", "StationStaff"),
        ["T05"] = ("InTriage ReadyToAssign", "AwaitingInfo", "StationStaff Bot"),
        ["T06"] = ("AwaitingInfo", "Collected", "Resident"),
        ["T07"] = ("InTriage", "Declined", "StationStaff"),
        ["T08"] = ("InTriage Collected", "Redirected", "StationStaff Bot"),
        ["T09"] = (Open, "Merged", "StationStaff"),
        ["T10"] = (Open, "=", "StationStaff"),
        ["T11"] = ("ReadyToAssign", "Assigned", "StationStaff Office System"),
        ["T12"] = ("Assigned", "InProgress", "Department"),
        ["T13"] = ("Assigned", "Returned", "Department"),
        ["T14"] = ("Returned", "Assigned", "Office"),
        ["T15"] = ("Returned", "Assigned", "Office"),
        ["T16"] = ("InProgress", "InProgress", "Department"),
        ["T17"] = ("InProgress", "InProgress", "Department Office"),
        ["T18"] = ("InProgress Rework", "Replied", "Department"),
        ["T19"] = ("Replied", "InProgress", "StationStaff"),
        ["T20"] = ("Replied", "AwaitingEvaluation", "StationStaff Bot"),
        ["T21"] = ("AwaitingEvaluation", "Completed", "Resident System"),
        ["T22"] = ("AwaitingEvaluation", "Rework", "Resident StationStaff"),
        ["T23"] = ("AwaitingEvaluation", "Completed", "StationStaff"),
        ["T24"] = ("AwaitingEvaluation", "CommitmentTracking", "Bot System"),
        ["T25"] = ("CommitmentTracking", "Replied", "Department"),
        ["T26"] = ("Completed", "ClosedOut", "StationStaff"),
        ["T27"] = ("Completed ClosedOut", "Rework", "Resident Deputy StationStaff"),
        ["T28"] = (Open, "Withdrawn", "Resident"),
        ["T29"] = (Open, "=", "Deputy Office"),
        ["T30"] = (Open, "=", "Office"),
        ["T31"] = (Open, "=", "StationStaff Office System"),
        ["T32"] = ("InProgress Rework", "Assigned", "Office"),
        ["T33"] = ("Returned", "InTriage", "System Office"),
        ["T34"] = ("Declined Redirected", "InTriage", "Resident StationStaff"),
        ["T35"] = ("AwaitingInfo", "ReadyToAssign Declined Withdrawn", "StationStaff"),
        ["T36"] = ("ReadyToAssign", "InTriage", "StationStaff"),
    };

    [Fact]
    public void All_thirty_six_rows_are_there_and_no_other() =>
        Assert.Equal(Enumerable.Range(1, 36).Select(n => $"T{n:00}"), Transitions.All.Select(t => t.Id).Where(id => id.Length > 0).Distinct().Order());

    [Fact]
    public void Each_row_is_as_the_domain_reference_has_it() => Assert.Equal(
        Domain.OrderBy(r => r.Key).Select(r => Line(r.Key, r.Value.From.Split(' '), r.Value.To.Split(' '), r.Value.By.Split(' '))),
        Transitions.All.Where(t => t.Id.Length > 0).GroupBy(t => t.Id).OrderBy(g => g.Key).Select(g => Line(
            g.Key, g.SelectMany(t => t.From).Select(s => s.ToString()),
            g.SelectMany(t => t.Choices.Count > 0 ? t.Choices.Select(c => c.ToString()) : [t.To?.ToString() ?? "="]), g.SelectMany(t => t.By).Select(b => b.ToString()))));

    /// <summary>But for what §8 takes back from whoever has it: a report of an official.</summary>
    [Fact]
    public void Notes_move_nothing() =>
        Assert.Equal(CaseAction.PullBack, Assert.Single(Transitions.All, t => t.Id.Length == 0 && t.To is not null).Action);

    [Fact]
    public void One_actor_has_one_way_to_do_one_thing() =>
        Assert.Distinct(Transitions.All.SelectMany(t => t.From.SelectMany(from => t.By.Select(by => (from, t.Action, by)))));

    [Fact]
    public void Whatever_a_row_needs_is_a_field_of_its_data()
    {
        foreach (var row in Transitions.All)
        {
            var fields = StepJson.TypeOf(row.Action).GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Append("reason");
            Assert.Empty(row.Needs.Except(fields));
        }
    }

    [Theory, InlineData(CaseStatus.Withdrawn), InlineData(CaseStatus.Merged)]
    public void From_a_settled_case_no_step_leads_out(CaseStatus status) =>
        Assert.DoesNotContain(Transitions.All, t => t.Id.Length > 0 && t.From.Contains(status));

    [Fact]
    public void Every_refusal_and_every_word_of_the_loop_has_a_sentence()
    {
        var texts = LoopTexts.Keys;
        Assert.Empty(Transitions.All.SelectMany(t => t.Guards).Select(g => g.Code).Except(texts));
        Assert.Empty(Enum.GetValues<CaseStatus>().Select(s => $"status.{s}").Except(texts));
        Assert.Empty(Enum.GetValues<CaseAction>().Select(a => $"action.{a}").Except(texts));
        Assert.Empty(Enum.GetValues<CaseActor>().Select(a => $"role.{a}").Except(texts));
        Assert.Empty(Enum.GetValues<Checkpoint>().Select(c => $"checkpoint.{c}").Except(texts));
    }

    private static string Line(string id, IEnumerable<string> from, IEnumerable<string> to, IEnumerable<string> by) =>
        $"{id}: {Words(from)} -> {Words(to)} by {Words(by)}";

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Distinct().Order(StringComparer.Ordinal));
}
