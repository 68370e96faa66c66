using System.Net;
using System.Text.Json;
using StationBot.Channels.Bot;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.Bot;

/// <summary>The durable turn through the real endpoint.</summary>
public sealed class DurableTurnTests
{
    [Fact]
    public async Task Expected_replies_come_back_complete_in_order_and_without_ids()
    {
        await using var app = await BotApp.StartAsync();
        app.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying("一", "二") with
        {
            Replies = [new Reply("一"), new Reply("对吗?", Ask.Confirm, ["对", "不对"])],
        });

        var body = await app.ReplyToAsync(Wire.Message("你好"));

        Assert.Equal(
            """
            {"activities":[{"type":"message","channelId":"test","serviceUrl":"http://127.0.0.1:9/","from":{"id":"bot","name":"StationBot","role":"bot"},"recipient":{"id":"resident-openid-77","name":"王小明"},"conversation":{"id":"c1"},"replyToId":"m1","locale":"zh-CN","text":"一","textFormat":"plain","inputHint":"acceptingInput"},{"type":"message","channelId":"test","serviceUrl":"http://127.0.0.1:9/","from":{"id":"bot","name":"StationBot","role":"bot"},"recipient":{"id":"resident-openid-77","name":"王小明"},"conversation":{"id":"c1"},"replyToId":"m1","locale":"zh-CN","text":"对吗?","textFormat":"plain","inputHint":"expectingInput","suggestedActions":{"actions":[{"type":"imBack","title":"对","value":"对"},{"type":"imBack","title":"不对","value":"不对"}]}}]}
            """,
            body);
    }

    [Fact]
    public async Task One_commit_holds_the_whole_turn()
    {
        await using var app = await BotApp.StartAsync();
        var triage = new TriageItem(Guid.NewGuid(), Guid.NewGuid(), Severity.P0, "r", The.Moment, The.Moment);
        app.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with
        {
            Stage = ConversationStage.Emergency,
            Disposition = Disposition.EmergencyGuided,
            Intent = "emergency",
            Memory = """{"a":"记"}""",
            Flags = [new FlagHit(Flag.Fire, Severity.P0, "F1"), new FlagHit(Flag.Fire, Severity.P0, "F2")],
            Triage = [triage],
        });

        await app.ReplyToAsync(Wire.Message("着火了"));

        var commit = Assert.Single(app.Store.Commits);
        Assert.Equal(
            (ConversationStage.Emergency, Disposition.EmergencyGuided, "emergency", """{"a":"记"}""", 2L, 0),
            (commit.Conversation.Stage, commit.Conversation.Disposition!.Value, commit.Conversation.Intent, commit.Conversation.Memory, commit.Conversation.LastSequence, commit.Conversation.Version));
        Assert.Equal([Flag.Fire], commit.Conversation.Flags);
        Assert.Equal(["F1", "F2"], commit.Flags.Select(f => f.Rule));
        Assert.Same(triage, Assert.Single(commit.Triage));
        Assert.Equal(("m1", "m1", "着火了", 1L), (commit.Inbound!.InboxKey, commit.Inbound.ActivityId, commit.Inbound.Text, commit.Inbound.Sequence));
        var answer = Assert.Single(commit.Outbound);
        Assert.Equal(("m1", 2L, Delivery.Response, "好"), (answer.AnswersKey, answer.Sequence, answer.Delivery, answer.Text));
        Assert.Equal(The.Moment, commit.Inbound.At);
    }

    [Fact]
    public async Task Memory_comes_back_in_the_next_turn()
    {
        await using var app = await BotApp.StartAsync();

        await app.ReplyToAsync(Wire.Message("一", "m1"));
        var second = await app.ReplyToAsync(Wire.Message("二", "m2"));

        Assert.Contains("第2条:二", second, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], app.Store.Log.Select(m => m.Sequence));
    }

    [Fact]
    public async Task What_rests_does_not_say_who_the_resident_is()
    {
        await using var app = await BotApp.StartAsync();

        await app.ReplyToAsync(Wire.Message("你好"));
        await app.ReplyToAsync(Wire.Of("conversationUpdate", "\"membersAdded\":[{\"id\":\"bot\"},{\"id\":\"resident-openid-77\",\"name\":\"王小明\"}]"));

        Assert.All(app.Store.Log, m => Assert.DoesNotContain("resident-openid-77", m.Raw, StringComparison.Ordinal));
        Assert.All(app.Store.Log, m => Assert.DoesNotContain("王小明", m.Raw, StringComparison.Ordinal));
        Assert.Contains("resident-openid-77", app.Store.Last.Conversation.Reference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_masked_rests_nowhere_and_the_client_still_knows_its_message()
    {
        await using var app = await BotApp.StartAsync();
        app.Dialog.Script = (_, _) => ValueTask.FromResult(ScriptedDialog.Saying("好") with { MaskedText = "身份证***" });

        await app.ReplyToAsync(Wire.Of("message",
            "\"text\":\"身份证110101199003078515\",\"value\":\"110101199003078515\",\"channelData\":{\"clientActivityID\":\"a7\",\"messageBack\":{\"displayText\":\"110101199003078515\"}}"));

        var inbound = app.Store.Last.Inbound!;
        Assert.Equal("身份证***", inbound.Text);
        Assert.DoesNotContain("110101199003078515", inbound.Raw, StringComparison.Ordinal);
        Assert.Equal("a7", JsonElement.Parse(inbound.Raw).GetProperty("channelData").GetProperty("clientActivityID").GetString());
    }

    [Fact]
    public async Task A_message_that_comes_again_gets_the_same_answer_and_is_stored_once()
    {
        await using var app = await BotApp.StartAsync();

        var first = await app.ReplyToAsync(Wire.Message("你好"));
        var again = await app.ReplyToAsync(Wire.Message("你好"));

        Assert.Equal(first, again);
        Assert.Single(app.Store.Commits);
        Assert.Single(app.Dialog.Turns);
    }

    [Fact]
    public async Task A_duplicate_found_only_by_the_commit_gets_the_stored_answer_too()
    {
        await using var app = await BotApp.StartAsync();
        var first = await app.ReplyToAsync(Wire.Message("你好", "m1"));
        var turn = app.Store.Last;
        app.Store.BeforeCommit = _ =>
        {
            // Another process handles m2 while ours thinks.
            app.Store.BeforeCommit = null;
            return app.Store.CommitAsync(
                turn with
                {
                    Conversation = turn.Conversation with { Version = 1 },
                    Inbound = turn.Inbound! with { InboxKey = "m2" },
                    Outbound = [turn.Outbound[0] with { AnswersKey = "m2", Raw = turn.Outbound[0].Raw.Replace("m1", "m2", StringComparison.Ordinal) }],
                },
                CancellationToken.None).AsTask();
        };

        var second = await app.ReplyToAsync(Wire.Message("你好", "m2"));

        Assert.Equal(first.Replace("m1", "m2", StringComparison.Ordinal), second);
        Assert.Equal(2, app.Store.Commits.Count);
    }

    [Fact]
    public async Task A_message_without_an_id_is_one_message_each_time()
    {
        await using var app = await BotApp.StartAsync();
        var anonymous = Wire.Message("你好").Replace("\"id\":\"m1\",", "", StringComparison.Ordinal);

        await app.ReplyToAsync(anonymous);
        await app.ReplyToAsync(anonymous);

        Assert.Equal(2, app.Store.Commits.Count);
        Assert.Equal(2, app.Store.Commits.Select(c => c.Inbound!.InboxKey).Distinct().Count());
    }

    [Fact]
    public async Task A_very_long_id_is_still_recognised()
    {
        await using var app = await BotApp.StartAsync();
        var id = new string('a', 900);

        await app.ReplyToAsync(Wire.Message("你好", id));
        await app.ReplyToAsync(Wire.Message("你好", id));

        Assert.InRange(Assert.Single(app.Store.Commits).Inbound!.InboxKey!.Length, 1, 200);
    }

    [Fact]
    public async Task A_conflict_runs_the_turn_again_on_what_is_there_now()
    {
        await using var app = await BotApp.StartAsync();
        await app.ReplyToAsync(Wire.Message("一", "m1"));
        app.Store.ConflictsToCome = 1;

        var reply = await app.ReplyToAsync(Wire.Message("二", "m2"));

        Assert.Equal(3, app.Dialog.Turns.Count);
        Assert.Equal(2, app.Store.Commits.Count);
        Assert.Equal(1, Count(reply, "第2条:二"));
        Assert.Equal("2", app.Store.Last.Conversation.Memory);
    }

    [Fact]
    public async Task Two_conflicts_are_503_and_nothing_is_saved()
    {
        await using var app = await BotApp.StartAsync();
        app.Store.ConflictsToCome = 2;

        using var refused = await app.PostAsync(Wire.Message("一"));
        var later = await app.ReplyToAsync(Wire.Message("一"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("第1条", later, StringComparison.Ordinal);
        Assert.Single(app.Store.Commits);
    }

    [Fact]
    public async Task Fifty_messages_at_once_are_taken_one_by_one_and_each_exactly_once()
    {
        await using var app = await BotApp.StartAsync();
        var inside = 0;
        app.Store.BeforeCommit = async _ =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        };

        var replies = await Task.WhenAll(Enumerable.Range(1, 50).Select(i => app.ReplyToAsync(Wire.Message("话" + i, "m" + i))));

        Assert.Equal(50, replies.Distinct().Count());
        Assert.Equal("50", app.Store.Last.Conversation.Memory);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), app.Store.Log.Select(m => m.Sequence));
        Assert.All(app.Store.Log.Chunk(2), pair => Assert.Equal(pair[0].InboxKey, pair[1].AnswersKey));
    }

    [Fact]
    public async Task Conversations_do_not_wait_for_each_other()
    {
        await using var app = await BotApp.StartAsync();
        var go = new TaskCompletionSource();
        app.Dialog.Script = async (turn, _) =>
        {
            if (turn.Conversation.Key.Id == "slow")
            {
                await go.Task;
            }
            return ScriptedDialog.Echo(turn);
        };

        var slow = app.ReplyToAsync(Wire.Message("慢", "m1", "slow"));
        await app.ReplyToAsync(Wire.Message("快", "m1", "quick"));
        Assert.False(slow.IsCompleted);
        go.SetResult();

        Assert.Contains("慢", await slow, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conversationUpdate", "\"membersAdded\":[{\"id\":\"bot\"},{\"id\":\"resident-openid-77\"}]", true)]
    [InlineData("conversationUpdate", "\"membersAdded\":[{\"id\":\"bot\"}]", false)]
    [InlineData("event", "\"name\":\"webchat/join\",\"value\":{\"language\":\"zh-CN\"}", true)]
    [InlineData("event", "\"name\":\"something/else\"", false)]
    [InlineData("event", "\"name\":\"ContinueConversation\",\"relatesTo\":{\"conversation\":{\"id\":\"c9\"}}", false)]
    [InlineData("endOfConversation", "\"code\":\"userCancelled\"", false)]
    [InlineData("typing", "", false)]
    [InlineData("brandNewType", "\"x\":1", false)]
    public async Task Every_type_is_stored_and_only_arrivals_are_greeted(string type, string more, bool greeted)
    {
        await using var app = await BotApp.StartAsync();

        var body = await app.ReplyToAsync(Wire.Of(type, more));

        Assert.Equal(type, Assert.Single(app.Store.Commits).Inbound!.Type);
        Assert.Equal(greeted, body.Contains("您好", StringComparison.Ordinal));
        Assert.Equal(greeted, app.Dialog.Turns.SingleOrDefault()?.Message.Joined ?? false);
        Assert.True(greeted || body == """{"activities":[]}""");
    }

    [Fact]
    public async Task Who_joined_is_the_resident_even_when_the_channel_says_it()
    {
        await using var app = await BotApp.StartAsync();
        await app.ReplyToAsync(Wire.Of("conversationUpdate", "\"membersAdded\":[{\"id\":\"bot\"}]")
            .Replace("\"from\":{\"id\":\"resident-openid-77\"}", "\"from\":{\"id\":\"the-channel\"}", StringComparison.Ordinal));
        await app.ReplyToAsync(Wire.Message("你好"));
        var resident = await app.Store.ResidentAsync("test", "resident-openid-77", TestContext.Current.CancellationToken);

        Assert.Equal(resident, app.Store.Last.Conversation.ResidentId);
        Assert.Equal("resident-openid-77", RawActivity.ReadReference(app.Store.Last.Conversation.Reference).User?.Id);
    }

    [Theory]
    [InlineData("\"value\":\"对\",\"channelData\":{\"postBack\":true}", "对")]
    [InlineData("\"text\":\"\",\"value\":{\"a\":1}", "")]
    [InlineData("\"text\":\"这里\",\"entities\":[{\"type\":\"Place\",\"name\":\"书香里\"},{\"type\":\"GeoCoordinates\",\"latitude\":31.25,\"longitude\":121.5}]", "这里", "书香里")]
    [InlineData("\"text\":\"\",\"entities\":[{\"type\":\"GeoCoordinates\",\"latitude\":31.25,\"longitude\":121.5}]", "", null, true)]
    public async Task The_dialog_hears_buttons_as_words_and_of_pins_where_they_lie(string more, string heard, string? name = null, bool isPlaced = false)
    {
        await using var app = await BotApp.StartAsync();

        await app.ReplyToAsync(Wire.Of("message", more));

        Assert.Equal(heard, app.Dialog.Turns.Single().Message.Text);
        Assert.Equal(name is null && !isPlaced ? null : new MapPin(name, 31.25, 121.5), app.Dialog.Turns.Single().Message.Pin);
    }

    [Fact]
    public async Task Files_reach_the_dialog_and_cards_do_not()
    {
        await using var app = await BotApp.StartAsync();

        await app.ReplyToAsync(Wire.Of("message",
            """
            "channelData":{"entryStation":"S1"},"attachments":[{"contentType":"image/jpeg","contentUrl":"https://h/1.jpg","name":"垃圾.jpg","bytes":123},
            {"contentType":"text/html","content":"<p>x</p>"},{"contentType":"image/png","contentUrl":"data:image/png;base64,AA=="}]
            """));

        var message = app.Dialog.Turns.Single().Message;
        Assert.Equal(new IncomingFile("垃圾.jpg", "image/jpeg", "https://h/1.jpg", 123), Assert.Single(message.Files));
        Assert.Equal("S1", message.EntryStation);
    }

    [Theory]
    [InlineData("image/heic", true)]
    [InlineData("audio/webm;codecs=opus", true)]
    [InlineData("Video/MP4", true)]
    [InlineData("application/pdf", true)]
    [InlineData("application/x-msdownload", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("text/html", false)]
    public async Task Only_pictures_sound_film_and_documents_count_as_material(string contentType, bool taken)
    {
        await using var app = await BotApp.StartAsync();

        await app.ReplyToAsync(Wire.Of("message", $$"""
            "text":"见附件","attachments":[{"contentType":"{{contentType}}","contentUrl":"https://h/1","name":"1"}]
            """));

        Assert.Equal(taken, app.Dialog.Turns.Single().Message.Files.Count == 1);
    }

    [Fact]
    public async Task A_turn_that_fails_saves_nothing_of_it()
    {
        await using var app = await BotApp.StartAsync();
        app.Store.BeforeCommit = _ => throw new IOException("disk full");

        using var response = await app.PostAsync(Wire.Message("你好"));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(app.Store.Log);
    }

    [Fact]
    public async Task A_clock_set_back_does_not_put_messages_before_earlier_ones()
    {
        await using var app = await BotApp.StartAsync();
        await app.ReplyToAsync(Wire.Message("一", "m1"));
        app.Clock.AdjustTime(The.Moment.AddHours(-1));

        await app.ReplyToAsync(Wire.Message("二", "m2"));

        Assert.Equal(The.Moment, app.Store.Last.Inbound!.At);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
