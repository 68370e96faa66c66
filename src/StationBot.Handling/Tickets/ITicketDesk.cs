using StationBot.Handling.Cases;

namespace StationBot.Handling.Tickets;

/// <summary>Cases as the exchange with 12345 looks for them. Fulfilled by the Store room.</summary>
public interface ITicketDesk
{
    /// <summary>Open cases of one community, the newest first.</summary>
    Task<IReadOnlyList<Case>> OpenAtAsync(string community, int limit, CancellationToken cancellationToken);

    /// <summary>Cases that since a moment were redirected or linked to a ticket, and open ones with a lead that were opened since; oldest first. What of it is 12345's, the caller says.</summary>
    /// <param name="leads">Codes of departments.</param>
    Task<IReadOnlyList<HandOver>> HandedOverAsync(DateTimeOffset since, IReadOnlyList<string> leads, CancellationToken cancellationToken);
}

/// <param name="Redirects">The redirections in that time: each names its door.</param>
public sealed record HandOver(Case Case, IReadOnlyList<RedirectData> Redirects);
