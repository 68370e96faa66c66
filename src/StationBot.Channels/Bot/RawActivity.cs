using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>
/// Activities as they rest in the store. Who the resident is on the channel is taken out before and put back after: at rest that
/// is known only to the conversation's reference, which the store encrypts.
/// </summary>
public static class RawActivity
{
    /// <summary>The activity without the ids and names of people, JSON.</summary>
    /// <param name="maskedText">What may rest in place of the text; null when the text itself may.</param>
    public static string Write(Activity activity, string? maskedText = null)
    {
        ArgumentNullException.ThrowIfNull(activity);
        var copy = activity.ShallowCopy();
        copy.From = RoleOnly(activity.From);
        copy.Recipient = RoleOnly(activity.Recipient);
        copy.Conversation = activity.Conversation is { } conversation
            // On some channels the conversation's id is the resident's own.
            ? new ConversationAccount { IsGroup = conversation.IsGroup, ConversationType = conversation.ConversationType }
            : null;
        copy.ServiceUrl = null;
        copy.RelatesTo = null;
        copy.MembersAdded = WithoutIdentity(activity.MembersAdded, activity.Recipient?.Id);
        copy.MembersRemoved = WithoutIdentity(activity.MembersRemoved, activity.Recipient?.Id);
        if (activity.Entities is { Count: > 0 } entities && entities.Exists(e => e.Type == "mention"))
        {
            copy.Entities = entities.FindAll(e => e.Type != "mention");
        }
        if (maskedText is not null)
        {
            Mask(copy, maskedText);
        }
        return JsonSerializer.Serialize(copy, BotJson.Activity);
    }

    /// <summary>The activity as clients know it: with its id, time and people.</summary>
    /// <param name="reference">The conversation's address, from <see cref="ConversationRecord.Reference"/>.</param>
    public static Activity Read(TurnMessage message, ConversationReference reference)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(reference);
        var activity = Read(message.Raw, reference, message.Direction);
        activity.Id = message.ActivityId;
        activity.Timestamp = message.At;
        return activity;
    }

    /// <summary>An address as <see cref="ConversationRecord.Reference"/> keeps it; an empty one when there is none.</summary>
    public static ConversationReference ReadReference(string? json) =>
        json is null ? new ConversationReference() : JsonSerializer.Deserialize(json, BotJson.Reference) ?? new ConversationReference();

    internal static Activity Read(string raw, ConversationReference reference, MessageDirection direction)
    {
        var activity = JsonSerializer.Deserialize(raw, BotJson.Activity) ?? new Activity();
        var answers = activity.ReplyToId;
        activity.ApplyConversationReference(reference);
        activity.ReplyToId = answers;
        if (direction == MessageDirection.In)
        {
            (activity.From, activity.Recipient) = (activity.Recipient, activity.From);
        }
        return activity;
    }

    private static ChannelAccount? RoleOnly(ChannelAccount? account) => account is { Role: { } role } ? new ChannelAccount { Role = role } : null;

    private static List<ChannelAccount>? WithoutIdentity(List<ChannelAccount>? members, string? botId) =>
        members?.ConvertAll(m => new ChannelAccount { Role = m.Id == botId ? RoleTypes.Bot : RoleTypes.User });

    // A button's value and a message's channel data can repeat the text. Web Chat needs clientActivityID to know its own message again;
    // the rest is not worth a resident's identity number.
    private static void Mask(Activity activity, string maskedText)
    {
        activity.Text = maskedText;
        activity.Speak = null;
        activity.Summary = null;
        activity.Value = null;
        activity.Properties = null;
        activity.ChannelData = activity.ChannelDataText("clientActivityID") is { } id
            ? JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["clientActivityID"] = id }, BotJson.Strings)
            : null;
    }
}
