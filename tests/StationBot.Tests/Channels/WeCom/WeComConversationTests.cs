using System.Text;
using StationBot.Handling.Messages;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Phones;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>What members do in an app, from their phone through the platform to the store and back.</summary>
public sealed class WeComConversationTests
{
    private const string Member = "WangWu";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_console_can_save_the_address()
    {
        await using var station = await WeComStation.OpenAsync();

        Assert.True(await station.App.VerifyUrlAsync(Cancel));
        station.App.Token = "AnotherToken1";
        Assert.False(await station.App.VerifyUrlAsync(Cancel));
    }

    [Theory]
    [InlineData(-590, 200)]
    [InlineData(-86400, 403)]
    public async Task An_old_check_of_the_address_is_refused(int difference, int status)
    {
        await using var station = await WeComStation.OpenAsync();
        var timestamp = (station.Clock.GetUtcNow().ToUnixTimeSeconds() + difference).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var echo = station.App.Crypto.Encrypt("42");

        var attempt = await station.App.GetAsync($"msg_signature={station.App.Crypto.Sign(timestamp, "1", echo)}&timestamp={timestamp}&nonce=1&echostr={Uri.EscapeDataString(echo)}", Cancel);

        Assert.Equal((status, status == 200 ? "42" : ""), (attempt.Status, attempt.Body));
    }

    [Theory]
    [InlineData("say:我的事办得怎么样了", "我的事办得怎么样了")]
    [InlineData("V1001_GOOD", "")]
    public async Task A_tap_on_the_menu_is_answered_and_its_key_kept(string key, string words)
    {
        await using var station = await WeComStation.OpenAsync();

        await station.App.SendAsync(Member, Inbound.EventOf("click", Inbound.Cdata("EventKey", key)), Cancel);
        await station.App.Phone(Member).WaitForAsync(m => m.Kind == PhoneMessageKind.App, cancellationToken: Cancel);

        Assert.Equal(words, station.Dialog.Turns.Single().Message.Text);
        Assert.Contains(key, (await station.LogAsync("wecom", $"{station.App.Name}/{Member}"))[0].Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[强]", "👍")]
    [InlineData("三天没人清运了[微笑]", "三天没人清运了")]
    [InlineData("再不解决我就带[炸弹]去街道", "再不解决我就带炸弹去街道")]
    public async Task A_members_faces_are_read_as_in_every_chat(string written, string understood)
    {
        await using var station = await WeComStation.OpenAsync();

        await station.App.SendAsync(Member, written, Cancel);
        await station.UntilAsync(() => !station.Dialog.Turns.IsEmpty);

        Assert.Equal(understood, station.Dialog.Turns.Single().Message.Text);
    }

    [Fact]
    public async Task A_message_is_acknowledged_at_once_and_answered_by_the_app()
    {
        await using var station = await WeComStation.OpenAsync();

        var delivery = await station.App.SendAsync(Member, "书香里路灯坏了😀", Cancel);

        Assert.Equal((DeliveryEnd.Acknowledged, 1, ""), (delivery.End, delivery.Attempts.Count, delivery.Attempts[0].Body));
        var answer = await station.App.Phone(Member).WaitForAsync(m => m.Kind == PhoneMessageKind.App, cancellationToken: Cancel);
        Assert.Equal("第1条:书香里路灯坏了😀", answer.Text);
        Assert.Equal(2, (await station.LogAsync("wecom", $"{station.App.Name}/{Member}")).Count);
    }

    [Fact]
    public async Task A_repeated_message_is_answered_once()
    {
        await using var station = await WeComStation.OpenAsync();
        var first = await station.App.SendAsync(Member, "路灯坏了", Cancel);
        await station.App.Phone(Member).WaitForAsync(m => m.Kind == PhoneMessageKind.App, cancellationToken: Cancel);

        await station.App.RepeatAsync(first, Cancel);
        await station.App.SendAsync(Member, "还有", Cancel);
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count >= 2);

        Assert.Equal(["第1条:路灯坏了", "第2条:还有"], station.App.Phone(Member).Texts);
    }

    [Fact]
    public async Task Messages_of_one_member_are_answered_in_their_order()
    {
        await using var station = await WeComStation.OpenAsync();
        station.Dialog.Script = async (turn, cancellationToken) =>
        {
            await Task.Delay(turn.Message.Text == "1" ? 300 : 0, cancellationToken);
            return ScriptedDialog.Echo(turn);
        };

        foreach (var text in new[] { "1", "2", "3" })
        {
            await station.App.SendAsync(Member, text + " ", Cancel);
        }
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count >= 3);

        Assert.Equal(["第1条:1 ", "第2条:2 ", "第3条:3 "], station.App.Phone(Member).Texts.Select(t => t + (t.EndsWith(' ') ? "" : " ")));
    }

