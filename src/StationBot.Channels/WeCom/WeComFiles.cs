using System.Text.Json;
using Microsoft.Extensions.Logging;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>Files and places as activities carry them.</summary>
internal static class WeComFiles
{
    /// <returns>Null when there is no file.</returns>
    public static (Attachment, PlatformMedia)? Of(string? mediaId, string name, string contentType, Func<string> newFileId)
    {
        if (string.IsNullOrEmpty(mediaId))
        {
            return null;
        }
        var id = newFileId();
        return (new Attachment { ContentType = contentType, ContentUrl = WebChat.Uploads.Route + id, Name = name }, new PlatformMedia(mediaId, id, name, contentType.StartsWith("audio/", StringComparison.Ordinal)));
    }

    // GCJ-02, as on all Chinese maps; whoever takes it for GPS is some hundred metres off.
    public static Entity Place(string? name, string? address, double? latitude, double? longitude) => !string.IsNullOrWhiteSpace(name) || !string.IsNullOrWhiteSpace(address)
        ? new Entity { Type = "Place", Properties = new() { ["name"] = JsonSerializer.SerializeToElement(name ?? ""), ["address"] = JsonSerializer.SerializeToElement(address ?? "") } }
        : new Entity { Type = "GeoCoordinates", Properties = new() { ["latitude"] = JsonSerializer.SerializeToElement(latitude ?? 0), ["longitude"] = JsonSerializer.SerializeToElement(longitude ?? 0) } };
}

/// <summary>Files that members and customers send. wechat.md §5.</summary>
internal sealed class WeComMediaFetcher(
    WeComAccounts accounts, WeComApi api, IArrivals arrivals, IAttachmentStore files, IChannelLog log, TimeProvider time, ILogger<WeComMediaFetcher> logger)
    : MediaFetcher(WeComMessages.ChannelId, arrivals, files, log, time, logger)
{
    protected override async Task<PlatformFile?> DownloadAsync(string account, string mediaId, CancellationToken cancellationToken) =>
        accounts.Find(account) is { } known ? await api.DownloadAsync(known, mediaId, cancellationToken) : null;
}
