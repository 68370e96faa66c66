using System.Globalization;
using System.Text.RegularExpressions;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>What a callback asks of us. wechat.md §5, §6.</summary>
internal abstract record WeChatInbound
{
    private WeChatInbound() { }

    /// <summary>Something for the bot.</summary>
    /// <param name="Opens">Which of the platform's windows it opens; null for none.</param>
    /// <param name="Media">A file to fetch from the platform, for the message's attachment.</param>
    /// <param name="Station">Of the QR code that was scanned; from now on the resident's.</param>
    /// <param name="Says">What we answer ourselves, for the bot would say nothing.</param>
    public sealed record Turn(Activity Activity, WindowTrigger? Opens, PlatformMedia? Media, string? Station = null, string? Says = null) : WeChatInbound
    {
        /// <summary>None of the kinds and events of the manual. The platform hears that all is well, whatever is said of it goes another way.</summary>
        public bool IsUnforeseen { get; init; }
    }

    /// <summary>The resident has left: who they are on the channel is erased. §20.</summary>
    public sealed record Left : WeChatInbound;

    /// <summary>What is known of the resident's windows changes, and nothing else.</summary>
    public sealed record Known(Func<Windows, Windows> Change) : WeChatInbound;

    /// <summary>What became of a notice.</summary>
    /// <param name="NoticeId">The number that the answer to the sending bore (<c>msgid</c>).</param>
    /// <param name="Code">Of the platform, where it gives one.</param>
    /// <param name="Change">What is known of the resident's windows from now on.</param>
    public sealed record Report(string Outcome, Door Door, string? NoticeId, int Code = 0, Func<Windows, Windows>? Change = null) : WeChatInbound
    {
        public const string Ok = "ok", Failed = "failed";

        public bool IsFailed => Outcome == Failed;
    }

    /// <summary>Acknowledged, and nothing else.</summary>
    public sealed record Nothing : WeChatInbound;
}

internal enum WindowTrigger { Message, Tap }

/// <summary>Reads what a callback says into what the bot understands.</summary>
internal static partial class WeChatMessages
{
    public const string ChannelId = "wechat";

    /// <summary>Where answers go, in place of a URL: by the outbox to this channel.</summary>
    private const string ServiceUrl = "wechat:";
    private const string ScenePrefix = "qrscene_";

    public static ConversationKey KeyOf(string account, string openId) => new(ChannelId, $"{account}/{openId}");

    /// <param name="newFileId">Ids for files that are still at the platform.</param>
    public static WeChatInbound Read(InboundFields fields, WeChatAccountOptions account, ChannelWords words, Func<string> newFileId) => fields.MsgType switch
    {
        "event" => Event(fields, account, words),
        "text" when IsUnsupportedNote(fields["Content"]) => Say(fields, account, "", null),
        "text" => Say(fields, account, BuiltInFaces.Read(fields["Content"] ?? ""), null),
        "image" => Say(fields, account, "", PlatformFiles.Of(fields["MediaId"], words[ChannelWords.Photo] + ".jpg", "image/jpeg", newFileId)),
        "voice" => Say(fields, account, fields["Recognition"] ?? "", PlatformFiles.Of(fields["MediaId"], $"{words[ChannelWords.Voice]}.{FormatOf(fields)}", "audio/amr", newFileId)),
        "video" or "shortvideo" => Say(fields, account, "", PlatformFiles.Of(fields["MediaId"], words[ChannelWords.Video] + ".mp4", "video/mp4", newFileId)),
        "location" => Say(fields, account, "", null, PlatformFiles.Place(fields["Label"], null, Coordinate(fields["Location_X"]), Coordinate(fields["Location_Y"]), Coordinate(fields["Scale"]))),
        "link" => Say(fields, account, string.Join('\n', new[] { fields["Title"], fields["Description"] }.Where(t => !string.IsNullOrWhiteSpace(t))), null, PlatformFiles.Page(fields["Url"])),
        _ => Unforeseen(fields, account),
    };

