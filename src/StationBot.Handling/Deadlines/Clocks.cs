namespace StationBot.Handling.Deadlines;

/// <summary>The default clocks of domain.md §6.2; every number is configuration.</summary>
public sealed record ClockOptions
{
    public int ConsultWorkingDays { get; set; } = 1;
    public int SimpleWorkingDays { get; set; } = 5;
    public int ComplexWorkingDays { get; set; } = 15;
    public TimeSpan UrgentReply { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A message after this moment, or on a day off, counts as received the next working day (§6.3).</summary>
    public TimeOnly OfficeCloses { get; set; } = new(17, 0);
    public TimeOnly OfficeOpens { get; set; } = new(9, 0);
    public TimeSpan TriageP0 { get; set; } = TimeSpan.FromMinutes(15);
    public TimeSpan TriageP1WorkingHours { get; set; } = TimeSpan.FromHours(2);
}

/// <summary>Deadlines from clocks and calendar; pure. domain.md §6.</summary>
public static class Clocks
{
    /// <summary>The day by which a resident gets an answer.</summary>
    /// <param name="caseClass">UrgentService, Consult, Simple or Complex.</param>
    /// <param name="received">Local time of the station.</param>
    public static DateOnly AnswerBy(string caseClass, DateTimeOffset received, WorkCalendar calendar, ClockOptions options) =>
        throw new NotSupportedException();

    /// <summary>The latest moment for staff to look at a flagged item.</summary>
    public static DateTimeOffset TriageBy(Flags.Severity severity, DateTimeOffset at, WorkCalendar calendar, ClockOptions options) =>
        throw new NotSupportedException();

    /// <summary>Whether staff are at work at a local moment.</summary>
    public static bool IsOfficeHours(DateTimeOffset at, WorkCalendar calendar, ClockOptions options) =>
        throw new NotSupportedException();
}
