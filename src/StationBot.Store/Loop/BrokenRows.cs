using System.Security.Cryptography;
using System.Text.Json;

namespace StationBot.Store.Loop;

/// <summary>What reading a column throws that holds something else than it should: somebody wrote into the database, or it is damaged.</summary>
internal static class BrokenRows
{
    public static bool IsBroken(Exception trouble) =>
        trouble is JsonException or InvalidOperationException or InvalidCastException or FormatException or ArgumentException or CryptographicException;

    public static string Why(Exception broken) => $"{broken.GetType().Name}: {broken.Message}";
}
