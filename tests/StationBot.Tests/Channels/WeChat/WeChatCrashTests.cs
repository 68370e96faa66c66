using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Channels.WeChat;
using StationBot.Handling.Messages;
using StationBot.Platform.Calls;
using StationBot.Platform.Callbacks;
using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.Phones;
using StationBot.Store.Outbox;
using StationBot.Tests.Channels.BotProtocol;
using StationBot.Tests.Channels.Sending;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>What stands between a message on disk and the end of its turn: a crash, a departure, a recording. wechat.md §3, §5, §20.</summary>
public sealed class WeChatCrashTests
{
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_whose_machine_died_before_its_turn_opens_its_window_and_brings_its_photo()
    {
        await using var station = await WeChatStation.OpenAsync();
        var photo = new PlatformMedia(station.Account.Media.Add(Png, "image/png", "p.png"), FilesOf(station).NewId(), "照片.png");
        var arrival = ArrivalOf(station, "", new WeChatBeside(WindowTrigger.Message, photo, null));

        // The last thing that the machine did.
        await station.Machine.Services.GetRequiredService<IArrivals>().AddAsync(arrival, ArrivalWorker.Lease, Cancel);
        await station.UntilAsync(() => IsKept(station, photo.FileId), TimeSpan.FromSeconds(5));

        Assert.Equal(arrival.At, (await WindowsOf(station).FindAsync(station.Key, Cancel)).MessageAt);
        Assert.Single(station.Dialog.Turns);
        var conversation = (await station.Machine.Store.FindAsync(station.Key, Cancel))!.Id;
        ChannelLogEntry? fetched = null;
        await station.UntilAsync(() => (fetched = station.Machine.Log.OfConversationAsync(conversation, 10, Cancel).GetAwaiter().GetResult().SingleOrDefault(l => l.What == "media/get")) is not null);
        Assert.Equal(("ok", 1L), (fetched!.Outcome, fetched.Sequence));
    }

