using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Loop;

namespace StationBot.Host.Api;

/// <summary>Who may see which case, and how much of it. domain.md §2.</summary>
internal static class Visibility
{
    private static readonly string Discipline = Flag.Discipline.Code();

    /// <summary>What a caller does not see is not there for them: 404, never 403.</summary>
    public static bool Sees(this Caller caller, Case one) => one.Number is not null && one.Status != CaseStatus.Draft && caller.Role switch
    {
        TokenRole.Staff => caller.Unit is null || one.Station == caller.Unit,
        TokenRole.Office or TokenRole.Auditor => true,
        TokenRole.Department => caller.Unit is { } unit && (one.Lead == unit || one.Co.Contains(unit) || IsCalled(one, unit)) && WasHandedOut(one) && !IsKeptFrom(one, unit),
        TokenRole.Deputy => caller.Unit is { } code && one.Deputy == code && !IsKeptFrom(one, code),
        TokenRole.Resident => Guid.TryParse(caller.Unit, out var resident) && one.ResidentId == resident,
        _ => false,
    };

    /// <summary>The resident's own words: not for deputies (§2: summary and progress), not for auditors (no bodies).</summary>
    public static bool SeesWords(this Caller caller) => caller.IsOf(TokenRole.Staff, TokenRole.Office, TokenRole.Department, TokenRole.Resident);

    /// <summary>What the case is about: for deputies without names and doors (§10), for auditors not at all.</summary>
    public static string? Summary(this Caller caller, Case one) => caller.Role switch
    {
        TokenRole.Auditor => null,
        TokenRole.Deputy => Masking.MaskPersons(one.Summary, Masking.NamesIn(one.RawText)),
        _ => one.Summary,
    };

    /// <summary>
    /// What was written about the work: the resident's own number and door may stand in it, for those who work with them. Full for the department that leads;
    /// elsewhere without mobile numbers, for deputies without names and doors too (§10).
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Free(this Caller caller, Case one, string? text) => text is null ? null : caller.Role switch
    {
        // Whose case was joined to it may be named in it.
        TokenRole.Resident => one.Facts.Subscribers.DistinctBy(s => s.Resident).Count() > 1 ? Masking.MaskNeighbours(text, []) : text,
        TokenRole.Department when one.Lead == caller.Unit => text,
        TokenRole.Deputy => Masking.MaskPersons(text, Masking.NamesIn(one.RawText)),
        _ => Masking.MaskMobiles(text),
    };

    /// <summary>The same for all texts in an event's data.</summary>
    public static JsonNode? Free(this Caller caller, Case one, JsonNode? data)
    {
        switch (data)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToArray())
                {
                    fields[name] = caller.Free(one, value)?.DeepClone();
                }
                return fields;
            case JsonArray items:
                return new JsonArray([.. items.Select(i => caller.Free(one, i)?.DeepClone())]);
            case JsonValue value when value.TryGetValue(out string? text):
                return JsonValue.Create(caller.Free(one, text));
            default:
                return data;
        }
    }

    /// <summary>Contact in full only for the department that leads and the resident; masked for staff.</summary>
    public static string? Contact(this Caller caller, Case one) => one.Contact is not { Length: > 0 } contact ? null : caller.Role switch
    {
        TokenRole.Resident => contact,
        TokenRole.Department when one.Lead == caller.Unit => contact,
        TokenRole.Staff => Masked(contact),
        _ => null,
    };

    /// <summary>吹哨: whoever is called to the spot has to know where, when and why, until the case is over.</summary>
    private static bool IsCalled(Case one, string unit) => one.Status.IsOpen() && one.Facts.Whistles.Any(w => w.Units.Contains(unit));

    /// <summary>A proposal is none of the department's yet.</summary>
    private static bool WasHandedOut(Case one) => one.Facts.AssignedAt is not null || one.Status.Stage() is LoopStage.Assign or LoopStage.Supervise or LoopStage.Feedback or LoopStage.Evaluate;

    /// <summary>Whoever is complained about sees nothing of it; a discipline report is shown to no department and no deputy (§8).</summary>
    private static bool IsKeptFrom(Case one, string unit) => one.Facts.Conflicted.Contains(unit) || one.Flags.Contains(Discipline);

    /// <summary>A phone keeps its ends; anything else (a WeChat id) its first two characters.</summary>
    private static string Masked(string contact) => Masking.MaskPhones(contact) is var masked && masked != contact ? masked : string.Concat(contact.AsSpan(0, Math.Min(2, contact.Length)), "****");
}
