using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace StationBot.Platform.Calls;

/// <summary>Files that residents sent: temporary, three days (wechat.md §5).</summary>
public sealed class Media(TimeProvider time, Func<Uri> baseAddress)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredFile> _files = [];

    /// <summary>Puts a file there and gives its media id.</summary>
    public string Add(byte[] content, string contentType, string name)
    {
        var id = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", 64);
        lock (_gate)
        {
            _files[id] = new StoredFile(content, contentType, name, time.GetUtcNow());
        }
        return id;
    }

    /// <summary>The address that PicUrl gives: no token needed.</summary>
    public string AddressOf(string mediaId) => new Uri(baseAddress(), "/files/" + mediaId).ToString();

    internal bool Has(string? mediaId) => Find(mediaId) is not null;

    /// <summary>The file; for a video JSON with <c>video_url</c>; 40007 when it is not there or has expired.</summary>
    internal ApiAnswer Get(string? mediaId) => Find(mediaId) switch
    {
        null => ApiAnswer.Error(40007),
        { ContentType: var type } when type.StartsWith("video/", StringComparison.Ordinal) => new ApiAnswer.Document(new JsonObject { ["video_url"] = AddressOf(mediaId!) }),
        var file => Open(mediaId, file),
    };

    internal ApiAnswer.File? Open(string? mediaId) => Find(mediaId) is { } file ? Open(mediaId, file) : null;

    private static ApiAnswer.File Open(string? mediaId, StoredFile file) => new(file.Content, file.ContentType, file.Name.Length > 0 ? file.Name : mediaId!);

    private StoredFile? Find(string? mediaId)
    {
        lock (_gate)
        {
            return mediaId is not null && _files.TryGetValue(mediaId, out var file) && file.At + Life > time.GetUtcNow() ? file : null;
        }
    }

    private sealed record StoredFile(byte[] Content, string ContentType, string Name, DateTimeOffset At);
}
