using System.Diagnostics;
using System.Globalization;

namespace StationBot.Store.Outbox;

/// <summary>
/// Whose a lease is: <c>machine/process/start</c>. What a process of this machine had in hand that is gone is in nobody's hands, at once. Of another
/// machine nobody here can tell, so there the lease itself has the last word; so it is of a container with the host's name, whose processes have numbers of
/// their own.
/// </summary>
internal static class LeaseHolder
{
    /// <summary>Where the numbers of processes mean the same: on Linux the host's name and the space of process numbers, <c>host pid:[4026531836]</c>.</summary>
    private static string Machine { get; } = Environment.MachineName + (OperatingSystem.IsLinux() ? " " + new FileInfo("/proc/self/ns/pid").LinkTarget : "");

    /// <summary>This process, however many stores it has opened.</summary>
    public static string Me { get; } = Of(Environment.ProcessId);

    /// <param name="processId">Of a process of this machine.</param>
    public static string Of(int processId) => string.Create(CultureInfo.InvariantCulture, $"{Machine}/{processId}/{Guid.NewGuid():N}");

    /// <summary>Whether the holder may still be at work.</summary>
    public static bool IsThere(string holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        if (holder == Me || holder.Split('/') is not [var machine, var number, _] || machine != Machine || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var processId))
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
