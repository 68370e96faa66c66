using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.BotProtocol.Auth;
using StationBot.Channels.Sending;

namespace StationBot.Tests.Channels.Sending;

/// <summary>Outbound calls through the very pipeline that is registered, with only the wire replaced. bot-framework.md §4, §5.</summary>
public sealed class ConnectorClientTests
{
    private readonly FakeTimeProvider _clock = The.Clock;

    [Theory]
    [InlineData("https://smba.trafficmanager.net/amer/", "m1", "https://smba.trafficmanager.net/amer/v3/conversations/a%7Cb%2Fc%3A1/activities/m1")]
    [InlineData("https://smba.trafficmanager.net/amer", null, "https://smba.trafficmanager.net/amer/v3/conversations/a%7Cb%2Fc%3A1/activities")]
    public async Task A_message_goes_to_its_conversation_with_our_token(string serviceUrl, string? replyTo, string url)
    {
        var channel = new Channel(_ => Json(HttpStatusCode.Created, """{"id":"x7"}"""));

        var outcome = await Connector(channel).SendAsync(Message(serviceUrl, replyTo), Cancel);

        Assert.Equal(new SendOutcome.Sent("x7"), outcome);
        var call = Assert.Single(channel.Calls);
        Assert.Equal((HttpMethod.Post, url, "Bearer token-1"), (call.Method, call.Url, call.Authorization));
        Assert.Equal("有答复了", JsonElement.Parse(call.Body).GetProperty("text").GetString());
        Assert.False(JsonElement.Parse(call.Body).TryGetProperty("id", out _));
    }

    [Theory, InlineData(""), InlineData("{}"), InlineData("<html>")]
    public async Task Success_without_an_id_is_success(string body) =>
        Assert.Equal(new SendOutcome.Sent(null), await Connector(new Channel(_ => Json(HttpStatusCode.OK, body))).SendAsync(Message(), Cancel));

    [Theory]
    [InlineData("https://evilbotframework.com/")]
    [InlineData("https://smba.trafficmanager.net.evil.test/")]
    [InlineData("https://smba.trafficmanager.net@evil.test/")]
    [InlineData("http://smba.trafficmanager.net/")]
    [InlineData("http://127.0.0.1:5080/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not a url")]
    [InlineData(null)]
    public async Task No_other_host_is_ever_called(string? serviceUrl)
    {
        var channel = new Channel(_ => Json(HttpStatusCode.OK, "{}"));

        var outcome = await Connector(channel).SendAsync(Message(serviceUrl), Cancel);

        Assert.Equal(new SendOutcome.Failed(SendFailure.HostNotAllowed, 0, FailurePolicy.TellStaff), outcome);
        Assert.Empty(channel.Calls);
    }

    [Theory]
    [InlineData("https://my.botframework.com/", true, true)]
    [InlineData("https://botframework.com/", true, false)]
    [InlineData("https://bots.example.org/x", true, true)]
    [InlineData("http://127.0.0.1:9000/", false, true)]
    [InlineData("http://[::1]:9000/", false, true)]
    [InlineData("http://10.0.0.1/", false, false)]
    public void Hosts_are_matched_by_whole_labels_and_loopback_needs_no_listing_without_a_secret(string serviceUrl, bool credentials, bool allowed)
    {
        var options = new BotFrameworkOptions { AppId = credentials ? "app" : null };
        options.ServiceUrlHosts.Add("*.example.org");

        Assert.Equal(allowed, new ServiceUrls(Microsoft.Extensions.Options.Options.Create(options)).IsAllowed(serviceUrl));
    }

    [Fact]
    public async Task A_refused_token_is_fetched_anew_once()
    {
        var channel = new Channel(call => Json(call.Authorization == "Bearer token-2" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, "{}"));
        var tokens = new CountingTokens();

        Assert.IsType<SendOutcome.Sent>(await Connector(channel, tokens).SendAsync(Message(), Cancel));
        Assert.Equal([false, true], tokens.Asked);
    }

    [Fact]
    public async Task A_token_refused_twice_is_given_up_for_now()
    {
        var channel = new Channel(_ => Json(HttpStatusCode.Unauthorized, ""));

        Assert.Equal(new SendOutcome.Failed(SendFailure.Unauthorized, 401, FailurePolicy.Retry), await Connector(channel).SendAsync(Message(), Cancel));
        Assert.Equal(2, channel.Calls.Count);
    }

