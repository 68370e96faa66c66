namespace StationBot.Handling.Flags;

/// <summary>What a human must see, and why (标记). domain.md §8. Codes on the wire are snake_case.</summary>
public enum Flag
{
    Emergency, Fire, Gas, Medical, Crime, Traffic, Suicide, MinorVictim, DomesticViolence, MissingPerson, Fraud,
    VulnerableVictim, Threat, UrgentService, Litigation, Discipline, Petition, Group, Sensitive, Pii, Minor,
    Abuse, Spam, OffTopic, Injection, LowConfidence, UnclearJurisdiction, RepeatDissatisfied, OutOfArea, Conflict,
    HumanRequested, DataRequest, Misinformation,
}

/// <summary>How soon a human must look. domain.md §8.</summary>
public enum Severity
{
    /// <summary>Numbers first, staff within 15 minutes.</summary>
    P0,

    /// <summary>A human decides before anything is assigned.</summary>
    P1,

    /// <summary>A human looks within one working day.</summary>
    P2,

    /// <summary>Record only.</summary>
    P3,
}

/// <summary>A rule that fired on a message.</summary>
/// <param name="Rule">The rule's id, so that staff see why; <c>model</c> when only the model saw it.</param>
public sealed record FlagHit(Flag Flag, Severity Severity, string Rule, int Start = -1, int Length = 0)
{
    /// <summary>True when a rule's words stood there and the learned reading does not believe them: staff may look, the resident is told nothing.</summary>
    public bool Doubted { get; init; }

    /// <summary>A danger that is past or only feared: no emergency, but a human looks at it (domain.md §8).</summary>
    public bool IsPastDanger => Severity > Severity.P0 && FlagTable.SeverityOf(Flag) == Severity.P0;
}

public static class FlagTable
{
    /// <summary>The severity a flag has unless a rule says otherwise (a rule may only raise it).</summary>
    public static Severity SeverityOf(Flag flag) => flag switch
    {
        Flag.Emergency or Flag.Fire or Flag.Gas or Flag.Medical or Flag.Crime or Flag.Traffic or Flag.Suicide
            or Flag.MinorVictim or Flag.DomesticViolence or Flag.MissingPerson or Flag.Fraud or Flag.Threat => Severity.P0,
        Flag.VulnerableVictim or Flag.UrgentService or Flag.Litigation or Flag.Discipline or Flag.Petition or Flag.Group
            or Flag.Sensitive or Flag.Minor or Flag.RepeatDissatisfied or Flag.Conflict => Severity.P1,
        Flag.Abuse or Flag.Spam or Flag.OffTopic => Severity.P3,
        _ => Severity.P2,
    };

    private static readonly string[] Codes = [.. Enum.GetValues<Flag>().Select(f => string.Concat(
        f.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())))];

    private static readonly Dictionary<string, Flag> ByCode = Enum.GetValues<Flag>().ToDictionary(f => Codes[(int)f]);

    public static string Code(this Flag flag) => Codes[(int)flag];

    /// <summary>The severity of a code; null for a code that is no flag.</summary>
    public static Severity? SeverityOf(string code) => ByCode.TryGetValue(code, out var flag) ? SeverityOf(flag) : null;

    /// <summary>Whether what was told goes to nobody whom it may be about: reports of officials, and those who suffer under somebody (§8 "must never", §10 reporter protection).</summary>
    public static bool ShieldsReporter(string code) => ByCode.TryGetValue(code, out var flag)
        && flag is Flag.Discipline or Flag.MinorVictim or Flag.DomesticViolence or Flag.VulnerableVictim or Flag.Minor;

    /// <exception cref="FormatException">The word is no flag code.</exception>
    public static Flag Parse(string code) =>
        ByCode.TryGetValue(code, out var flag) ? flag : throw new FormatException($"'{code}' is not a flag of domain.md §8.");
}
