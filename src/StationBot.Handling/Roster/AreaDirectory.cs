using StationBot.Handling.Sorting;

namespace StationBot.Handling.Roster;

/// <summary>代表层级. Streets (街道) have no congress of their own. domain.md §1.1.</summary>
public enum CongressLevel { Township, County, Prefecture, Province, National }

public enum ElectoralDistrictKind { Residence, Workplace }

public enum StationKind { House, Station, Point, Online }

public sealed record Area(string Code, string Name, string Kind, string TimeZone = "Asia/Shanghai")
{
    /// <summary>The city and province it belongs to: naming them is not naming another place.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];
}

public sealed record Township(string Code, string Name, string Kind, string CongressOffice);

/// <summary>社区、村. <paramref name="Places"/> are landmarks inside it; <paramref name="Alias"/> are other names of the community itself.</summary>
public sealed record Community(string Code, string Township, string Name, string Kind, IReadOnlyList<string> Alias, IReadOnlyList<string> Places);

/// <param name="Workplace">The employer, for a district drawn by workplace (选举法 art. 25); else null.</param>
public sealed record ElectoralDistrict(string Code, CongressLevel Level, ElectoralDistrictKind Kind, IReadOnlyList<string> Communities, string? Workplace);

public sealed record LiaisonStation(string Code, string Name, StationKind Kind, string Township)
{
    public string? Parent { get; init; }
    public IReadOnlyList<string> Communities { get; init; } = [];
    public string? Hours { get; init; }
    public string? Address { get; init; }
    public string? Phone { get; init; }

    /// <summary>站长: who looks when nobody else may (R17).</summary>
    public string? Head { get; init; }
}

/// <summary>A deputy with the dates that decide whether they may be asked (domain.md R20, 代表法 art. 61–62).</summary>
public sealed record Deputy(string Code, string Name, CongressLevel Level, string? District, string Station)
{
    public IReadOnlyList<Topic> Expertise { get; init; } = [];
    public string? Job { get; init; }

    /// <summary>First and last day of the term, inclusive; null means not limited by the data.</summary>
    public DateOnly? TermFrom { get; init; }
    public DateOnly? TermTo { get; init; }
    public IReadOnlyList<Suspension> Suspensions { get; init; } = [];

    /// <summary>Names of bodies the deputy works for, runs or owns a part of; complaints about them go to somebody else (R19).</summary>
    public IReadOnlyList<string> Interests { get; init; } = [];

    public bool ServesOn(DateOnly day) =>
        (TermFrom is not { } from || day >= from) && (TermTo is not { } to || day <= to)
        && !Suspensions.Any(s => day >= s.From && (s.To is not { } end || day <= end));
}

/// <param name="To">Last day, inclusive; null while it lasts.</param>
public sealed record Suspension(DateOnly From, DateOnly? To, string Reason);

/// <param name="Code">Code of the competence matrix (<c>urban</c>).</param>
/// <param name="ShortName">What residents are told (城管局).</param>
public sealed record Department(string Code, string ShortName, string FullName, string Scope)
{
    /// <summary>For a vertical or prefecture body: its branch here, to which matters go (R11). Null for a body of the area itself.</summary>
    public string? LocalBranch { get; init; }
}

/// <summary>A door to name when a matter is not ours: court, discipline, petition… domain.md §12.</summary>
public sealed record RedirectTarget(string Code, string Name, string For, string Phone);

/// <summary>One line of the competence matrix. domain.md §13.</summary>
/// <param name="Lead">主办, a department code.</param>
/// <param name="AltLeads">Also acceptable as lead, because the owner differs by place.</param>
public sealed record ProblemType(
    string Code, Topic Topic, string Name, IReadOnlyList<string> Words, string Lead, IReadOnlyList<string> Co, IReadOnlyList<string> AltLeads)
{
    /// <summary>On the township's own list of duties, so the township leads (R6).</summary>
    public bool TownshipDuty { get; init; }

    /// <summary>Needs persuasion inside one estate or village, not enforcement: the village leads with the bureau as co (R7).</summary>
    public bool VillageFirst { get; init; }

    /// <summary>Which of the default clocks applies (domain.md §6.2); null means by number of departments.</summary>
    public string? CaseClass { get; init; }
}

/// <summary>Who is on duty at a station on one day; a dated entry wins over the weekly rotation.</summary>
public sealed record DutyEntry(string Station, DateOnly Date, string Deputy);

/// <summary>
/// Everything that is known of one district at one moment: an immutable snapshot, safe to share between turns.
/// Built and validated by <see cref="AreaDirectoryReader"/>; all cross references hold.
/// </summary>
public sealed class AreaDirectory
{
    // Every message asks for some hundred of these.
    private readonly Dictionary<string, Department> _departments = [];
    private readonly Dictionary<string, ProblemType> _types = [];

    public required Area Area { get; init; }
    public required IReadOnlyList<Township> Townships { get; init; }
    public required IReadOnlyList<Community> Communities { get; init; }
    public required IReadOnlyList<ElectoralDistrict> Districts { get; init; }
    public required IReadOnlyList<LiaisonStation> Stations { get; init; }
    public required IReadOnlyList<Deputy> Deputies { get; init; }
    public required IReadOnlyList<DutyEntry> Duty { get; init; }
    public required IReadOnlyList<Department> Departments { get; init => Index(field = value, _departments, d => d.Code); }
    public required IReadOnlyList<ProblemType> ProblemTypes { get; init => Index(field = value, _types, t => t.Code); }
    public required IReadOnlyList<RedirectTarget> RedirectTargets { get; init; }
    public required Deadlines.WorkCalendar Calendar { get; init; }

    /// <summary>Names of places known to lie outside the district, that residents mention (neighbouring cities).</summary>
    public IReadOnlyList<string> Neighbours { get; init; } = [];

    /// <summary>What the import took but a clerk should know, e.g. a year whose calendar is not official yet.</summary>
    public IReadOnlyList<ImportProblem> Warnings { get; init; } = [];

    public Community? Community(string? code) => Communities.FirstOrDefault(c => c.Code == code);
    public Department? Department(string? code) => code is null ? null : _departments.GetValueOrDefault(code);
    public Deputy? Deputy(string? code) => Deputies.FirstOrDefault(d => d.Code == code);
    public ProblemType? ProblemType(string? code) => code is null ? null : _types.GetValueOrDefault(code);
    public LiaisonStation? Station(string? code) => Stations.FirstOrDefault(s => s.Code == code);
    public Township? Township(string? code) => Townships.FirstOrDefault(t => t.Code == code);

    private static void Index<T>(IReadOnlyList<T> list, Dictionary<string, T> byCode, Func<T, string> code)
    {
        byCode.Clear();
        foreach (var one in list)
        {
            byCode.TryAdd(code(one), one);
        }
    }
}

/// <summary>The district in force now. An import replaces it; a turn that has begun keeps the one it began with.</summary>
public interface IAreaDirectory
{
    AreaDirectory Current { get; }

    /// <summary>False: nothing has been imported yet, and <see cref="Current"/> throws.</summary>
    bool IsLoaded => true;
}
