using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Tickets;

/// <summary>
/// 派单: what is 12345's to handle (domain.md §5.4): cases redirected there or linked with a ticket there, and open ones that were assigned to it or need a service at once.
/// One line of summary and no contact: whoever handles it asks the station, which asks the resident.
/// </summary>
public static class TicketExport
{
    /// <summary>Water, power, heat: individual and urgent, so 12345's before anyone's (§5.4).</summary>
    public static string HandOverFlag { get; } = Flag.UrgentService.Code();

    /// <summary>The doors, as leads and as targets of a redirection, that are 12345: its code in the competence matrix, and its number.</summary>
    public static IReadOnlyList<string> Doors { get; } = ["hotline", TicketFile.Hotline];

    private static readonly string[] NeverOut = [Flag.Discipline.Code(), Flag.Conflict.Code()];

    public static IEnumerable<TicketLine> Lines(IEnumerable<HandOver> handedOver, AreaDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        foreach (var (one, redirects) in handedOver.Where(h => !h.Case.Flags.Any(NeverOut.Contains)))
        {
            var tickets = one.Facts.Tickets.Where(t => t.System == TicketFile.Hotline).ToArray();
            if (tickets.Length == 0 && !redirects.Any(r => Doors.Contains(r.Target)) && !(one.Status.IsOpen() && (one.Flags.Contains(HandOverFlag) || (one.Facts.AssignedAt is not null && Doors.Contains(one.Lead)))))
            {
                continue;
            }
            foreach (var ticket in tickets.DefaultIfEmpty())
            {
                yield return new TicketLine(
                    0, ticket?.Number ?? "", one.OpenedAt, directory.ProblemType(one.ProblemType)?.Name ?? "", Masking.MaskPhones(one.Summary), PlaceOf(one, directory),
                    ticket?.Status ?? LoopTexts.Of($"status.{one.Status}"), ticket?.Unit ?? directory.Department(one.Lead)?.ShortName ?? "", ticket?.ClosedAt, one.Number?.Value);
            }
        }
    }

    private static string PlaceOf(Case one, AreaDirectory directory) =>
        one.Slots.TryGetValue("place", out var place) && place.Length > 0 ? place : directory.Community(one.Community)?.Name ?? "";
}
