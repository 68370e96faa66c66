using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Keeps the draft in step with what the resident says. Never puts in a value that was not said.</summary>
internal static partial class Drafting
{
    private static readonly Dictionary<string, int> NoLoad = [];

    /// <summary>Like <see cref="Note"/>, for a matter that staff will take on: with what the rules would propose to them.</summary>
    public static Draft NoteForStaff(Turn turn, SortResult sorted)
    {
        var draft = Note(turn, sorted);
        Pins.Put(turn, draft);
        Propose(turn, draft, NoLoad);
        draft.StaffOnly = true;
        return draft;
    }

    /// <summary>Adds a message to the draft (begun if there is none): words, slots, flags, and the newest sorting.</summary>
    public static Draft Note(Turn turn, SortResult sorted)
    {
        var draft = turn.Memory.Draft ??= new Draft();
        foreach (var hit in turn.Raised)
        {
            draft.Add(hit);
        }
        draft.Signals |= sorted.Signals;
        draft.Intent = Purpose.Of(turn, draft, sorted);
        // 「地点搞错了,应该是桂花园」 mends a slot and tells nothing of the matter.
        var mends = sorted.Intent == Intent.DataRequest || (sorted.Signals.HasFlag(Signals.Corrects) && !sorted.Slots.ContainsKey(Slot.Demand) && sorted.Slots.Count > 0 && draft.Words.Count > 0);
        var tells = Talk.LeaveOut(turn.Text, turn.Memory.LastAsk, turn.Answered);
        if (tells.Length == 0)
        {
            // Talk about the telling is no matter, whatever its words sound like.
            sorted = sorted with { ProblemType = null, Abstain = true, Slots = sorted.Slots.Where(s => s.Key is not (Slot.Demand or Slot.Time) || (s.Key == Slot.Time && !Talk.ClausesOf(turn.Text).Any(Temper.IsFedUp))).ToDictionary() };
        }
        if (Talk.DeniesEarlier(turn.Text))
        {
            draft.Signals &= ~Signals.Repeats;
        }
        if (!mends && !turn.Mended && !Children.TellsOwnYears(turn) && !OnlyPlaces(turn, draft) && PartPlaced(turn, draft, sorted) is null && !IsOnlyAnAnswer(turn.Memory.LastAsk, sorted) && !IsBareSlot(turn, draft, sorted))
        {
            // 「我说的是公交站」 says again what was told before; 「再帮我记一个,…」 is only the way into it.
            var told = Told(tells);
            if (draft.Words.Count == 0 && Speech.Parts("besides", told) is { } beside)
            {
                told = beside["other"]; // 「还有南坪村停电了」 begins a matter: beside what, it does not say
            }
            // A bare number or a sign (a tap that came too late, 「1」) tells nothing either.
            if (told.Any(char.IsLetter) && !draft.Words.Any(w => w.Contains(told.TrimEnd('。', '.', '！', '!'), StringComparison.Ordinal)))
            {
                draft.Words.Add(told);
                draft.Said.Add(told);
            }
        }
        else if (draft.Words.Count > 0 && (turn.Mended || (sorted.Signals.HasFlag(Signals.Corrects) && sorted.Slots.Count > 0)) && sorted.Intent != Intent.DataRequest)
        {
            draft.Said.Add(turn.Text); // what was wrong stands on record with what put it right
        }
        Merge(turn, draft, sorted);
        Items(turn, draft, sorted);
        return draft;
    }