    /// <summary>A kind that nobody foresaw (a file, a card), answered as a message without words: what can be sent. Its fields are kept. §5.</summary>
    private static WeChatInbound.Turn Unforeseen(InboundFields fields, WeChatAccountOptions account)
    {
        var activity = ActivityOf(fields, account, ActivityTypes.Message);
        (activity.Text, activity.Name, activity.Value) = ("", NameOf(fields.MsgType ?? "unknown"), fields.Rest(fields.FromUserName!));
        return new WeChatInbound.Turn(activity, WindowTrigger.Message, null) { IsUnforeseen = true };
    }

    private static WeChatInbound.Turn Say(InboundFields fields, WeChatAccountOptions account, string text, (Attachment Attachment, PlatformMedia Media)? file, List<Entity>? about = null)
    {
        var activity = ActivityOf(fields, account, ActivityTypes.Message);
        (activity.Text, activity.Entities) = (text, about);
        if (file is { } sent)
        {
            activity.Attachments = [sent.Attachment];
        }
        // A tap on a msgmenu option comes as text, and opens only what a tap opens (§10).
        return new WeChatInbound.Turn(activity, string.IsNullOrEmpty(fields["bizmsgmenuid"]) ? WindowTrigger.Message : WindowTrigger.Tap, file?.Media);
    }

    private static WeChatInbound Event(InboundFields fields, WeChatAccountOptions account, ChannelWords words)
    {
        switch (fields.Event)
        {
            case "subscribe":
                return Joined(fields, account, SceneOf(fields.EventKey) is { } scene ? StationOf(account, scene) : null);
            case "SCAN":
                return Joined(fields, account, StationOf(account, fields.EventKey ?? ""));
            case "unsubscribe":
                return new WeChatInbound.Left();
            // Whatever key a phone still shows; one that is not ours is answered as a message without words.
            case "CLICK":
                var tapped = ActivityOf(fields, account, ActivityTypes.Message);
                (tapped.Text, tapped.Value) = (MenuKey.WordsOf(fields.EventKey), fields.Rest(fields.FromUserName!));
                return new WeChatInbound.Turn(tapped, WindowTrigger.Tap, null);
            // Every five seconds while a resident looks at the chat: the last one is kept, nothing is answered.
            case "LOCATION" when Coordinate(fields["Latitude"]) is { } latitude && Coordinate(fields["Longitude"]) is { } longitude:
                return new WeChatInbound.Known(w => w with { Latitude = latitude, Longitude = longitude });
            case "subscribe_msg_popup_event" or "subscribe_msg_change_event" or "subscribe_msg_sent_event":
                return Subscription(fields, account);
            case "TEMPLATESENDJOBFINISH":
                return new WeChatInbound.Report(
                    fields["Status"] is "success" ? WeChatInbound.Report.Ok : fields["Status"]?.StartsWith("failed", StringComparison.Ordinal) == true ? WeChatInbound.Report.Failed : "unknown",
                    Door.Template, NoticeIdOf(fields));
            case "VIEW" or "LOCATION" or "MASSSENDJOBFINISH" or "kf_create_session" or "kf_close_session" or "kf_switch_session" or "view_miniprogram"
                or "pic_sysphoto" or "pic_photo_or_album" or "pic_weixin" or "location_select":
                return new WeChatInbound.Nothing();
            case "scancode_push":
                return new WeChatInbound.Turn(Stored(fields, account, fields.Event), WindowTrigger.Tap, null);
            // The phone shows that an answer is on its way. No menu of ours has such a button, so there is nothing to do with what was scanned.
            case "scancode_waitmsg":
                return new WeChatInbound.Turn(Stored(fields, account, fields.Event), WindowTrigger.Tap, null, null, words[ChannelWords.Scanned]);
            default:
                // Unknown ones: kept, for whoever wonders later.
                return new WeChatInbound.Turn(Stored(fields, account, fields.Event ?? "event"), null, null) { IsUnforeseen = true };
        }
    }

    private static WeChatInbound.Turn Joined(InboundFields fields, WeChatAccountOptions account, string? station)
    {
        var activity = ActivityOf(fields, account, ActivityTypes.Event);
        activity.Name = ActivityEventNames.WebChatJoin;
        return new WeChatInbound.Turn(activity, WindowTrigger.Tap, null, station);
    }

