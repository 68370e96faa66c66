using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.WebChat;

namespace StationBot.Channels.Tencent;

/// <summary>Files and places as activities carry them.</summary>
internal static class PlatformFiles
{
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

    // GCJ-02, as on all Chinese maps; whoever takes it for GPS is some hundred metres off.
    public static Entity Place(string? name, string? address, double? latitude, double? longitude) => !string.IsNullOrWhiteSpace(name) || !string.IsNullOrWhiteSpace(address)
        ? new Entity { Type = "Place", Properties = new() { ["name"] = JsonSerializer.SerializeToElement(name ?? ""), ["address"] = JsonSerializer.SerializeToElement(address ?? "") } }
        : new Entity { Type = "GeoCoordinates", Properties = new() { ["latitude"] = JsonSerializer.SerializeToElement(Degrees(latitude)), ["longitude"] = JsonSerializer.SerializeToElement(Degrees(longitude)) } };

    // "NaN" is a number to .NET and none to JSON.
    private static double Degrees(double? sent) => sent is >= -180 and <= 180 ? sent.Value : 0;
}
