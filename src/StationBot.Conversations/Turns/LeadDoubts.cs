using System.Text.RegularExpressions;

namespace StationBot.Conversations.Turns;

/// <summary>「不是城管局的事,是物业的事」: the resident says whose the matter is.</summary>
internal static partial class LeadDoubts
{
    private const int Longest = 30;

    public static bool IsOne(Turn turn, Draft draft) =>
        turn.Text.Length <= Longest && Whose().IsMatch(turn.Text) && !IsTheProposal(turn, draft)
        && (Others().IsMatch(turn.Text) || turn.Directory.Departments.Any(d => turn.Text.Contains(d.ShortName, StringComparison.Ordinal)));

    /// <summary>「请交给城管局」 agrees when that is what was proposed.</summary>
    private static bool IsTheProposal(Turn turn, Draft draft) =>
        turn.Text.IndexOfAny(['不', '错']) < 0
        && draft.Items.Any(i => turn.Directory.Department(i.Lead) is { } lead && turn.Text.Contains(lead.ShortName, StringComparison.Ordinal));

    [GeneratedRegex("(?:不是|不归|不该|不属于?|应该|该是|应当|要)[^,，。]{0,10}(?:的事|管|负责|的活|的职责|办|处理)|(?:应该|该|要|得|请|麻烦)(?:归|转|找|交|给|由)[^,，。]{2,8}|(?:转|找|交|给|派)错|(?:转|交)给?[^,，。]{2,8}(?:才对|才是|吧|就行|办|管)")]
    private static partial Regex Whose();

    [GeneratedRegex("物业|派出所|社区|居委会|村委|村里|街道|镇上|镇政府|乡政府|区里|交警|城管|公安|民政|教育|卫健|环保|住建|消防|电力|供电|自来水|部门|单位")]
    private static partial Regex Others();
}
