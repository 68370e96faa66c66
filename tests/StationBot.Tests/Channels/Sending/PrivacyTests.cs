using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.Sending;

public sealed class PrivacyTests : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    [Fact]
    public async Task No_log_line_at_any_level_tells_who_wrote_what_or_with_which_token()
    {
        await using var issuer = await Issuer.StartAsync("test");
        await using var channel = await Stranger.StartAsync(http =>
        {
            http.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using var app = await BotApp.StartAsync(
            services => services.AddSingleton<ILoggerProvider>(this).Configure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Trace)
                .AddSingleton<StationBot.Channels.BotProtocol.IConnectorTokens>(new Secret()),
            ("AppId", Issuer.AppId), ("ChannelIssuer", Issuer.Name), ("ChannelMetadataUrl", issuer.MetadataUrl), ("ServiceUrlHosts:0", "127.0.0.1"));
        var message = Wire.Message("身份证110101199003078515", conversation: "openid-conversation", expectReplies: false).Replace("http://127.0.0.1:9/", channel.Url, StringComparison.Ordinal);
        var token = issuer.Token(The.Moment, serviceUrl: channel.Url);

        using var taken = await app.PostAsync(message, token: "Bearer " + token);
        await app.Store.OutboxHasSeenAsync(1);
        using var refused = await app.PostAsync(message, token: "Bearer " + issuer.Token(The.Moment, audience: "x"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (taken.StatusCode, refused.StatusCode));
        Assert.Contains(_lines, line => line.Contains("stopped", StringComparison.Ordinal));
        Assert.All(
            new[] { "身份证", "110101199003078515", "王小明", "resident-openid-77", "openid-conversation", "our-own-secret-token", token },
            secret => Assert.DoesNotContain(_lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    public ILogger CreateLogger(string categoryName) => new Line(_lines);

    public void Dispose()
    {
    }

    private sealed class Line(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception) + exception);
    }

    private sealed class Secret : StationBot.Channels.BotProtocol.IConnectorTokens
    {
        public ValueTask<string?> GetAsync(bool renew, CancellationToken cancellationToken) => ValueTask.FromResult<string?>("our-own-secret-token");
    }
}
