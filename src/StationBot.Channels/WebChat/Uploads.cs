using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>One file of an upload.</summary>
/// <param name="Bytes">Null when the file is over the limit; it was read past and not kept.</param>
internal sealed record UploadedFile(string Name, byte[]? Bytes);

/// <summary>Why a file was not taken; the names of the sentences in the texts.</summary>
internal enum FileRefusal { Type, Size, Count }

/// <summary>An upload as it came: the message, when the client sent one, and the files that go with it.</summary>
internal sealed record Upload(Activity? Activity, IReadOnlyList<UploadedFile> Files);

/// <summary>Reads what clients upload, and turns it into attachments that point to stored files. bot-framework.md §6, Upload.</summary>
internal sealed class Uploads(PageTexts texts, IAttachmentStore store, IOptions<DirectLineOptions> options)
{
    public const string Route = "/v3/directline/attachments/";
    private const string ActivityType = "application/vnd.microsoft.activity";
    private const int LongestName = 120;

    /// <exception cref="RefusedException">413 for a whole over the limit; 400 for a broken or empty one.</exception>
    public async Task<Upload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var isTooLarge = request.ContentLength > options.Value.MaxUploadBytes;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Kestrel cuts the connection at its limit, and the client never reads our answer; so no limit where we answer at once.
            limit.MaxRequestBodySize = isTooLarge ? null : options.Value.MaxUploadBytes;
        }
        if (isTooLarge)
        {
            throw TooLarge();
        }
        try
        {
            var upload = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                ? await ReadPartsAsync(HeaderUtilities.RemoveQuotes(type.Boundary).Value, request.Body, cancellationToken)
                : await ReadRawAsync(request, cancellationToken);
            return upload is { Activity: null, Files: [] } ? throw new RefusedException(400, "MissingProperty", "The upload holds no file.") : upload;
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException or (IOException and not BadHttpRequestException))
        {
            throw new RefusedException(400, "MalformedData", "The upload is broken.");
        }
    }

    /// <summary>Stores what may be stored and puts it into the message, in the order of the message's own list.</summary>
    /// <returns>What was not taken. It stays in the message by name, so that residents see what they sent.</returns>
    public async Task<IReadOnlyList<FileRefusal>> AttachAsync(Activity activity, IReadOnlyList<UploadedFile> files, CancellationToken cancellationToken)
    {
        var announced = activity.Attachments ?? [];
        // The files come in the order in which the browser had read them; the client made the names unique, so they tell the right one.
        var ordered = files.OrderBy(f => announced.FindIndex(a => a.Name == f.Name) is var i and >= 0 ? i : int.MaxValue).ToArray();
        List<FileRefusal> refused = [];
        activity.Attachments = [.. announced.Where(a => a.Content is not null || a.ContentUrl is not null)];
        foreach (var (file, index) in ordered.Select((f, i) => (f, i)))
        {
            var refusal = Refuse(file, index);
            if (refusal is null && await StoreAsync(file, cancellationToken) is { } stored)
            {
                activity.Attachments.Add(stored);
                continue;
            }
            // A photo that cannot be read as one is refused as a file of another kind.
            refused.Add(refusal ?? FileRefusal.Type);
            activity.Attachments.Add(new Attachment { ContentType = "application/octet-stream", Name = CleanName(file.Name) });
        }
        return refused;
    }

    /// <summary>Stores files that came inside a message as data: addresses; the bot and the log get links. bot-framework.md §1.5.</summary>
    public async Task<IReadOnlyList<FileRefusal>> DetachDataAsync(Activity activity, CancellationToken cancellationToken)
    {
        List<UploadedFile> files = [];
        foreach (var attachment in activity.Attachments ?? [])
        {
            attachment.ThumbnailUrl = null;
            if (attachment.ContentUrl?.StartsWith("data:", StringComparison.OrdinalIgnoreCase) == true)
            {
                files.Add(new UploadedFile(attachment.Name ?? "", DataOf(attachment.ContentUrl)));
                attachment.ContentUrl = null;
            }
        }
        return files.Count == 0 ? [] : await AttachAsync(activity, files, cancellationToken);
    }

    private FileRefusal? Refuse(UploadedFile file, int index) =>
        index >= options.Value.MaxFiles ? FileRefusal.Count
        : file.Bytes is null ? FileRefusal.Size
        : FileKinds.ContentTypeOf(file.Bytes, file.Name) is null ? FileRefusal.Type
        : null;

    private async Task<Attachment?> StoreAsync(UploadedFile file, CancellationToken cancellationToken)
    {
        if (await store.SaveAsync(store.NewId(), CleanName(file.Name), FileKinds.ContentTypeOf(file.Bytes, file.Name)!, file.Bytes, cancellationToken) is not { } stored)
        {
            return null;
        }
        return new Attachment
        {
            ContentType = stored.ContentType,
            // Without our own address: it differs by way in and may change; readers complete it.
            ContentUrl = Route + stored.Id,
            Name = stored.Name,
            Properties = new() { ["bytes"] = JsonElement.Parse(stored.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)) },
        };
    }

    private async Task<Upload> ReadRawAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var name = ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition)
            ? (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value
            : null;
        var bytes = await Bodies.ReadAllAsync(request.Body, options.Value.MaxFileBytes, cancellationToken);
        return new Upload(null, bytes is { Length: 0 } ? [] : [new UploadedFile(name ?? "", bytes)]);
    }

    private async Task<Upload> ReadPartsAsync(string? boundary, Stream body, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 200)
        {
            throw new FormatException("No boundary.");
        }
        Activity? activity = null;
        List<UploadedFile> files = [];
        var reader = new MultipartReader(boundary, body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            if (part.ContentType?.StartsWith(ActivityType, StringComparison.OrdinalIgnoreCase) == true)
            {
                var json = await Bodies.ReadAllAsync(part.Body, options.Value.MaxActivityBytes, cancellationToken) ?? throw TooLarge();
                activity = Encoding.UTF8.GetCharCount(json) <= options.Value.MaxActivityCharacters ? BotJson.ReadActivity(json) : throw TooLarge();
            }
            else if (NameOf(part) is { } name)
            {
                var bytes = await Bodies.ReadAllAsync(part.Body, options.Value.MaxFileBytes, cancellationToken);
                files.Add(new UploadedFile(name, bytes));
            }
        }
        return new Upload(activity, files);
    }

    // The header's name may be raw UTF-8 (browsers), RFC 5987 (others) or absent; parsed by hand because the framework's parser refuses the first.
    private static string? NameOf(MultipartSection part)
    {
        var header = part.ContentDisposition ?? "";
        if (ContentDispositionHeaderValue.TryParse(header, out var parsed))
        {
            return parsed.FileNameStar.HasValue ? parsed.FileNameStar.Value : HeaderUtilities.RemoveQuotes(parsed.FileName).Value;
        }
        var start = header.IndexOf("filename=\"", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : header.IndexOf('"', start + 10);
        return end < 0 ? null : header[(start + 10)..end];
    }

    private byte[]? DataOf(string url)
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        var isBase64 = comma > 0 && url.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase);
        var buffer = new byte[url.Length];
        return isBase64 && Convert.TryFromBase64Chars(url.AsSpan(comma + 1), buffer, out var written)
            ? written > options.Value.MaxFileBytes ? null : buffer[..written]
            : [];
    }

    private static string CleanName(string name)
    {
        var clean = new string([.. name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>'))]).Trim();
        return clean.Length > LongestName ? clean[^LongestName..] : clean;
    }

    private RefusedException TooLarge() => new(413, "PayloadTooLarge", texts.Of(FileRefusal.Size));
}
