using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace StationBot.Host.Tests;

/// <summary>Rubbish over the real wire: the status or the sentence of the references, never a 500, never a stuck conversation.</summary>
public sealed class BadInputTests(BadInputTests.Station station) : IClassFixture<BadInputTests.Station>
{
    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"text":"没有类型"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type":"message","text":"没有会话","from":{"id":"u"},"recipient":{"id":"b"},"channelId":"emulator"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type":"message","text":42,"from":{"id":"u"},"recipient":{"id":"b"},"channelId":"emulator","conversation":{"id":"c"}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type":"whatever","from":{"id":"u"},"recipient":{"id":"b"},"channelId":"emulator","conversation":{"id":"c"},"deliveryMode":"expectReplies"}""", HttpStatusCode.OK)]
    [InlineData("""{"type":"invoke","name":"nobody/knows","from":{"id":"u"},"recipient":{"id":"b"},"channelId":"emulator","conversation":{"id":"c"}}""", HttpStatusCode.NotImplemented)]
    public async Task A_bad_activity_gets_its_status(string body, HttpStatusCode expected)
    {
        using var answer = await PostAsync(body);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Three_hundred_kilobytes_are_taken_and_two_megabytes_are_not()
    {
        using var large = await PostAsync(Message("large", new string('好', 100_000)));
        using var tooLarge = await PostAsync(Message("large", new string('好', 700_000)));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (large.StatusCode, tooLarge.StatusCode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("😀😀😀")]
    [InlineData("𠮷野家门口的𡘙堆了垃圾")]
    [InlineData("\u0000\u0001\u001b[31m")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE turns; --")]
    [InlineData("{{greet}} {caseNo} ${env}")]
    public async Task Odd_texts_are_answered_and_the_conversation_goes_on(string text)
    {
        var conversation = "odd-" + Guid.NewGuid();
        Assert.NotEmpty(await SayAsync(conversation, text));

        var next = await SayAsync(conversation, "书香里小区门口的垃圾站三天没人清运了，气味很大");

        Assert.NotEmpty(next);
    }

    [Fact]
    public async Task A_complaint_of_ten_thousand_characters_becomes_a_case()
    {
        var conversation = "long-" + Guid.NewGuid();
        var text = "书香里小区门口的垃圾站三天没人清运了，气味很大。" + string.Concat(Enumerable.Repeat("我们反映过，还是没人来清垃圾。", 650));

        List<string> said = [.. await SayAsync(conversation, text)];
        foreach (var answer in new[] { "不留", "不留", "对", "对" })
        {
            said.AddRange(await SayAsync(conversation, answer));
        }

        Assert.Contains(said, s => s.Contains("已记录，编号QH", StringComparison.Ordinal));
        Assert.All(said, s => Assert.True(s.Length <= 300, s));
    }

    [Fact]
    public async Task Fifty_messages_at_once_from_one_resident_are_all_kept_once_and_answered_in_turn()
    {
        var conversation = "burst-" + Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SayAsync(conversation, $"书香里的垃圾没人清，第{i}遍")));

        Assert.All(answers, Assert.NotEmpty);
    }

    [Fact]
    public async Task The_same_message_twice_gets_the_same_answer_and_makes_no_second_case()
    {
        var conversation = "twice-" + Guid.NewGuid();
        var body = Message(conversation, "书香里小区门口的垃圾站三天没人清运了，气味很大");

        using var first = await PostAsync(body);
        using var second = await PostAsync(body);

        var token = TestContext.Current.CancellationToken;
        Assert.Equal(Texts(await first.Content.ReadAsStringAsync(token)), Texts(await second.Content.ReadAsStringAsync(token)));
    }

    private async Task<string[]> SayAsync(string conversation, string text)
    {
        using var answer = await PostAsync(Message(conversation, text));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {body}");
        return Texts(body);
    }

    private static string[] Texts(string body) => [.. JsonNode.Parse(body)!["activities"]!.AsArray().Where(a => a!["text"] is not null).Select(a => a!["text"]!.ToString())];

    private static string Message(string conversation, string text) => new JsonObject
    {
        ["type"] = "message", ["id"] = Guid.NewGuid().ToString(), ["text"] = text, ["channelId"] = "emulator", ["deliveryMode"] = "expectReplies",
        ["from"] = new JsonObject { ["id"] = "u-" + conversation }, ["recipient"] = new JsonObject { ["id"] = "bot" }, ["conversation"] = new JsonObject { ["id"] = conversation },
    }.ToJsonString();

    private Task<HttpResponseMessage> PostAsync(string body) =>
        station.Process.Client.PostAsync(new Uri("/api/messages", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    public sealed class Station : IAsyncLifetime
    {
        public StationProcess Process { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Process = await StationProcess.StartAsync();

        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