    private static void Merge(Turn turn, Draft draft, SortResult sorted)
    {
        var asked = turn.Memory.LastAsk;
        var joins = Joins(turn, draft, sorted);
        var part = sorted.Parts.Count < 2 ? PartNamed(draft, turn.Text) ?? PartPlaced(turn, draft, sorted) : null;
        var denied = TakeOutDenied(turn, draft, sorted);
        var apart = part is null && PlaceApart(turn, draft);
        var placed = part is null && !apart && asked == Ask.Place && !sorted.Slots.ContainsKey(Slot.Place);
        foreach (var (slot, value) in sorted.Slots)
        {
            if (part is not null && slot is Slot.Place or Slot.Time or Slot.Demand or Slot.Subject)
            {
                NotePart(turn, part, slot, value.Value);
                continue;
            }
            if ((slot == Slot.Place && denied) || (slot == Slot.Subject && apart))
            {
                continue;
            }
            if (slot == Slot.Place && joins)
            {
                draft[Slot.Place] = JoinedPlaces.Join(draft[Slot.Place]!, value.Value);
                continue;
            }
            if (slot == Slot.Contact && turn.EverHad(Flag.Minor))
            {
                continue; // domain.md §8 minor: no contact without a guardian
            }
            if (slot == Slot.Time && draft.Items.Count > 1 && Spans().Count(turn.Text) > 1)
            {
                continue; // 「路灯坏了一个月,补贴三个月没发」: one of them is not true of the other; the words stay
            }
            if (!draft.Has(slot) || MayReplace(draft, asked, sorted, slot, value) || (slot == Slot.Place && IsBetterPlace(turn, draft, value)))
            {
                if (slot == Slot.Place && draft.Has(slot) && sorted.Signals.HasFlag(Signals.Corrects))
                {
                    Renaming.Place(turn, draft, value);
                }
                draft[slot] = value.Value;
                placed |= slot == Slot.Place;
                draft.ContactIsKnown &= slot != Slot.Contact;
                if (slot == Slot.Time)
                {
                    draft.TimeIsLoose = value.Loose;
                }
                if (slot == Slot.Demand)
                {
                    (draft.DemandIsImplied, draft.Wish, draft.Trouble) = (value.Implied, value.Wish, value.Trouble ?? draft.Trouble);
                }
            }
        }
        if (sorted.Demands.Count > 1)
        {
            (draft.Demands, draft[Slot.Demand], draft.DemandIsImplied, draft.Wish) = ([.. sorted.Demands], string.Join('；', sorted.Demands), false, null);
        }
        if (!sorted.Slots.ContainsKey(Slot.Place) && draft[Slot.Place] is { } known && HouseNumbers.Alone(turn.Text) is { } house)
        {
            Renaming.House(draft, HouseNumbers.Of(known), house);
            draft[Slot.Place] = HouseNumbers.With(known, house);
        }
        // What was asked for and is answered in the resident's own few words is the value, as they said it.
        if (SlotOf(asked) is Slot.Time or Slot.People or Slot.Subject or Slot.Demand
            && SlotOf(asked) is { } wanted && !draft.Has(wanted) && !turn.Mended && !Children.TellsOwnYears(turn) && (draft.Understood || draft.AsTold) && part is null && IsBareAnswer(wanted == Slot.People ? Talk.People(turn.Text) : turn.Text, wanted) && !AnswersAnother(sorted, wanted) && !IsOnlyAPlace(sorted)
            && (sorted.Signals & (Signals.Declines | Signals.NothingMore | Signals.Deny | Signals.Affirm)) == Signals.None)
        {
            draft[wanted] = wanted == Slot.People ? Talk.People(turn.Text) : turn.Text;
            if (wanted == Slot.Demand && draft.Words.Count > 1)
            {
                (draft.Wish, draft.DemandIsImplied) = (turn.Text.TrimEnd('。', '.', '！', '!', ' '), false); // it was asked for: the summary shows it as that
            }
        }
        if (!draft.Has(Slot.Time) && part is null && Talk.IsLooseTime(turn.Text))
        {
            (draft[Slot.Time], draft.TimeIsLoose) = (turn.Text, true);
        }
        if (part is null && !apart && sorted.Slots.TryGetValue(Slot.Place, out var meant) && draft.Items.Any(i => i.Place is not null))
        {
            MovePart(turn, draft, sorted.Text, meant.Value);
        }
        if (placed)
        {
            Place(turn, draft, sorted.Slots.GetValueOrDefault(Slot.Place)?.Value ?? turn.Text);
        }
    }

    [GeneratedRegex("[0-9一二两三四五六七八九十几半]{1,3}(?:多|来)?个?(?:多|半)?(?:年|月|星期|礼拜|周|天|小时)|[昨今前]天|上个?[月周]|去年")]
    private static partial Regex Spans();

    /// <summary>A wish replaces a demand that was only the trouble itself; anything else only where it was asked for or corrected.</summary>
    private static bool MayReplace(Draft draft, Ask asked, SortResult sorted, Slot slot, SlotValue value) => slot switch
    {
        // 「尽快解决」 wishes for nothing else than what was wished for before.
        Slot.Demand when draft.Wish is not null && Speech.Says("vague_demand", value.Wish ?? value.Value) => false,
        Slot.Demand => !value.Implied && (draft.DemandIsImplied || draft.Wish is null || asked is Ask.Demand or Ask.Confirm),
        // 「每天」 is less than 「三天」, and 「从八月份开始」 more than 「晚上」.
        // Whoever says nothing but a time means it.
        Slot.Time or Slot.Place when sorted.Slots.Count == 1 && TellsNothingElse(sorted) => true,
        Slot.Time when !sorted.Signals.HasFlag(Signals.Corrects) && draft.TimeIsLoose != value.Loose => draft.TimeIsLoose,
        _ => asked == Ask.Confirm || sorted.Signals.HasFlag(Signals.Corrects) || SlotOf(asked) == slot,
    };

