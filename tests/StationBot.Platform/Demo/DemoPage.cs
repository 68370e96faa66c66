using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Calls;
using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.Phones;
using StationBot.Platform.WeCom;

namespace StationBot.Platform.Demo;

/// <summary>A page that looks like a phone with one chat, and what it asks for. Everything it shows is on <see cref="Phone"/>.</summary>
internal sealed class DemoPage(PlatformServer platform, OfficialAccount account, WeComApp staff)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const int MostPhotoBytes = 10 * 1024 * 1024;

    // "#!AMR\n" and one frame of silence: enough for a file that is a voice.
    private static readonly byte[] Silence = [.. "#!AMR\n"u8, 0x3C, .. new byte[31]];

    public void Map(WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        app.MapGet("/", () => File("index.html", "text/html; charset=utf-8"));
        app.MapGet("/phone.css", () => File("phone.css", "text/css; charset=utf-8"));
        app.MapGet("/phone.js", () => File("phone.js", "text/javascript; charset=utf-8"));
        app.MapGet("/favicon.ico", () => Results.NoContent());
        app.MapGet("/demo/state", StateAsync);
        var stopping = app.Lifetime.ApplicationStopping;
        app.MapGet("/demo/messages", (string openid, HttpRequest request) =>
            Results.ServerSentEvents(FollowAsync(account.Phone(openid).Messages, m => m, Bubble, After(request), stopping, request.HttpContext.RequestAborted)));
        app.MapGet("/demo/staff", (HttpRequest request) =>
            Results.ServerSentEvents(FollowAsync(platform.Calls, c => c is { Path: "/cgi-bin/message/send", Succeeded: true } ? c : null, Notice, After(request), stopping, request.HttpContext.RequestAborted)));
        app.MapPost("/demo/send", async (Act act, CancellationToken cancellationToken) => Result(await account.SendAsync(act.OpenId, Inbound(act), cancellationToken)));
        app.MapPost("/demo/photo", PhotoAsync);
    }

    private async Task<IResult> StateAsync(string openid, CancellationToken cancellationToken)
    {
        var phone = account.Phone(openid);
        return Results.Json(new
        {
            account = account.Name,
            staff = staff.Name,
            reachable = await account.VerifyUrlAsync(cancellationToken),
            following = phone.IsFollowing,
            menu = account.Menu,
            scenes = account.Codes.Values.Distinct(),
        });
    }

    private Inbound Inbound(Act act) => act.Kind switch
    {
        "text" => Callbacks.Inbound.Text(act.Text, act.Key),
        "voice" => Callbacks.Inbound.Voice(account.Media.Add(Silence, "audio/amr", "voice.amr")),
        "location" => Callbacks.Inbound.Location(act.Latitude, act.Longitude, act.Text),
        "follow" => Callbacks.Inbound.Follow(act.Key),
        "unfollow" => Callbacks.Inbound.Unfollow(),
        "scan" => account.Phone(act.OpenId).IsFollowing ? Callbacks.Inbound.Scan(act.Text) : Callbacks.Inbound.Follow(act.Text), // §6
        "click" => Callbacks.Inbound.Click(act.Key ?? ""),
        "view" => Callbacks.Inbound.View(act.Text),
        _ => throw new BadHttpRequestException($"There is no act '{act.Kind}'."),
    };

    private async Task<IResult> PhotoAsync(string openid, HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType is not ("image/jpeg" or "image/png" or "image/gif" or "image/webp") || request.ContentLength is null or > MostPhotoBytes)
        {
            return Results.BadRequest();
        }
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, cancellationToken);
        var id = account.Media.Add(content.ToArray(), request.ContentType, "photo." + request.ContentType[6..]);
        return Result(await account.SendAsync(openid, Callbacks.Inbound.Image(id, account.Media.AddressOf(id)), cancellationToken));
    }

    private static IResult Result(Delivery delivery) => Results.Json(new { end = delivery.End.ToString(), attempts = delivery.Attempts.Count, why = delivery.Why });

    private static object Bubble(PhoneMessage message) => new
    {
        kind = message.Kind.ToString(),
        type = message.MsgType,
        text = message.Text,
        url = message.Url is { } url && url.Contains("/files/", StringComparison.Ordinal) ? url[url.IndexOf("/files/", StringComparison.Ordinal)..] : message.Url,
        fields = message.Fields,
        at = message.At,
    };

    private static object Notice(ApiCall call)
    {
        var message = MessageBody.Read(PhoneMessageKind.App, call.Body, call.At);
        return new { to = call.Text("touser"), text = message.Text, url = message.Url, at = message.At };
    }

    /// <summary>Everything from a position on, and then whatever comes, until the browser goes.</summary>
    private static async IAsyncEnumerable<SseItem<object>> FollowAsync<T>(
        Journal<T> journal, Func<T, T?> choose, Func<T, object> show, int after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
        where T : class
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        while (true)
        {
            T entry;
            try
            {
                entry = await journal.WaitForAsync(_ => true, Timeout.InfiniteTimeSpan, after, end.Token);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
            after++;
            if (choose(entry) is { } chosen)
            {
                yield return new SseItem<object>(show(chosen)) { EventId = after.ToString(CultureInfo.InvariantCulture) };
            }
        }
    }

    /// <summary>A browser that lost the stream says where it was.</summary>
    private static int After(HttpRequest request) => int.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0;

    private static IResult File(string name, string contentType)
    {
        using var reader = new StreamReader(typeof(DemoPage).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return Results.Content(reader.ReadToEnd(), contentType);
    }

    /// <summary>What the person at the page does.</summary>
    private sealed record Act(string OpenId, string Kind, string Text = "", string? Key = null, double Latitude = 0, double Longitude = 0);
}
