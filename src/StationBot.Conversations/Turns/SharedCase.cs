using StationBot.Handling.Cases;
using StationBot.Handling.Flags;

namespace StationBot.Conversations.Turns;

/// <summary>
/// What was written about a case that several residents follow: each reads it, and none reads another's name, flat or number in it (domain.md §2). It is masked
/// where it is told, for whoever joins later is told what was written before.
/// </summary>
internal static class SharedCase
{
    private const int MostCases = 20;

    /// <summary>It is another resident's, and this one is told of it as of a matter of their own.</summary>
    public static bool IsFollowedBy(Case one, Guid resident) => one.ResidentId != resident && one.Facts.Subscribers.Any(s => s.Resident == resident);

    /// <returns>The names that its residents gave, of themselves and of others; null where one alone follows it and may read what is their own.</returns>
    public static async ValueTask<IReadOnlyList<string>?> NamesAsync(ICases cases, Case one, CancellationToken cancellationToken)
    {
        Guid[] residents = [.. one.Facts.Subscribers.Select(s => s.Resident).Distinct()];
        if (residents.Length < 2)
        {
            return null;
        }
        List<string> names = [.. Masking.NamesIn(one.RawText)];
        foreach (var resident in residents)
        {
            names.AddRange((await cases.OfResidentAsync(resident, MostCases, cancellationToken)).SelectMany(c => Masking.NamesIn(c.RawText)));
        }
        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What people wrote: nobody's own number is repeated in full; an office's is there to be called.</summary>
    /// <param name="names">Of <see cref="NamesAsync"/>.</param>
    public static string Told(string? text, IReadOnlyList<string>? names)
    {
        var masked = Masking.Mask(text ?? "") ?? text ?? "";
        return names is null ? Masking.MaskMobiles(masked) : Masking.MaskNeighbours(masked, names);
    }
}
