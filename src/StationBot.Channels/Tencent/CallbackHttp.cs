using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StationBot.Channels.WebChat;

namespace StationBot.Channels.Tencent;

/// <summary>Bodies of the platforms' callbacks and of our answers. wechat.md §2, §7.</summary>
internal static class CallbackHttp
{
    /// <summary>In the channel log and its count: a kind or an event of which the manual says nothing. wechat.md §6.</summary>
    public const string Unknown = "unknown";

    /// <returns>Null: longer than <paramref name="most"/>.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
        return request.ContentLength > most ? null : await Bodies.ReadAllAsync(request.Body, most, request.HttpContext.RequestAborted);
    }

    /// <summary>What called, for a line of the log: the wire can hold anything, a line one of few words.</summary>
    public static string NameOf(InboundFields fields) => NameOf(fields.Event ?? fields.MsgType ?? "");

    /// <inheritdoc cref="NameOf(InboundFields)"/>
    public static string NameOf(string what) => what.Length is > 0 and <= 40 && what.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? what : "other";

    /// <summary>No body: whoever is refused learns nothing of why.</summary>
    public static Task RefuseAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>As it is: no byte order mark, no line break, and nothing a browser could take for a page.</summary>
    public static Task WriteAsync(HttpContext http, string text, string type)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    /// <summary>Whether a call is young enough to be no replay; a timestamp that is none is not.</summary>
    /// <param name="timestamp">Of the query, signed; Unix seconds.</param>
    public static bool IsRecent(string? timestamp, DateTimeOffset now, TimeSpan maxAge) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= maxAge.TotalSeconds;
}
