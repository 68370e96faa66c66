using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>T09: what may be the same matter is proposed to those who merge, and to nobody else.</summary>
public sealed class SimilarTests
{
    [Fact]
    public async Task Cases_of_one_place_told_in_like_words_are_proposed_for_merging()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var first = await ComplainAsync(station, "one", "书香里小区门口的垃圾站三天没人清运了,气味很大");
        var same = await ComplainAsync(station, "two", "书香里小区垃圾站好几天没人清运,臭气熏天,气味很大");
        await ComplainAsync(station, "three", "书香里小区3栋的电梯坏了半个月");
        await ComplainAsync(station, "four", "桂花园的垃圾站三天没人清运了,气味很大");
        var again = await ComplainAsync(station, "one", "还有个事,书香里小区门口的垃圾站又是三天没人清运");
        var staff = await station.AsAsync(TokenRole.Staff);

        var found = await staff.AskAsync($"/cases/{first}/similar");

        Assert.Equal(200, found.Status);
        Assert.Equal([same, again], found.Body!.AsArray().Select(s => s!["caseNo"]!.ToString()).Order(StringComparer.Ordinal));
        Assert.All(found.Body.AsArray(), s => Assert.InRange((double)s!["similarity"]!, 0.15, 1));
        Assert.Equal([false, true], found.Body.AsArray().OrderBy(s => s!["caseNo"]!.ToString(), StringComparer.Ordinal).Select(s => (bool)s!["sameResident"]!));
    }

    /// <summary>T27 「else new case linked」: each is shown at the other, though the old one is over and may lie elsewhere.</summary>
    [Fact]
    public async Task Cases_that_go_on_from_one_another_are_shown_though_one_is_over()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var first = await station.CaseAsync();
        var later = await A.CaseAsync(station.Services, station.Clock, earlier: first.Number!.Value.Value);
        A.Take(first, station.Clock, station.Services, CaseAction.Withdraw, CaseActor.Resident, null, null);
        await A.SaveAsync(station.Services, first);
        var staff = await station.AsAsync(TokenRole.Staff);

        foreach (var (from, to) in new[] { (later.Number!.Value.Value, first.Number!.Value.Value), (first.Number!.Value.Value, later.Number!.Value.Value) })
        {
            var linked = Assert.Single((await staff.AskAsync($"/cases/{from}/similar")).Body!.AsArray());
            Assert.Equal((to, true, true), (linked!["caseNo"]!.ToString(), (bool)linked["linked"]!, (bool)linked["sameResident"]!));
        }
    }

    [Theory]
    [InlineData(TokenRole.Department, "urban")]
    [InlineData(TokenRole.Deputy, "D01")]
    public async Task Nobody_else_is_shown_them(TokenRole role, string unit)
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var one = await ComplainAsync(station, "one", "书香里小区门口的垃圾站三天没人清运了,气味很大");

        Assert.Equal(403, (await (await station.AsAsync(role, unit)).AskAsync($"/cases/{one}/similar")).Status);
    }

    private static async Task<string> ComplainAsync(ApiStation station, string user, string matter) => await (await Chat.StartAsync(station, user)).ComplainAsync(matter);
}
