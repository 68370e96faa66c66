using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>What residents send along can be looked at and listened to by those who handle it, and by nobody else.</summary>
public sealed class CaseFileTests
{
    private static readonly byte[] Amr = [.. "#!AMR\n"u8, .. Enumerable.Repeat((byte)7, 300)];

    [Fact]
    public async Task Staff_find_the_recording_of_a_case_and_hear_it()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var chat = await Chat.StartAsync(station);
        await chat.SendFileAsync("路灯.amr", "audio/amr", Amr);
        var number = await chat.ComplainAsync("书香里小区3号楼门口的路灯坏了半个月");
        var staff = await station.AsAsync(TokenRole.Staff);

        var listed = await staff.AskAsync($"/cases/{number}/files");

        var file = Assert.Single(listed.Body!.AsArray())!;
        Assert.Equal(("路灯.amr", "audio/amr", Amr.Length), (file["name"]!.ToString(), file["contentType"]!.ToString(), (int)file["bytes"]!));
        using var answer = await staff.GetAsync(new Uri(file["path"]!.ToString(), UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(Amr, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("audio/amr", "attachment", "nosniff"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_file_of_another_case_is_not_found_under_this_one()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var (one, other) = (await Chat.StartAsync(station, "one"), await Chat.StartAsync(station, "two"));
        await one.SendFileAsync("路灯.amr", "audio/amr", Amr);
        var first = await one.ComplainAsync("书香里小区3号楼门口的路灯坏了半个月");
        var second = await other.ComplainAsync("桂花园的垃圾站三天没人清运了,气味很大");
        var staff = await station.AsAsync(TokenRole.Staff);
        var id = (await staff.AskAsync($"/cases/{first}/files")).Body![0]!["id"]!.ToString();

        Assert.Empty((await staff.AskAsync($"/cases/{second}/files")).Body!.AsArray());
        var refused = await staff.AskAsync($"/cases/{second}/files/{id}");
        Assert.Equal((404, "file.not_found"), (refused.Status, refused.Body!["code"]!.ToString()));
        Assert.Equal(404, (await (await station.AsAsync(TokenRole.Staff, "ST09")).AskAsync($"/cases/{first}/files/{id}")).Status);
    }

    [Theory]
    [InlineData(TokenRole.Department, "urban")]
    [InlineData(TokenRole.Deputy, "D01")]
    [InlineData(TokenRole.Auditor, null)]
    public async Task Nobody_else_gets_them(TokenRole role, string? unit)
    {
        await using var station = await ApiStation.StartAsync();
        var one = await station.CaseAsync();

        Assert.Equal(403, (await (await station.AsAsync(role, unit)).AskAsync($"/cases/{one.Number}/files")).Status);
    }
}
