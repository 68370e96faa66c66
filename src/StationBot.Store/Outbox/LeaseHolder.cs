using System.Diagnostics;
using System.Globalization;

namespace StationBot.Store.Outbox;

/// <summary>
/// Whose a lease is: <c>machine/process/start</c>. What a process of this machine had in hand that is gone is in nobody's hands, at once. Of another
/// machine nobody here can tell, so there the lease itself has the last word.
/// </summary>
internal static class LeaseHolder
{
    /// <summary>This process, however many stores it has opened.</summary>
    public static string Me { get; } = Of(Environment.ProcessId);

    /// <param name="processId">Of a process of this machine.</param>
    public static string Of(int processId) => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{processId}/{Guid.NewGuid():N}");

    /// <summary>Whether the holder may still be at work.</summary>
    public static bool IsThere(string holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        if (holder == Me || holder.Split('/') is not [var machine, var number, _] || machine != Environment.MachineName || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var processId))
        {
            return true;
        }
        // A container that is started again gives its process the number of the one before.
        return processId != Environment.ProcessId && IsRunning(processId);
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
