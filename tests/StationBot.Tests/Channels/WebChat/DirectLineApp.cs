using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.WebChat;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Tests.Channels.BotProtocol;

namespace StationBot.Tests.Channels.WebChat;

/// <summary>The Direct Line server and the page on a real Kestrel, with a store in memory, files in a folder of its own, and a still clock.</summary>
internal sealed class DirectLineApp : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-tests";
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private DirectLineApp(WebApplication app, MemoryConversationStore store, ScriptedDialog dialog, FakeTimeProvider clock, string folder, bool ownsFolder)
    {
        (_app, Store, Dialog, Clock, Folder, _ownsFolder) = (app, store, dialog, clock, folder, ownsFolder);
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public MemoryConversationStore Store { get; }
    public required ReadingStore Reads { get; init; }
    public ScriptedDialog Dialog { get; }
    public FakeTimeProvider Clock { get; }
    public string Folder { get; }
    public HttpClient Http { get; }
    public string Origin => Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private static DialogDefinition Dialogs { get; } = DialogLoader.Load(Path.Combine(AppContext.BaseDirectory, "dialogs"));

    /// <param name="before">An earlier app whose store and folder this one goes on with, as after a restart.</param>
    public static async Task<DirectLineApp> StartAsync(DirectLineApp? before = null, params (string Name, string Value)[] settings)
    {
        var folder = before?.Folder ?? Directory.CreateTempSubdirectory("directline").FullName;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = PageFolder() });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([.. settings.Select(s => KeyValuePair.Create<string, string?>("DirectLine:" + s.Name, s.Value)), new("DirectLine:Folder", folder)]);
        var (clock, store, dialog) = (The.Clock, before?.Store ?? new MemoryConversationStore(), new ScriptedDialog());
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<IAreaDirectory>(new TheDistrict());
        var reads = new ReadingStore(store);
        builder.Services.AddSingleton<IConversationStore>(reads).AddSingleton<IOutbox>(store).AddSingleton<IChannelLog>(store).AddSingleton<IDialog>(dialog);
        builder.Services.AddBotProtocol(builder.Configuration.GetSection("BotFramework"));
        builder.Services.Configure<ResidentPageOptions>(page =>
        {
            foreach (var (key, text) in Dialogs.Page)
            {
                page.Texts[key] = text;
            }
            foreach (var number in Dialogs.Numbers.Where(n => n.Shown))
            {
                page.Numbers.Add(new ServiceNumber { Number = number.Number, For = number.For });
            }
        });
        builder.Services.AddDirectLine(builder.Configuration.GetSection("DirectLine"));
        var app = builder.Build();
        app.UseWebSockets();
        app.MapDirectLine();
        app.MapResidentPage();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new DirectLineApp(app, store, dialog, clock, folder, before is null) { Reads = reads };
    }

    public static Task<DirectLineApp> WithSecretAsync() => StartAsync(null, ("Secret", Secret));

    /// <summary>Calls Direct Line and gives status and body; the headers for those who ask.</summary>
    public async Task<Answer> CallAsync(string method, string path, string? bearer = null, HttpContent? body = null, Action<HttpRequestHeaders>? more = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : "/v3/directline/" + path) { Content = body };
        if (bearer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + bearer);
        }
        more?.Invoke(request.Headers);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return new Answer(response.StatusCode, isJson ? JsonElement.Parse(text) : default, text, response.Headers);
    }

    public Task<Answer> PostAsync(string path, string? bearer, string json) => CallAsync("POST", path, bearer, Json(json));

    /// <summary>Starts a conversation on this machine, without a secret.</summary>
    public async Task<Conversation> StartConversationAsync(string? userId = null)
    {
        var answer = await PostAsync("conversations", null, userId is null ? "" : $$$"""{"user":{"id":"{{{userId}}}"}}""");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return new Conversation(this, answer.Text("conversationId"), answer.Text("token"), answer.Text("streamUrl"));
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    internal static string PageFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../src/StationBot.Host/wwwroot"));
}

