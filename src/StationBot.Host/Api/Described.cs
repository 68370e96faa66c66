using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Suggestions;

namespace StationBot.Host.Api;

/// <summary>What the OpenAPI document says of an endpoint. Its words stand in api-texts.json; what a step needs and how it can be refused comes from the table of steps.</summary>
internal static class Described
{
    private const string Json = "application/json";

    /// <summary>Bodies of another kind come in too: it is the step's reader that refuses them (415), with a trace.</summary>
    public const string Anything = "*/*";
    private const string ProblemJson = "application/problem+json";

    /// <summary>Codes of what can be wrong with any step, whatever the table says.</summary>
    private static readonly string[] AnyStep = [Refusals.IllegalStep, Refusals.WrongRole, Refusals.MissingData, Refusals.BadData, Refusals.Stale];

    private static readonly string[] AnySuggestionStep =
        [SuggestionRefusals.IllegalStep, SuggestionRefusals.WrongRole, SuggestionRefusals.MissingData, SuggestionRefusals.BadData, SuggestionRefusals.Stale];

    /// <summary>What stands against a step in another case or row than its own.</summary>
    private static string[] Beside(Enum action) => action switch
    {
        CaseAction.Merge => ["case.guard.main_open", "case.guard.main_answered", "case.guard.conflicted_apart", "case.guard.own_part"],
        CaseAction.Split => ["case.guard.parts_count", "case.guard.parts_all", "case.guard.whose_demand"],
        CaseAction.LinkTicket => ["case.guard.ticket_elsewhere"],
        SuggestionAction.Draft => [SuggestionWork.OneDraft],
        SuggestionAction.HandOut => ["case.guard.conflicted"],
        SuggestionAction.CarryOver => ["suggestion.guard.with_case", "suggestion.guard.new_deputy", "case.guard.conflicted"],
        _ => [],
    };

    public static RouteHandlerBuilder Describe<T>(this RouteHandlerBuilder endpoint, string key, params int[] refused) => endpoint.Describe(key, refused).Produces<T>(StatusCodes.Status200OK, Json);

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string key, params int[] refused)
    {
        endpoint.WithName(key).WithTags(key.Split('.')[0]).WithSummary(ApiTexts.Of($"summary.{key}"));
        return endpoint.Refuses([StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, .. refused, StatusCodes.Status429TooManyRequests]);
    }

    /// <summary>A step: its data, and every code with which it can be refused.</summary>
    public static RouteHandlerBuilder DescribeStep(this RouteHandlerBuilder endpoint, CaseAction action)
    {
        Transition[] rows = [.. Transitions.All.Where(t => t.Action == action)];
        var lines = rows.Select(r => ApiTexts.Of(
            "describe.row", r.Id.Length > 0 ? r.Id : ApiTexts.Of("describe.note"), string.Join(", ", r.From), r.To?.ToString() ?? (r.Choices.Count > 0 ? string.Join(" / ", r.Choices) : ApiTexts.Of("describe.same")),
            string.Join(", ", r.By), OfferedSteps.NeedsOf(r) is { Count: > 0 } needs ? string.Join(", ", needs) : "—"));
        var codes = AnyStep.Concat(rows.SelectMany(r => r.Guards).Select(g => g.Code)).Concat(Beside(action)).Distinct();
        return endpoint.WithName($"steps.{OfferedSteps.Address(action)}").WithTags("steps").WithSummary(LoopTexts.Of($"action.{action}"))
            .WithDescription(string.Join('\n', [.. lines, ApiTexts.Of("describe.codes", string.Join(", ", codes))]))
            .TakesStep(action, StepJson.TypeOf(action)).Produces<StepTaken>(StatusCodes.Status200OK, Json);
    }

    /// <summary>A step of the 代表建议 track: what it needs, what it may bring, and every code with which it can be refused.</summary>
    public static RouteHandlerBuilder DescribeStep(this RouteHandlerBuilder endpoint, SuggestionAction action)
    {
        SuggestionTransition[] rows = [.. SuggestionSteps.All.Where(t => t.Action == action)];
        var lines = rows.Select(r => ApiTexts.Of(
            "describe.suggestion", r.Id, string.Join(", ", r.From), r.To?.ToString() ?? $"{SuggestionStatus.Submitted} / {SuggestionStatus.Draft}", r.By,
            r.Needs.Count > 0 ? string.Join(", ", r.Needs) : "—", r.May.Count > 0 ? string.Join(", ", r.May) : "—"));
        var codes = AnySuggestionStep.Concat(rows.SelectMany(r => r.Guards).Select(g => g.Code)).Concat(Beside(action)).Distinct();
        return endpoint.WithName($"suggestions.step.{OfferedSteps.Address(action)}").WithTags("suggestions").WithSummary(LoopTexts.Of($"suggestion.action.{action}"))
            .WithDescription(string.Join('\n', [.. lines, ApiTexts.Of("describe.codes", string.Join(", ", codes))]))
            .TakesStep(action, typeof(SuggestionData)).Produces<SuggestionTaken>(StatusCodes.Status200OK, Json);
    }

    private static RouteHandlerBuilder TakesStep(this RouteHandlerBuilder endpoint, Enum action, Type data) => endpoint
        .WithMetadata(new AcceptedStep(action))
        .Accepts(typeof(StepRequest<>).MakeGenericType(data), isOptional: true, Json, Anything)
        .Refuses(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict,
            StatusCodes.Status412PreconditionFailed, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status429TooManyRequests);

    private static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses) =>
        statuses.Distinct().Aggregate(endpoint, (built, status) => built.Produces<Problem>(status, ProblemJson));
}

/// <summary>Marks the endpoint of a step, for the document's headers and for tests.</summary>
internal sealed record AcceptedStep(Enum Action);
