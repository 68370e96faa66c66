using System.Globalization;
using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Roster;

public static partial class AreaDirectoryReader
{
    private static WorkCalendar ReadCalendar(ImportNode file, List<ImportProblem> warnings)
    {
        var (daysOff, makeup, official) = (new HashSet<DateOnly>(), new HashSet<DateOnly>(), new HashSet<int>());
        var years = file.Section("years");
        foreach (var name in years.Members)
        {
            if (name.Length != 4 || !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            {
                years.ProblemAt(name, "import.year", name);
                continue;
            }
            var node = years.Section(name);
            if (node.Choice("status", [false, true], s => s ? "official" : "statutory-only"))
            {
                official.Add(year);
            }
            else
            {
                warnings.Add(node.Remark("status", "import.year.unofficial", year));
            }
            if (official.Contains(year) && !node.List("daysOff").Any())
            {
                node.ProblemAt("daysOff", "import.year.empty", year);
            }
            foreach (var day in node.List("daysOff"))
            {
                Take(day, "date", day.Date("date"), year, daysOff);
                if (day.Optional("date") is null)
                {
                    day.ProblemAt("date", "import.missing");
                }
            }
            foreach (var day in node.Dates("makeupWorkdays"))
            {
                Take(node, "makeupWorkdays", day, year, makeup);
                if (daysOff.Contains(day))
                {
                    node.ProblemAt("makeupWorkdays", "import.year.makeup", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                }
                else if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                {
                    warnings.Add(node.Remark("makeupWorkdays", "import.year.makeup_weekday", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                }
            }
        }
        // A year that names none of its days off has the statutory ones (WorkCalendar).
        foreach (var year in official.Union(daysOff.Select(d => d.Year)).Order().Where(y => years.OptionalSection(y.ToString(CultureInfo.InvariantCulture)) is not null))
        {
            // 调休 moves the days around them, never these.
            if (StatutoryDays.Of(year).Where(d => !daysOff.Contains(d) && d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Order().Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray() is { Length: > 0 } lacking)
            {
                warnings.Add(years.Section(year.ToString(CultureInfo.InvariantCulture)).Remark("daysOff", "import.year.lacking", year, string.Join('、', lacking)));
            }
        }
        if (!years.Members.Any())
        {
            file.ProblemAt("years", "import.year.none");
        }
        return new WorkCalendar(daysOff, makeup, official);
    }

    private static void Take(ImportNode node, string member, DateOnly? day, int year, HashSet<DateOnly> days)
    {
        if (day is not { } date)
        {
            return;
        }
        var text = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (date.Year != year)
        {
            node.ProblemAt(member, "import.year.date", text, year);
        }
        if (!days.Add(date))
        {
            node.ProblemAt(member, "import.twice", text);
        }
    }
}
