using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StationBot.Tests.Understanding;

/// <summary>An OpenAI-compatible service on this machine: speaks the chat-completions format and remembers what it was sent.</summary>
internal sealed class ModelStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ModelStandIn(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Bodies { get; } = [];
    public ConcurrentQueue<string> Keys { get; } = [];

    /// <summary>Completes when the first request has arrived.</summary>
    public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public Uri Endpoint => new(_app.Urls.First() + "/openai/v1/");

    /// <summary>The words of all messages sent, as the model reads them.</summary>
    public string Read() => string.Join('\n', Bodies.SelectMany(b => JsonNode.Parse(b)!["messages"]!.AsArray()).Select(m => m!["content"]!.ToJsonString(Plain)));

    public static JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers every request with this content.</summary>
    public static Task<ModelStandIn> Saying(string content, string ended = "stop", X509Certificate2? certificate = null) =>
        StartAsync((http, _) => http.Response.WriteAsJsonAsync(Completion(content, ended)), certificate);

    /// <param name="certificate">Given: the service speaks HTTPS, as one that takes tokens of Entra ID must.</param>
    public static async Task<ModelStandIn> StartAsync(Func<HttpContext, ModelStandIn, Task> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        var standIn = new ModelStandIn(app);
        app.MapPost("/openai/v1/chat/completions", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            standIn.Bodies.Enqueue(await reader.ReadToEndAsync(http.RequestAborted));
            standIn.Keys.Enqueue(http.Request.Headers.Authorization.ToString());
            standIn.Called.TrySetResult();
            await answer(http, standIn);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return standIn;
    }

    public static JsonObject Completion(string content, string ended) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion",
        ["created"] = 1795400000,
        ["model"] = "local",
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["finish_reason"] = ended,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = content },
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 900, ["completion_tokens"] = 100, ["total_tokens"] = 1000 },
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
