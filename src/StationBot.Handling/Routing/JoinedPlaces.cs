using System.Text.RegularExpressions;

namespace StationBot.Handling.Routing;

/// <summary>
/// One matter in two communities (「白鹭村和沙洲村都没路灯」): the first decides the way, the others stay with it, so that nobody's half is
/// lost. A place that is only passed or lived in (「住书香里,桂花园菜市场太脏」) is not joined.
/// </summary>
public static partial class JoinedPlaces
{
    private const char Sign = '、';
    private const int MostBetween = 20;

    /// <summary>Names in one line, as kept and said back; each once.</summary>
    public static string Join(params IEnumerable<string> places) => string.Join(Sign, places.SelectMany(p => p.Split(Sign)).Distinct());

    /// <summary>The place that decides the way.</summary>
    public static string First(string places) => places.Split(Sign)[0];

    public static IReadOnlyList<string> Each(string places) => places.Split(Sign);

    public static bool IsOne(string places) => !places.Contains(Sign, StringComparison.Ordinal);

    /// <summary>What the text joins to the best place: one candidate for each other community, in the text's order.</summary>
    public static IReadOnlyList<PlaceCandidate> Others(string text, PlaceResolution places)
    {
        if (places.Best is not { } best)
        {
            return [];
        }
        var run = new List<PlaceCandidate>();
        foreach (var one in places.Candidates.OrderBy(c => c.Start))
        {
            if (run.Count > 0 && !(run[^1].Community == one.Community || AreJoined(text, run[^1], one)))
            {
                if (run.Contains(best))
                {
                    break;
                }
                run.Clear();
            }
            run.Add(one);
        }
        return run.Contains(best) ? [.. run.Where(c => c.Community != best.Community).DistinctBy(c => c.Community)] : [];
    }

    /// <summary>「沙洲村也这样」, 「还有沙洲村」: one more place of what was told before.</summary>
    public static bool IsOneMore(string text, PlaceCandidate place) =>
        Too().IsMatch(text[(place.Start + place.Length)..]) || OneMore().IsMatch(text[..place.Start]);

    private static bool AreJoined(string text, PlaceCandidate one, PlaceCandidate other)
    {
        var end = one.Start + one.Length;
        if (end > other.Start || other.Start - end > MostBetween)
        {
            return false;
        }
        var (between, after) = (text[end..other.Start], text[(other.Start + other.Length)..]);
        return Joint().IsMatch(between) || (Way().IsMatch(between) && TheWayThere().IsMatch(after)) || (Comma().IsMatch(between) && Too().IsMatch(after));
    }

    [GeneratedRegex("^(?:村里?|社区|小区|那边|这边|那里|这里|的[^,，。!！?？]{1,8})?(?:[和跟与及同、&＆]|以及|[,，]?(?:还有|连同|加上|包括|连着?))$")]
    private static partial Regex Joint();

    [GeneratedRegex("^(?:村|社区|小区|那边|这边)?(?:到|至|通|去|往|-|—)$")]
    private static partial Regex Way();

    [GeneratedRegex("^(?:村|社区|小区|那边|这边)?(?:之间|中间|这条|那条|这段|那段|这一段|那一段|一路|一带|沿线|的?(?:路|公路|村道|水泥路|班车|公交|线路|桥|渠|水管|电线))")]
    private static partial Regex TheWayThere();

    /// <summary>Two tellings side by side; what ends a sentence ends the matter.</summary>
    [GeneratedRegex("^[^。!！?？;；\\n]*[,， ][^。!！?？;；\\n]{0,6}$")]
    private static partial Regex Comma();

    [GeneratedRegex("^(?:村里?|社区|小区|那边|这边|那里|这里|那头|那块)?(?:的?人)?(?:也|同样|一样)(?:是|都|没|有|这样|那样|一样|坏|停|不|被|堵|臭|脏|黑|黄|出现|发生|如此|$)")]
    private static partial Regex Too();

    [GeneratedRegex("(?:^|[,，。!！ ])(?:还有|包括|加上|连|连着|以及)(?:隔壁的?|旁边的?|对面的?|我们)?$")]
    private static partial Regex OneMore();
}
