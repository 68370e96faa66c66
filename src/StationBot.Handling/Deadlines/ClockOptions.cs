using System.ComponentModel.DataAnnotations;

namespace StationBot.Handling.Deadlines;

/// <summary>The default clocks of domain.md §6.2; every number is configuration. A clock that runs backwards stops the start.</summary>
public sealed partial record ClockOptions : IValidatableObject
{
    private const int Longest = 365;

    [Range(1, Longest)]
    public int ConsultWorkingDays { get; set; } = 1;
    [Range(1, Longest)]
    public int SimpleWorkingDays { get; set; } = 5;
    [Range(1, Longest)]
    public int ComplexWorkingDays { get; set; } = 15;

    /// <summary>For LongTerm: the plan, not the result.</summary>
    [Range(1, Longest)]
    public int LongTermPlanWorkingDays { get; set; } = 15;
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan UrgentReply { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A message after this moment, or on a day off, counts as received the next working day (§6.3).</summary>
    public TimeOnly OfficeCloses { get; set; } = new(17, 0);
    public TimeOnly OfficeOpens { get; set; } = new(9, 0);

    /// <summary>Noon rest; equal moments mean none. Working hours stand still in it.</summary>
    public TimeOnly NoonFrom { get; set; } = new(12, 0);
    public TimeOnly NoonTo { get; set; } = new(14, 0);
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan TriageP0 { get; set; } = TimeSpan.FromMinutes(15);
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan TriageP1WorkingHours { get; set; } = TimeSpan.FromHours(2);
    [Range(1, Longest)]
    public int TriageP2WorkingDays { get; set; } = 1;
    [Range(1, Longest)]
    public int TriageP3WorkingDays { get; set; } = 5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OfficeOpens >= OfficeCloses)
        {
            yield return new ValidationResult($"{nameof(OfficeOpens)} must be before {nameof(OfficeCloses)}.", [nameof(OfficeOpens), nameof(OfficeCloses)]);
        }
        if (NoonFrom > NoonTo)
        {
            yield return new ValidationResult($"{nameof(NoonFrom)} must not be after {nameof(NoonTo)}.", [nameof(NoonFrom), nameof(NoonTo)]);
        }
    }
}
