using System.Text.Json;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>What a channel knows of each resident beside the conversation, such as which ways to them are open; shared by all machines.</summary>
/// <typeparam name="T">Immutable; an empty one where nothing is known.</typeparam>
internal class KnownOf<T>(IChannelMemory memory) where T : class, new()
{
    /// <summary>Several machines may write about one resident in the same moment; more often than this, something is broken.</summary>
    private const int Tries = 8;

    public async Task<T> FindAsync(ConversationKey resident, CancellationToken cancellationToken) =>
        await memory.FindAsync(NameOf(resident), cancellationToken) is { } fact ? Read(fact) : new T();

    /// <returns>As changed.</returns>
    public async Task<T> ChangeAsync(ConversationKey resident, Func<T, T> change, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var fact = await memory.FindAsync(NameOf(resident), cancellationToken);
            var before = fact is null ? new T() : Read(fact);
            var after = change(before);
            if (after.Equals(before) || await memory.SaveAsync(NameOf(resident), JsonSerializer.Serialize(after), fact?.Version ?? 0, cancellationToken))
            {
                return after;
            }
        }
        throw new InvalidOperationException("What is known of a resident cannot be saved.");
    }

    public Task ForgetAsync(ConversationKey resident, CancellationToken cancellationToken) => memory.ForgetAsync(NameOf(resident), cancellationToken);

    private static string NameOf(ConversationKey resident) => $"windows/{resident.Channel}/{resident.Id}";

    private static T Read(ChannelFact fact) => JsonSerializer.Deserialize<T>(fact.Value) ?? new T();
}
