using StationBot.Handling.Messages;
using StationBot.Platform.Calls;
using StationBot.Platform.Callbacks;
using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.Phones;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>What residents do in an Official Account, from their phone through the platform to the store and back.</summary>
public sealed class WeChatConversationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_console_can_save_the_address()
    {
        await using var station = await WeChatStation.OpenAsync();

        Assert.True(await station.Account.VerifyUrlAsync(Cancel));
        station.Account.Token = "AnotherToken1";
        Assert.False(await station.Account.VerifyUrlAsync(Cancel));
    }

    [Theory]
    [InlineData(CallbackMode.Safe)]
    [InlineData(CallbackMode.Compatible)]
    [InlineData(CallbackMode.Plain)]
    public async Task A_message_is_answered_in_the_exchange_and_never_sent_again(CallbackMode mode)
    {
        await using var station = await WeChatStation.OpenAsync(mode);

        var delivery = await station.Account.SendAsync(station.OpenId, "书香里路灯坏了😀", Cancel);

        Assert.Equal((DeliveryEnd.Replied, 1), (delivery.End, delivery.Attempts.Count));
        Assert.Equal("第1条:书香里路灯坏了😀", delivery.Reply!.Text);
        station.Clock.Advance(TimeSpan.FromMinutes(2));
        await station.Account.SendAsync(station.OpenId, "还有", Cancel);
        Assert.Equal(["第1条:书香里路灯坏了😀", "第2条:还有"], station.Phone.Texts);
        Assert.Empty(await station.StuckAsync());
        Assert.Equal(4, (await station.LogAsync()).Count);
    }

    [Theory]
    [InlineData("【反映幸福路充电桩不支持预约，请尽快解决】", "第1条:【反映幸福路充电桩不支持预约，请尽快解决】")]
    [InlineData("【收到不支持的消息类型，暂无法显示】", "第1条:")]
    public async Task Only_the_platforms_own_note_in_brackets_is_no_complaint(string text, string reply)
    {
        await using var station = await WeChatStation.OpenAsync();

        var delivery = await station.Account.SendAsync(station.OpenId, text, Cancel);

        Assert.Equal(reply, delivery.Reply!.Text);
    }

    [Fact]
    public async Task Several_replies_come_as_one_message()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying("我是AI。", "请问在哪里？"));

        var delivery = await station.Account.SendAsync(station.OpenId, "你好", Cancel);

        Assert.Equal("我是AI。\n\n请问在哪里？", delivery.Reply!.Text);
    }

    [Fact]
    public async Task What_does_not_fit_into_the_reply_follows_as_a_customer_service_message()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying(new string('甲', 500), new string('乙', 400)));

        var delivery = await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        var rest = await station.Phone.WaitForAsync(m => m.Kind == PhoneMessageKind.CustomerService, cancellationToken: Cancel);

        Assert.Equal((new string('甲', 500), new string('乙', 400)), (delivery.Reply!.Text, rest.Text));
    }

    [Fact]
    public async Task A_slow_turn_is_acknowledged_in_time_and_answered_by_customer_service_message()
    {
        await using var station = await WeChatStation.OpenAsync();
        var model = new TaskCompletionSource();
        station.Dialog.Script = async (turn, _) =>
        {
            await model.Task;
            return ScriptedDialog.Echo(turn);
        };

        var sending = station.Account.SendAsync(station.OpenId, "慢慢想", Cancel);
        await WaitForTurnAsync(station);
        station.Clock.Advance(TimeSpan.FromSeconds(3.9));
        var delivery = await sending;
        Assert.Equal((DeliveryEnd.Acknowledged, "success"), (delivery.End, delivery.Attempts.Single().Body));
        Assert.Empty(station.Phone.Texts);
        model.SetResult();

        var answer = await station.Phone.WaitForAsync(m => m.Kind == PhoneMessageKind.CustomerService, cancellationToken: Cancel);

        Assert.Equal("第1条:慢慢想", answer.Text);
        Assert.Single(station.Phone.Texts);
    }

    [Fact]
    public async Task A_retry_gets_the_same_reply_and_the_dialog_runs_once()
    {
        await using var station = await WeChatStation.OpenAsync();

        var first = await station.Account.SendAsync(station.OpenId, "一次", Cancel);
        var again = await station.Account.RepeatAsync(first, Cancel);

        Assert.Equal(first.Reply!.Text, again.Reply!.Text);
        Assert.Single(station.Dialog.Turns);
        Assert.Equal(2, (await station.LogAsync()).Count);
    }

    [Fact]
    public async Task Retries_at_once_on_two_machines_give_one_record_and_one_answer()
    {
        await using var station = await WeChatStation.OpenAsync();
        var other = await station.AddMachineAsync();
        var sent = station.Account.Prepare(station.OpenId, Inbound.Text("同时"));
        var model = new TaskCompletionSource();
        station.Dialog.Script = async (turn, _) =>
        {
            await model.Task;
            return ScriptedDialog.Echo(turn);
        };

        using var http = new HttpClient();
        var posts = Enumerable.Range(0, 6).Select(i => PostAsync(http, i % 2 == 0 ? station.Machine.Url : other.Url, station.Account, sent)).ToArray();
        await WaitForTurnAsync(station);
        model.SetResult();
        // Those that wait for the first one look again by the clock.
        await station.UntilAsync(() => Array.TrueForAll(posts, p => p.IsCompleted), TimeSpan.FromMilliseconds(100));

        var answers = (await Task.WhenAll(posts)).Where(a => a != "success").Distinct(StringComparer.Ordinal).ToList();
        Assert.Single(station.Dialog.Turns);
        Assert.Equal(2, (await station.LogAsync()).Count);
        Assert.Equal(["第1条:同时"], answers);
    }

    [Fact]
    public async Task A_failed_turn_is_never_shown_and_is_run_again()
    {
        await using var station = await WeChatStation.OpenAsync();
        var works = false;
        station.Dialog.Script = (turn, _) => works ? ValueTask.FromResult(ScriptedDialog.Echo(turn)) : throw new InvalidOperationException("a bug");

        var delivery = await station.Account.SendAsync(station.OpenId, "出错", Cancel);
        works = true;
        Assert.Equal(DeliveryEnd.Acknowledged, delivery.End);

        // The clock stands still again once the worker has come by: the outbox's own lease must not run out meanwhile.
        await station.UntilAsync(() => station.Dialog.Turns.Count > 1, TimeSpan.FromSeconds(20));
        await station.Phone.WaitForAsync(m => m.Kind == PhoneMessageKind.CustomerService, cancellationToken: Cancel);
        Assert.Equal(["第1条:出错"], station.Phone.Texts);
    }

    [Fact]
    public async Task A_follow_from_a_code_greets_and_knows_the_station()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:QrCodes:s7", "ST03"));

        var follow = await station.Account.SendAsync(station.OpenId, Inbound.Follow("s7"), Cancel);
        await station.Account.SendAsync(station.OpenId, Inbound.Scan("ST05"), Cancel);

        Assert.Equal("您好", follow.Reply!.Text);
        Assert.Equal(["ST03", "ST05"], station.Dialog.Turns.Select(t => t.Message.EntryStation));
        Assert.All(station.Dialog.Turns, t => Assert.True(t.Message.Joined));
    }

    [Fact]
    public async Task A_scanned_code_counts_more_than_whose_account_it_is_and_is_remembered()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:Station", "ST01"));

        await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        await station.Account.SendAsync(station.OpenId, Inbound.Scan("ST05"), Cancel);
        await station.Account.SendAsync(station.OpenId, "路灯坏了", Cancel);

        Assert.Equal(["ST01", "ST05", "ST05"], station.Dialog.Turns.Select(t => t.Message.EntryStation));
    }

    [Theory]
    [InlineData("D01", "")]
    [InlineData("nobody-knows-this", "ST02")]
    public async Task A_deputys_code_stands_for_their_station_and_an_unknown_one_for_none(string scene, string expected)
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:Station", "ST02"));

        await station.Account.SendAsync(station.OpenId, Inbound.Scan(scene), Cancel);
        await station.Account.SendAsync(station.OpenId, "路灯坏了", Cancel);

        var deputys = The.Directory.Deputy(scene)?.Station;
        Assert.All(station.Dialog.Turns, t => Assert.Equal(deputys ?? expected, t.Message.EntryStation));
    }

    [Fact]
    public async Task A_video_is_fetched_from_where_the_platform_says()
    {
        await using var station = await WeChatStation.OpenAsync();
        var media = station.Account.Media.Add([0, 0, 0, 24, .. "ftypisom"u8, .. new byte[40]], "video/mp4", "v.mp4");

        await station.Account.SendAsync(station.OpenId, Inbound.Video(media, "thumb"), Cancel);

        Assert.Equal("video/mp4", (await KeptAsync(station, station.Dialog.Turns.Single().Message.Files.Single().Url)).ContentType);
    }

    [Fact]
    public async Task An_old_unfollow_that_comes_again_forgets_nobody_who_came_back()
    {
        await using var station = await WeChatStation.OpenAsync();
        await station.Account.SendAsync(station.OpenId, "我的事", Cancel);
        var unfollow = await station.Account.SendAsync(station.OpenId, Inbound.Unfollow(), Cancel);
        station.Clock.Advance(TimeSpan.FromSeconds(5));
        await station.Account.SendAsync(station.OpenId, Inbound.Follow(), Cancel);

        await station.Account.RepeatAsync(unfollow, Cancel);

        Assert.NotNull(await station.Machine.Store.FindAsync(station.Key, Cancel));
    }

    [Fact]
    public async Task One_consent_is_one_notice_however_often_it_is_told()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:Subscription:Id", "S1"), ("Accounts:0:Subscription:Fields:thing3", "{text}"));
        var consent = Inbound.EventOf("subscribe_msg_popup_event", new System.Xml.Linq.XElement("SubscribeMsgPopupEvent", new System.Xml.Linq.XElement(
            "List", new System.Xml.Linq.XElement("TemplateId", "S1"), new System.Xml.Linq.XElement("SubscribeStatusString", "accept"))));

        var told = await station.Account.SendAsync(station.OpenId, consent, Cancel);
        await station.Account.RepeatAsync(told, Cancel);

        var windows = (StationBot.Channels.WeChat.ResidentWindows)station.Machine.Services.GetService(typeof(StationBot.Channels.WeChat.ResidentWindows))!;
        Assert.Equal(1, (await windows.FindAsync(station.Key, Cancel)).Notices);
    }

    [Fact]
    public async Task One_consent_is_one_notice_also_when_it_is_told_by_many_at_once()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:Subscription:Id", "S1"), ("Accounts:0:Subscription:Fields:thing3", "{text}"));
        var second = await station.AddMachineAsync(("Accounts:0:Subscription:Id", "S1"), ("Accounts:0:Subscription:Fields:thing3", "{text}"));
        var consent = station.Account.Prepare(station.OpenId, Inbound.EventOf("subscribe_msg_popup_event", new System.Xml.Linq.XElement("SubscribeMsgPopupEvent", new System.Xml.Linq.XElement(
            "List", new System.Xml.Linq.XElement("TemplateId", "S1"), new System.Xml.Linq.XElement("SubscribeStatusString", "accept")))));
        using var http = new HttpClient();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            var sent = station.Account.Wrap(consent);
            using var body = new StringContent(sent.Body);
            using var answer = await http.PostAsync(new Uri($"{(i % 2 == 0 ? station.Machine : second).Url}/wechat/{station.Account.Name}?{sent.Query}"), body, Cancel);
            return (int)answer.StatusCode;
        }));

        Assert.All(statuses, s => Assert.Equal(200, s));
        var windows = (StationBot.Channels.WeChat.ResidentWindows)station.Machine.Services.GetService(typeof(StationBot.Channels.WeChat.ResidentWindows))!;
        Assert.Equal(1, (await windows.FindAsync(station.Key, Cancel)).Notices);
    }

    [Fact]
    public async Task Photos_of_whoever_unfollows_are_deleted_unless_a_case_needs_them()
    {
        await using var station = await WeChatStation.OpenAsync();
        var media = station.Account.Media.Add(Png, "image/png", "p.png");
        await station.Account.SendAsync(station.OpenId, Inbound.Image(media, station.Account.Media.AddressOf(media)), Cancel);
        var url = station.Dialog.Turns.Single().Message.Files.Single().Url;
        await KeptAsync(station, url);

        await station.Account.SendAsync(station.OpenId, Inbound.Unfollow(), Cancel);

        var files = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IAttachmentStore>(station.Machine.Services);
        Assert.Null(await files.OpenAsync(url[(url.LastIndexOf('/') + 1)..], Cancel));
    }

    [Fact]
    public async Task Whoever_unfollows_is_forgotten_though_their_photo_never_came()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Platform.Faults.Always("/cgi-bin/media/get", new Fault.Code(40007));
        var media = station.Account.Media.Add(Png, "image/png", "p.png");
        await station.Account.SendAsync(station.OpenId, Inbound.Image(media, station.Account.Media.AddressOf(media)), Cancel);

        var left = await station.Account.SendAsync(station.OpenId, Inbound.Unfollow(), Cancel);

        Assert.Equal(DeliveryEnd.Acknowledged, left.End);
        Assert.Null(await station.Machine.Store.FindAsync(station.Key, Cancel));
    }

    [Fact]
    public async Task A_photo_that_cannot_be_deleted_yet_goes_when_the_platform_says_it_again()
    {
        await using var station = await WeChatStation.OpenAsync();
        var media = station.Account.Media.Add(Png, "image/png", "p.png");
        await station.Account.SendAsync(station.OpenId, Inbound.Image(media, station.Account.Media.AddressOf(media)), Cancel);
        var url = station.Dialog.Turns.Single().Message.Files.Single().Url;
        await KeptAsync(station, url);
        var id = url[(url.LastIndexOf('/') + 1)..];
        var memory = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IChannelMemory>(station.Machine.Services);
        // As a crash after the erasure leaves it.
        await station.Machine.Store.EraseAsync(station.Key, Cancel);
        Assert.Contains(id, (await memory.FindAsync(Erasures.FactOf(station.Key), Cancel))!.Value, StringComparison.Ordinal);

        await station.Account.SendAsync(station.OpenId, Inbound.Unfollow(), Cancel);

        var files = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IAttachmentStore>(station.Machine.Services);
        Assert.Null(await files.OpenAsync(id, Cancel));
        Assert.Null(await memory.FindAsync(Erasures.FactOf(station.Key), Cancel));
    }

    [Fact]
    public async Task An_account_that_speaks_json_is_answered_by_customer_service_message()
    {
        await using var station = await WeChatStation.OpenAsync();
        await station.Account.SendAsync(station.OpenId, "先说一句", Cancel);

        Assert.Equal("success", await SendJsonAsync(station, "\"MsgType\":\"text\",\"Content\":\"你好\",\"MsgId\":77"));
        Assert.Equal("success", await SendJsonAsync(station, "\"MsgType\":\"event\",\"Event\":\"some_event_added_in_2027\",\"List\":[{\"a\":1},{\"a\":null}]"));

        Assert.Contains("some_event_added_in_2027", (await station.LogAsync())[^1].Raw, StringComparison.Ordinal);
        await station.Phone.WaitForAsync(m => m is { Kind: PhoneMessageKind.CustomerService, Text: "第2条:你好" }, cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_tap_on_the_menu_says_its_words()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:Menu:0:Name", "查进度"), ("Accounts:0:Menu:0:Says", "我的事办得怎么样了"));

        await station.Account.SendAsync(station.OpenId, Inbound.Click("say:我的事办得怎么样了"), Cancel);

        Assert.Equal("我的事办得怎么样了", station.Dialog.Turns.Single().Message.Text);
    }

    [Theory]
    [InlineData("say:路灯坏了", "路灯坏了")] // a menu of yesterday, still on the phone
    [InlineData("V1001_GOOD", "")]
    public async Task A_tap_on_a_menu_that_is_no_longer_configured_is_answered_too(string key, string words)
    {
        await using var station = await WeChatStation.OpenAsync();

        await station.Account.SendAsync(station.OpenId, Inbound.Click(key), Cancel);

        Assert.Equal(words, station.Dialog.Turns.Single().Message.Text);
    }

    [Fact]
    public async Task A_danger_does_not_wait_for_what_the_sentence_before_it_waits_for()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Dialog.Urgent = text => text.Contains("着火", StringComparison.Ordinal);
        station.Dialog.Script = async (turn, cancellationToken) =>
        {
            if (turn.Message.Text == "慢")
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, turn.Hurry).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            return ScriptedDialog.Echo(turn);
        };

        var slow = station.Account.SendAsync(station.OpenId, "慢", Cancel);
        await station.UntilAsync(() => !station.Dialog.Turns.IsEmpty);
        var urgent = await station.Account.SendAsync(station.OpenId, "着火了", Cancel);
        await slow;

        await station.UntilAsync(() => station.Phone.Texts.Any(t => t.Contains("着火了", StringComparison.Ordinal)));
        Assert.Equal(2, station.Dialog.Turns.Count);
        Assert.False(urgent.Failed);
    }

    [Fact]
    public async Task A_map_pin_says_where()
    {
        await using var station = await WeChatStation.OpenAsync();

        await station.Account.SendAsync(station.OpenId, Inbound.Location(30.1, 120.2, "书香里小区东门"), Cancel);

        Assert.True(station.Dialog.Turns.Single().Message is { Text: "", Pin.Name: "书香里小区东门" });
    }

    [Fact]
    public async Task A_photo_is_kept_off_the_exchanges_path()
    {
        await using var station = await WeChatStation.OpenAsync();
        var gate = new Gate();
        station.Platform.Faults.Next("/cgi-bin/media/get", new Fault.Behind(gate));
        var media = station.Account.Media.Add(Png, "image/png", "p.png");

        var delivery = await station.Account.SendAsync(station.OpenId, Inbound.Image(media, station.Account.Media.AddressOf(media)), Cancel);
        Assert.Equal(DeliveryEnd.Replied, delivery.End);
        var file = station.Dialog.Turns.Single().Message.Files.Single();
        gate.Open();
        await station.Platform.Calls.WaitForAsync(c => c.Path == "/cgi-bin/media/get", cancellationToken: Cancel);

        var stored = await KeptAsync(station, file.Url);
        Assert.Equal("image/png", stored.ContentType);
    }

    [Fact]
    public async Task A_voice_without_words_is_kept_for_staff()
    {
        await using var station = await WeChatStation.OpenAsync();
        var media = station.Account.Media.Add([.. "#!AMR\n"u8, .. new byte[40]], "audio/amr", "v.amr");

        await station.Account.SendAsync(station.OpenId, Inbound.Voice(media), Cancel);

        var message = station.Dialog.Turns.Single().Message;
        Assert.Equal(("", "audio/amr"), (message.Text, message.Files.Single().ContentType));
        Assert.Equal("audio/amr", (await KeptAsync(station, message.Files.Single().Url)).ContentType);
        var conversation = (await station.Machine.Store.FindAsync(station.Key, Cancel))!.Id;
        var sequence = (await station.LogAsync())[0].Sequence;
        await station.UntilAsync(() => station.Machine.Log.OfConversationAsync(conversation, 50, Cancel).GetAwaiter().GetResult()
            .Any(l => l is { What: "media/get", Outcome: "ok" } && l.Sequence == sequence));
    }

    [Fact]
    public async Task A_number_answers_the_choices_of_the_newest_message()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(turn.Message.Text == "好了"
            ? ScriptedDialog.Saying() with { Replies = [new Reply("对吗？", Ask.Confirm, ["对，提交", "要改"])] }
            : ScriptedDialog.Echo(turn));

        var asked = await station.Account.SendAsync(station.OpenId, "好了", Cancel);
        await station.Account.SendAsync(station.OpenId, "２", Cancel);
        await station.Account.SendAsync(station.OpenId, "2", Cancel);

        Assert.StartsWith("对吗？\n\n1 对，提交\n2 要改\n", asked.Reply!.Text, StringComparison.Ordinal);
        Assert.Equal(["好了", "要改", "2"], station.Dialog.Turns.Select(t => t.Message.Text));
    }

    [Theory]
    [InlineData("2 要改", "要改")]
    [InlineData("2、要改。", "要改")]
    [InlineData("1 对，提交", "对，提交")]
    [InlineData("选2", "要改")]
    [InlineData("我选择第二个", "我选择第二个")]
    [InlineData("第二个", "要改")]
    [InlineData("二", "要改")]
    [InlineData("2单元", "2单元")]
    [InlineData("2 对，提交", "2 对，提交")]
    [InlineData("1号楼门口", "1号楼门口")]
    [InlineData("3", "3")]
    [InlineData("回2", "要改")]
    [InlineData("回复2", "要改")]
    [InlineData("回复：2", "要改")]
    [InlineData("选项2", "要改")]
    [InlineData("（2）", "要改")]
    [InlineData("(2)", "要改")]
    [InlineData("【2】", "要改")]
    [InlineData("“2”", "要改")]
    [InlineData("②", "要改")]
    [InlineData("2\uFE0F\u20E3", "要改")]
    [InlineData("2-要改", "要改")]
    [InlineData("2/要改", "要改")]
    [InlineData("2，谢谢", "要改")]
    [InlineData("2 要改，谢谢", "要改")]
    [InlineData("1 对，提交，谢谢您", "对，提交")]
    [InlineData("2 要改，是四号楼", "要改，是四号楼")]
    [InlineData("１、对，提交吧", "对，提交")]
    [InlineData("2 要改成四号楼", "2 要改成四号楼")]
    [InlineData("2 号楼", "2 号楼")]
    [InlineData("回2号楼", "回2号楼")]
    [InlineData("2-3单元", "2-3单元")]
    [InlineData("二楼的灯", "二楼的灯")]
    [InlineData("二十天了", "二十天了")]
    [InlineData("110", "110")]
    [InlineData("2个月了", "2个月了")]
    [InlineData("2米宽", "2米宽")]
    public async Task A_choice_is_taken_as_people_write_it(string written, string understood)
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(turn.Message.Text == "好了"
            ? ScriptedDialog.Saying() with { Replies = [new Reply("对吗？", Ask.Confirm, ["对，提交", "要改"])] }
            : ScriptedDialog.Echo(turn));
        await station.Account.SendAsync(station.OpenId, "好了", Cancel);

        await station.Account.SendAsync(station.OpenId, written, Cancel);

        Assert.Equal(understood, station.Dialog.Turns.Last().Message.Text);
    }

    [Theory]
    [InlineData("[强]", "👍")]
    [InlineData("/:strong", "👍")]
    [InlineData("好的[握手][握手]", "好的🤝🤝")]
    [InlineData("路灯坏了[发怒]三天了[大哭]", "路灯坏了三天了")]
    [InlineData("[微笑]", "")]
    [InlineData("再不解决我就带[炸弹]去街道", "再不解决我就带炸弹去街道")]
    [InlineData("再不解决我就带[Bomb]去街道", "再不解决我就带炸弹去街道")]
    [InlineData("[ThumbsUp]", "👍")]
    [InlineData("[thumbsup][Let Me See]", "👍")]
    [InlineData("http://a.cn/:v", "http://a.cn/:v")]
    [InlineData("看https://a.cn/路/:sun，路灯坏了/:sun", "看https://a.cn/路/:sun，路灯坏了")]
    [InlineData("路灯坏了[Smile]", "路灯坏了")]
    [InlineData("[3号楼][Room 5]路灯坏了", "[3号楼][Room 5]路灯坏了")]
    [InlineData("[急][投诉]路灯坏了", "[急][投诉]路灯坏了")]
    [InlineData("地址/:3号楼", "地址/:3号楼")]
    public async Task Faces_that_come_as_words_are_no_words_of_the_matter(string written, string understood)
    {
        await using var station = await WeChatStation.OpenAsync();

        await station.Account.SendAsync(station.OpenId, written, Cancel);

        Assert.Equal(understood, station.Dialog.Turns.Last().Message.Text);
    }

    [Fact]
    public async Task In_one_message_only_the_last_question_has_numbers()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(turn.Message.Text == "好了"
            ? ScriptedDialog.Saying() with { Replies = [new Reply("哪个小区？", Ask.Confirm, ["书香里", "和平里"]), new Reply("什么时候？", Ask.Confirm, ["白天", "晚上"])] }
            : ScriptedDialog.Echo(turn));

        var asked = await station.Account.SendAsync(station.OpenId, "好了", Cancel);
        await station.Account.SendAsync(station.OpenId, "1", Cancel);

        Assert.StartsWith("哪个小区？\n\n· 书香里\n· 和平里\n\n什么时候？\n\n1 白天\n2 晚上\n", asked.Reply!.Text, StringComparison.Ordinal);
        Assert.Equal("白天", station.Dialog.Turns.Last().Message.Text);
    }

    [Fact]
    public async Task Whoever_unfollows_is_forgotten_and_comes_back_as_a_newcomer()
    {
        await using var station = await WeChatStation.OpenAsync();
        await station.Account.SendAsync(station.OpenId, "我的事", Cancel);
        var before = await station.Machine.Store.FindAsync(station.Key, Cancel);

        var delivery = await station.Account.SendAsync(station.OpenId, Inbound.Unfollow(), Cancel);

        Assert.Equal("success", delivery.Attempts.Single().Body);
        Assert.Null(await station.Machine.Store.FindAsync(station.Key, Cancel));
        Assert.All(await station.Machine.Store.ReadAsync(before!.Id, 0, 10, Cancel), t => Assert.Equal((null, "{}"), (t.Text, t.Raw)));
        await station.Account.SendAsync(station.OpenId, Inbound.Follow(), Cancel);
        var after = await station.Machine.Store.FindAsync(station.Key, Cancel);
        Assert.NotEqual(before.ResidentId, after!.ResidentId);
    }

    [Fact]
    public async Task Unknown_types_and_events_are_kept_and_acknowledged()
    {
        await using var station = await WeChatStation.OpenAsync();

        var type = await station.Account.SendAsync(station.OpenId, Inbound.Of("hologram"), Cancel);
        var happening = await station.Account.SendAsync(station.OpenId, Inbound.EventOf("some_event_added_in_2027"), Cancel);
        var view = await station.Account.SendAsync(station.OpenId, Inbound.View("https://example.org"), Cancel);

        Assert.All([type, happening, view], d => Assert.Equal("success", d.Attempts.Single().Body));
        // What was sent is answered all the same, by the other way: who sends the evidence as a file must not believe that it is there. §5.
        var told = await station.Phone.WaitForAsync(m => m.Kind == StationBot.Platform.Phones.PhoneMessageKind.CustomerService, cancellationToken: Cancel);
        Assert.Equal("第1条:", told.Text);
        Assert.Equal([("message", MessageDirection.In), ("message", MessageDirection.Out), ("event", MessageDirection.In)], (await station.LogAsync()).Select(t => (t.Type, t.Direction)));
        await station.UntilAsync(() => station.Machine.ReadAsync(db => db.ChannelLog.Count(l => l.Outcome == "unknown") == 2).GetAwaiter().GetResult());
    }

    [Fact]
    public async Task An_account_without_other_ways_says_what_fits_and_keeps_the_rest_for_the_next_message()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:Kind", "Unverified"));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(turn.Message.Text == "你好" ? ScriptedDialog.Saying(new string('甲', 500), new string('乙', 300)) : ScriptedDialog.Echo(turn));

        var first = await station.Account.SendAsync(station.OpenId, "你好", Cancel);
        var second = await station.Account.SendAsync(station.OpenId, "继续", Cancel);

        Assert.StartsWith(new string('甲', 500), first.Reply!.Text, StringComparison.Ordinal);
        Assert.Contains("还有一段", first.Reply.Text, StringComparison.Ordinal);
        Assert.StartsWith(new string('乙', 300) + "\n\n", second.Reply!.Text, StringComparison.Ordinal);
        Assert.Empty(station.Platform.CallsTo("/cgi-bin/message/custom/send"));
    }

    private static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private static async Task<string> SendJsonAsync(WeChatStation station, string fields)
    {
        var message = station.Account.Prepare(station.OpenId, Inbound.Text("你好"));
        var envelope = station.Account.Wrap(message with { Xml = $$"""{"ToUserName":"{{station.Account.Settings.OriginalId}}","FromUserName":"{{station.OpenId}}","CreateTime":1764000000,{{fields}}}""" });
        var encrypt = System.Xml.Linq.XElement.Parse(envelope.Body).Element("Encrypt")!.Value;
        return (await station.Account.PostAsync(envelope with { Body = $$"""{"ToUserName":"x","Encrypt":"{{encrypt}}"}""" }, Cancel)).Body;
    }

    private static async Task<StoredAttachment> KeptAsync(WeChatStation station, string url)
    {
        var files = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IAttachmentStore>(station.Machine.Services);
        var id = url[(url.LastIndexOf('/') + 1)..];
        StoredAttachment? stored = null;
        await station.UntilAsync(() =>
        {
            if (files.OpenAsync(id, Cancel).GetAwaiter().GetResult() is { } kept)
            {
                kept.Content.Dispose();
                stored = kept.File;
            }
            return stored is not null;
        });
        return stored!;
    }

    private static async Task<string> PostAsync(HttpClient http, string url, OfficialAccount account, Inbound sent)
    {
        var envelope = account.Wrap(sent);
        using var response = await http.PostAsync($"{url}/wechat/{account.Name}?{envelope.Query}", new StringContent(envelope.Body), Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        return body == "success" ? body : System.Xml.Linq.XElement.Parse(account.Crypto.Decrypt(System.Xml.Linq.XElement.Parse(body).Element("Encrypt")!.Value)).Element("Content")!.Value;
    }

    private static Task WaitForTurnAsync(WeChatStation station) => station.UntilAsync(() => !station.Dialog.Turns.IsEmpty);
}