    [Fact]
    public void A_turn_that_is_run_again_opens_no_window_anew()
    {
        var windows = new StationBot.Channels.WeChat.Windows().Wrote(The.Moment).Spent().Spent();

        Assert.Equal(2, windows.Wrote(The.Moment).SinceMessage);
        Assert.Equal(0, windows.Wrote(The.Moment.AddSeconds(1)).SinceMessage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_ends_after_its_resident_left_saves_nothing(bool isKnown)
    {
        await using var station = await WeChatStation.OpenAsync();
        if (isKnown)
        {
            await station.Account.SendAsync(station.OpenId, "先说一句", Cancel);
            station.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        var model = new TaskCompletionSource();
        station.Dialog.Script = async (turn, _) =>
        {
            await model.Task;
            return ScriptedDialog.Echo(turn);
        };
        var before = station.Dialog.Turns.Count;
        var sending = station.Account.SendAsync(station.OpenId, "别留下这句话", Cancel);
        await station.UntilAsync(() => station.Dialog.Turns.Count > before);
        station.Clock.Advance(TimeSpan.FromSeconds(3.9));
        await sending;

        await station.Account.SendAsync(station.OpenId, Inbound.Unfollow(), Cancel);
        model.SetResult();
        // Its line is written when the turn is over.
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.ChannelLog.Count(l => l.What == "callback text")).GetAwaiter().GetResult() == before + 1);

        Assert.Null(await station.Machine.Store.FindAsync(station.Key, Cancel));
        Assert.Equal(before + 1, station.Dialog.Turns.Count);
        Assert.DoesNotContain(await station.Machine.ReadAsync(db => db.Turns.ToList()), t => t.Text is not null || t.Raw != "{}");
        Assert.Empty(await station.Machine.ReadAsync(db => db.Arrivals.Where(a => a.Message != null || a.Answer != null).ToList()));
        Assert.Null((await WindowsOf(station).FindAsync(station.Key, Cancel)).MessageAt);
    }

    [Fact]
    public async Task A_recording_whose_words_a_turn_waits_for_is_fetched_once()
    {
        await using var service = await Stranger.StartAsync(async http => await http.Response.BodyWriter.WriteAsync("""{"text":"书香里路灯坏了"}"""u8.ToArray(), http.RequestAborted));
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("StationBot:Speech:Endpoint", service.Url));
        var voice = station.Account.Media.Add([.. "#!AMR\n"u8, .. new byte[40]], "audio/amr", "v.amr");

        await station.Account.SendAsync(station.OpenId, Inbound.Voice(voice), Cancel);
        station.Clock.Advance(TimeSpan.FromMinutes(1));
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.Arrivals.All(a => a.State == ArrivalState.Acknowledged || a.State == ArrivalState.Answered)).GetAwaiter().GetResult(), TimeSpan.FromSeconds(5));

        Assert.Equal("书香里路灯坏了", station.Dialog.Turns.Single().Message.Text);
        Assert.Single(station.Platform.CallsTo("/cgi-bin/media/get"));
    }

    [Fact]
    public async Task A_voice_answer_that_is_no_text_leaves_the_recording_to_staff()
    {
        await using var service = await Stranger.StartAsync(async http => await http.Response.BodyWriter.WriteAsync("""{"text":"\ud800"}"""u8.ToArray(), http.RequestAborted));
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("StationBot:Speech:Endpoint", service.Url));
        var voice = station.Account.Media.Add([.. "#!AMR\n"u8, .. new byte[40]], "audio/amr", "v.amr");

        await station.Account.SendAsync(station.OpenId, Inbound.Voice(voice), Cancel);
        station.Clock.Advance(TimeSpan.FromMinutes(1));
        await station.UntilAsync(() => !station.Dialog.Turns.IsEmpty, TimeSpan.FromSeconds(5));

        var taken = station.Dialog.Turns.Single().Message;
        Assert.Equal(("", 1), (taken.Text, taken.Files?.Count ?? 0));
    }

    [Fact]
    public async Task A_message_acknowledged_without_an_answer_is_tied_to_its_line_all_the_same()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying());

        var delivery = await station.Account.SendAsync(station.OpenId, "嗯", Cancel);
        var conversation = (await station.Machine.Store.FindAsync(station.Key, Cancel))!.Id;
        IReadOnlyList<ChannelLogEntry> lines = [];
        await station.UntilAsync(() => (lines = station.Machine.Log.OfConversationAsync(conversation, 10, Cancel).GetAwaiter().GetResult()).Count > 0);

        Assert.Equal("success", delivery.Attempts.Single().Body);
        Assert.Equal(("callback text", "success", 1L), (lines.Single().What, lines.Single().Outcome, lines.Single().Sequence));
    }

    [Fact]
    public async Task A_stop_lets_what_is_on_its_way_arrive_and_notes_that_it_did()
    {
        await using var station = await WeChatStation.OpenAsync();
        await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        var gate = new Gate();
        station.Platform.Faults.Next("/cgi-bin/message/custom/send", new Fault.Behind(gate));
        await station.AnnounceAsync("有消息了");
        await gate.Arrived;

        var stopping = station.Machine.StopAsync();
        Assert.False(stopping.IsCompleted);
        gate.Open();
        await stopping;

        Assert.Single(station.Phone.Texts, "有消息了");
        Assert.Empty(await station.Machine.ReadAsync(db => db.Outbox.ToList()));
    }

    [Fact]
    public async Task What_a_crash_left_goes_first_and_marked_in_the_next_answer_and_not_once_more()
    {
        await using var station = await WeChatStation.OpenAsync();
        await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        var gate = new Gate();
        station.Platform.Faults.Next("/cgi-bin/message/custom/send", new Fault.Behind(gate));
        await station.AnnounceAsync("有消息了");
        await gate.Arrived;
        // As the next process finds it after a kill -9.
        await station.Machine.ReadAsync(db => db.Outbox.ExecuteUpdate(s => s.SetProperty(o => o.Holder, LeaseHolder.Of(int.MaxValue))));

        var delivery = await station.Account.SendAsync(station.OpenId, "还有一件", Cancel);

        Assert.Matches("^（重发）有消息了\n\n第.条:还有一件$", delivery.Reply!.Text);
        await station.UntilAsync(() => station.Machine.ReadAsync(db => !db.Outbox.Any()).GetAwaiter().GetResult());
        station.Clock.Advance(TimeSpan.FromMinutes(3));
        await station.Account.SendAsync(station.OpenId, "就这些", Cancel);
        Assert.Empty(station.Platform.CallsTo("/cgi-bin/message/custom/send"));
        gate.Open();
    }

    private static Arrival ArrivalOf(WeChatStation station, string text, WeChatBeside beside)
    {
        var activity = new Activity
        {
            Type = ActivityTypes.Message, Id = "77", ChannelId = "wechat", ServiceUrl = "wechat:" + station.Account.Name, Text = text,
            From = new ChannelAccount { Id = station.OpenId }, Recipient = new ChannelAccount { Id = station.Account.Settings.OriginalId }, Conversation = new ConversationAccount { Id = station.Key.Id },
        };
        var now = station.Clock.GetUtcNow();
        return new Arrival(Guid.CreateVersion7(now), "wechat", "k77", ArrivedTurns.PayloadOf(activity, 600, beside), now, ArrivalState.Waiting, null, 1) { Person = station.Key };
    }

    private static IAttachmentStore FilesOf(WeChatStation station) => station.Machine.Services.GetRequiredService<IAttachmentStore>();

    private static ResidentWindows WindowsOf(WeChatStation station) => station.Machine.Services.GetRequiredService<ResidentWindows>();

    private static bool IsKept(WeChatStation station, string id)
    {
        var kept = FilesOf(station).OpenAsync(id, Cancel).GetAwaiter().GetResult();
        kept?.Content.Dispose();
        return kept is not null;
    }
}
