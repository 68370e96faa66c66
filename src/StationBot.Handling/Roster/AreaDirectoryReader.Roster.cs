namespace StationBot.Handling.Roster;

public static partial class AreaDirectoryReader
{
    private sealed record Roster(
        Area Area, List<Entry<Township>> Townships, List<Entry<Community>> Communities, List<Entry<ElectoralDistrict>> Districts,
        List<Entry<LiaisonStation>> Stations, List<Entry<Deputy>> Deputies, IReadOnlyList<DutyEntry> Duty, IReadOnlyList<string> Neighbours);

    private static Roster ReadRoster(ImportNode file, List<ImportProblem> warnings)
    {
        var roster = new Roster(
            AreaOf(file.Section("area")),
            Coded(file, "townships", n => new Township(n.Text("code"), n.Text("name"), n.Text("kind"), n.Optional("congressOffice") ?? ""), t => t.Code),
            Coded(file, "communities", CommunityOf, c => c.Code),
            Coded(file, "electoralDistricts", DistrictOf, d => d.Code),
            Coded(file, "stations", StationOf, s => s.Code),
            Coded(file, "deputies", DeputyOf, d => d.Code),
            [],
            file.Texts("neighbours"));
        CheckPlaces(roster, warnings);
        CheckStations(roster);
        CheckDeputies(roster);
        return roster with { Duty = ReadDuty(file, roster) };
    }