    /// <summary>A place that the gazetteer knows is better than words it does not.</summary>
    private static bool IsBetterPlace(Turn turn, Draft draft, SlotValue value) =>
        draft.Community is null && PlaceResolver.Resolve(value.Value, turn.Directory).Best is not null;

    /// <summary>「沙洲村也这样」 after 白鹭村: one more place of the same matter, not another one for it.</summary>
    private static bool Joins(Turn turn, Draft draft, SortResult sorted) =>
        draft is { Community: { } known, Items: [_] } && draft.Has(Slot.Place) && !sorted.Signals.HasFlag(Signals.Corrects) && sorted.Parts.Count < 2
        && sorted.Slots.GetValueOrDefault(Slot.Place) is { OneMore: true } more
        && PlaceResolver.Resolve(JoinedPlaces.First(more.Value), turn.Directory).Best is { } other && other.Community != known;

    /// <summary>A question, an outcry or small talk is no answer; when and how many need a word for it. What is unsure stays empty.</summary>
    private static bool IsBareAnswer(string text, Slot wanted) =>
        text.Length is > 0 and <= 20 && wanted switch
        {
            Slot.Time => HasTime().IsMatch(text) && !Asks().IsMatch(text) && HouseNumbers.Alone(text) is null && !NoTime().IsMatch(text),
            Slot.People => HasNumber().IsMatch(text) && !Asks().IsMatch(text),
            Slot.Demand => text.Length >= 2 && !Speech.Says("says_again", text) && !Asks().IsMatch(text) && !PutsRight().IsMatch(text),
            _ => false,
        };

    /// <summary>「不对不对,是石材厂」 to "what do you wish?" wishes for nothing.</summary>
    [GeneratedRegex("^(?:不对|错了|说错|搞错|不是)[,，。 不对是错了]{0,8}(?:是|我说)")]
    private static partial Regex PutsRight();

    /// <summary>「一个星期了」 after "how many?" is when, and 「书香里那边」 after "since when?" is where.</summary>
    private static bool AnswersAnother(SortResult sorted, Slot wanted) =>
        sorted.Slots.Any(s => s.Key != wanted && s.Key is Slot.Time or Slot.People or Slot.Contact or Slot.CaseNo) || (wanted != Slot.Demand && sorted.Slots.ContainsKey(Slot.Place));

    [GeneratedRegex("[年月日天周晚早夜午]|[0-9一二三四五六七八九十]号(?:$|那天|开始|起|左右|的?时候)|(?:^|[^0-9])(?:19|20)[0-9]{2}(?:$|[^0-9])|时候|以来|一直|最近|刚才|好久|很久|长期|从前|上回|小时|分钟")]
    private static partial Regex HasTime();

    [GeneratedRegex("[栋幢]|号楼|单元|小区|花园|社区|[路街村]$|[0-9]{5,}|第[0-9一二三四五六七八九十]+[号个盏根]")]
    private static partial Regex NoTime();

    [GeneratedRegex("[0-9一二两三四五六七八九十百千几](?:多|来|几|十|百|千|万|零)*(?:个|户|家|人|口|名|位|号|户人|栋|单元|$)|好多|很多|不少|全村|全楼|整栋|大家")]
    private static partial Regex HasNumber();

    [GeneratedRegex("[?？!！吗呢你您]|什么|为啥|怎么|不晓|不知|^(我在|在|好|嗯|哦|喂|hi|hello)")]
    private static partial Regex Asks();

