using System.Net;

namespace StationBot.Tests.Channels.WebChat;

public sealed class CorsTests
{
    private const string Listed = "https://www.qinghe.example";

    [Fact]
    public async Task A_preflight_of_a_listed_page_is_answered_without_a_token()
    {
        await using var app = await DirectLineApp.StartAsync(null, ("AllowedOrigins:0", Listed), ("Secret", DirectLineApp.Secret));

        var answer = await app.CallAsync("OPTIONS", "conversations/x/activities?watermark=3", more: h =>
        {
            h.Add("Origin", Listed);
            h.Add("Access-Control-Request-Method", "GET");
        });

        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal(Listed, answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("true", answer.Header("Access-Control-Allow-Credentials"));
        Assert.NotNull(answer.Header("Access-Control-Max-Age"));
        Assert.All(["Authorization", "Content-Type", "x-ms-bot-agent", "X-Requested-With"],
            name => Assert.Contains(name, answer.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase));
        Assert.All(["GET", "POST", "OPTIONS"], name => Assert.Contains(name, answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Listed, true)]
    [InlineData("https://evil.example", false)]
    [InlineData("http://www.qinghe.example", false)]
    [InlineData("null", false)]
    public async Task An_error_is_readable_by_listed_pages_and_by_no_others(string origin, bool readable)
    {
        await using var app = await DirectLineApp.StartAsync(null, ("AllowedOrigins:0", Listed), ("Secret", DirectLineApp.Secret));

        var answer = await app.CallAsync("GET", "conversations/x/activities", "wrong", more: h => h.TryAddWithoutValidation("Origin", origin));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(readable ? origin : null, answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains("Origin", answer.Header("Vary"), StringComparison.Ordinal);
        Assert.Equal(readable ? "Retry-After" : null, answer.Header("Access-Control-Expose-Headers"));
    }

    [Fact]
    public async Task A_session_id_is_given_to_a_page_with_credentials()
    {
        await using var app = await DirectLineApp.StartAsync(null, ("AllowedOrigins:0", Listed));

        var answer = await app.CallAsync("GET", "session/getsessionid", more: h => h.Add("Origin", Listed));

        Assert.Equal((HttpStatusCode.OK, Listed), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
        Assert.NotEmpty(answer.Text("sessionId"));
    }
}
