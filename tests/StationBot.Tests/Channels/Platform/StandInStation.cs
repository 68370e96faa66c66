using System.Collections.Concurrent;
using System.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StationBot.Platform.OfficialAccounts;

namespace StationBot.Tests.Channels.Platform;

/// <summary>A callback of the simplest kind: it answers with what a test prepared, whatever is asked.</summary>
internal sealed class StandInStation : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = [];

    private StandInStation(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single() + "/wechat/demo";

    /// <summary>Query and body of every request.</summary>
    public ConcurrentQueue<(IQueryCollection Query, string Body)> Requests { get; } = [];

    public static async Task<StandInStation> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var station = new StandInStation(builder.Build());
        station._app.Map("/wechat/demo", station.ServeAsync);
        await station._app.StartAsync(TestContext.Current.CancellationToken);
        return station;
    }

    /// <summary>One answer for each coming request; after the last one <c>success</c>.</summary>
    public StandInStation Answers(params Func<HttpContext, Task>[] answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }
        return this;
    }

    public StandInStation Answers(params string[] bodies) => Answers([.. bodies.Select(Body)]);

    public static Func<HttpContext, Task> Body(string body) => context => context.Response.WriteAsync(body);

    public static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Says nothing until the platform hangs up.</summary>
    public static Task Silence(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    public static string Text(OfficialAccount account, string openId, string content) =>
        $"<xml><ToUserName>{openId}</ToUserName><FromUserName>{account.Settings.OriginalId}</FromUserName><CreateTime>1795399200</CreateTime>"
        + $"<MsgType>text</MsgType><Content>{SecurityElement.Escape(content)}</Content></xml>";

    /// <summary>A reply of safe mode.</summary>
    public static string Sealed(OfficialAccount account, string xml, string? signature = null)
    {
        var encrypt = account.Crypto.Encrypt(xml);
        return $"<xml><Encrypt>{encrypt}</Encrypt><MsgSignature>{signature ?? account.Crypto.Sign("1795399200", "7", encrypt)}</MsgSignature>"
            + "<TimeStamp>1795399200</TimeStamp><Nonce>7</Nonce></xml>";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Requests.Enqueue((context.Request.Query, await reader.ReadToEndAsync(context.RequestAborted)));
        await (_answers.TryDequeue(out var answer) ? answer(context) : context.Response.WriteAsync("success"));
    }
}