    // Which consents are left, for the account's one notice. §6, §12.
    private static WeChatInbound Subscription(InboundFields fields, WeChatAccountOptions account)
    {
        if (account.Subscription is not { } notice)
        {
            return new WeChatInbound.Nothing();
        }
        var lists = new[] { "SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent" }.Select(fields.Nested).Where(n => n is not null);
        if (fields.Event == "subscribe_msg_sent_event")
        {
            return lists.SelectMany(l => l!.Items("List")).FirstOrDefault(i => i["TemplateId"] == notice.Id) is not { } sent ? new WeChatInbound.Nothing()
                : sent["ErrorCode"] is { Length: > 0 } and not "0"
                    ? new WeChatInbound.Report(
                        WeChatInbound.Report.Failed, Door.Subscription, NoticeIdOf(sent), int.TryParse(sent["ErrorCode"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : 0, w => w with { Notices = 0 })
                    : new WeChatInbound.Report(WeChatInbound.Report.Ok, Door.Subscription, NoticeIdOf(sent));
        }
        var change = 0;
        var isRefused = false;
        foreach (var item in lists.SelectMany(l => l!.Items("List")).Where(i => i["TemplateId"] == notice.Id))
        {
            change += item["SubscribeStatusString"] == "accept" ? 1 : 0;
            isRefused |= item["SubscribeStatusString"] == "reject";
        }
        // 长期订阅: one acceptance is for good, until it is taken back.
        return new WeChatInbound.Known(w => w with { Notices = isRefused ? 0 : w.Notices < 0 || (change > 0 && notice.IsLongTerm) ? -1 : w.Notices + change });
    }

    /// <summary><c>MsgID</c> in the papers and <c>MsgId</c> in some messages. §6.</summary>
    private static string? NoticeIdOf(InboundFields fields) => (fields["MsgID"] ?? fields["MsgId"]) is { Length: > 0 } id ? id : null;

    private static Activity Stored(InboundFields fields, WeChatAccountOptions account, string name)
    {
        var activity = ActivityOf(fields, account, ActivityTypes.Event);
        (activity.Name, activity.Value) = (NameOf(name), fields.Rest(fields.FromUserName!));
        return activity;
    }

    private static string NameOf(string what) => "wechat/" + TextCut.To(what, 60);

    private static Activity ActivityOf(InboundFields fields, WeChatAccountOptions account, string type) => new()
    {
        Type = type,
        Id = fields.MsgId,
        ChannelId = ChannelId,
        ServiceUrl = ServiceUrl + account.Name,
        Timestamp = fields.CreatedAt,
        From = new ChannelAccount { Id = fields.FromUserName, Role = RoleTypes.User },
        Recipient = new ChannelAccount { Id = fields.ToUserName, Role = RoleTypes.Bot },
        Conversation = new ConversationAccount { Id = KeyOf(account.Name, fields.FromUserName!).Id },
    };

    private static double? Coordinate(string? text) => double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= 180 ? value : null;

    private static string FormatOf(InboundFields fields) => fields["Format"] is { Length: > 0 and <= 5 } format && format.All(char.IsAsciiLetterOrDigit) ? format : "amr";

    private static string? SceneOf(string? eventKey) => eventKey?.StartsWith(ScenePrefix, StringComparison.Ordinal) == true ? eventKey[ScenePrefix.Length..] : null;

    private static string StationOf(WeChatAccountOptions account, string scene) => account.QrCodes.TryGetValue(scene, out var station) ? station : scene;

    // How the client reports what it cannot pass on, such as a sticker of one's own (§5). A complaint in brackets is a complaint.
    private static bool IsUnsupportedNote(string? text) => text is ['【', .., '】'] or ['[', .., ']'] && text.Length <= LongestNote && UnsupportedNote().IsMatch(text);

    private const int LongestNote = 40;

    [GeneratedRegex("不支持(?:的|此|该|这种|这类)?(?:消息|信息|表情|类型|格式)")]
    private static partial Regex UnsupportedNote();
}
