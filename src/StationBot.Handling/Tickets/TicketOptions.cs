using System.ComponentModel.DataAnnotations;

namespace StationBot.Handling.Tickets;

/// <summary><c>StationBot:Tickets</c>: the exchange of files with 12345 (接单派单). All numbers are defaults of ours [D].</summary>
public sealed class TicketOptions
{
    /// <summary>From this likeness on (<see cref="Similarity"/>) a ticket is shown as perhaps the same matter. Matters of one place that only share everyday words stay below.</summary>
    [Range(0.01, 1.0)]
    public double Possible { get; set; } = 0.15;

    /// <summary>From here on it may be linked without a second look: near to the same words.</summary>
    [Range(0.01, 1.0)]
    public double Sure { get; set; } = 0.5;

    /// <summary>How much more alike the best case must be than the next one, to be sure.</summary>
    [Range(0.0, 1.0)]
    public double Lead { get; set; } = 0.15;

    [Range(1, 1_000_000)]
    public int MostLines { get; set; } = 20_000;

    [Range(1, 1024)]
    public int MostMegabytes { get; set; } = 32;
}
