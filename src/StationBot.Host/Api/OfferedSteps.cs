using System.Text.Json;
using StationBot.Handling.Cases;

namespace StationBot.Host.Api;

/// <summary>
/// Which actions the API has an address for: every row of the table, also those that nobody but the program takes (they refuse whoever asks, and leave a trace), and the notes that people take.
/// </summary>
internal static class OfferedSteps
{
    private static readonly CaseActor[] People = [CaseActor.Resident, CaseActor.StationStaff, CaseActor.Department, CaseActor.Office, CaseActor.Deputy];

    /// <summary>They follow from a step that was taken (a merge, a case from before the loop).</summary>
    private static readonly CaseAction[] Inside = [CaseAction.Adopt, CaseAction.TakeIn, CaseAction.LetGo, CaseAction.DropSuggestion];

    public static IReadOnlyList<CaseAction> All { get; } = [.. Enum.GetValues<CaseAction>().Where(a => !Inside.Contains(a) && Transitions.All.Any(t => t.Action == a && (t.Id.Length > 0 || t.By.Any(People.Contains))))];

    /// <summary><c>ReturnByDepartment</c> → <c>return-by-department</c>.</summary>
    public static string Address(Enum action) => JsonNamingPolicy.KebabCaseLower.ConvertName(action.ToString());

    /// <summary>What a caller must bring. The numbers of split-off cases are the station's to give; the caller says what each is about.</summary>
    public static IReadOnlyList<string> NeedsOf(Transition row) => row.Action == CaseAction.Split ? ["parts"] : row.Needs;

    /// <summary>T29 is taken with the pre-review of a suggestion that exists (<see cref="SuggestionTaker"/>): by itself it would only be somebody's word for it.</summary>
    public static bool ComesWithAnother(CaseAction action) => action == CaseAction.Promote;

    /// <summary>Whether a role takes this step in any status at all.</summary>
    public static bool IsEver(CaseAction action, CaseActor role) => Transitions.All.Any(t => t.Action == action && t.By.Contains(role));
}
