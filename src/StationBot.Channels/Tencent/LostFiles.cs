using System.Text.Json;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>
/// Files that were on their way and cannot be kept. The resident has been told that the file came, so they hear that it did not, once for each;
/// staff have a line for the conversation. wechat.md §5.
/// </summary>
internal sealed class LostFiles(ArrivedTurns turns, IConversationStore store, ITriage triage, StaffNotices notices, ChannelWords words)
{
    private const string Name = "stationbot/file_lost";

    /// <param name="arrival">Of the file. Told again, nothing happens.</param>
    /// <returns>False: the message that brought it has not had its turn yet; later.</returns>
    /// <param name="messageKey">The channel's key of the message that brought it.</param>
    /// <exception cref="OverloadedException">Too much waits in this conversation: later.</exception>
    public async Task<bool> TellAsync(Arrival arrival, ConversationKey person, PlatformMedia file, string? messageKey, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(person, cancellationToken) is not { } conversation)
        {
            return false;
        }
        if (KindOf(file) == ChannelWords.Voice && messageKey is not null && await store.FindHandledAsync(conversation.Id, messageKey, cancellationToken) is { Inbound.Text: var said } && !string.IsNullOrWhiteSpace(said))
        {
            // The platform has said what is in it: nothing is lost but the sound.
            return true;
        }
        await triage.RaiseAsync(notices.Of(conversation.Id, StaffNotices.FileLost), cancellationToken);
        var reference = RawActivity.ReadReference(conversation.Reference);
        var activity = new Activity
        {
            Type = ActivityTypes.Event, Name = Name, Value = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["file"] = file.FileId }, BotJson.Strings),
            ChannelId = person.Channel, ServiceUrl = reference.ServiceUrl, From = reference.User, Recipient = reference.Bot, Conversation = new ConversationAccount { Id = person.Id },
        };
        // The file's own key makes it one turn, however often a machine comes by.
        var lost = arrival with { Key = arrival.Key + "/lost", Payload = ArrivedTurns.PayloadOf<PlatformMedia>(activity, TurnOrigin.UsualReplyLength, null, words[ChannelWords.FileLost + KindOf(file)]) };
        await turns.RunAsync(lost, activity, TimeSpan.Zero, null, cancellationToken);
        return true;
    }

    private static string KindOf(PlatformMedia file) => Path.GetExtension(file.Name) switch
    {
        ".jpg" => ChannelWords.Photo,
        ".mp4" => ChannelWords.Video,
        _ => ChannelWords.Voice,
    };
}