/// <summary>A store whose log can be made unreadable, as when a disk fails.</summary>
internal sealed class ReadingStore(IConversationStore inner) : IConversationStore
{
    public bool Fail { get; set; }

    public Task<IReadOnlyList<TurnMessage>> ReadAsync(Guid conversationId, long after, int limit, CancellationToken cancellationToken) =>
        Fail ? throw new IOException("The disk is gone.") : inner.ReadAsync(conversationId, after, limit, cancellationToken);

    public Task<bool> EraseAsync(ConversationKey key, CancellationToken cancellationToken) => inner.EraseAsync(key, cancellationToken);

    public ValueTask<ConversationRecord?> FindAsync(ConversationKey key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

    public ValueTask<Guid> ResidentAsync(string channel, string channelUserId, CancellationToken cancellationToken) => inner.ResidentAsync(channel, channelUserId, cancellationToken);

    public ValueTask<CommitResult.Duplicate?> FindHandledAsync(Guid conversationId, string inboxKey, CancellationToken cancellationToken) =>
        inner.FindHandledAsync(conversationId, inboxKey, cancellationToken);

    public ValueTask<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

    public Task<IReadOnlyList<ConversationRecord>> IdleSinceAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        inner.IdleSinceAsync(before, limit, cancellationToken);
}

/// <summary>An HTTP answer, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body, string Content, HttpResponseHeaders Headers)
{
    public string Text(string name) => Body.GetProperty(name).GetString()!;
    public string ErrorCode => Body.GetProperty("error").GetProperty("code").GetString()!;
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}

/// <summary>A started conversation, as its client sees it.</summary>
internal sealed record Conversation(DirectLineApp App, string Id, string Token, string StreamUrl)
{
    public async Task<string> SayAsync(string text, string? key = null, string user = "u1")
    {
        var answer = await PostAsync(text, key, user);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Text("id");
    }

    public Task<Answer> PostAsync(string text, string? key = null, string user = "u1") => App.PostAsync($"conversations/{Id}/activities", Token, JsonSerializer.Serialize(new
    {
        type = "message", text, from = new { id = user, role = "user" }, channelData = new { clientActivityID = key ?? Guid.NewGuid().ToString("N") },
    }));

    /// <summary>Polls once.</summary>
    public async Task<(JsonElement[] Activities, string Watermark)> ReadAsync(string watermark = "")
    {
        var answer = await App.CallAsync("GET", $"conversations/{Id}/activities?watermark={watermark}", Token);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return ([.. answer.Body.GetProperty("activities").EnumerateArray()], answer.Text("watermark"));
    }

    public async Task<string[]> TextsAsync() => [.. (await ReadAsync()).Activities.Select(a => a.GetProperty("text").GetString()!)];
}

/// <summary>A client's end of a stream.</summary>
internal sealed class StreamClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<StreamClient> OpenAsync(string url, string? origin = null)
    {
        var client = new StreamClient();
        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }
        client._socket.Options.CollectHttpResponseDetails = true;
        await client._socket.ConnectAsync(new Uri(url), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>The status of an upgrade that is refused.</summary>
    public static async Task<HttpStatusCode> RefusalAsync(string url, string? origin = null)
    {
        var client = new StreamClient();
        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }
        client._socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => client._socket.ConnectAsync(new Uri(url), TestContext.Current.CancellationToken));
        return client._socket.HttpStatusCode;
    }

    /// <summary>The next frame; empty for a keep-alive, null when the server closed.</summary>
    public async Task<string?> NextAsync()
    {
        using var frame = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }
            frame.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return Encoding.UTF8.GetString(frame.ToArray());
            }
        }
    }

    /// <summary>The activities of the next frames.</summary>
    public async Task<JsonElement[]> ActivitiesAsync(int count)
    {
        List<JsonElement> activities = [];
        while (activities.Count < count)
        {
            activities.AddRange(JsonElement.Parse((await NextAsync())!).GetProperty("activities").EnumerateArray());
        }
        return [.. activities];
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public async Task LeaveAsync() => await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
