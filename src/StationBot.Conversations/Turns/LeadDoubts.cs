using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>「不是城管局的事,是物业的事」: the resident says whose the matter is.</summary>
internal static partial class LeadDoubts
{
    private const int Longest = 30;

    public static bool IsOne(Turn turn, Draft draft) => IsOne(turn, [.. draft.Items.Select(i => i.Lead)]);

    /// <summary>The same of a case that has its number, where nothing else is told and no question put.</summary>
    public static bool IsOne(Turn turn, Case open, SortResult sorted) =>
        !sorted.Slots.ContainsKey(Slot.Place) && OfThis().IsMatch(turn.Text) && IsOne(turn, [open.Lead]);

    private static bool IsOne(Turn turn, string?[] leads) =>
        turn.Text.Length <= Longest && Whose().IsMatch(turn.Text) && !IsTheProposal(turn, leads)
        && (Others().IsMatch(turn.Text) || turn.Directory.Departments.Any(d => turn.Text.Contains(d.ShortName, StringComparison.Ordinal)));

    /// <summary>「请交给城管局」 agrees when that is what was proposed.</summary>
    private static bool IsTheProposal(Turn turn, string?[] leads) =>
        turn.Text.IndexOfAny(['不', '错']) < 0
        && leads.Any(l => turn.Directory.Department(l) is { } lead && turn.Text.Contains(lead.ShortName, StringComparison.Ordinal));

    [GeneratedRegex("(?:不是|不归|不该|不属于?|应该|该是|应当|要)[^,，。]{0,10}(?:的事|管|负责|的活|的职责|办|处理)|(?:应该|该|要|得|请|麻烦)(?:归|转|找|交|给|由)[^,，。]{2,8}|(?:转|找|交|给|派)错|(?:转|交)给?[^,，。]{2,8}(?:才对|才是|吧|就行|办|管)")]
    private static partial Regex Whose();

    /// <summary>「这事不归城管局管吧」: begins with whose it is or is not, and so speaks of what was told before.</summary>
    [GeneratedRegex("^(?:这|那|件|个|事|情|我|觉得|感觉|看|怕|可能|好像|就|你们?|您|搞|弄|是不是|[,，。 ]){0,8}(?:不是|不归|不该|不属于?|应该|应当|该归|该由|该找|归|转错|交错|派错|找错|得找|得归)(?![^吗么?？]{0,12}[吗么?？][。]?$)")]
    private static partial Regex OfThis();

    [GeneratedRegex("物业|派出所|社区|居委会|村委|村里|街道|镇上|镇政府|乡政府|区里|交警|城管|公安|民政|教育|卫健|环保|住建|消防|电力|供电|自来水|部门|单位")]
    private static partial Regex Others();
}
