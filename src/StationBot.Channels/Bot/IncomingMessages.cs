using System.Globalization;
using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>Activities as the dialog's incoming messages.</summary>
internal static class IncomingMessages
{
    /// <summary>Name of the station code in a message's channel data or a join event's value.</summary>
    private const string EntryStation = "entryStation";
    private const int LongestStationCode = 64;
    private const int LongestPlace = 100;
    private static readonly string[] Material = ["image/", "audio/", "video/"];

    public static Incoming Of(Activity activity, int maxReplyLength) => new()
    {
        Text = IsShared(activity) ? "" : TurnCommits.TextOf(activity) ?? "",
        Pin = PinOf(activity.Entities),
        IsShared = IsShared(activity),
        Files = FilesOf(activity.Attachments),
        EntryStation = StationOf(activity),
        MaxReplyLength = maxReplyLength,
    };

    // A map pin says where. Its words are a map's, and what it is called (精神病医院) is nothing that the resident said.
    private static MapPin? PinOf(List<Entity>? entities)
    {
        MapPin? pin = null;
        foreach (var entity in entities ?? [])
        {
            if (entity.Type == "Place")
            {
                var name = string.Join(' ', new[] { Text(entity, "name"), Text(entity, "address") }.Where(s => !string.IsNullOrWhiteSpace(s)));
                pin = (pin ?? new MapPin(null, null, null)) with { Name = name.Length == 0 ? pin?.Name : TextCut.To(name, LongestPlace) };
            }
            else if (entity.Type == "GeoCoordinates" && Number(entity, "latitude") is { } latitude && Number(entity, "longitude") is { } longitude)
            {
                pin = (pin ?? new MapPin(null, null, null)) with { Latitude = latitude, Longitude = longitude };
            }
        }
        return pin is { Name: null, Latitude: null } ? null : pin;
    }

    // A page's title and description, and no word of whoever shares it.
    private static bool IsShared(Activity activity) => activity.Entities?.Exists(e => e.Type == "WebPage") == true;

    // Cards and inline data are no files; Teams attaches the message itself once more as text/html, without a URL.
    private static List<IncomingFile> FilesOf(List<Attachment>? attachments) =>
    [
        .. (attachments ?? [])
            .Where(a => a.ContentUrl is { Length: > 0 } url && !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && IsMaterial(a.ContentType))
            .Select(a => new IncomingFile(a.Name ?? "", a.ContentType!, a.ContentUrl!, BytesOf(a))),
    ];

    // What can be shown to staff; a program or an archive must not count as received.
    private static bool IsMaterial(string? contentType) => contentType is not null
        && (Material.Any(kind => contentType.StartsWith(kind, StringComparison.OrdinalIgnoreCase))
            || contentType.Split(';')[0].Trim().Equals("application/pdf", StringComparison.OrdinalIgnoreCase));

    private static long BytesOf(Attachment attachment) =>
        attachment.Properties?.GetValueOrDefault("bytes") is { ValueKind: JsonValueKind.Number } bytes && bytes.TryGetInt64(out var count) ? count : 0;

    private static string? StationOf(Activity activity)
    {
        var code = activity.ChannelDataText(EntryStation)
            ?? (activity.Value is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(EntryStation, out var station) && station.ValueKind == JsonValueKind.String
                ? station.GetString()
                : null);
        return code is { Length: > 0 and <= LongestStationCode } ? code : null;
    }

    private static string? Text(Entity entity, string name) => entity.Properties?.GetValueOrDefault(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => null,
    };

    private static double? Number(Entity entity, string name) => entity.Properties?.GetValueOrDefault(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        _ => null,
    };
}