    private static void Items(Turn turn, Draft draft, SortResult sorted)
    {
        if (sorted.Parts.Count > 1)
        {
            draft.Items = [.. sorted.Parts.Select(From)];
            if (sorted.Parts.Select(p => p.Slots.GetValueOrDefault(Slot.Place)?.Value).Distinct().Count() > 1)
            {
                foreach (var (made, part) in draft.Items.Zip(sorted.Parts))
                {
                    PlacePart(turn, made, part.Slots.GetValueOrDefault(Slot.Place)?.Value);
                }
            }
            return;
        }
        if (draft.Items is [{ } sounding] && sorted.SoundsLike is { } left && sounding.ProblemType == left)
        {
            // 「下水道堵了」, and then 「书香里小区3栋」: only the place tells whose it is.
            Resort(sounding, sorted);
        }
        if (draft.Items.Count > 1 || (draft.Items.Count > 0 && (sorted.Intent == Intent.DataRequest || IsOnlyAnAnswer(turn.Memory.LastAsk, sorted))))
        {
            return;
        }
        // 「物业管管」 says who should act or how, not what it is about: that was clear before.
        if (draft.Items is [{ Abstain: false }] && draft.Words.Count > 1 && sorted.Slots.GetValueOrDefault(Slot.Demand)?.Wish is { } wish && wish.Length >= turn.Text.Length - 2)
        {
            return;
        }
        var item = From(sorted);
        if (draft.Items is [{ ProblemType: not null }] && item.ProblemType is null)
        {
            return; // 「你咋那么多问题」, or a wish put right: nothing of what the matter is
        }
        // A later remark must not blur what was already clear; what was told first names the matter.
        if (draft.Items is [var known] && !known.Abstain
            && (item.Abstain || item.Confidence < known.Confidence - (item.ProblemType == known.ProblemType || turn.Mended || sorted.Signals.HasFlag(Signals.Corrects) ? 0.25 : 0)))
        {
            return;
        }
        draft.Items = [item];
    }

    private static void Resort(DraftItem item, SortResult sorted)
    {
        var now = From(sorted);
        (item.Topics, item.ProblemType, item.Confidence, item.Departments, item.SortedCo, item.SortedBy) = (now.Topics, now.ProblemType, now.Confidence, now.Departments, now.SortedCo, now.SortedBy);
    }

    public static DraftItem From(SortResult sorted) => new()
    {
        Text = sorted.Text,
        Topics = [.. Topics(sorted)],
        ProblemType = sorted.ProblemType,
        Confidence = sorted.ProblemTypeScore,
        Abstain = sorted.Abstain,
        SortedBy = sorted.Provider,
        Departments = [.. sorted.Departments],
        SortedCo = [.. sorted.Co],
        Slots = sorted.Slots.Where(s => s.Key is Slot.Demand or Slot.Time or Slot.Subject).ToDictionary(s => s.Key.Code(), s => s.Value.Value),
    };

    /// <summary>The first topic; a second only when it is nearly as likely, for one matter has one primary topic (domain.md §3).</summary>
    private static IEnumerable<Topic> Topics(SortResult sorted) =>
        sorted.Abstain && sorted.ProblemType is null ? [] : [sorted.Topic];

    /// <summary>Fills in where each item would go. Nothing is proposed for what the bot does not understand or may not route.</summary>
    public static void Propose(Turn turn, Draft draft, IReadOnlyDictionary<string, int> openPerDeputy)
    {
        foreach (var item in draft.Items)
        {
            var decision = Route(turn, draft, item, openPerDeputy);
            (item.Lead, item.Deputy) = (item.ForProposal && !draft.Signals.HasFlag(Signals.AccusesOffice) ? decision.Lead : null, decision.Deputy);
            item.Co = item.Lead is null ? [] : [.. decision.Co];
        }
    }

    public static RoutingDecision Route(Turn turn, Draft draft, DraftItem item, IReadOnlyDictionary<string, int> openPerDeputy) =>
        Router.Route(
            new RoutingRequest
            {
                Text = string.Join('。', draft.Words),
                Topics = item.Topics,
                ProblemType = item.ProblemType,
                Departments = item.Departments,
                SortedBy = item.SortedBy ?? SortResult.Offline,
                Co = item.SortedCo,
                Community = item.Place is null ? draft.Community : item.Community,
                Township = item.Place is null ? draft.Township : item.Township,
                EntryStation = turn.Given.Message.EntryStation,
                Flags = draft.Flags,
                Subject = draft[Slot.Subject],
                Day = DateOnly.FromDateTime(turn.Local.DateTime),
                OpenPerDeputy = openPerDeputy,
            },
            turn.Directory);

    public static Slot? SlotOf(Ask ask) => ask switch
    {
        Ask.Place => Slot.Place,
        Ask.Time => Slot.Time,
        Ask.Demand => Slot.Demand,
        Ask.People => Slot.People,
        Ask.Subject => Slot.Subject,
        Ask.Evidence => Slot.Evidence,
        Ask.Contact => Slot.Contact,
        Ask.CaseNo => Slot.CaseNo,
        _ => null,
    };
}
