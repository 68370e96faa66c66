using StationBot.Handling.Deadlines;

namespace StationBot.Tests.Handling;

/// <summary>Worked out by hand from the almanac and the 2025 and 2026 notices.</summary>
public sealed class StatutoryDaysTests
{
    [Theory]
    [InlineData(2025, "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06")] // a leap 6th month before Mid-Autumn
    [InlineData(2026, "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03")]
    [InlineData(2028, "01-01 01-25 01-26 01-27 01-28 04-04 05-01 05-02 05-28 10-01 10-02 10-03")] // Mid-Autumn falls on 3 October
    public void The_days_off_of_a_year(int year, string days) =>
        Assert.Equal(days.Split(' '), StatutoryDays.Of(year).Order().Select(d => d.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_year_that_the_data_do_not_name_has_its_statutory_days_and_no_makeup_days()
    {
        var calendar = The.Directory.Calendar;

        Assert.Equal((false, true), (calendar.IsWorkday(new(2028, 5, 1)), calendar.IsWorkday(new(2028, 5, 3))));
        Assert.DoesNotContain(Enumerable.Range(0, 366).Select(n => new DateOnly(2028, 1, 1).AddDays(n)), d => d.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && calendar.IsWorkday(d));
    }
}
