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