    [Theory, InlineData(HttpStatusCode.TooManyRequests, 7), InlineData(HttpStatusCode.ServiceUnavailable, 3), InlineData(HttpStatusCode.PreconditionFailed, 5)]
    public async Task A_channel_that_names_a_time_is_not_called_before_it(HttpStatusCode status, int seconds)
    {
        var refusals = 1;
        var channel = new Channel(_ => refusals-- > 0 ? Json(status, "", TimeSpan.FromSeconds(seconds)) : Json(HttpStatusCode.OK, "{}"));

        var sending = Connector(channel).SendAsync(Message(), Cancel);
        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        var before = channel.Calls.Count;
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.IsType<SendOutcome.Sent>(await sending);
        Assert.Equal((1, 2), (before, channel.Calls.Count));
    }

    [Fact]
    public async Task A_time_far_away_is_left_to_the_outbox()
    {
        var channel = new Channel(_ => Json(HttpStatusCode.TooManyRequests, "", TimeSpan.FromMinutes(5)));

        var outcome = await Connector(channel).SendAsync(Message(), Cancel);

        Assert.Equal(new SendOutcome.Failed(SendFailure.Throttled, 429, FailurePolicy.Retry, TimeSpan.FromMinutes(5)), outcome);
        Assert.Single(channel.Calls);
    }

    [Theory, InlineData(408), InlineData(500), InlineData(502), InlineData(504), InlineData(0)]
    public async Task Trouble_that_passes_is_tried_again_with_growing_pauses(int status)
    {
        var troubles = 2;
        var channel = new Channel(_ => troubles-- <= 0 ? Json(HttpStatusCode.OK, "{}")
            : status == 0 ? throw new HttpRequestException("connection reset")
            : Json((HttpStatusCode)status, ""));

        var sending = Connector(channel).SendAsync(Message(), Cancel);
        while (!sending.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.IsType<SendOutcome.Sent>(await sending);
        Assert.Equal(3, channel.Calls.Count);
    }

    [Theory]
    [InlineData(400, SendFailure.Rejected)]
    [InlineData(403, SendFailure.Forbidden)]
    [InlineData(404, SendFailure.NotFound)]
    [InlineData(405, SendFailure.Rejected)]
    [InlineData(413, SendFailure.Rejected)]
    [InlineData(302, SendFailure.Rejected)]
    [InlineData(501, SendFailure.Rejected)]
    public async Task What_cannot_succeed_is_tried_once(int status, SendFailure why)
    {
        var channel = new Channel(_ => Json((HttpStatusCode)status, """{"error":{"code":"x","message":"y"}}"""));

        Assert.Equal(new SendOutcome.Failed(why, status, FailurePolicy.TellStaff), await Connector(channel).SendAsync(Message(), Cancel));
        Assert.Single(channel.Calls);
    }

    [Fact]
    public async Task A_redirect_does_not_carry_the_token_away()
    {
        var stolen = 0;
        await using var thief = await BotProtocol.Stranger.StartAsync(http =>
        {
            stolen++;
            return Task.CompletedTask;
        });
        await using var channel = await BotProtocol.Stranger.StartAsync(http =>
        {
            (http.Response.StatusCode, http.Response.Headers.Location) = (307, thief.Url);
            return Task.CompletedTask;
        });

        var outcome = await Connector(null).SendAsync(Message(channel.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)), Cancel);

        Assert.Equal(new SendOutcome.Failed(SendFailure.Rejected, 307, FailurePolicy.TellStaff), outcome);
        Assert.Equal(0, stolen);
    }

    [Fact]
    public async Task Traces_stay_at_home()
    {
        var channel = new Channel(_ => Json(HttpStatusCode.OK, "{}"));
        var trace = Message();
        trace.Type = ActivityTypes.Trace;

        Assert.IsType<SendOutcome.Sent>(await Connector(channel).SendAsync(trace, Cancel));
        Assert.Empty(channel.Calls);
    }

