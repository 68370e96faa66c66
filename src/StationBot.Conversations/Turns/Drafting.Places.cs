using System.Text.RegularExpressions;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Where a draft is, and where each of several matters: put in, joined, denied, or left for the resident to choose.</summary>
internal static partial class Drafting
{
    /// <param name="place">The place as the sorter read it: 「不是书香里，是桂花园」 names two, and means one.</param>
    private static void Place(Turn turn, Draft draft, string place)
    {
        var found = PlaceResolver.Resolve(JoinedPlaces.First(place), turn.Directory);
        var communities = found.Candidates.Select(c => c.Community).Distinct().ToArray();
        draft.PlaceChoices = [];
        if (Either().IsMatch(turn.Text) && PlaceResolver.Resolve(turn.Text, turn.Directory).Candidates.OrderBy(c => c.Start).Select(c => c.Community).Distinct().ToArray() is { Length: > 1 } either)
        {
            (draft.PlaceChoices, draft.Community, draft.Township) = ([.. either.Take(3)], either[0], null); // R3: which of them, only the resident knows
            return;
        }
        draft.Township = found.Township ?? (communities.Length == 0 ? draft.Township : null);
        if (communities.Length == 1 || (communities.Length > 1 && found.Candidates[0].Exact && !found.Candidates[1].Exact))
        {
            draft.Community = communities[0];
        }
        else if (communities.Length > 1 && draft.Community is null)
        {
            draft.PlaceChoices = [.. communities.Take(3)];
            draft.Community = communities[0];
        }
        else if (communities.Length == 0 && turn.Memory.LastAsk == Ask.Place && draft.Has(Slot.Place))
        {
            draft.Community = null;
        }
    }

    /// <summary>「桂花园或者书香里,我记不清了」.</summary>
    [GeneratedRegex("或者?|要么|还是(?=[^,，。]{2,6}(?:[,，。]|$|我|记))|不是[^,，。]{2,6}就是")]
    private static partial Regex Either();

    /// <summary>「不是桂花园」: what is denied is taken out of the places and never put in; the others stand, and where none is left it is asked again.</summary>
    private static bool TakeOutDenied(Turn turn, Draft draft, SortResult sorted)
    {
        if (!sorted.Slots.TryGetValue(Slot.Place, out var denied) || !Denial().IsMatch(turn.Text))
        {
            return false;
        }
        string? Community(string place) => PlaceResolver.Resolve(place, turn.Directory).Best?.Community;
        var not = Community(denied.Value);
        if (draft[Slot.Place] is { } told && JoinedPlaces.Each(told) is var places && places.Any(p => Community(p) == not))
        {
            string[] left = [.. places.Where(p => Community(p) != not)];
            (draft[Slot.Place], draft.Community, draft.Township) = (left is [] ? null : JoinedPlaces.Join(left), null, null);
            if (left is [var first, ..])
            {
                Place(turn, draft, first);
            }
            draft.Asked.RemoveAll(s => s == Slot.Place);
        }
        return true;
    }

    [GeneratedRegex("^(?:(?:那个|这个)?(?:地点|地方|地址|位置)?(?:不是|不在|没有|不包括)|(?:去掉|删掉|去了))[^,，。!！?？是在]{2,12}[。.!！]?$")]
    private static partial Regex Denial();

    private static void PlacePart(Turn turn, DraftItem item, string? place)
    {
        var found = place is null ? null : PlaceResolver.Resolve(JoinedPlaces.First(place), turn.Directory);
        (item.Place, item.Community, item.Township) = (place ?? DraftItem.Nowhere, found?.Best?.Community, found?.Township);
    }

    /// <summary>「漏水的是桂花园3栋,学校是新湖中学」 to "where?": an answer for each of several matters, and none of them told anew.</summary>
    public static SortResult AsPlaces(Turn turn, Draft draft, SortResult sorted) => PlacesOfEach(turn, draft).Length < 2 ? sorted : sorted with
    {
        Parts = [], Demands = [], ProblemType = null, SoundsLike = null, Abstain = true, Slots = sorted.Slots.Where(s => s.Key is Slot.Time or Slot.Contact).ToDictionary(),
    };

    /// <returns>False when the words name no place for each.</returns>
    private static bool PlaceApart(Turn turn, Draft draft)
    {
        var places = PlacesOfEach(turn, draft);
        foreach (var (item, place, _) in places)
        {
            PlacePart(turn, item, place);
        }
        if (places is not [(var first, var where, _), ..])
        {
            return false;
        }
        (draft[Slot.Place], draft.Community, draft.Township, draft.PlaceChoices) = (where, first.Community, first.Township, []);
        foreach (var left in draft.Items.Where(i => i.Place is null))
        {
            PlacePart(turn, left, null);
        }
        return true;
    }

