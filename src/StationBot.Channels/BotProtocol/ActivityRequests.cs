using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace StationBot.Channels.BotProtocol;

/// <summary>A call that is answered with an error: status, stable code and a message for its sender.</summary>
internal sealed class RefusedException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public int RetryAfterSeconds { get; init; }
}

/// <summary>Reads and checks what comes to the bot endpoint. bot-framework.md §2.1.</summary>
internal static class ActivityRequests
{
    /// <summary>Longest id we take, in characters; the channels' own stay under a few hundred.</summary>
    private const int LongestId = 1000;

    /// <param name="maxCharacters">Where the limit is one of characters (UTF-16), whatever bytes they take.</param>
    /// <exception cref="RefusedException">405, 415, 413 or 400.</exception>
    public static async ValueTask<Activity> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken, int maxCharacters = int.MaxValue)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            throw new RefusedException(405, "MethodNotAllowed", "Activities are posted.");
        }
        if (!string.IsNullOrEmpty(request.ContentType)
            && !(MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RefusedException(415, "UnsupportedMediaType", "Send application/json.");
        }
        // Kestrel's own, larger limit would close the connection before our answer is read.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }
        var body = await ReadToEndAsync(request.BodyReader, maxBytes, cancellationToken);
        try
        {
            return body.Length > maxCharacters && Characters(body) > maxCharacters // never more characters than bytes
                ? throw new RefusedException(413, "PayloadTooLarge", $"An activity may have {maxCharacters} characters.")
                : Parse(body);
        }
        finally
        {
            request.BodyReader.AdvanceTo(body.End);
        }
    }

    /// <exception cref="RefusedException">400: something that every channel must send is missing.</exception>
    public static void Validate(Activity activity)
    {
        Require(activity.Type, "type");
        Require(activity.ChannelId, "channelId");
        Require(activity.Conversation?.Id, "conversation.id");
        Require(activity.From?.Id, "from.id");
        Require(activity.Recipient?.Id, "recipient.id");
        if (activity.Type is ActivityTypes.Event or ActivityTypes.Invoke)
        {
            Require(activity.Name, "name");
        }
        if (activity.Id?.Length > LongestId)
        {
            throw new RefusedException(400, "BadArgument", "The activity's id is too long.");
        }
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(PipeReader reader, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(maxBytes);
            }
            if (read.IsCompleted)
            {
                return read.Buffer;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>UTF-16 characters; one that a segment's end cuts in two counts for each half.</summary>
    private static long Characters(in ReadOnlySequence<byte> body)
    {
        var count = 0L;
        foreach (var part in body)
        {
            count += Encoding.UTF8.GetCharCount(part.Span);
        }
        return count;
    }

    private static void Require(string? value, string field)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new RefusedException(400, "MissingProperty", $"The activity has no {field}.");
        }
        if (value.Length > LongestId)
        {
            throw new RefusedException(400, "BadArgument", $"The activity's {field} is too long.");
        }
    }

    private static RefusedException TooLarge(int maxBytes) => new(413, "PayloadTooLarge", $"An activity may have {maxBytes} bytes.");

    private static Activity Parse(in ReadOnlySequence<byte> body)
    {
        try
        {
            return BotJson.ReadActivity(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
        }
        catch (FormatException malformed)
        {
            throw new RefusedException(400, "MalformedData", malformed.Message);
        }
    }
}