    [Theory]
    [InlineData("Public", "MultiTenant", "", "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token", "https://api.botframework.com/.default")]
    [InlineData("Public", "SingleTenant", "t-1", "https://login.microsoftonline.com/t-1/oauth2/v2.0/token", "https://api.botframework.com/.default")]
    [InlineData("China", "MultiTenant", "", "https://login.partner.microsoftonline.cn/microsoftservices.partner.onmschina.cn/oauth2/v2.0/token", "https://api.botframework.azure.cn/.default")]
    [InlineData("UsGov", "MultiTenant", "", "https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us/oauth2/v2.0/token", "https://api.botframework.us/.default")]
    public async Task Tokens_come_from_the_clouds_own_endpoint_once_until_renewed(string cloud, string appType, string tenant, string url, string scope)
    {
        var number = 0;
        var entra = new Channel(_ => Json(HttpStatusCode.OK, $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"secret-{{++number}}"}"""));
        await using var services = Services(null, null, entra, ("AppPassword", "pass"), ("Cloud", cloud), ("AppType", appType), ("TenantId", tenant));
        var tokens = services.GetRequiredService<IConnectorTokens>();

        var first = await tokens.GetAsync(false, Cancel);
        var again = await tokens.GetAsync(false, Cancel);
        var renewed = await tokens.GetAsync(true, Cancel);

        Assert.Equal(("secret-1", "secret-1", "secret-2"), (first, again, renewed));
        Assert.Equal(2, entra.Calls.Count);
        Assert.Equal(url, entra.Calls[0].Url, ignoreCase: true);
        Assert.Contains("scope=" + Uri.EscapeDataString(scope), entra.Calls[0].Body, StringComparison.Ordinal);
        Assert.Contains("client_secret=pass", entra.Calls[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_secret_a_message_waits_for_one()
    {
        var channel = new Channel(_ => Json(HttpStatusCode.OK, "{}"));
        await using var services = Services(channel, null, null);

        var outcome = await services.GetRequiredService<ConnectorClient>().SendAsync(Message(), Cancel);

        Assert.Equal(new SendOutcome.Failed(SendFailure.NoToken, 0, FailurePolicy.Retry), outcome);
        Assert.Empty(channel.Calls);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ConnectorClient Connector(Channel? channel, IConnectorTokens? tokens = null) =>
        Services(channel, tokens ?? new CountingTokens(), null, ("ServiceUrlHosts:0", "localhost")).GetRequiredService<ConnectorClient>();

    private ServiceProvider Services(Channel? channel, IConnectorTokens? tokens, Channel? entra, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Append(("AppId", "our-app-id")).Select(s => KeyValuePair.Create<string, string?>(s.Item1, s.Item2))).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.ClearProviders()).AddSingleton<TimeProvider>(_clock).AddBotProtocol(configuration);
        if (channel is not null)
        {
            services.AddHttpClient("stationbot-connector").ConfigurePrimaryHttpMessageHandler(() => channel);
        }
        if (entra is not null)
        {
            services.AddHttpClient("stationbot-tokens").ConfigurePrimaryHttpMessageHandler(() => entra);
        }
        if (tokens is not null)
        {
            services.AddSingleton(tokens);
        }
        return services.BuildServiceProvider();
    }

    private static Activity Message(string? serviceUrl = "https://smba.trafficmanager.net/amer/", string? replyTo = "m1") => new()
    {
        Type = ActivityTypes.Message,
        Id = "not-ours-to-give",
        ServiceUrl = serviceUrl,
        Conversation = new ConversationAccount { Id = "a|b/c:1" },
        ReplyToId = replyTo,
        Text = "有答复了",
    };

    private static HttpResponseMessage Json(HttpStatusCode status, string body, TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        response.Headers.RetryAfter = retryAfter is { } wait ? new(wait) : null;
        return response;
    }

    private sealed record Call(HttpMethod Method, string Url, string? Authorization, string Body);

    /// <summary>The other side of the wire; answers at once, so that nothing but the clock makes a test wait.</summary>
    private sealed class Channel(Func<Call, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public List<Call> Calls { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var call = new Call(request.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString(), body);
            Calls.Add(call);
            return answer(call);
        }
    }

    private sealed class CountingTokens : IConnectorTokens
    {
        public List<bool> Asked { get; } = [];

        public ValueTask<string?> GetAsync(bool renew, CancellationToken cancellationToken)
        {
            Asked.Add(renew);
            return ValueTask.FromResult<string?>("token-" + Asked.Count);
        }
    }
}
