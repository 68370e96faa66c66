using System.Text;
using System.Text.Json;
using StationBot.Channels.BotProtocol;

namespace StationBot.Tests.Channels.BotProtocol;

public sealed class BotJsonTests
{
    [Fact]
    public void What_we_do_not_know_is_kept_at_every_level()
    {
        const string json =
            """
            {"type":"message","x":{"deep":[1,{"字":"值"}]},"from":{"id":"u","x1":1},"recipient":{"id":"b","x2":true},
             "conversation":{"id":"c","x3":"三"},"attachments":[{"contentType":"a/b","contentUrl":"https://h/f","x4":4}],
             "suggestedActions":{"x5":5,"to":["u"],"actions":[{"type":"imBack","value":"是","x6":{"y":6}}]},
             "entities":[{"type":"ClientCapabilities","supportsListening":false}],"relatesTo":{"channelId":"k","conversation":{"id":"d","x7":7},"x8":8},
             "membersAdded":[{"id":"u","x9":9}],"reactionsAdded":[{"type":"like","x10":10}],"channelData":{"clientActivityID":"a1","n":1.50,"z":null},
             "value":{"a":[]}}
            """;

        var back = Write(Read(json));

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(back)), back);
    }

    [Fact]
    public void Channel_data_keeps_its_very_bytes()
    {
        var back = Write(Read("""{"type":"message","channelData":{"n":1.50,"e":1e3,"s":"中"}}"""));

        Assert.Equal("""{"type":"message","channelData":{"n":1.50,"e":1e3,"s":"中"}}""", back);
    }

    [Fact]
    public void Nulls_and_empty_arrays_are_not_written_and_Chinese_and_emoji_are_not_escaped()
    {
        var back = Write(Read("""{"type":"message","id":null,"attachments":[],"entities":[],"text":"垃圾站😷𠮷<b>"}"""));

        Assert.Equal("""{"type":"message","text":"垃圾站😷𠮷<b>"}""", Unescape(back));
    }

    [Fact]
    public void Dates_keep_their_offset_and_never_reject()
    {
        var back = Write(Read("""{"type":"message","timestamp":"2026-11-23T02:00:00.1234567Z","localTimestamp":"2026-11-23T10:00:00.12+08:00"}"""));
        var bad = Read("""{"type":"message","timestamp":"yesterday","localTimestamp":17}""");

        Assert.Equal("""{"type":"message","timestamp":"2026-11-23T02:00:00.1234567Z","localTimestamp":"2026-11-23T10:00:00.12+08:00"}""", back);
        Assert.Null(bad.Timestamp);
        Assert.Null(bad.LocalTimestamp);
    }

    [Fact]
    public void The_caller_id_is_dropped_on_receipt()
    {
        var activity = Read("""{"type":"message","callerId":"urn:botframework:azure"}""");

        Assert.Null(activity.CallerId);
        Assert.Equal("""{"type":"message"}""", Write(activity));
    }

    [Theory]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"message","text":{}}""")]
    [InlineData("""{"type":"message","id":5}""")]
    [InlineData("""{"type":"message","from":"u"}""")]
    [InlineData("""{"type":"message","recipient":[]}""")]
    [InlineData("""{"type":"message","conversation":"c"}""")]
    [InlineData("""{"type":"message","channelId":true}""")]
    [InlineData("""{"type":"message","serviceUrl":7}""")]
    [InlineData("""{"type":"message","attachments":{}}""")]
    [InlineData("""{"type":"message","text":"\ud83d"}""")]
    [InlineData("""{"type":"message","unknown":"\ud83d"}""")]
    [InlineData("""{"type":"message","channelData":{"a":"\ude00x"}}""")]
    [InlineData("""{"type":"message"} {}""")]
    [InlineData("""{"type":"message",}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public void Malformed_bodies_and_wrong_types_are_a_format_error(string json) =>
        Assert.Throws<FormatException>(() => Read(json));

    [Theory, InlineData(60, true), InlineData(70, false), InlineData(100_000, false)]
    public void Nesting_ends_at_64_levels(int depth, bool taken)
    {
        var json = $$"""{"type":"message","value":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        var error = Record.Exception(() => Read(json));

        Assert.Equal(taken, error is null);
        Assert.True(error is null or FormatException);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_a_format_error()
    {
        byte[] body = [.. "{\"type\":\"message\",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Throws<FormatException>(() => BotJson.ReadActivity(body));
    }

    [Fact]
    public void A_byte_order_mark_is_tolerated() =>
        Assert.Equal("message", BotJson.ReadActivity([.. Encoding.UTF8.Preamble, .. """{"type":"message"}"""u8]).Type);

    private static Activity Read(string json) => BotJson.ReadActivity(Encoding.UTF8.GetBytes(json));

    private static string Write(Activity activity) => JsonSerializer.Serialize(activity, BotJson.Activity);

    // The relaxed encoder still writes characters beyond the basic plane as a pair of escapes: legal, and the same text.
    private static string Unescape(string json) =>
        json.Replace("\\uD83D\\uDE37", "😷", StringComparison.Ordinal).Replace("\\uD842\\uDFB7", "𠮷", StringComparison.Ordinal);
}
