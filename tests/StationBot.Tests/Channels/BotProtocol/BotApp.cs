using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Tests.Channels.BotProtocol;

/// <summary>The bot endpoint on a real Kestrel at a free port, with a store in memory and a dialog of the test's choice.</summary>
internal sealed class BotApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BotApp(WebApplication app, MemoryConversationStore store, ScriptedDialog dialog, FakeTimeProvider clock)
    {
        _app = app;
        Store = store;
        Dialog = dialog;
        Clock = clock;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public MemoryConversationStore Store { get; }
    public ScriptedDialog Dialog { get; }
    public FakeTimeProvider Clock { get; }
    public HttpClient Client { get; }
    public IServiceProvider Services => _app.Services;

    public static async Task<BotApp> StartAsync(Action<IServiceCollection>? change = null, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>("BotFramework:" + s.Name, s.Value)));
        var clock = The.Clock;
        var store = new MemoryConversationStore();
        var dialog = new ScriptedDialog();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IConversationStore>(store).AddSingleton<IOutbox>(store).AddSingleton<IChannelLog>(store).AddSingleton<IDialog>(dialog);
        builder.Services.AddSingleton<IAreaDirectory>(new TheDistrict());
        builder.Services.AddBotProtocol(builder.Configuration.GetSection("BotFramework"));
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapBotProtocol();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new BotApp(app, store, dialog, clock);
    }

    public Task<HttpResponseMessage> PostAsync(string json, string contentType = "application/json", string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(json, Encoding.UTF8) };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> ReplyToAsync(string json)
    {
        using var response = await PostAsync(json);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // Stopped before disposed, as a host does: Polly waits for calls under way by the clock it was given, and a fake one stands still.
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}

/// <summary>An HTTP server of somebody else's: a channel, an issuer.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Stranger(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<Stranger> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Stranger(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Activities as channels post them.</summary>
internal static class Wire
{
    public static string Message(string text, string id = "m1", string conversation = "c1", bool expectReplies = true) =>
        $$"""
        {"type":"message","id":"{{id}}","channelId":"test","serviceUrl":"http://127.0.0.1:9/","from":{"id":"resident-openid-77","name":"王小明"},
         "recipient":{"id":"bot","name":"StationBot"},"conversation":{"id":"{{conversation}}"},"locale":"zh-CN","text":"{{text}}"
         {{(expectReplies ? ",\"deliveryMode\":\"expectReplies\"" : "")}}}
        """;

    public static string Of(string type, string more) =>
        $$"""
        {"type":"{{type}}","id":"e1","channelId":"test","serviceUrl":"http://127.0.0.1:9/","from":{"id":"resident-openid-77"},"recipient":{"id":"bot"},
         "conversation":{"id":"c1"},"deliveryMode":"expectReplies"{{(more.Length > 0 ? "," + more : "")}}}
        """;
}
