using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>Who is who in an activity.</summary>
internal static class People
{
    /// <summary>The resident: who wrote, or, when the channel itself says that somebody joined, the first who is not the bot.</summary>
    public static ChannelAccount? ResidentOf(Activity activity) =>
        activity.Type == ActivityTypes.ConversationUpdate
            ? activity.MembersAdded?.Find(m => m.Id != activity.Recipient?.Id) ?? activity.From
            : activity.From;

    /// <summary>The conversation's address as the record keeps it: the same for every message, so that it is only saved when it changes.</summary>
    public static string AddressOf(Activity activity, Delivery delivery)
    {
        var reference = activity.GetConversationReference();
        reference.ActivityId = null;
        reference.User = ResidentOf(activity);
        // Delivered by the log: nobody is to be posted to, now or later.
        reference.ServiceUrl = delivery == Delivery.Log ? null : activity.ServiceUrl;
        return JsonSerializer.Serialize(reference, BotJson.Reference);
    }
}
