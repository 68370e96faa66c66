using System.Text.Json;
using StationBot.Handling.Cases;

namespace StationBot.Handling.Suggestions;

/// <summary>What a suggestion's events add up to.</summary>
public sealed record SuggestionState
{
    public SuggestionStatus Status { get; init; }
    public DateTimeOffset Since { get; init; }
    public string? CaseNo { get; init; }
    public string? Deputy { get; init; }
    public string? Title { get; init; }
    public string? Facts { get; init; }
    public string? Proposal { get; init; }
    public PreReview? PreReview { get; init; }

    /// <summary>Why the pre-review did not adopt it, for the deputy.</summary>
    public string? PreReviewReason { get; init; }
    public string? Unit { get; init; }
    public bool Hard { get; init; }

    /// <summary>The statutory clock runs from here, on this track only.</summary>
    public DateTimeOffset? HandedOutAt { get; init; }

    /// <summary>When the office agreed to six months instead of three (S15); its clocks speak anew from there.</summary>
    public DateTimeOffset? ExtendedAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public DateTimeOffset? FirstContactAt { get; init; }
    public string? Answer { get; init; }
    public int Answers { get; init; }
    public Satisfaction Satisfaction { get; init; }
    public DateTimeOffset? DissatisfiedAt { get; init; }
    public int Events { get; init; }

    /// <summary>The state that the events of one suggestion add up to, in their order.</summary>
    public static SuggestionState Replay(IEnumerable<SuggestionEvent> events) => events.Aggregate(new SuggestionState(), (state, happened) => state.Apply(happened));

    public SuggestionState Apply(SuggestionEvent happened)
    {
        var d = JsonSerializer.Deserialize<SuggestionData>(happened.Data, StepJson.Options) ?? new SuggestionData();
        var at = happened.At;
        var next = Enum.Parse<SuggestionAction>(happened.Action) switch
        {
            SuggestionAction.Draft or SuggestionAction.Edit => this with
            {
                Title = d.Title ?? Title, Facts = d.Facts ?? Facts, Proposal = d.Proposal ?? Proposal, Deputy = d.Deputy ?? Deputy, CaseNo = d.CaseNo ?? CaseNo,
            },
            SuggestionAction.CarryOver => this with { Deputy = d.Deputy ?? Deputy },
            SuggestionAction.PreReview => this with { PreReview = d.Result, PreReviewReason = d.Result == Cases.PreReview.Adopt ? null : happened.Reason },
            SuggestionAction.HandOut => this with { Unit = d.Unit, Hard = d.Hard == true, HandedOutAt = at },
            SuggestionAction.Extend => this with { Hard = true, ExtendedAt = at },
            SuggestionAction.Acknowledge => this with { AcknowledgedAt = at },
            SuggestionAction.Contact => this with { FirstContactAt = FirstContactAt ?? d.ContactAt ?? at },
            SuggestionAction.Answer or SuggestionAction.ReAnswer => this with { Answer = d.Text, Answers = Answers + 1, Satisfaction = Satisfaction.None, DissatisfiedAt = null },
            SuggestionAction.Evaluate => this with { Satisfaction = d.Satisfaction ?? Satisfaction.None, DissatisfiedAt = d.Satisfaction == Satisfaction.Dissatisfied ? at : null },
            _ => this,
        };
        return next with { Status = happened.To, Since = happened.To == Status && Events > 0 ? Since : at, Events = happened.Number };
    }

    public static string Write(SuggestionState state) => JsonSerializer.Serialize(state, StepJson.Options);

    /// <exception cref="JsonException">The column holds something else.</exception>
    public static SuggestionState Read(string json) => JsonSerializer.Deserialize<SuggestionState>(json, StepJson.Options)!;
}
