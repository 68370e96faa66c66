using System.Globalization;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>What a callback of an app asks of us. wechat.md §5, §6, §18.</summary>
internal abstract record WeComInbound
{
    private WeComInbound() { }

    /// <summary>Something for the bot.</summary>
    /// <param name="Says">What we answer ourselves, for the bot would say nothing.</param>
    public sealed record Turn(Activity Activity, PlatformMedia? Media = null, string? Says = null) : WeComInbound
    {
        /// <summary>None of the kinds and events of the manual.</summary>
        public bool IsUnforeseen { get; init; }
    }

    /// <summary>The member no longer has the app: who they are on the channel is erased.</summary>
    public sealed record Left : WeComInbound;

    /// <summary>Something waits at customer service. §19.</summary>
    public sealed record Waiting(string OpenKfId, string? Token) : WeComInbound;

    /// <summary>Acknowledged, and nothing else.</summary>
    public sealed record Nothing : WeComInbound;
}

/// <summary>Reads what a callback of an app says into what the bot understands.</summary>
internal static class WeComMessages
{
    public const string ChannelId = "wecom";

    /// <summary>Where answers go, in place of a URL: by the outbox to this channel.</summary>
    private const string ServiceUrl = "wecom:";

    public static ConversationKey KeyOf(string agent, string userId) => new(ChannelId, $"{agent}/{userId}");

    /// <param name="newFileId">Ids for files that are still at the platform.</param>
    public static WeComInbound Read(InboundFields fields, WeComAccount account, ChannelWords words, Func<string> newFileId)
    {
        if (fields is { MsgType: "event", Event: "kf_msg_or_event" })
        {
            return fields["OpenKfId"] is { Length: > 0 } openKfId ? new WeComInbound.Waiting(openKfId, fields["Token"]) : new WeComInbound.Nothing();
        }
        if (account.Agent is null || string.IsNullOrEmpty(fields.FromUserName))
        {
            return new WeComInbound.Nothing();
        }
        return fields.MsgType switch
        {
            "event" => Event(fields, account.Name, words),
            "text" => Say(fields, account.Name, BuiltInFaces.Read(fields["Content"] ?? "")),
            "image" => Say(fields, account.Name, "", PlatformFiles.Of(fields["MediaId"], words[ChannelWords.Photo] + ".jpg", "image/jpeg", newFileId)),
            "voice" => Say(fields, account.Name, "", PlatformFiles.Of(fields["MediaId"], words[ChannelWords.Voice] + ".amr", "audio/amr", newFileId)),
            "video" => Say(fields, account.Name, "", PlatformFiles.Of(fields["MediaId"], words[ChannelWords.Video] + ".mp4", "video/mp4", newFileId)),
            "location" => Say(fields, account.Name, "", about: PlatformFiles.Place(fields["Label"], null, Number(fields["Location_X"]), Number(fields["Location_Y"]), Number(fields["Scale"]))),
            "link" => Say(fields, account.Name, string.Join('\n', new[] { fields["Title"], fields["Description"] }.Where(t => !string.IsNullOrWhiteSpace(t))), about: PlatformFiles.Page(fields["Url"])),
            _ => Unforeseen(fields, account.Name),
        };
    }

    private static WeComInbound Event(InboundFields fields, string agent, ChannelWords words)
    {
        switch (fields.Event)
        {
            case "subscribe":
                var joined = ActivityOf(fields, agent, ActivityTypes.Event);
                joined.Name = ActivityEventNames.WebChatJoin;
                return new WeComInbound.Turn(joined);
            case "unsubscribe":
                return new WeComInbound.Left();
            // Every opening of the app, every few seconds, every page: nothing to answer, nothing to keep.
            case "enter_agent" or "LOCATION" or "view" or "batch_job_result" or "pic_sysphoto" or "pic_photo_or_album" or "pic_weixin" or "location_select":
                return new WeComInbound.Nothing();
            // Whatever the menu of the app holds; a key that says nothing is answered as a message without words.
            case "click":
                var tapped = ActivityOf(fields, agent, ActivityTypes.Message);
                (tapped.Text, tapped.Value) = (MenuKey.WordsOf(fields.EventKey), fields.Rest(fields.FromUserName!));
                return new WeComInbound.Turn(tapped);
            // The member's phone shows that an answer is on its way.
            case "scancode_waitmsg":
                return new WeComInbound.Turn(Stored(fields, agent, fields.Event), null, words[ChannelWords.Scanned]);
            // Kept, for whoever asks for them later.
            case "template_card_event":
                return new WeComInbound.Turn(Stored(fields, agent, fields.Event));
            default:
                return new WeComInbound.Turn(Stored(fields, agent, fields.Event ?? "event")) { IsUnforeseen = true };
        }
    }

    private static WeComInbound.Turn Say(InboundFields fields, string agent, string text, (Attachment Attachment, PlatformMedia Media)? file = null, List<Entity>? about = null)
    {
        var activity = ActivityOf(fields, agent, ActivityTypes.Message);
        (activity.Text, activity.Entities) = (text, about);
        if (file is { } sent)
        {
            activity.Attachments = [sent.Attachment];
        }
        return new WeComInbound.Turn(activity, file?.Media);
    }

    /// <summary>A kind that nobody foresaw, answered as a message without words: what can be sent. Its fields are kept. wechat.md §5.</summary>
    private static WeComInbound.Turn Unforeseen(InboundFields fields, string agent)
    {
        var activity = ActivityOf(fields, agent, ActivityTypes.Message);
        (activity.Text, activity.Value) = ("", fields.Rest(fields.FromUserName!));
        return new WeComInbound.Turn(activity) { IsUnforeseen = true };
    }

    private static Activity Stored(InboundFields fields, string agent, string name)
    {
        var activity = ActivityOf(fields, agent, ActivityTypes.Event);
        (activity.Name, activity.Value) = ("wecom/" + TextCut.To(name, 60), fields.Rest(fields.FromUserName!));
        return activity;
    }

    private static Activity ActivityOf(InboundFields fields, string agent, string type) => new()
    {
        Type = type,
        Id = fields.MsgId,
        ChannelId = ChannelId,
        ServiceUrl = ServiceUrl + agent,
        Timestamp = fields.CreatedAt,
        From = new ChannelAccount { Id = fields.FromUserName, Role = RoleTypes.User },
        Recipient = new ChannelAccount { Id = fields.ToUserName, Role = RoleTypes.Bot },
        Conversation = new ConversationAccount { Id = KeyOf(agent, fields.FromUserName!).Id },
    };

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
