using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Definitions;

/// <summary>What dialogs/*.yaml says, checked. Immutable; read once at start.</summary>
public sealed record DialogDefinition
{
    public required DialogTexts Texts { get; init; }
    public required DialogLimits Limits { get; init; }
    public required IReadOnlyList<Question> Questions { get; init; }
    public required IReadOnlyList<Advice> Advice { get; init; }
    public required IReadOnlyList<EmergencyText> Emergencies { get; init; }
    public required IReadOnlyList<StandingAnswer> Answers { get; init; }
    public required IReadOnlyDictionary<CaseStatus, string> Statuses { get; init; }
    public required IReadOnlyDictionary<string, string> Choices { get; init; }
    public required IReadOnlyList<PhoneNumber> Numbers { get; init; }

    /// <summary>The words of the resident page, by key.</summary>
    public required IReadOnlyDictionary<string, string> Page { get; init; }

    /// <summary>The words that chats without buttons need, by key.</summary>
    public required IReadOnlyDictionary<string, string> Channels { get; init; }

    /// <summary>What residents are told of their cases, by the kind of notice.</summary>
    public required DialogTexts Notices { get; init; }

    /// <summary>Where intake.yaml names problem types: which of them exist only the district's competence matrix says.</summary>
    public required IReadOnlyList<Mention> ProblemTypes { get; init; }

    /// <summary>Refuses dialogs that name a problem type which the district does not have: that condition would silently never hold.</summary>
    /// <exception cref="DialogDefinitionException">Each such type with file and line.</exception>
    public void EnsureFits(AreaDirectory district)
    {
        var unknown = ProblemTypes.Where(m => district.ProblemType(m.Word) is null)
            .Select(m => new DialogProblem(m.File, m.Line, DialogProblem.Say("type.unknown", m.Word))).ToArray();
        if (unknown.Length > 0)
        {
            throw new DialogDefinitionException(unknown);
        }
    }
}

/// <summary>A word of a dialog file and where it stands.</summary>
public sealed record Mention(string File, long Line, string Word);

/// <param name="LongestText">Characters; a text that could pass it, filled in, stops the start.</param>
/// <param name="SummaryCharacters">Characters of the resident's own words repeated in a summary.</param>
/// <param name="ReviewDays">Working days.</param>
/// <param name="DataRequestDays">Working days.</param>
public sealed record DialogLimits(
    int Questions, int Clarifications, int IdleHours, int SummaryCharacters, int LongestText, int ReviewDays, int DataRequestDays);

/// <summary>A question about one slot, asked when its condition holds and the slot is empty.</summary>
/// <param name="Required">Without an answer there is no summary; others are asked once.</param>
public sealed record Question(Slot Slot, Ask Ask, string Text, bool Required, Condition When, Condition Unless);

/// <summary>A sentence said once per matter when its condition holds.</summary>
public sealed record Advice(string Id, string Say, Condition When, Condition Unless);

/// <summary>What is answered to a question about the station itself.</summary>
/// <param name="Words">Any of them is enough.</param>
/// <param name="Longest">Characters; a longer message tells more than it asks.</param>
/// <param name="Collecting">What is said instead while a matter is taken in; once it has its number the case itself answers. Null: always the same.</param>
public sealed record StandingAnswer(string Id, IReadOnlyList<string> Words, int Longest, string Say, string? Collecting);

/// <summary>Which fixed text answers a P0 flag, and what single question may follow it.</summary>
/// <param name="More">What answers whatever is said after it; null: that it was heard.</param>
/// <param name="Safe">What answers 「安全的」 of who writes, where somebody else is in the danger or it goes on; null: that this is well.</param>
/// <param name="Instead">Other words where more is known: the child itself is writing, somebody else wants to jump. The first that fits is taken.</param>
/// <param name="Line">A helpline that is named again where no call to the police was made, or none helped; null: none fits.</param>
public sealed record EmergencyText(Flag Flag, string Text, string? Ask, string? More, string? Safe, string? Line, IReadOnlyList<InsteadText> Instead);

/// <param name="When">Flags, signals and words only: raised in this conversation, heard in this message.</param>
/// <param name="Also">What must hold besides; empty: nothing.</param>
/// <param name="Staff">What is said of the staff; null: as always.</param>
public sealed record InsteadText(Condition When, Condition Also, string Text, string? Ask, string? Staff, string? More, string? Safe, string? Line);

/// <param name="Shown">Whether the resident page shows it (domain.md §8.1).</param>
public sealed record PhoneNumber(string Number, string For, bool Shown);

/// <summary>A closed list of things a step may depend on; any one that matches is enough. An empty condition never matches.</summary>
public sealed record Condition
{
    public static Condition Never { get; } = new();
    public IReadOnlyList<Topic> Topics { get; init; } = [];
    public IReadOnlyList<string> ProblemTypes { get; init; } = [];
    public IReadOnlyList<Flag> Flags { get; init; } = [];
    public IReadOnlyList<Intent> Intents { get; init; } = [];
    public Signals Signals { get; init; }
    public IReadOnlyList<string> Words { get; init; } = [];

    public bool IsEmpty =>
        Topics.Count + ProblemTypes.Count + Flags.Count + Intents.Count + Words.Count == 0 && Signals == Signals.None;

    internal bool Matches(Turns.Draft draft) =>
        draft.Items.Any(i => (i.Topics.Count > 0 && Topics.Contains(i.Topics[0])) || (i.ProblemType is { } type && ProblemTypes.Contains(type)))
        || Flags.Any(draft.Flags.Contains)
        || Intents.Contains(draft.Intent)
        || (draft.Signals & Signals) != Signals.None
        || IsSaid(draft.Words);

    // Every condition is tried at every turn: a closure for each word would be a tenth of all that a turn allocates.
    private bool IsSaid(IReadOnlyList<string> texts)
    {
        foreach (var word in Words)
        {
            foreach (var text in texts)
            {
                if (text.Contains(word, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }
        return false;
    }
}

/// <summary>The sentences, by key. Keys, their placeholders and what they must never lose are fixed in <see cref="TextRules"/>.</summary>
public sealed class DialogTexts(IReadOnlyDictionary<string, string> texts)
{
    /// <exception cref="KeyNotFoundException">No such text: the loader would have refused it, so this is a bug.</exception>
    public string this[string key] => texts[key];

    /// <summary>The text with its placeholders filled in; where the text ends the sentence, a value does not end it a second time.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = texts[key];
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}。", value.TrimEnd('。', '.', '；', ';', ' ') + "。", StringComparison.Ordinal).Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }
        return text;
    }
}
