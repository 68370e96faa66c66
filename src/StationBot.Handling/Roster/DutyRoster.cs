using System.Globalization;

namespace StationBot.Handling.Roster;

/// <summary>值班表: who is on duty at a station.</summary>
public static class DutyRoster
{
    /// <summary>
    /// The deputy on duty: a dated entry if that deputy serves on the day, else the rotation, in which ISO week n belongs to
    /// number n mod count of the station's deputies, in the order of the import, those who do not serve that day left out.
    /// </summary>
    /// <returns>A deputy code, or null when the station has no deputy who serves on that day.</returns>
    public static string? DutyDeputy(this AreaDirectory directory, string station, DateOnly day)
    {
        var dated = directory.Duty.FirstOrDefault(d => d.Station == station && d.Date == day);
        if (directory.Deputy(dated?.Deputy) is { } named && named.ServesOn(day))
        {
            return named.Code;
        }
        var serving = directory.Deputies.Where(d => d.Station == station && d.ServesOn(day)).ToArray();
        return serving.Length == 0 ? null : serving[ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue)) % serving.Length].Code;
    }
}
