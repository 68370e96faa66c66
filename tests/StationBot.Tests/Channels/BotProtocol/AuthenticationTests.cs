using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.BotProtocol.Auth;

namespace StationBot.Tests.Channels.BotProtocol;

/// <summary>The token set of bot-framework.md §3.5, against an issuer of our own.</summary>
public sealed class AuthenticationTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _clock = The.Clock;
    private readonly HttpClient _http = new();
    private readonly BotFrameworkOptions _options = new() { AppId = Issuer.AppId, ChannelIssuer = Issuer.Name };
    private Issuer _issuer = null!;
    private BotFrameworkAuthentication? _authentication;

    public async ValueTask InitializeAsync()
    {
        _issuer = await Issuer.StartAsync("directline", "msteams");
        _options.ChannelMetadataUrl = _issuer.MetadataUrl;
        _options.EmulatorMetadataUrl = _issuer.MetadataUrl;
    }

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    public void Dispose()
    {
        _authentication?.Dispose();
        _http.Dispose();
    }

    [Theory, InlineData("serviceurl"), InlineData("serviceUrl")]
    public async Task A_good_token_is_let_in(string claim) =>
        Assert.Equal(new Caller.Known("urn:botframework:azure"), await CheckAsync(_issuer.Token(Now, claim: claim)));

    [Theory, InlineData(SecurityAlgorithms.RsaSha384), InlineData(SecurityAlgorithms.RsaSha512)]
    public async Task So_are_its_stronger_sisters(string algorithm) =>
        Assert.IsType<Caller.Known>(await CheckAsync(_issuer.Token(Now, algorithm: algorithm)));

    [Theory, InlineData("https://SMBA.example.test/amer"), InlineData("https://smba.example.test/AMER/")]
    public async Task The_service_url_may_differ_in_case_and_one_slash(string serviceUrl) =>
        Assert.IsType<Caller.Known>(await CheckAsync(_issuer.Token(Now, serviceUrl: serviceUrl)));

    [Theory, InlineData(null), InlineData(""), InlineData("Bearer"), InlineData("Bearer "), InlineData("Basic abc"), InlineData("Bearer a b"), InlineData("Bearer not.a.jwt"), InlineData("Bearer x")]
    public async Task No_token_or_none_that_is_one_is_401(string? authorization) =>
        Assert.IsType<Caller.Unauthorized>(await Authentication.AuthenticateAsync(Activity(), authorization, Cancel));

    [Fact]
    public async Task Another_bots_token_is_401() => Assert.IsType<Caller.Unauthorized>(await CheckAsync(_issuer.Token(Now, audience: "other-app")));

    [Fact]
    public async Task Another_issuers_token_is_401() => Assert.IsType<Caller.Unauthorized>(await CheckAsync(_issuer.Token(Now, issuer: "https://evil.test")));

    [Theory, InlineData(-4, true), InlineData(-6, false)]
    public async Task Five_minutes_after_its_end_a_token_is_over(int minutes, bool taken) =>
        Assert.Equal(taken, await CheckAsync(_issuer.Token(Now, expires: TimeSpan.FromMinutes(minutes))) is Caller.Known);

    [Theory, InlineData(4, true), InlineData(6, false)]
    public async Task Five_minutes_before_its_beginning_a_token_counts(int minutes, bool taken) =>
        Assert.Equal(taken, await CheckAsync(_issuer.Token(Now, notBefore: TimeSpan.FromMinutes(minutes))) is Caller.Known);

    [Fact]
    public async Task A_changed_signature_is_401()
    {
        var token = _issuer.Token(Now);
        var parts = token.Split('.');
        var changed = parts[2][0] == 'A' ? 'B' : 'A';

        Assert.IsType<Caller.Unauthorized>(await CheckAsync($"{parts[0]}.{parts[1]}.{changed}{parts[2][1..]}"));
    }

    [Fact]
    public async Task An_unsigned_token_is_401()
    {
        var parts = _issuer.Token(Now).Split('.');

        Assert.IsType<Caller.Unauthorized>(await CheckAsync($"{Encode("""{"alg":"none","typ":"JWT","kid":"k1"}""")}.{parts[1]}."));
    }

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_a_secret_is_401()
    {
        var body = Encode("""{"alg":"HS256","typ":"JWT","kid":"k1"}""") + "." + _issuer.Token(Now).Split('.')[1];
        var signature = Base64UrlEncoder.Encode(HMACSHA256.HashData(_issuer.PublicKey("k1"), Encoding.ASCII.GetBytes(body)));

        Assert.IsType<Caller.Unauthorized>(await CheckAsync($"{body}.{signature}"));
    }

    [Fact]
    public async Task A_key_not_endorsed_for_the_channel_is_403() =>
        Assert.IsType<Caller.Forbidden>(await CheckAsync(_issuer.Token(Now), Activity("webchat")));

    [Fact]
    public async Task A_key_without_endorsements_is_403()
    {
        _issuer.AddKey("bare", null);

        Assert.IsType<Caller.Forbidden>(await CheckAsync(_issuer.Token(Now, kid: "bare")));
    }

    [Fact]
    public async Task An_activity_without_a_channel_is_403() => Assert.IsType<Caller.Forbidden>(await CheckAsync(_issuer.Token(Now), Activity(channelId: null)));

    [Theory, InlineData("https://smba.example.test/emea/"), InlineData("https://smba.example.test.evil.test/amer/"), InlineData(null)]
    public async Task A_token_for_another_service_url_is_403(string? serviceUrl) =>
        Assert.IsType<Caller.Forbidden>(await CheckAsync(_issuer.Token(Now, serviceUrl: serviceUrl)));

    [Fact]
    public async Task A_rotated_key_is_found_at_once_but_strangers_cause_one_fetch_an_hour()
    {
        Assert.IsType<Caller.Known>(await CheckAsync(_issuer.Token(Now)));
        _issuer.AddKey("k2", ["directline"]);

        var rotated = await CheckAsync(_issuer.Token(Now, kid: "k2"));
        var fetches = _issuer.Fetches;
        _issuer.AddKey("k3", ["directline"]);
        var soon = await CheckAsync(_issuer.Token(Now, kid: "k3"));
        var same = _issuer.Fetches;
        _clock.Advance(TimeSpan.FromMinutes(61));
        var later = await CheckAsync(_issuer.Token(Now, kid: "k3"));

        Assert.IsType<Caller.Known>(rotated);
        Assert.IsType<Caller.Unauthorized>(soon);
        Assert.Equal((2, 2), (fetches, same));
        Assert.IsType<Caller.Known>(later);
    }

    [Fact]
    public async Task Keys_are_read_again_every_day_and_old_ones_go_on_when_that_fails()
    {
        await CheckAsync(_issuer.Token(Now));
        _clock.Advance(TimeSpan.FromHours(25));
        _issuer.Down = true;

        var duringOutage = await CheckAsync(_issuer.Token(Now));
        _issuer.Down = false;
        _issuer.AddKey("k2", ["directline"]);
        _issuer.RemoveKey("k1");
        _clock.Advance(TimeSpan.FromMinutes(2));
        var after = await CheckAsync(_issuer.Token(Now, kid: "k2"));

        Assert.IsType<Caller.Known>(duringOutage);
        Assert.IsType<Caller.Known>(after);
    }

    [Fact]
    public async Task Without_any_keys_nobody_can_be_judged()
    {
        _issuer.Down = true;

        await Assert.ThrowsAsync<SigningKeysUnavailableException>(() => CheckAsync(_issuer.Token(Now)));
        _issuer.Down = false;
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(() => CheckAsync(_issuer.Token(Now)));
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.IsType<Caller.Known>(await CheckAsync(_issuer.Token(Now)));
    }

    [Fact]
    public async Task Emulator_tokens_are_off_until_allowed_and_must_be_our_own()
    {
        const string issuer = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/";
        var ours = _issuer.Token(Now, issuer: issuer, serviceUrl: null, more: [new Claim("ver", "1.0"), new Claim("appid", Issuer.AppId)]);
        var others = _issuer.Token(Now, issuer: issuer, serviceUrl: null, more: [new Claim("ver", "2.0"), new Claim("azp", "other-app")]);

        var off = await CheckAsync(ours);
        _options.AllowEmulatorTokens = true;

        Assert.IsType<Caller.Unauthorized>(off);
        Assert.Equal(new Caller.Known("urn:botframework:aadappid:" + Issuer.AppId), await CheckAsync(ours));
        Assert.IsType<Caller.Unauthorized>(await CheckAsync(others));
    }

    [Fact]
    public async Task Over_HTTP_bad_tokens_are_401_with_a_challenge_and_wrong_ones_403_before_anything_is_stored()
    {
        await using var app = await BotApp.StartAsync(null, ("AppId", Issuer.AppId), ("ChannelIssuer", Issuer.Name), ("ChannelMetadataUrl", _issuer.MetadataUrl));
        var body = Wire.Message("你好").Replace("\"channelId\":\"test\"", "\"channelId\":\"directline\"", StringComparison.Ordinal)
            .Replace("http://127.0.0.1:9/", Issuer.ServiceUrl, StringComparison.Ordinal);

        using var none = await app.PostAsync(body);
        using var wrong = await app.PostAsync(body, token: "Bearer " + _issuer.Token(Now, serviceUrl: "https://elsewhere.test/"));
        using var incomplete = await app.PostAsync("{}");
        Assert.Empty(app.Store.Commits);
        using var good = await app.PostAsync(body, token: "Bearer " + _issuer.Token(Now));

        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Equal("Bearer", Assert.Single(none.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, incomplete.StatusCode);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Fact]
    public async Task Over_HTTP_an_issuer_that_is_down_is_503()
    {
        _issuer.Down = true;
        await using var app = await BotApp.StartAsync(null, ("AppId", Issuer.AppId), ("ChannelIssuer", Issuer.Name), ("ChannelMetadataUrl", _issuer.MetadataUrl));

        using var response = await app.PostAsync(Wire.Message("你好"), token: "Bearer " + _issuer.Token(Now));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:5080", false, true)]
    [InlineData(null, "http://localhost:5080;http://[::1]:5080", false, true)]
    [InlineData(null, "http://127.0.0.1:5080;http://0.0.0.0:80", false, false)]
    [InlineData(null, "http://+:80", false, false)]
    [InlineData(null, "http://*:80", false, false)]
    [InlineData(null, "https://bot.example.org", false, false)]
    [InlineData(null, "http://0.0.0.0:80", true, true)]
    [InlineData("an-app", "http://0.0.0.0:80", false, true)]
    public void Without_an_app_id_the_bot_starts_on_loopback_or_in_development_only(string? appId, string urls, bool development, bool starts)
    {
        using var authentication = new BotFrameworkAuthentication(Options.Create(new BotFrameworkOptions { AppId = appId }), _http, _clock);

        var refusal = Record.Exception(() => authentication.EnsureStartable(urls.Split(';'), development));

        Assert.Equal(starts, refusal is null);
        Assert.True(starts || refusal is InvalidOperationException { Message: var message } && message.Contains("AppId", StringComparison.Ordinal));
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private BotFrameworkAuthentication Authentication => _authentication ??= new BotFrameworkAuthentication(Options.Create(_options), _http, _clock);

    private async Task<Caller> CheckAsync(string token, Activity? activity = null) =>
        await Authentication.AuthenticateAsync(activity ?? Activity(), "Bearer " + token, Cancel);

    private static Activity Activity(string? channelId = "directline") => new() { Type = "message", ChannelId = channelId, ServiceUrl = Issuer.ServiceUrl };

    private static string Encode(string json) => Base64UrlEncoder.Encode(json);
}
