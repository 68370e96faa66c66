using System.Globalization;
using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>One entry of what <c>kf/sync_msg</c> gave. wechat.md §19.</summary>
internal abstract record KfInbound
{
    private KfInbound() { }

    /// <summary>Something a customer wrote: it opens the window for answers.</summary>
    public sealed record Said(Activity Activity, PlatformMedia? Media, DateTimeOffset At) : KfInbound;

    /// <summary>A customer opened the chat.</summary>
    /// <param name="Join">What the bot is told when it may say welcome.</param>
    /// <param name="Entry">What is kept when it may not.</param>
    /// <param name="Codes">Of the link they came by, the likelier first; they may be anybody's.</param>
    /// <param name="WelcomeCode">Null: the platform allows no welcome.</param>
    public sealed record Entered(Activity Join, Activity Entry, IReadOnlyList<string> Codes, string? WelcomeCode, DateTimeOffset At) : KfInbound;

    /// <summary>A message of ours that was accepted did not arrive.</summary>
    /// <param name="MessageId">The one we gave it.</param>
    public sealed record SendFailed(ConversationKey Customer, string MessageId, int Type) : KfInbound;

    /// <summary>Something else happened to a customer: kept, for whoever wonders later.</summary>
    public sealed record Happened(Activity Activity) : KfInbound;

    /// <summary>What servicers wrote themselves, and what concerns no customer.</summary>
    /// <param name="What">Its name, as it came.</param>
    public sealed record Nothing(string What) : KfInbound;
}

/// <summary>Reads entries of customer service into what the bot understands.</summary>
internal static class KfMessages
{
    public const string ChannelId = "wecom-kf";
    private const string ServiceUrl = "wecom-kf:";
    private const int FromCustomer = 3;
    private const int FromSystem = 4;

    public static ConversationKey KeyOf(string account, string openKfId, string customer) => new(ChannelId, $"{account}/{openKfId}/{customer}");

    /// <param name="newFileId">Ids for files that are still at the platform.</param>
    public static KfInbound Read(JsonElement entry, string account, ChannelWords words, Func<string> newFileId)
    {
        var origin = Number(entry, "origin");
        if (origin == FromSystem && Text(entry, "msgtype") == "event")
        {
            return Event(entry, account);
        }
        if (origin != FromCustomer || Text(entry, "external_userid") is not { Length: > 0 } customer || Text(entry, "open_kfid") is not { Length: > 0 } openKfId)
        {
            return new KfInbound.Nothing(Text(entry, "msgtype") ?? "");
        }
        var type = Text(entry, "msgtype") ?? "";
        var content = entry.TryGetProperty(type, out var inside) ? inside : default;
        var activity = ActivityOf(entry, account, openKfId, customer, ActivityTypes.Message);
        (Attachment Attachment, PlatformMedia Media)? file = type switch
        {
            "image" => PlatformFiles.Of(Text(content, "media_id"), words[ChannelWords.Photo] + ".jpg", "image/jpeg", newFileId),
            "voice" => PlatformFiles.Of(Text(content, "media_id"), words[ChannelWords.Voice] + ".amr", "audio/amr", newFileId),
            "video" => PlatformFiles.Of(Text(content, "media_id"), words[ChannelWords.Video] + ".mp4", "video/mp4", newFileId),
            _ => null,
        };
        switch (type)
        {
            case "text":
                activity.Text = BuiltInFaces.Read(Text(content, "content") ?? "");
                break;
            case "image" or "voice" or "video":
                (activity.Text, activity.Attachments) = ("", file is { } sent ? [sent.Attachment] : null);
                break;
            case "location":
                (activity.Text, activity.Entities) = ("", PlatformFiles.Place(Text(content, "name"), Text(content, "address"), Number(content, "latitude"), Number(content, "longitude")));
                break;
            case "link":
                activity.Text = string.Join('\n', new[] { Text(content, "title"), Text(content, "desc") }.Where(t => !string.IsNullOrWhiteSpace(t)));
                activity.Entities = PlatformFiles.Page(Text(content, "url"));
                break;
            default:
                // A card, a file, a mini program: the resident hears that this cannot be read here, as with any message without words.
                (activity.Text, activity.Name, activity.Value) = ("", "wecom-kf/" + TextCut.To(type, 60), MessageJson.Fields(content)?.Rest(customer));
                break;
        }
        return new KfInbound.Said(activity, file?.Media, At(entry));
    }

    private static KfInbound Event(JsonElement entry, string account)
    {
        var happened = entry.TryGetProperty("event", out var inside) ? inside : default;
        var name = Text(happened, "event_type") ?? "";
        if (Text(happened, "external_userid") is not { Length: > 0 } customer || Text(happened, "open_kfid") is not { Length: > 0 } openKfId)
        {
            return new KfInbound.Nothing(name);
        }
        switch (name)
        {
            case "enter_session":
                string[] codes = [.. new[] { Decoded(Text(happened, "scene_param")), Text(happened, "scene") }.OfType<string>()];
                var (join, kept) = (ActivityOf(entry, account, openKfId, customer, ActivityTypes.Event), ActivityOf(entry, account, openKfId, customer, ActivityTypes.Event));
                (join.Name, kept.Name) = (ActivityEventNames.WebChatJoin, "wecom-kf/enter_session");
                return new KfInbound.Entered(join, kept, codes, Text(happened, "welcome_code") is { Length: > 0 } code ? code : null, At(entry));
            case "msg_send_fail":
                return new KfInbound.SendFailed(KeyOf(account, openKfId, customer), Text(happened, "fail_msgid") ?? "", (int)(Number(happened, "fail_type") ?? 0));
            default:
                var other = ActivityOf(entry, account, openKfId, customer, ActivityTypes.Event);
                (other.Name, other.Value) = ("wecom-kf/" + TextCut.To(name, 60), MessageJson.Fields(happened)?.Rest(customer));
                return new KfInbound.Happened(other);
        }
    }

    /// <summary>The station's code where the bot looks for it.</summary>
    public static JsonElement? StationData(string? station) =>
        station is { Length: > 0 } ? JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["entryStation"] = station }, BotJson.Strings) : null;

    public static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? WireText.Clean(PlatformAnswer.TextOf(value) ?? "") : null;

    private static double? Number(JsonElement from, string name) => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when double.TryParse(PlatformAnswer.TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        }
        : null;

    private static DateTimeOffset At(JsonElement entry) =>
        Number(entry, "send_time") is { } seconds and >= 0 and < 1e11 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : DateTimeOffset.UnixEpoch;

    // scene_param travels encoded (§19).
    private static string? Decoded(string? text) => text is null ? null : Uri.UnescapeDataString(text);

    private static Activity ActivityOf(JsonElement entry, string account, string openKfId, string customer, string type) => new()
    {
        Type = type,
        Id = Text(entry, "msgid"),
        ChannelId = ChannelId,
        ServiceUrl = ServiceUrl + account,
        Timestamp = At(entry),
        From = new ChannelAccount { Id = customer, Role = RoleTypes.User },
        Recipient = new ChannelAccount { Id = openKfId, Role = RoleTypes.Bot },
        Conversation = new ConversationAccount { Id = KeyOf(account, openKfId, customer).Id },
    };
}