    /// <summary>Which of several matters each place of a message is said of: by what it is about, by home and workplace, else in the order in which they were told.</summary>
    /// <returns>Empty unless two places at least are said of two of them.</returns>
    private static (DraftItem Item, string Place, string Beside)[] PlacesOfEach(Turn turn, Draft draft)
    {
        var said = draft.Items.Count < 2 ? [] : turn.Text.Split(ClauseMarks).Select(c => Placed(turn, c)).OfType<(string Place, string Beside)>().ToArray();
        if (said.Length < 2 || said.Length > draft.Items.Count)
        {
            return [];
        }
        var items = said.Select(s => About(draft, s.Beside)).ToArray();
        var (asked, known) = (turn.Memory.LastAsk is Ask.Place or Ask.Subject, items.OfType<DraftItem>().ToArray());
        // Who is asked for the employer tells where the home is too.
        if (known.Length == 0 && asked && draft.Items.TrueForAll(i => i.Place is null) && ByHomeAndWork(draft, said) is { Length: > 0 } apart)
        {
            return apart;
        }
        if (known.Distinct().Count() < known.Length || (known.Length < said.Length && (!asked || draft.Items.Exists(i => i.Place is not null))))
        {
            return [];
        }
        var left = new Queue<DraftItem>(draft.Items.Except(known));
        return [.. said.Zip(items, (s, item) => (item ?? left.Dequeue(), s.Place, s.Beside))];
    }

    /// <summary>「家住新湖花园,厂子在石桥那边」 of noise at home and unpaid wages.</summary>
    private static (DraftItem Item, string Place, string Beside)[] ByHomeAndWork(Draft draft, (string Place, string Beside)[] said)
    {
        var work = Array.Find(said, s => Workplace().IsMatch(s.Beside));
        var home = Array.Find(said, s => s != work && Home().IsMatch(s.Beside));
        return work == default || home == default ? [] : [.. draft.Items.Select(i => i.Topics.Contains(Topic.Employment) ? (i, work.Place, work.Beside) : (i, home.Place, home.Beside))];
    }

    /// <summary>A clause that names a place of the district, with its house, and what it says beside it.</summary>
    private static (string Place, string Beside)? Placed(Turn turn, string clause)
    {
        if (PlaceResolver.Resolve(clause, turn.Directory).Best is not { } found)
        {
            return null;
        }
        var name = clause.Substring(found.Start, found.Length);
        return (HouseNumbers.After(clause, found.Start + found.Length) is { } house ? HouseNumbers.With(name, house) : name, clause.Remove(found.Start, found.Length));
    }

    /// <summary>The one matter that shares more with these words than any other.</summary>
    public static DraftItem? About(Draft draft, string words)
    {
        var most = draft.Items.Max(i => AboutCase.Shared(words, i.Text));
        return most > 0 && draft.Items.FindAll(i => AboutCase.Shared(words, i.Text) == most) is [var only] ? only : null;
    }

    /// <summary>「不对,路灯是桂花园的」 of two matters in 书香里: that one is elsewhere, and the other stays.</summary>
    private static DraftItem? PartPlaced(Turn turn, Draft draft, SortResult sorted) =>
        draft.Items.Count > 1 && draft.Has(Slot.Place) && sorted.Slots.Keys.All(s => s is Slot.Place or Slot.Demand) && sorted.Slots.ContainsKey(Slot.Place)
        && turn.Text.Split(ClauseMarks).Select(c => Placed(turn, c)).OfType<(string Place, string Beside)>().ToArray() is [var (_, beside)]
        && About(draft, beside) is { } item && IsNothingMore(item, beside) ? item : null;

    /// <summary>Nothing is told beside the places but which matter each is said of.</summary>
    private static bool OnlyPlaces(Turn turn, Draft draft) =>
        PlacesOfEach(turn, draft) is { Length: > 1 } places && Array.TrueForAll(places, p => IsNothingMore(p.Item, p.Beside));

    private static bool IsNothingMore(DraftItem item, string beside) =>
        Around().Replace(new string([.. beside.Where(c => !item.Text.Contains(c, StringComparison.Ordinal))]), "").Length <= MostAround;

    [GeneratedRegex("厂|公司|单位|工地|上班|打工|干活|老板|店")]
    private static partial Regex Workplace();

    [GeneratedRegex("住|家")]
    private static partial Regex Home();

    /// <summary>A place corrected when each matter has its own: that of the matter named by number or by its old place; else of all.</summary>
    private static void MovePart(Turn turn, Draft draft, string text, string place)
    {
        var at = PartNumber(text) ?? -1;
        if (at < 0)
        {
            at = draft.Items.FindIndex(i => i.Place is { } was && was != place && text.Contains(was, StringComparison.Ordinal));
        }
        foreach (var item in draft.Items.Where((_, i) => at < 0 || i == at))
        {
            PlacePart(turn, item, place);
        }
    }

    /// <summary>「第二件有半个月了」, 「第三件是在张家坝」: true of that part alone.</summary>
    private static void NotePart(Turn turn, DraftItem part, Slot slot, string value)
    {
        if (slot == Slot.Place)
        {
            PlacePart(turn, part, value);
        }
        else
        {
            if (part.Slots.TryGetValue(slot.Code(), out var was) && was == turn.Memory.Draft?[slot])
            {
                turn.Memory.Draft[slot] = null; // it was told of this one alone
            }
            part.Slots[slot.Code()] = value;
        }
    }

    /// <summary>The one of several parts that a message names by its number.</summary>
    public static DraftItem? PartNamed(Draft draft, string text) =>
        draft.Items.Count > 1 && PartNumber(text) is { } at && at < draft.Items.Count ? draft.Items[at] : null;

    /// <summary>Place in the list of the part that is named by its number: 第二件 is 1.</summary>
    public static int? PartNumber(string text) =>
        Numbered().Match(text) is { Success: true } match ? "一1二2三3四4五5".IndexOf(match.Groups[1].Value, StringComparison.Ordinal) / 2 : null;

    [GeneratedRegex("第([一二三四五1-5])(?:[件个条桩]|$)")]
    private static partial Regex Numbered();
}
