using StationBot.Handling.Sorting;

namespace StationBot.Handling.Roster;

/// <summary>One thing that is wrong in an import, for the person who made the file.</summary>
/// <param name="Where">File and place in it: <c>area.json: deputies[3].district</c>.</param>
public sealed record ImportProblem(string Where, string Message);

/// <summary>What the three files of a district are called where they come from.</summary>
public sealed record DirectoryFileNames(string Area, string Matrix, string Workdays)
{
    public static DirectoryFileNames Usual { get; } = new("area.json", "competence-matrix.json", "workdays-cn.json");
}

/// <summary>Reads and validates the JSON files of a district.</summary>
public static partial class AreaDirectoryReader
{
    /// <summary>Reads all three files and tells every problem at once; members that are not known are left alone.</summary>
    /// <param name="areaJson">Format of fixture-area.json.</param>
    /// <param name="matrixJson">Format of competence-matrix.json.</param>
    /// <param name="workdaysJson">Format of workdays-cn.json.</param>
    /// <param name="names">What the files are called, to name them in problems; null: the usual names.</param>
    /// <returns>The directory, or null with at least one problem. Messages are Chinese, for the clerk who made the files.</returns>
    public static (AreaDirectory? Directory, IReadOnlyList<ImportProblem> Problems) Read(string areaJson, string matrixJson, string workdaysJson, DirectoryFileNames? names = null)
    {
        var problems = new List<ImportProblem>();
        names ??= DirectoryFileNames.Usual;
        var area = ImportNode.Parse(names.Area, areaJson, problems);
        var matrix = ImportNode.Parse(names.Matrix, matrixJson, problems);
        var workdays = ImportNode.Parse(names.Workdays, workdaysJson, problems);
        if (area is null || matrix is null || workdays is null)
        {
            return (null, problems);
        }
        var warnings = new List<ImportProblem>();
        var roster = ReadRoster(area, warnings);
        var departments = Coded(matrix, "departments", DepartmentOf, d => d.Code);
        var doors = Coded(matrix, "redirectTargets", RedirectTargetOf, r => r.Code, required: false);
        var types = Coded(matrix, "problemTypes", ProblemTypeOf, p => p.Code);
        CheckMatrix(types, departments, doors);
        var calendar = ReadCalendar(workdays, warnings);
        if (problems.Count > 0)
        {
            return (null, problems);
        }
        return (new AreaDirectory
        {
            Area = roster.Area,
            Townships = Values(roster.Townships),
            Communities = Values(roster.Communities),
            Districts = Values(roster.Districts),
            Stations = Values(roster.Stations),
            Deputies = Values(roster.Deputies),
            Duty = roster.Duty,
            Neighbours = roster.Neighbours,
            Departments = Values(departments),
            RedirectTargets = Values(doors),
            ProblemTypes = Values(types),
            Calendar = calendar,
            Warnings = warnings,
        }, problems);
    }

    /// <summary>A value with the place it was read from, so that a check across files can still say where.</summary>
    private sealed record Entry<T>(T Value, ImportNode Node);

    private static List<Entry<T>> Coded<T>(ImportNode parent, string list, Func<ImportNode, T> read, Func<T, string> code, bool required = true)
    {
        var all = new List<Entry<T>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in parent.List(list, required))
        {
            var value = read(node);
            if (code(value) is { Length: > 0 } taken && !seen.Add(taken))
            {
                node.ProblemAt("code", "import.duplicate", taken);
            }
            all.Add(new Entry<T>(value, node));
        }
        return all;
    }

    private static IReadOnlyList<T> Values<T>(List<Entry<T>> all) => [.. all.Select(r => r.Value)];

    /// <summary>Notes a reference to a code that nobody has. An empty code was noted when it was read.</summary>
    private static void MustExist(ImportNode node, string member, string? code, IReadOnlySet<string> known, string kind)
    {
        if (code is { Length: > 0 } && !known.Contains(code))
        {
            node.ProblemAt(member, $"import.unknown.{kind}", code);
        }
    }

    private static void MustAllExist(ImportNode node, string member, IReadOnlyList<string> codes, IReadOnlySet<string> known, string kind)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            MustExist(node, $"{member}[{i}]", codes[i], known, kind);
        }
    }

    private static HashSet<string> Codes<T>(List<Entry<T>> all, Func<T, string> code) => [.. all.Select(r => code(r.Value))];

    private static Department DepartmentOf(ImportNode node) =>
        new(node.Text("code"), node.Text("shortName"), node.Optional("fullName") ?? node.Text("shortName"), node.Optional("scope") ?? "")
        {
            LocalBranch = node.Optional("localBranch"),
        };

    private static RedirectTarget RedirectTargetOf(ImportNode node) =>
        new(node.Text("code"), node.Text("name"), node.Optional("for") ?? "", node.Text("phone"));

    private static ProblemType ProblemTypeOf(ImportNode node) =>
        new(node.Text("code"), node.Choice("topic", Topics.All, t => t.Code()), node.Text("name"), node.Texts("words"), node.Text("lead"), node.Texts("co"), node.Texts("altLeads"))
        {
            TownshipDuty = node.Flag("townshipDuty"),
            VillageFirst = node.Flag("villageFirst"),
            CaseClass = node.Optional("caseClass"),
        };

    private static void CheckMatrix(List<Entry<ProblemType>> types, List<Entry<Department>> departments, List<Entry<RedirectTarget>> doors)
    {
        var known = Codes(departments, d => d.Code);
        var alternates = known.Concat(Codes(doors, d => d.Code)).ToHashSet();
        foreach (var (type, node) in types)
        {
            MustExist(node, "lead", type.Lead, known, "department");
            MustAllExist(node, "co", type.Co, known, "department");
            MustAllExist(node, "altLeads", type.AltLeads, alternates, "door");
            if (type.Lead.Length > 0 && type.Co.Contains(type.Lead))
            {
                node.ProblemAt("co", "import.co.lead", type.Lead);
            }
            if (type.CaseClass is { } caseClass && !Deadlines.CaseClasses.All.Contains(caseClass))
            {
                node.ProblemAt("caseClass", "import.choice", caseClass, string.Join('、', Deadlines.CaseClasses.All));
            }
        }
    }
}