    [Fact]
    public async Task A_long_answer_comes_in_pieces_and_choices_as_numbers()
    {
        await using var station = await WeComStation.OpenAsync();
        var text = string.Concat(Enumerable.Repeat("这里说的是路灯。", 150));
        station.Dialog.Script = (turn, _) => ValueTask.FromResult(turn.Message.Text == "长"
            ? ScriptedDialog.Saying(text)
            : ScriptedDialog.Saying("") with { Replies = [new Reply($"您说{turn.Message.Text}?", Choices: ["对", "不对"])] });

        await station.App.SendAsync(Member, "长", Cancel);
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count >= 2);
        Assert.All(station.App.Phone(Member).Texts, t => Assert.True(Encoding.UTF8.GetByteCount(t) <= 2000));
        Assert.Equal(text, string.Concat(station.App.Phone(Member).Texts));
        await station.App.SendAsync(Member, "好", Cancel);
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count >= 3);
        Assert.Contains("1 对\n2 不对", station.App.Phone(Member).Texts[2], StringComparison.Ordinal);
        await station.App.SendAsync(Member, "2", Cancel);
        await station.UntilAsync(() => station.App.Phone(Member).Received.Count >= 4);
        Assert.StartsWith("您说不对?", station.App.Phone(Member).Texts[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_is_none_is_a_message_all_the_same()
    {
        await using var station = await WeComStation.OpenAsync();

        var delivery = await station.App.SendAsync(Member, Inbound.Of("location", Inbound.Number("Location_X", double.NaN), Inbound.Number("Location_Y", double.PositiveInfinity)), Cancel);

        Assert.Single(delivery.Attempts);
        await station.UntilAsync(() => station.Dialog.Turns.Count == 1);
    }

    [Fact]
    public async Task A_kind_of_message_that_nobody_foresaw_is_kept_and_answered_as_one_without_words()
    {
        await using var station = await WeComStation.OpenAsync();

        await station.App.SendAsync(Member, Inbound.Of("sticker", Inbound.Cdata("Pack", "pandas-7")), Cancel);
        await station.App.Phone(Member).WaitForAsync(m => m.Kind == PhoneMessageKind.App, cancellationToken: Cancel);

        Assert.Equal("", station.Dialog.Turns.Single().Message.Text);
        Assert.Contains("pandas-7", (await station.LogAsync("wecom", $"{station.App.Name}/{Member}"))[0].Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_welcomed_kept_or_let_pass_and_leaving_erases()
    {
        await using var station = await WeComStation.OpenAsync();
        var key = new ConversationKey("wecom", $"{station.App.Name}/{Member}");

        await station.App.SendAsync(Member, Inbound.EventOf("subscribe", Inbound.Cdata("EventKey", "")), Cancel);
        await station.App.Phone(Member).WaitForAsync(m => m.Text == "您好", cancellationToken: Cancel);
        await station.App.SendAsync(Member, Inbound.EventOf("enter_agent", Inbound.Cdata("EventKey", "")), Cancel);
        await station.App.SendAsync(Member, Inbound.EventOf("template_card_event", Inbound.Cdata("EventKey", "accept"), Inbound.Cdata("TaskId", "t1"), Inbound.Cdata("ResponseCode", "rc1")), Cancel);
        await station.UntilAsync(async () => (await station.LogAsync("wecom", key.Id)).Count == 3);

        var kept = (await station.LogAsync("wecom", key.Id))[^1];
        Assert.Contains("template_card_event", kept.Raw, StringComparison.Ordinal);
        Assert.Contains("rc1", kept.Raw, StringComparison.Ordinal);
        Assert.Single(station.App.Phone(Member).Received);
        await station.App.SendAsync(Member, Inbound.EventOf("unsubscribe", Inbound.Cdata("EventKey", "")), Cancel);
        Assert.Null(await station.Store.FindAsync(key, Cancel));
    }
}
