using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using StationBot.Handling.Flags;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Llm;

/// <summary>What a model may say about a message, after every word of it was checked.</summary>
/// <param name="ProblemType">A code of the district's matrix.</param>
/// <param name="Confidence">In [0, 1].</param>
/// <param name="Place">Words that stand in the message, or null.</param>
internal sealed record ModelAnswer(string ProblemType, double Confidence, IReadOnlyList<Flag> Flags, string? Place, string? Demand)
{
    private const int Longest = 4000;

    /// <summary>Those of the prompt: what the matter is. What residents do themselves (ask for a human, insult, advertise) is read by rules alone.</summary>
    private static readonly FrozenSet<string> Offered = new[]
    {
        Flag.Emergency, Flag.Fire, Flag.Gas, Flag.Medical, Flag.Crime, Flag.Traffic, Flag.Suicide, Flag.MinorVictim, Flag.DomesticViolence, Flag.MissingPerson, Flag.Fraud,
        Flag.VulnerableVictim, Flag.Threat, Flag.UrgentService, Flag.Litigation, Flag.Discipline, Flag.Petition, Flag.Group, Flag.Sensitive, Flag.Minor,
    }.Select(f => f.Code()).ToFrozenSet(StringComparer.Ordinal);

    /// <returns>The answer, or null with the cause: one word per cause, for logs and staff.</returns>
    public static (ModelAnswer? Answer, string Why) Read(string content, string shown, AreaDirectory directory)
    {
        if (content.Length > Longest)
        {
            return (null, "too long");
        }
        Wire? wire;
        try
        {
            wire = JsonSerializer.Deserialize(content, WireJson.Default.Wire);
        }
        catch (JsonException)
        {
            return (null, "not the agreed JSON");
        }
        if (wire is null || directory.ProblemType(wire.ProblemType) is null)
        {
            return (null, "unknown type");
        }
        if (wire.Confidence is not (>= 0 and <= 1))
        {
            return (null, "confidence out of range");
        }
        var flags = new List<Flag>();
        foreach (var code in wire.Flags)
        {
            if (code is null || !Offered.Contains(code))
            {
                return (null, "unknown flag");
            }
            flags.Add(FlagTable.Parse(code));
        }
        return (new ModelAnswer(wire.ProblemType, wire.Confidence, flags, Quoted(wire.Place, shown), Quoted(wire.Demand, shown)), "");
    }

    /// <summary>Only what the resident really wrote: a model that embellishes is not believed.</summary>
    private static string? Quoted(string? words, string shown) =>
        words is { Length: >= 2 } && shown.Contains(words, StringComparison.Ordinal) ? words : null;

    /// <summary>Every key must be there, as the schema of the prompt says; place and demand may be null.</summary>
    internal sealed record Wire(string ProblemType, double Confidence, string?[] Flags, string? Place, string? Demand);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelAnswer.Wire))]
internal sealed partial class WireJson : JsonSerializerContext;
