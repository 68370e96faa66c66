using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;
using StationBot.Platform.Calls;
using StationBot.Platform.Callbacks;
using StationBot.Platform.OfficialAccounts;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>Files that were promised to be kept and cannot be: the resident and staff learn it. wechat.md §5.</summary>
public sealed class WeChatLostFileTests
{
    private const string Lost = "没能存下来";
    private static readonly byte[] Heic = [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("heic", "照片")]
    [InlineData("3gp", "视频")]
    [InlineData("silk", "语音")]
    [InlineData("large", "照片")]
    [InlineData("expired", "照片")]
    [InlineData("no picture", "照片")]
    public async Task A_file_that_cannot_be_kept_is_told_to_the_resident_and_to_staff(string what, string named)
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("MaxMediaBytes", "2048"));

        await SendAsync(station, what);

        var told = await station.Phone.WaitForAsync(m => m.Text.Contains(Lost, StringComparison.Ordinal), cancellationToken: Cancel);
        Assert.Contains(named, told.Text, StringComparison.Ordinal);
        Assert.Equal(["file_lost"], await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
        Assert.Single(station.Dialog.Turns);
        Assert.Contains(await station.LogAsync(), t => t is { Direction: MessageDirection.In, Type: "event" } && t.Raw.Contains("file_lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recording_whose_words_the_platform_gave_is_no_loss()
    {
        await using var station = await WeChatStation.OpenAsync();

        await station.Account.SendAsync(station.OpenId, Inbound.Of("voice", Inbound.Cdata("MediaId", "gone"), Inbound.Cdata("Format", "amr"), Inbound.Cdata("Recognition", "路灯坏了")), Cancel);
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.Arrivals.Any(a => a.Channel == "wechat-media" && a.State == ArrivalState.Acknowledged)).GetAwaiter().GetResult(), TimeSpan.FromSeconds(1));

        Assert.Equal("路灯坏了", station.Dialog.Turns.Single().Message.Text);
        Assert.DoesNotContain(station.Phone.Texts, t => t.Contains(Lost, StringComparison.Ordinal));
        Assert.Empty(await station.Machine.ReadAsync(db => db.TriageItems.ToList()));
    }

    [Fact]
    public async Task Each_lost_file_is_told_once_and_staff_have_one_line_for_the_conversation()
    {
        await using var station = await WeChatStation.OpenAsync();

        await SendAsync(station, "heic");
        await station.UntilAsync(() => station.Phone.Texts.Count(t => t.Contains(Lost, StringComparison.Ordinal)) == 1);
        await SendAsync(station, "heic");
        await station.UntilAsync(() => station.Phone.Texts.Count(t => t.Contains(Lost, StringComparison.Ordinal)) == 2);
        // It is on the phone before it is noted; a clock that leaps in between would have it sent again.
        await station.UntilAsync(() => station.Machine.ReadAsync(db => !db.Outbox.Any()).GetAwaiter().GetResult());
        station.Clock.Advance(TimeSpan.FromMinutes(5));
        await station.Account.SendAsync(station.OpenId, "还有", Cancel);

        Assert.Equal(2, station.Phone.Texts.Count(t => t.Contains(Lost, StringComparison.Ordinal)));
        Assert.Single(await station.Machine.ReadAsync(db => db.TriageItems.ToList()));
    }

    [Fact]
    public async Task A_machine_that_comes_by_once_more_tells_nothing_twice()
    {
        await using var station = await WeChatStation.OpenAsync();
        await SendAsync(station, "heic");
        await station.UntilAsync(() => station.Phone.Texts.Count(t => t.Contains(Lost, StringComparison.Ordinal)) == 1);
        var file = new PlatformMedia("m", station.Dialog.Turns.Single().Message.Files.Single().Url.Split('/')[^1], "照片.jpg");
        var (arrival, lost) = (new Arrival(Guid.NewGuid(), "wechat-media", $"{station.Account.Name}/{file.FileId}", "", The.Moment, ArrivalState.Waiting, null, 1), station.Machine.Services.GetRequiredService<LostFiles>());

        Assert.True(await lost.TellAsync(arrival, station.Key, file, null, Cancel));
        Assert.False(await lost.TellAsync(arrival, station.Key with { Id = "nobody" }, file, null, Cancel));

        Assert.Single(await station.LogAsync(), t => t is { Direction: MessageDirection.Out } && t.Text!.Contains(Lost, StringComparison.Ordinal));
        Assert.Single(await station.Machine.ReadAsync(db => db.TriageItems.ToList()));
    }

    [Fact]
    public async Task A_platform_that_is_down_for_a_moment_loses_no_file()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Platform.Faults.Next("/cgi-bin/media/get", new Fault.Html(503));

        await SendAsync(station, "png");
        await station.UntilAsync(() => station.Platform.CallsTo("/cgi-bin/media/get").Count > 1, TimeSpan.FromSeconds(1));
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.Arrivals.Any(a => a.Channel == "wechat-media" && a.State == ArrivalState.Acknowledged)).GetAwaiter().GetResult());

        Assert.DoesNotContain(station.Phone.Texts, t => t.Contains(Lost, StringComparison.Ordinal));
        Assert.Empty(await station.Machine.ReadAsync(db => db.TriageItems.ToList()));
    }

    [Fact]
    public async Task A_file_that_never_comes_is_told_when_it_is_given_up()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Platform.Faults.Always("/cgi-bin/media/get", new Fault.Html(503));

        await SendAsync(station, "png");
        await station.UntilAsync(() => station.Phone.Texts.Any(t => t.Contains(Lost, StringComparison.Ordinal)), TimeSpan.FromMinutes(10));

        Assert.Equal(["file_lost"], await station.Machine.ReadAsync(db => db.TriageItems.Select(t => t.Reason).ToList()));
    }

    [Fact]
    public async Task The_question_asked_before_is_still_answered_by_its_number()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(turn.Message.Files.Count > 0
            ? ScriptedDialog.Saying() with { Replies = [new Reply("材料收到了。对吗？", Ask.Confirm, ["对，提交", "要改"])] }
            : ScriptedDialog.Echo(turn));
        await SendAsync(station, "heic");
        await station.Phone.WaitForAsync(m => m.Text.Contains(Lost, StringComparison.Ordinal), cancellationToken: Cancel);

        await station.Account.SendAsync(station.OpenId, "2", Cancel);

        Assert.Equal("要改", station.Dialog.Turns.Last().Message.Text);
    }

    [Fact]
    public async Task A_file_that_does_not_come_keeps_no_other_waiting()
    {
        await using var station = await WeChatStation.OpenAsync();
        var gate = new Gate();
        station.Platform.Faults.Next("/cgi-bin/media/get", new Fault.Behind(gate));
        await SendAsync(station, "png");
        await gate.Arrived;

        await SendAsync(station, "png");

        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.ChannelLog.Any(e => e.What == "media/get" && e.Outcome == "ok")).GetAwaiter().GetResult());
        gate.Open();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(56)]
    public async Task A_file_whose_bytes_stop_coming_is_given_up_for_now(int bytes)
    {
        await using var server = await Stranger.StartAsync(async http =>
        {
            if (bytes > 0)
            {
                http.Response.ContentLength = 5000;
                await http.Response.BodyWriter.WriteAsync(new byte[bytes], http.RequestAborted);
            }
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        await using var station = await WeChatStation.OpenAsync();
        var client = new PlatformClient(station.Machine.Services.GetRequiredService<IHttpClientFactory>()) { StallLimit = TimeSpan.FromMilliseconds(200) };

        var file = await client.DownloadAsync(new Uri(server.Url), 100_000, 1, Cancel).WaitAsync(TimeSpan.FromSeconds(8), Cancel);

        Assert.Equal(StationBot.Channels.Sending.SendFailure.TimedOut, file.Refused!.Failure);
    }

    [Fact]
    public async Task A_file_that_comes_slowly_comes_and_not_for_ever()
    {
        await using var server = await Stranger.StartAsync(async http =>
        {
            for (var i = 0; i < (http.Request.Path == "/endless" ? 1000 : 12); i++)
            {
                await http.Response.BodyWriter.WriteAsync(i == 0 ? Png : new byte[8], http.RequestAborted);
                await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                await Task.Delay(100, http.RequestAborted);
            }
        });
        await using var station = await WeChatStation.OpenAsync();
        var client = new PlatformClient(station.Machine.Services.GetRequiredService<IHttpClientFactory>()) { StallLimit = TimeSpan.FromSeconds(1) };
        var hasty = new PlatformClient(station.Machine.Services.GetRequiredService<IHttpClientFactory>()) { DownloadLimit = TimeSpan.FromMilliseconds(500) };

        var slow = await client.DownloadAsync(new Uri(server.Url), 100_000, 1, Cancel);
        var endless = await hasty.DownloadAsync(new Uri(server.Url + "/endless"), 100_000, 1, Cancel);

        Assert.Equal(Png.Length + (11 * 8), slow.Content!.Length);
        Assert.Equal(StationBot.Channels.Sending.SendFailure.TimedOut, endless.Refused!.Failure);
    }

    [Fact]
    public async Task A_platform_that_thinks_long_is_waited_for_longer_at_the_next_try()
    {
        await using var server = await Stranger.StartAsync(async http =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(600), http.RequestAborted);
            await http.Response.BodyWriter.WriteAsync(Png, http.RequestAborted);
        });
        await using var station = await WeChatStation.OpenAsync();
        var client = new PlatformClient(station.Machine.Services.GetRequiredService<IHttpClientFactory>()) { StallLimit = TimeSpan.FromMilliseconds(200) };

        var first = await client.DownloadAsync(new Uri(server.Url), 100_000, 1, Cancel);
        var later = await client.DownloadAsync(new Uri(server.Url), 100_000, 20, Cancel);

        Assert.Equal(StationBot.Channels.Sending.SendFailure.TimedOut, first.Refused!.Failure);
        Assert.Equal(Png, later.Content);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public async Task A_picture_under_a_wrong_name_of_its_type_is_one_all_the_same(string contentType)
    {
        await using var station = await WeChatStation.OpenAsync();
        var media = station.Account.Media.Add(Png, contentType, "p.png");

        await station.Account.SendAsync(station.OpenId, Inbound.Image(media, station.Account.Media.AddressOf(media)), Cancel);

        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.ChannelLog.Any(e => e.What == "media/get" && e.Outcome == "ok")).GetAwaiter().GetResult());
    }

    private static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private static Task<StationBot.Platform.Callbacks.Delivery> SendAsync(WeChatStation station, string what)
    {
        var media = station.Account.Media;
        byte[] large = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[4096]], broken = [0xFF, 0xD8, 0xFF, 0xE1, 0, 12, .. "Exif\0\0II*\0"u8];
        var sent = what switch
        {
            "3gp" => Inbound.Video(media.Add([0, 0, 0, 24, .. "ftyp3gp4"u8, .. new byte[40]], "video/3gpp", "v.3gp"), "thumb"),
            "silk" => Inbound.Voice(media.Add([.. "#!SILK_V3"u8, .. new byte[40]], "audio/amr", "v.amr")),
            "large" => Photo(media.Add(large, "image/jpeg", "p.jpg")),
            "expired" => Photo("a-media-id-of-last-week"),
            "no picture" => Photo(media.Add(broken, "image/jpeg", "p.jpg")),
            "png" => Photo(media.Add(Png, "image/png", "p.png")),
            _ => Photo(media.Add(Heic, "image/heic", "p.heic")),
        };
        return station.Account.SendAsync(station.OpenId, sent, Cancel);

        Inbound Photo(string mediaId) => Inbound.Image(mediaId, media.AddressOf(mediaId));
    }
}
