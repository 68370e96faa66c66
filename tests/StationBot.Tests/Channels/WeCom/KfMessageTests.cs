using System.Text.Json;
using StationBot.Channels.WeCom;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>What stands in a page of 微信客服 can be anything, and must never stop what stands behind it.</summary>
public sealed class KfMessageTests
{
    [Theory]
    [InlineData("""{"content":"路灯坏了\ud83d"}""", "")]
    [InlineData("""{"content":7}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("""{"content":"路灯坏了\ud83d\ude00"}""", "路灯坏了😀")]
    public void A_text_that_is_none_is_no_exception(string json, string? text) => Assert.Equal(text, KfMessages.Text(JsonElement.Parse(json), "content"));
}
