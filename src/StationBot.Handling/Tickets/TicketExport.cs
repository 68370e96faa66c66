using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Tickets;

/// <summary>
/// 派单: what is 12345's to handle (domain.md §5.4): cases that have a ticket there, that were redirected there with the resident's consent, or that were assigned to it. What
/// is urgent, or tells of health, a child or somebody who suffers, goes there by consent alone (§5.4, §10): staff ask, and redirect it with <c>agreed</c>.
/// One line, without contact, names, doors and anybody's health: whoever handles it asks the station, which asks the resident.
/// </summary>
public static class TicketExport
{
    /// <summary>The doors, as leads and as targets of a redirection, that are 12345: its code in the competence matrix, and its number.</summary>
    public static IReadOnlyList<string> Doors { get; } = ["hotline", TicketFile.Hotline];

    private static readonly string[] NeverOut = [Flag.Discipline.Code(), Flag.Conflict.Code()];

    private static readonly string[] ByConsent =
    [
        .. new[]
        {
            Flag.UrgentService, Flag.Pii, Flag.Minor, Flag.MinorVictim, Flag.VulnerableVictim, Flag.DomesticViolence, Flag.Suicide, Flag.Medical, Flag.Fraud, Flag.Sensitive,
        }.Select(f => f.Code()),
    ];

    public static IEnumerable<TicketLine> Lines(IEnumerable<HandOver> handedOver, AreaDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        foreach (var (one, redirects) in handedOver.Where(h => !h.Case.Flags.Any(NeverOut.Contains)))
        {
            var tickets = one.Facts.Tickets.Where(t => t.System == TicketFile.Hotline).ToArray();
            if (tickets.Length == 0 && !IsAgreed(one, redirects) && !IsAssigned(one))
            {
                continue;
            }
            foreach (var ticket in tickets.DefaultIfEmpty())
            {
                yield return new TicketLine(
                    0, ticket?.Number ?? "", one.OpenedAt, directory.ProblemType(one.ProblemType)?.Name ?? "", Masking.MaskForOthers(one.Summary), PlaceOf(one, directory),
                    ticket?.Status ?? LoopTexts.Of($"status.{one.Status}"), ticket?.Unit ?? directory.Department(one.Lead)?.ShortName ?? "", ticket?.ClosedAt, one.Number?.Value);
            }
        }
    }

    /// <summary>It stands redirected, and there: who objects (T34) has taken the yes back.</summary>
    private static bool IsAgreed(Case one, IReadOnlyList<RedirectData> redirects) =>
        one.Status == CaseStatus.Redirected && redirects is [.., { Agreed: true } last] && Doors.Contains(last.Target);

    private static bool IsAssigned(Case one) => one.Status.IsOpen() && one.Facts.AssignedAt is not null && Doors.Contains(one.Lead) && !one.Flags.Any(ByConsent.Contains);

    private static string PlaceOf(Case one, AreaDirectory directory) =>
        one.Slots.TryGetValue("place", out var place) && place.Length > 0 ? Masking.MaskPersons(place) : directory.Community(one.Community)?.Name ?? "";
}
