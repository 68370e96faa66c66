using StationBot.Handling.Flags;
using StationBot.Handling.Roster;

namespace StationBot.Handling.Sorting;

/// <summary>What the sorter is given.</summary>
/// <param name="Text">The resident's newest message, as received. Slots, flags, intent and signals are read from it alone.</param>
/// <param name="Directory">The gazetteer, departments and problem types of the district.</param>
public sealed record SortRequest(string Text, AreaDirectory Directory)
{
    /// <summary>What the resident said earlier about this same matter; topics and departments are read from it and <see cref="Text"/> together.</summary>
    public string Earlier { get; init; } = "";

    /// <summary>True when a matter of this conversation has been told and numbered: a few words (又堆起来了) are most likely about it.</summary>
    public bool Continues { get; init; }

    /// <summary>What the bot's last message asked for: a bare 「书香里」 after "where?" is a place.</summary>
    public Messages.Ask Asked { get; init; }

    /// <summary>The resident's local time: 「昨晚」 means nothing without it. Only for prompts and time slots.</summary>
    public DateTimeOffset Now { get; init; }

    /// <inheritdoc cref="Messages.DialogTurn.Hurry"/>
    public CancellationToken Hurry { get; init; }
}

public sealed record TopicScore(Topic Topic, double Score);

public sealed record DepartmentScore(string Code, double Score);

/// <summary>Where in the text a decision came from, so that staff can see why.</summary>
/// <param name="What">The code it speaks for: a topic, problem type or flag.</param>
public sealed record Evidence(string What, string Words, int Start, int Length);

/// <summary>
/// The one typed answer of 梳理: what a message is about, whose it is, what was said and what a human must see.
/// Scores are probabilities in [0, 1]; topic scores name all six topics, best first, and sum to 1.
/// </summary>
public sealed record SortResult
{
    public required string Text { get; init; }
    public Intent Intent { get; init; } = Intent.Other;
    public Signals Signals { get; init; }

    /// <summary>What follows a yes with which the message begins (对，<c>不过还有…</c>); empty when nothing does, or it begins otherwise.</summary>
    public string Rest { get; init; } = "";
    public required IReadOnlyList<TopicScore> Topics { get; init; }

    /// <summary>Code of the competence matrix (<c>ENV-07</c>), or null when nothing in the text points at one.</summary>
    public string? ProblemType { get; init; }
    public double ProblemTypeScore { get; init; }

    /// <summary>The type that the words alone speak for, where a boundary of the matrix (domain.md §3) says that it is another; else null.</summary>
    public string? SoundsLike { get; init; }

    /// <summary>Candidate lead departments, best first, at most five. Empty when no department should be proposed.</summary>
    public IReadOnlyList<DepartmentScore> Departments { get; init; } = [];

    /// <summary>Departments that help the lead (协办).</summary>
    public IReadOnlyList<string> Co { get; init; } = [];
    public IReadOnlyDictionary<Slot, SlotValue> Slots { get; init; } = new Dictionary<Slot, SlotValue>();
    public IReadOnlyList<FlagHit> Flags { get; init; } = [];
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>True when the sorter is not sure enough to propose a type or topic: one question, then a human (domain.md §8 low_confidence).</summary>
    public bool Abstain { get; init; }

    /// <summary>
    /// Why it abstains: <c>no_chinese</c> (no Chinese character to go by), <c>no_matter</c> (nothing points at a type), <c>unsure</c> (a type,
    /// but not surely). Null when it does not.
    /// </summary>
    public string? Why => !Abstain ? null : !Text.Any(c => c is >= '\u4e00' and <= '\u9fff') ? "no_chinese" : ProblemType is null ? "no_matter" : "unsure";

    /// <summary>Independent matters found in one message (一事一议), each sorted on its own words; empty when there is one.</summary>
    public IReadOnlyList<SortResult> Parts { get; init; } = [];

    /// <summary>What is asked for, point by point, where one matter comes with several wishes (第一修好路灯，第二装监控); empty when nothing is counted.</summary>
    public IReadOnlyList<string> Demands { get; init; } = [];

    public const string Offline = "offline";
    public const string ByModel = "model";

    /// <summary>Who sorted it: <see cref="Offline"/> or <see cref="ByModel"/>, or <c>offline (model failed: why)</c>. Goes with the case (style.md §5).</summary>
    public string Provider { get; init; } = Offline;

    /// <summary>What asking a model took; null when none was asked or its answer was remembered.</summary>
    public ModelUse? ModelUse { get; init; }

    public Topic Topic => Topics[0].Topic;
    public string? Lead => Departments.Count > 0 ? Departments[0].Code : null;
}

/// <summary>What was spent on a model.</summary>
/// <param name="InputTokens">As the service counted them.</param>
/// <param name="OutputTokens">As the service counted them.</param>
/// <param name="Cost">Yuan, at the prices of the settings; 0 when none are set.</param>
public sealed record ModelUse(int InputTokens, int OutputTokens, decimal Cost)
{
    public static ModelUse? Sum(ModelUse? one, ModelUse? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => new ModelUse(one.InputTokens + other.InputTokens, one.OutputTokens + other.OutputTokens, one.Cost + other.Cost),
    };
}

/// <summary>Sorts one message. Never throws for what a resident wrote; a model that fails gives the offline answer, marked.</summary>
public interface ISorter
{
    ValueTask<SortResult> SortAsync(SortRequest request, CancellationToken cancellationToken);

    /// <inheritdoc cref="Messages.IDialog.IsUrgent"/>
    bool IsUrgent(string text, AreaDirectory directory) => false;

    /// <summary>Reads an answer to 「这件事解决了吗？」; null where the sorter has not learned it.</summary>
    OutcomeScore? OutcomeOf(string text) => null;
}
