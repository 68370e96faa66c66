using StationBot.Handling.Deadlines;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Cases;

/// <summary>What somebody wants to do with a case.</summary>
/// <param name="Data">The record of the action (<see cref="StepJson.TypeOf"/>); null when there is nothing to say.</param>
/// <param name="Reason">In words; some steps demand it.</param>
public sealed record Step(CaseAction Action, Actor By, StepData? Data = null, string Reason = "")
{
    /// <summary>The version the caller decided on; another one refuses the step (<c>case.stale</c>), so that two people never overwrite each other.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>What the rules of the loop depend on besides the case: pure data, the same for every case of one moment.</summary>
public sealed record LoopRules(AreaDirectory Directory, ClockOptions Clocks)
{
    public WorkCalendar Calendar => Directory.Calendar;
}

/// <summary>What a guard looks at.</summary>
/// <param name="Case">Its number; null while it is a draft.</param>
/// <param name="Contact">The number the resident left, if any; it may stand in a reply to that resident, no other may.</param>
/// <param name="Opened">When the case began.</param>
/// <param name="Told">The resident's own words and place: a door that stands in them may stand in a reply, no other.</param>
public sealed record StepFacts(string? Case, CaseState State, Step Step, StepData Data, DateTimeOffset Now, LoopRules Rules, string? Contact, DateTimeOffset Opened, string Told = "")
{
    public DateOnly Today => Rules.Calendar.DayOf(Now);

    public T As<T>() where T : StepData => (T)Data;

    /// <summary>Whether a moment lies ahead; within the same millisecond, which is as finely as the log tells time, it does not.</summary>
    public bool IsAhead(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds() > Now.ToUnixTimeMilliseconds();

    public bool Is(CaseActor role) => Step.By.Role == role;

    /// <summary>Whether a clock of the case has not run out; a clock that is not running has none to run out.</summary>
    public bool InTime(ClockKind clock) => LoopClocks.Of(State, Rules.Calendar, Rules.Clocks).All(d => d.Clock != clock || Now <= d.At);
}

/// <summary>A condition beside status and actor: a pure function, named as in the table of steps.</summary>
/// <param name="Holds">Whether the step may be taken.</param>
public sealed record Guard(string Name, Func<StepFacts, bool> Holds)
{
    /// <summary>What the refusal's sentence names, if anything.</summary>
    public Func<StepFacts, object?[]> Words { get; init; } = _ => [];

    /// <summary>
    /// It looks at nothing but the case, the step and their moments, so that a log can be held against it for ever. The others also look at what
    /// changes: directory, calendar, settings, the contact.
    /// </summary>
    public bool Lasting { get; init; } = true;

    /// <summary>The stable code of the refusal; its sentence stands in loop-texts.json.</summary>
    public string Code => $"case.guard.{Name}";
}

/// <summary>A step's answer: done, or refused with a stable code. A refusal changes nothing.</summary>
public abstract record StepResult
{
    private StepResult() { }

    public sealed record Done(CaseEvent Event) : StepResult;

    /// <param name="Code">One of <see cref="Refusals"/>, or <c>case.guard.…</c>.</param>
    /// <param name="Reason">For the person who asked, in Chinese: why not, and what to do.</param>
    /// <param name="Field">The field that is missing or wrong, in camelCase, when it is one.</param>
    public sealed record Refused(string Code, string Reason, string? Field = null) : StepResult;
}

/// <summary>Codes of refusals that are no guards. Clients depend on them: never rename one.</summary>
public static class Refusals
{
    /// <summary>No row of the table leads from this status by this action.</summary>
    public const string IllegalStep = "case.illegal_step";

    /// <summary>The row is another role's.</summary>
    public const string WrongRole = "case.wrong_role";

    /// <summary>T29 without the pre-review that adopted the suggestion; also a guard of that row.</summary>
    public const string NotAdopted = "case.guard.adopted";

    public const string MissingData = "case.missing_data";

    public const string BadData = "case.bad_data";

    /// <summary>Somebody else was first.</summary>
    public const string Stale = "case.stale";

    public static StepResult.Refused Of(string code, string? field = null, params object?[] words) => new(code, LoopTexts.Of(code, words), field);
}

/// <summary>What the loop says to whoever works in it, in Chinese (loop-texts.json).</summary>
public static class LoopTexts
{
    private static readonly EmbeddedTexts Texts = new(typeof(LoopTexts).Assembly, "loop-texts.json");

    public static IEnumerable<string> Keys => Texts.Keys;

    public static string Of(string key, params object?[] words) => Texts.Of(key, words);
}
