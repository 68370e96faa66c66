using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.SemanticKernel;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Llm;

/// <summary>A text for staff to check, change and send; it is never sent by itself.</summary>
/// <param name="Text">Null when the model gave nothing that may be shown.</param>
/// <param name="Why">Empty, or why there is none.</param>
public sealed record StaffDraft(string? Text, string Why, ModelUse? Use);

/// <summary>
/// Drafts of summaries and replies by a model, without personal data (domain.md §10). What promises, or names a number that its
/// material does not, is thrown away: staff then write themselves, as they do without a model.
/// </summary>
public sealed partial class StaffDrafts
{
    internal const string Plugin = "Draft";

    /// <summary>Why there is no draft at a station without a model.</summary>
    public const string NoModel = "no model is configured";
    private const int LongestSummary = 150;
    private const int LongestReply = 300;

    private readonly Lazy<ModelGateway>? _model;
    private readonly int _longest;

    /// <param name="model">Null where no model is configured: every draft is then refused with that reason.</param>
    internal StaffDrafts(Lazy<ModelGateway>? model, int longest) => (_model, _longest) = (model, longest);

    /// <summary>One or two sentences of what a resident told.</summary>
    public Task<StaffDraft> SummaryAsync(string words, CancellationToken cancellationToken) => WriteAsync("Summary", words, null, LongestSummary, cancellationToken);

    /// <summary>An answer to the resident from what the department answered.</summary>
    public Task<StaffDraft> ReplyAsync(string words, string answer, CancellationToken cancellationToken) => WriteAsync("Reply", words, answer, LongestReply, cancellationToken);

    private async Task<StaffDraft> WriteAsync(string function, string words, string? answer, int longest, CancellationToken cancellationToken)
    {
        if (_model is null)
        {
            return new StaffDraft(null, NoModel, null);
        }
        var names = new Pseudonyms();
        var material = TextCut.To(names.Hide(words), _longest);
        var arguments = new KernelArguments { ["text"] = material };
        if (answer is not null)
        {
            arguments["answer"] = TextCut.To(names.Hide(answer), _longest);
            // Facts come from the department; the resident's own numbers may be repeated too.
            material += arguments["answer"];
        }
        var reply = await _model.Value.AskAsync(Plugin, function, arguments, content => Check(content, material, longest), cancellationToken);
        return new StaffDraft(reply.Answer, reply.Why, reply.Use);
    }

    private static (string? Text, string Why) Check(string content, string material, int longest)
    {
        Wire? wire;
        try
        {
            wire = JsonSerializer.Deserialize(content, DraftJson.Default.Wire);
        }
        catch (JsonException)
        {
            return (null, "not the agreed JSON");
        }
        if (wire?.Text?.Trim() is not { Length: > 0 } text)
        {
            return (null, "empty");
        }
        if (text.Length > longest)
        {
            return (null, "too long");
        }
        if (Promise().IsMatch(text))
        {
            return (null, "it promises");
        }
        return Figure().Matches(text).Any(m => !material.Contains(m.Value, StringComparison.Ordinal)) || text.Contains("[P", StringComparison.Ordinal)
            ? (null, "it says a number that nobody told")
            : (text, "");
    }

    [GeneratedRegex("一定(?:会|能|给|帮)|保证|肯定(?:会|能)|马上(?:就)?(?:能)?解决|包在|绝对|我是真人")]
    private static partial Regex Promise();

    [GeneratedRegex("[0-9]+(?:\\.[0-9]+)?")]
    private static partial Regex Figure();

    internal sealed record Wire(string? Text);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StaffDrafts.Wire))]
internal sealed partial class DraftJson : JsonSerializerContext;
