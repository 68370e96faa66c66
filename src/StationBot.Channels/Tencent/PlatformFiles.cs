using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.WebChat;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>Files and places as activities carry them.</summary>
internal static class PlatformFiles
{
    private const int LongestAddress = 2000;

    /// <returns>Null when there is no file.</returns>
    public static (Attachment, PlatformMedia)? Of(string? mediaId, string name, string contentType, Func<string> newFileId)
    {
        if (string.IsNullOrEmpty(mediaId))
        {
            return null;
        }
        var id = newFileId();
        return (new Attachment { ContentType = contentType, ContentUrl = Uploads.Route + id, Name = name }, new PlatformMedia(mediaId, id, name));
    }

    /// <summary>A place as the bot reads it, by its name where it has one; where it lies rests with it. None is null.</summary>
    /// <param name="latitude">GCJ-02, as on all Chinese maps; whoever takes it for GPS is some hundred metres off.</param>
    /// <param name="scale">Of the map that was shown.</param>
    public static List<Entity>? Place(string? name, string? address, double? latitude, double? longitude, double? scale = null)
    {
        // "NaN" is a number to .NET and none to JSON.
        Dictionary<string, double>? point = latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 ? new() { ["latitude"] = latitude.Value, ["longitude"] = longitude.Value } : null;
        if (point is not null && scale is >= 0 and <= 100)
        {
            point["scale"] = scale.Value;
        }
        if (string.IsNullOrWhiteSpace(name) && string.IsNullOrWhiteSpace(address))
        {
            return point is null ? null : [new Entity { Type = "GeoCoordinates", Properties = point.ToDictionary(p => p.Key, p => JsonSerializer.SerializeToElement(p.Value)) }];
        }
        var place = new Entity { Type = "Place", Properties = new() { ["name"] = JsonSerializer.SerializeToElement(name ?? ""), ["address"] = JsonSerializer.SerializeToElement(address ?? "") } };
        if (point is not null)
        {
            place.Properties["geo"] = JsonSerializer.SerializeToElement(point);
        }
        return [place];
    }

    /// <summary>That a page was shared, whose words the message bears; its address for people, never opened by us, for it could be anything, anywhere. wechat.md §5.</summary>
    public static List<Entity> Page(string? url) => [new Entity { Type = "WebPage", Properties = new() { ["url"] = JsonSerializer.SerializeToElement(TextCut.To(url ?? "", LongestAddress)) } }];
}