    private static Area AreaOf(ImportNode node)
    {
        var zone = node.Optional("timeZone") ?? "Asia/Shanghai";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            node.ProblemAt("timeZone", "import.choice", zone, "Asia/Shanghai");
        }
        return new Area(node.Text("code"), node.Text("name"), node.Text("kind"), zone) { Within = node.Texts("within") };
    }

    private static Community CommunityOf(ImportNode node) =>
        new(node.Text("code"), node.Text("township"), node.Text("name"), node.Text("kind"), node.Texts("alias"), node.Texts("places"));

    private static ElectoralDistrict DistrictOf(ImportNode node) =>
        new(node.Text("code"), node.Choice<CongressLevel>("level"), node.Choice<ElectoralDistrictKind>("kind"), node.Texts("communities"), node.Optional("workplace"));

    private static LiaisonStation StationOf(ImportNode node) =>
        new(node.Text("code"), node.Text("name"), node.Choice<StationKind>("kind"), node.Text("township"))
        {
            Parent = node.Optional("parent"),
            Communities = node.Texts("communities"),
            Hours = node.Optional("hours"),
            Address = node.Optional("address"),
            Phone = node.Optional("phone"),
            Head = node.Optional("head"),
        };

    private static Deputy DeputyOf(ImportNode node)
    {
        var deputy = new Deputy(node.Text("code"), node.Text("name"), node.Choice<CongressLevel>("level"), node.Optional("district"), node.Text("station"))
        {
            Expertise = node.Choices("expertise", Sorting.Topics.All, Sorting.Topics.Code),
            Job = node.Optional("job"),
            TermFrom = node.Date("termFrom"),
            TermTo = node.Date("termTo"),
            Suspensions = [.. node.List("suspensions", required: false).Select(SuspensionOf).OfType<Suspension>()],
            Interests = node.Texts("interests"),
        };
        if (deputy is { TermFrom: { } from, TermTo: { } to } && to < from)
        {
            node.ProblemAt("termTo", "import.dates.order");
        }
        return deputy;
    }

    private static Suspension? SuspensionOf(ImportNode node)
    {
        if (node.Date("from") is not { } from)
        {
            if (node.Optional("from") is null)
            {
                node.ProblemAt("from", "import.missing");
            }
            return null;
        }
        var suspension = new Suspension(from, node.Date("to"), node.Optional("reason") ?? "");
        if (suspension.To < from)
        {
            node.ProblemAt("to", "import.dates.order");
        }
        return suspension;
    }

    private static void CheckPlaces(Roster roster, List<ImportProblem> warnings)
    {
        var townships = Codes(roster.Townships, t => t.Code);
        var communities = Codes(roster.Communities, c => c.Code);
        var names = new Dictionary<string, string>();
        foreach (var (community, node) in roster.Communities)
        {
            MustExist(node, "township", community.Township, townships, "township");
            foreach (var name in community.Alias.Concat(community.Places).Prepend(community.Name).Distinct())
            {
                if (!names.TryAdd(name, community.Code) && names[name] != community.Code)
                {
                    warnings.Add(node.Remark("name", "import.name.clash", name, names[name]));
                }
            }
        }
        var townshipOf = roster.Communities.DistinctBy(c => c.Value.Code).ToDictionary(c => c.Value.Code, c => c.Value.Township);
        var streets = roster.Townships.Where(t => t.Value.Kind == StreetKind).Select(t => t.Value.Code).ToHashSet();
        foreach (var (district, node) in roster.Districts)
        {
            MustAllExist(node, "communities", district.Communities, communities, "community");
            CheckDistrict(district, node, [.. district.Communities.Select(c => townshipOf.GetValueOrDefault(c)).OfType<string>().Distinct()], streets);
        }
    }

    /// <summary>A street is an arm of the county government and has no congress. domain.md §1.1.</summary>
    private const string StreetKind = "街道";

    private static void CheckDistrict(ElectoralDistrict district, ImportNode node, string[] townships, HashSet<string> streets)
    {
        if (district.Level > CongressLevel.County)
        {
            node.ProblemAt("level", "import.district.level");
        }
        if (district.Kind == ElectoralDistrictKind.Workplace && district.Workplace is null)
        {
            node.ProblemAt("workplace", "import.district.workplace");
        }
        if (district.Kind == ElectoralDistrictKind.Residence && district.Communities.Count == 0)
        {
            node.ProblemAt("communities", "import.district.empty");
        }
        if (district.Level == CongressLevel.Township && (townships.Length > 1 || townships.Any(streets.Contains)))
        {
            node.ProblemAt("communities", "import.district.township");
        }
    }

    private static void CheckStations(Roster roster)
    {
        var townships = Codes(roster.Townships, t => t.Code);
        var communities = Codes(roster.Communities, c => c.Code);
        var parents = roster.Stations.DistinctBy(s => s.Value.Code).ToDictionary(s => s.Value.Code, s => s.Value.Parent);
        foreach (var (station, node) in roster.Stations)
        {
            MustExist(node, "township", station.Township, townships, "township");
            MustAllExist(node, "communities", station.Communities, communities, "community");
            MustExist(node, "parent", station.Parent, parents.Keys.ToHashSet(), "station");
            var above = station.Parent;
            for (var steps = 0; above is not null; steps++)
            {
                if (above == station.Code || steps > parents.Count)
                {
                    node.ProblemAt("parent", "import.station.loop");
                    break;
                }
                above = parents.GetValueOrDefault(above);
            }
        }
    }

    private static void CheckDeputies(Roster roster)
    {
        var stations = Codes(roster.Stations, s => s.Code);
        var districts = roster.Districts.DistinctBy(d => d.Value.Code).ToDictionary(d => d.Value.Code, d => d.Value.Level);
        foreach (var (deputy, node) in roster.Deputies)
        {
            MustExist(node, "station", deputy.Station, stations, "station");
            MustExist(node, "district", deputy.District, districts.Keys.ToHashSet(), "district");
            if (deputy.Level > CongressLevel.County)
            {
                if (deputy.District is not null)
                {
                    node.ProblemAt("district", "import.deputy.no_district");
                }
            }
            else if (deputy.District is null)
            {
                node.ProblemAt("district", "import.deputy.needs_district");
            }
            else if (districts.TryGetValue(deputy.District, out var level) && level != deputy.Level)
            {
                node.ProblemAt("district", "import.deputy.level", deputy.District, StaffTexts.Of($"level.{level}"));
            }
        }
    }

    private static List<DutyEntry> ReadDuty(ImportNode file, Roster roster)
    {
        var entries = new List<DutyEntry>();
        if (file.OptionalSection("dutyRoster") is not { } duty)
        {
            return entries;
        }
        var stations = Codes(roster.Stations, s => s.Code);
        var stationOf = roster.Deputies.DistinctBy(d => d.Value.Code).ToDictionary(d => d.Value.Code, d => d.Value.Station);
        foreach (var node in duty.List("overrides", required: false))
        {
            var (station, deputy, date) = (node.Text("station"), node.Text("deputy"), node.Date("date"));
            MustExist(node, "station", station, stations, "station");
            MustExist(node, "deputy", deputy, stationOf.Keys.ToHashSet(), "deputy");
            if (date is null && node.Optional("date") is null)
            {
                node.ProblemAt("date", "import.missing");
            }
            if (stationOf.TryGetValue(deputy, out var own) && stations.Contains(station) && own != station)
            {
                node.ProblemAt("deputy", "import.duty.station", deputy, station);
            }
            if (date is { } day)
            {
                if (entries.Any(e => e.Station == station && e.Date == day))
                {
                    node.ProblemAt("date", "import.twice", $"{station} {day:yyyy-MM-dd}");
                }
                entries.Add(new DutyEntry(station, day, deputy));
            }
        }
        return entries;
    }
}
