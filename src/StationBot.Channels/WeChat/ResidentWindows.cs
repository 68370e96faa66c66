using System.Text.Json;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>Keeps each resident's <see cref="Windows"/>, shared by all machines.</summary>
internal sealed class ResidentWindows(IChannelMemory memory)
{
    /// <summary>Several machines may write about one resident in the same moment; more often than this, something is broken.</summary>
    private const int Tries = 8;

    public async Task<Windows> FindAsync(ConversationKey resident, CancellationToken cancellationToken) =>
        await memory.FindAsync(NameOf(resident), cancellationToken) is { } fact ? Read(fact) : new Windows();

    /// <returns>As changed.</returns>
    public async Task<Windows> ChangeAsync(ConversationKey resident, Func<Windows, Windows> change, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var fact = await memory.FindAsync(NameOf(resident), cancellationToken);
            var before = fact is null ? new Windows() : Read(fact);
            var after = change(before);
            if (after == before || await memory.SaveAsync(NameOf(resident), JsonSerializer.Serialize(after), fact?.Version ?? 0, cancellationToken))
            {
                return after;
            }
        }
        throw new InvalidOperationException("What is known of a resident's windows cannot be saved.");
    }

    public Task ForgetAsync(ConversationKey resident, CancellationToken cancellationToken) => memory.ForgetAsync(NameOf(resident), cancellationToken);

    private static string NameOf(ConversationKey resident) => $"windows/{resident.Channel}/{resident.Id}";

    private static Windows Read(ChannelFact fact) => JsonSerializer.Deserialize<Windows>(fact.Value) ?? new Windows();
}
