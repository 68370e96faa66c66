using System.Collections.Concurrent;
using System.Net.Http.Json;
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
    public static Task<ModelStandIn> Saying(string content) => StartAsync((http, _) => http.Response.WriteAsJsonAsync(Completion(content)));

    public static async Task<ModelStandIn> StartAsync(Func<HttpContext, ModelStandIn, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
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

    private static JsonObject Completion(string content) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion",
        ["created"] = 1795400000,
        ["model"] = "local",
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["finish_reason"] = "stop",
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = content },
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 1, ["total_tokens"] = 2 },
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
