using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Tests.Handling;

public sealed class ClocksTests
{
    private static readonly ClockOptions Default = new();

    private static WorkCalendar Calendar => The.Directory.Calendar;

    [Theory]
    [InlineData(Severity.P0, "2026-10-01 03:00", "2026-10-01 03:15")]
    [InlineData(Severity.P1, "2026-11-23 10:00", "2026-11-23 12:00")]
    [InlineData(Severity.P1, "2026-11-23 11:30", "2026-11-23 15:30")] // the noon rest does not count
    [InlineData(Severity.P1, "2026-11-23 13:00", "2026-11-23 16:00")]
    [InlineData(Severity.P1, "2026-11-23 16:00", "2026-11-24 10:00")]
    [InlineData(Severity.P1, "2026-11-20 21:00", "2026-11-23 11:00")]
    [InlineData(Severity.P1, "2026-11-23 06:00", "2026-11-23 11:00")]
    [InlineData(Severity.P1, "2026-10-09 16:30", "2026-10-10 10:30")] // a makeup Saturday is a working day
    [InlineData(Severity.P2, "2026-11-23 10:00", "2026-11-24 17:00")]
    [InlineData(Severity.P3, "2026-11-23 10:00", "2026-11-30 17:00")]
    public void Staff_look_in_time(Severity severity, string at, string by) =>
        Assert.Equal(At(by), Clocks.TriageBy(severity, At(at), Calendar, Default));

    [Theory]
    [InlineData("2026-11-23 09:00", true)]
    [InlineData("2026-11-23 11:59:59", true)]
    [InlineData("2026-11-23 12:00", false)]
    [InlineData("2026-11-23 14:00", true)]
    [InlineData("2026-11-23 17:00", false)]
    [InlineData("2026-11-22 10:00", false)]
    [InlineData("2026-10-10 10:00", true)]
    [InlineData("2026-10-01 10:00", false)]
    public void Office_hours_are_two_sessions_of_a_working_day(string at, bool open) =>
        Assert.Equal(open, Clocks.IsOfficeHours(At(at), Calendar, Default));

    [Fact]
    public void Options_that_leave_no_office_time_are_refused() =>
        Assert.Throws<ArgumentException>(() => Clocks.TriageBy(Severity.P1, The.Moment, Calendar, new ClockOptions { OfficeOpens = new(17, 0) }));

    [Fact]
    public void Without_a_noon_rest_the_day_is_one_session() =>
        Assert.Equal(At("2026-11-23 13:30"), Clocks.TriageBy(Severity.P1, At("2026-11-23 11:30"), Calendar, new ClockOptions { NoonFrom = new(12, 0), NoonTo = new(12, 0) }));

    [Fact]
    public void Worse_is_never_looked_at_later() =>
        Prop.ForAll(Moments, at =>
        {
            var by = new[] { Severity.P0, Severity.P1, Severity.P2, Severity.P3 }.Select(s => Clocks.TriageBy(s, at, Calendar, Default)).ToArray();
            return by[0] > at && by.SequenceEqual(by.Order()) && by.All(b => b.Offset == at.Offset);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_working_hours_are_two_hours_of_office_time() =>
        Prop.ForAll(Moments, at =>
        {
            var by = Clocks.TriageBy(Severity.P1, at, Calendar, Default);
            var minutes = Enumerable.Range(0, (int)(by - at).TotalMinutes).Count(m => Clocks.IsOfficeHours(at.AddMinutes(m), Calendar, Default));
            return minutes == 120;
        }).QuickCheckThrowOnFailure();

    /// <summary>Any minute of 2025 and 2026, the years with an official calendar.</summary>
    private static Arbitrary<DateTimeOffset> Moments =>
        Gen.Choose(0, (2 * 365 * 24 * 60) - 1).Select(m => new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).AddMinutes(m)).ToArbitrary();

    private static DateTimeOffset At(string local) => new(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
