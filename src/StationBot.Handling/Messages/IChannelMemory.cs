namespace StationBot.Handling.Messages;

/// <param name="Version">To save over it; 0 where nothing is kept yet.</param>
public sealed record ChannelFact(string Value, int Version);

/// <summary>
/// Small facts that a channel must know again after a restart and share between machines: a token, a cursor, which ways to a resident are
/// open. Sealed where they rest. Fulfilled by the Store room.
/// </summary>
public interface IChannelMemory
{
    Task<ChannelFact?> FindAsync(string name, CancellationToken cancellationToken);

    /// <returns>False when somebody else was first: read it again and decide anew.</returns>
    Task<bool> SaveAsync(string name, string value, int expectedVersion, CancellationToken cancellationToken);

    Task ForgetAsync(string name, CancellationToken cancellationToken);
}
