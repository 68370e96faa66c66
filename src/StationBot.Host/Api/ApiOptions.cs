using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using StationBot.Handling.Loop;

namespace StationBot.Host.Api;

/// <summary><c>StationBot:Api</c>.</summary>
internal sealed class ApiOptions
{
    /// <summary>Of one token; beyond that 429 with Retry-After.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>In bytes. A reply with all its evidence is a few thousand.</summary>
    [Range(1024, 10_000_000)]
    public int LongestBody { get; set; } = 64 * 1024;

    /// <summary>How long the answer to a request with an Idempotency-Key is kept.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan AnswersFor { get; set; } = TimeSpan.FromDays(2);

    /// <summary>How much a consultation by video counts in 面商率 (domain.md §7): 0 not at all, 1 like one in person.</summary>
    [Range(0.0, 1.0)]
    public double VideoConsultation { get; set; } = 0.5;

    /// <summary>What counts how much in 综合指数 and 三率综合.</summary>
    [ValidateObjectMembers]
    public IndicatorWeights Weights { get; set; } = new();

    /// <summary>Adult residents of the district, for 使用率; without it there is only their number.</summary>
    [Range(1, 100_000_000)]
    public int? AdultResidents { get; set; }
}
