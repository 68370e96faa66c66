using System.Net;
using System.Text;
using System.Text.Json;

namespace StationBot.Tests.Channels.WebChat;

public sealed class TokenTests
{
    [Fact]
    public async Task A_secret_makes_tokens_for_conversations_that_begin_later()
    {
        await using var app = await DirectLineApp.WithSecretAsync();

        var made = await app.PostAsync("tokens/generate", DirectLineApp.Secret, """{"user":{"id":"dl_7","name":"王"}}""");

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Equal(1800, made.Body.GetProperty("expires_in").GetInt32());
        Assert.False(made.Body.TryGetProperty("streamUrl", out _));
        Assert.Empty(app.Store.Log);
        var claims = Claims(made.Text("token"));
        Assert.Equal((made.Text("conversationId"), "dl_7"), (claims.GetProperty("conv").GetString(), claims.GetProperty("user").GetString()));
        Assert.All(["exp", "iss", "aud", "jti"], name => Assert.True(claims.TryGetProperty(name, out _)));
        Assert.Equal(HttpStatusCode.NotFound, (await app.CallAsync("GET", $"conversations/{made.Text("conversationId")}", made.Text("token"))).Status);
    }

    [Fact]
    public async Task A_token_starts_its_conversation_once_and_finds_it_begun_after_that()
    {
        await using var app = await DirectLineApp.WithSecretAsync();
        var token = (await app.PostAsync("tokens/generate", DirectLineApp.Secret, "")).Text("token");

        var first = await app.PostAsync("conversations", token, "");
        var second = await app.PostAsync("conversations", token, "");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(first.Text("conversationId"), second.Text("conversationId"));
        Assert.StartsWith($"ws://{app.Http.BaseAddress!.Authority}/v3/directline/conversations/", first.Text("streamUrl"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "tokens/generate", null, 401)]
    [InlineData("POST", "conversations", null, 401)]
    [InlineData("POST", "tokens/refresh", null, 401)]
    [InlineData("POST", "conversations", "undefined", 401)]
    [InlineData("POST", "tokens/generate", "a-secret-of-the-tesst", 403)]
    [InlineData("POST", "conversations", "not.a.token", 403)]
    [InlineData("POST", "tokens/refresh", DirectLineApp.Secret, 403)]
    [InlineData("GET", "conversations/nobody/activities", DirectLineApp.Secret, 404)]
    [InlineData("GET", "conversations/nobody", DirectLineApp.Secret, 404)]
    [InlineData("POST", "conversations/nobody/activities", DirectLineApp.Secret, 404)]
    [InlineData("POST", "conversations/nobody/upload", DirectLineApp.Secret, 404)]
    [InlineData("GET", "no/such/call", DirectLineApp.Secret, 404)]
    public async Task Who_may_not_is_told_so(string method, string path, string? bearer, int expected)
    {
        await using var app = await DirectLineApp.WithSecretAsync();

        var answer = await app.CallAsync(method, path, bearer, method == "POST" ? DirectLineApp.Json("") : null);

        Assert.Equal(expected, (int)answer.Status);
        Assert.NotEmpty(answer.ErrorCode);
        Assert.Equal(expected == 401, answer.Header("WWW-Authenticate") is not null);
    }

    [Fact]
    public async Task A_token_opens_its_own_conversation_only()
    {
        await using var app = await DirectLineApp.StartAsync();
        var mine = await app.StartConversationAsync("u1");
        var other = await app.StartConversationAsync("u2");

        Assert.Equal(HttpStatusCode.Forbidden, (await app.CallAsync("GET", $"conversations/{other.Id}/activities", mine.Token)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (mine with { Id = other.Id }).PostAsync("偷看")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsync("tokens/generate", mine.Token, "")).Status);
    }

    [Fact]
    public async Task An_expired_token_is_403_everywhere_and_a_refreshed_one_lasts_longer()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(29));
        var refreshed = await app.PostAsync("tokens/refresh", conversation.Token, "");
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var answers = new[]
        {
            await app.CallAsync("GET", $"conversations/{conversation.Id}/activities", conversation.Token),
            await app.CallAsync("GET", $"conversations/{conversation.Id}?watermark=1", conversation.Token),
            await conversation.PostAsync("还在吗"),
            await app.PostAsync("tokens/refresh", conversation.Token, ""),
        };

        Assert.All(answers, a => Assert.Equal((HttpStatusCode.Forbidden, "TokenExpired"), (a.Status, a.ErrorCode)));
        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
        Assert.Equal(conversation.Id, refreshed.Text("conversationId"));
        Assert.Equal(HttpStatusCode.OK, (await (conversation with { Token = refreshed.Text("token") }).PostAsync("还在吗")).Status);
    }

    [Fact]
    public async Task Without_a_secret_a_caller_on_this_machine_needs_no_header_but_one_behind_a_proxy_does()
    {
        await using var app = await DirectLineApp.StartAsync();

        var here = await app.PostAsync("conversations", "undefined", "");
        var proxied = await app.CallAsync("POST", "conversations", null, DirectLineApp.Json(""), h => h.Add("X-Forwarded-For", "203.0.113.9"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Unauthorized), (here.Status, proxied.Status));
    }

    [Fact]
    public async Task A_user_id_that_says_it_is_bound_must_come_with_the_secret()
    {
        await using var app = await DirectLineApp.StartAsync();

        var answer = await app.PostAsync("conversations", null, """{"user":{"id":"dl_somebody"}}""");

        Assert.Equal((HttpStatusCode.BadRequest, "BadArgument"), (answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task Tokens_and_conversations_outlive_a_restart_but_not_a_new_secret()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync();
        await conversation.SayAsync("路灯坏了");

        await using var restarted = await DirectLineApp.StartAsync(app);
        await using var changed = await DirectLineApp.StartAsync(app, ("Secret", DirectLineApp.Secret));

        Assert.Contains("路灯坏了", await (conversation with { App = restarted }).TextsAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await (conversation with { App = changed }).PostAsync("x")).Status);
    }

    [Fact]
    public async Task A_token_for_certain_pages_is_refused_from_others()
    {
        await using var app = await DirectLineApp.WithSecretAsync();
        var token = (await app.PostAsync("tokens/generate", DirectLineApp.Secret, """{"trustedOrigins":["https://a.example"]}""")).Text("token");

        var there = await app.CallAsync("POST", "conversations", token, null, h => h.Add("Origin", "https://b.example"));
        var here = await app.CallAsync("POST", "conversations", token, null, h => h.Add("Origin", "https://a.example"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Created), (there.Status, here.Status));
    }

    [Theory]
    [InlineData("""{"user":""")]
    [InlineData("""{"user":{"id":7}}""")]
    [InlineData("[]")]
    public async Task A_malformed_body_is_400(string body)
    {
        await using var app = await DirectLineApp.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("conversations", null, body)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("tokens/generate", null, body)).Status);
    }

    [Theory]
    [InlineData("TokenLifetime", "00:15:59")]
    [InlineData("Secret", "short")]
    [InlineData("SigningKey", "bm90IGVub3VnaA==")]
    [InlineData("AllowedOrigins:0", "https://a.example/page")]
    public async Task Settings_that_cannot_work_stop_the_start(string name, string value)
    {
        var wrong = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => DirectLineApp.StartAsync(null, (name, value)));

        Assert.Contains(name.Split(':')[0], wrong.Message, StringComparison.Ordinal);
    }

    private static JsonElement Claims(string token)
    {
        var payload = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonElement.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='))));
    }
}
