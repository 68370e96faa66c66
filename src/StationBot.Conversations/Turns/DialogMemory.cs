using System.Text.Json;
using System.Text.Json.Serialization;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// What the dialog remembers between two turns of a conversation. Stored as JSON with the conversation; a field that an
/// older or newer release does not know is dropped, never an error.
/// </summary>
public sealed class DialogMemory
{
    public bool Greeted { get; set; }

    /// <summary>Code of the station through whose code the resident came last (R12).</summary>
    public string? Station { get; set; }

    /// <summary>The matter being taken in, if any.</summary>
    public Draft? Draft { get; set; }

    /// <summary>Where a map pin lies that came before any matter was told: the next one's place.</summary>
    public string? Pin { get; set; }

    /// <summary>Other matters the resident began meanwhile, in their own words; taken up one by one.</summary>
    public List<string> Waiting { get; set; } = [];
    public Ask LastAsk { get; set; }

    /// <summary>The matter that an emergency interrupted, with the question that was open.</summary>
    public Draft? Parked { get; set; }
    public Ask ParkedAsk { get; set; }

    /// <summary>What was taken back last: 「还是说吧」 brings it up again.</summary>
    public Draft? Dropped { get; set; }
    public string? ParkedQuestion { get; set; }

    /// <summary>Key of the text that asked; the question is repeated from it after an interruption.</summary>
    public string? LastQuestion { get; set; }

    /// <summary>Turns in a row that were not understood.</summary>
    public int Misses { get; set; }
    public int AngryTurns { get; set; }

    /// <summary>A human was called because of it; once.</summary>
    public bool HumanForAnger { get; set; }

    /// <summary>Greetings that were followed by nothing.</summary>
    public int Greetings { get; set; }

    /// <summary>「还有一件事」: what comes next is another matter.</summary>
    public bool OpensAnother { get; set; }

    /// <summary>Key of the text that warned of a danger last: what is said after it depends on it.</summary>
    public string? Warned { get; set; }

    /// <summary>Messages since the last warning of a danger.</summary>
    public int FollowUps { get; set; }
    /// <summary>Key of what was said last in a danger, and how often in a row.</summary>
    public string? SaidInDanger { get; set; }
    public int TimesSaid { get; set; }
    public int AbusiveTurns { get; set; }

    /// <summary>Who says yes to "may we have a number?" is asked for it once.</summary>
    public bool AskedForNumber { get; set; }

    /// <summary>Said once that no number is left: not asked again for another matter.</summary>
    public bool LeavesNoNumber { get; set; }

    /// <summary>The newest case of this conversation; supplements go there.</summary>
    public string? CaseNo { get; set; }

    /// <summary>Older cases this conversation asked about or evaluated.</summary>
    public List<string> Mentioned { get; set; } = [];

    /// <summary>Number of the case that the resident was last asked to judge; null once that is over.</summary>
    public string? Evaluating { get; set; }

    /// <summary>Of a joined case (T09) the second question was put, 满意吗; of any other its state tells which is open.</summary>
    public bool AsksJoinedIfSatisfied { get; set; }

    /// <summary>「行吧」 to the question about the case in <see cref="Evaluating"/> was no answer, and it was asked a second time.</summary>
    public bool AskedOnceMore { get; set; }

    /// <summary>Number of the case of which a verdict in the resident's own words was said back with the last message: 「不对」 is about that.</summary>
    public string? SaidBack { get; set; }

    /// <summary>「不对」 is about the last words only: once.</summary>
    public string? TakeSaidBack()
    {
        var number = SaidBack;
        SaidBack = null;
        return number;
    }

    /// <summary>It was asked again as a choice of three: a nod chooses none.</summary>
    public bool AsksChoice { get; set; }

    /// <summary>The bot's last words were of something else than the question about the case in <see cref="Evaluating"/>: a nod answers those.</summary>
    public bool SpokeOfElse { get; set; }

    /// <summary>Number of the case of which what was said could not be read as a verdict, twice: staff read it, and nobody is asked again.</summary>
    public string? WithStaff { get; set; }

    /// <summary>Number of a case that is over, of which it was asked whether it has come back, and the words that may have said so.</summary>
    public string? AsksRelapse { get; set; }
    public string? RelapseSays { get; set; }

    /// <summary>满意吗 was put after 没解决, or 解决了吗 after 不满意: the case is in its next round, whose state does not tell so.</summary>
    public bool AsksAfterNo { get; set; }

    /// <summary>Number of the case of which it was asked what is not solved: the next message tells that, whatever it sounds like.</summary>
    public string? AsksReason { get; set; }

    /// <summary>「一件解决了一件没有」: what was said of one, which was then asked for, and what of all the others; null when nothing is open or it was not said.</summary>
    public string? WhichSays { get; set; }
    public string? RestSays { get; set; }

    /// <summary>Number of the case that was complained of again in this conversation, and how often.</summary>
    public string? UrgedOf { get; set; }
    public int Urged { get; set; }

    /// <summary>The resident takes one of several cases back and was asked which.</summary>
    public bool Withdrawing { get; set; }

    /// <summary>Number of a case that is over for too long to be opened again (T27): what is told now goes on from it.</summary>
    public string? Earlier { get; set; }

    /// <summary>The bot has spoken first since the conversation ended: what is said next goes on from there.</summary>
    public bool Resumed { get; set; }

    /// <summary>What a model took for the matter in hand; goes into its case.</summary>
    public ModelUse? ModelUse { get; set; }

    /// <summary>Set while the bot waits for "yes, note it down" about a place outside the district.</summary>
    public bool OfferedToRecord { get; set; }
    public bool ToldMinor { get; set; }

    /// <summary>Lets the matter in hand go; it can be taken up again.</summary>
    public void Drop() => (Dropped, Draft, LastAsk) = (Draft, null, Ask.None);

    /// <summary>Sets the matter in hand aside for an emergency.</summary>
    public void Park()
    {
        if (Draft is { StaffOnly: false })
        {
            (Parked, ParkedAsk, ParkedQuestion, Draft) = (Draft, LastAsk, LastQuestion, null);
        }
    }

    /// <summary>Goes on where the emergency broke in, with what was told in it; with nothing when there was nothing.</summary>
    public void TakeUpParked()
    {
        if (Draft is { StaffOnly: true, Door: null } danger)
        {
            Parked?.StandBeside(danger);
        }
        (Draft, LastAsk, LastQuestion) = (Parked, Parked is null ? Ask.None : ParkedAsk, Parked is null ? null : ParkedQuestion);
        (Parked, ParkedAsk, ParkedQuestion) = (null, Ask.None, null);
    }

    public static DialogMemory Read(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return new DialogMemory();
        }
        try
        {
            return JsonSerializer.Deserialize(json, MemoryJson.Default.DialogMemory) ?? new DialogMemory();
        }
        catch (JsonException)
        {
            // A memory from another release that cannot be read must not lock the resident out: the log has every word.
            return new DialogMemory { Greeted = true };
        }
    }

    public string Write() => JsonSerializer.Serialize(this, MemoryJson.Default.DialogMemory);
}

/// <summary>A matter being taken in: one or, when the resident said so, several at once (一事一议) that share place and contact.</summary>
public sealed class Draft
{
    public List<DraftItem> Items { get; set; } = [];

    /// <summary>Slots by code.</summary>
    public Dictionary<string, string> Slots { get; set; } = [];

    /// <summary>Everything the resident said about it, in order.</summary>
    public List<string> Words { get; set; } = [];

    /// <summary>The same as it was written, with what put it right: <see cref="Words"/> is what was meant, and this what goes on record (domain.md §5.7).</summary>
    public List<string> Said { get; set; } = [];

    /// <summary>What is asked for, point by point, where it was counted.</summary>
    public List<string> Demands { get; set; } = [];

    /// <summary>Slots already asked for; optional ones are asked once.</summary>
    public List<Slot> Asked { get; set; } = [];
    public int Questions { get; set; }
    public List<string> AdviceGiven { get; set; } = [];

    /// <summary>Not understood and taken as it was told, for staff to sort: nobody is asked again what it is.</summary>
    public bool AsTold { get; set; }
    public List<Flag> Flags { get; set; } = [];
    public Intent Intent { get; set; }
    public Signals Signals { get; set; }
    public string? Community { get; set; }

    /// <summary>When only a township was named.</summary>
    public string? Township { get; set; }

    /// <summary>Communities to choose from when the place was ambiguous (R3).</summary>
    public List<string> PlaceChoices { get; set; } = [];

    /// <summary>What the resident said against the proposed lead: staff decide then, not the rules.</summary>
    public string? LeadDoubt { get; set; }

    /// <summary>Key of the text that named another door for it.</summary>
    public string? Door { get; set; }

    /// <summary>True after a P0: staff, not the bot, make the case (domain.md §8).</summary>
    public bool StaffOnly { get; set; }

    public string? this[Slot slot]
    {
        get => Slots.GetValueOrDefault(slot.Code());
        set
        {
            if (value is null)
            {
                Slots.Remove(slot.Code());
            }
            else
            {
                Slots[slot.Code()] = value;
            }
        }
    }

    /// <summary>The number is one left before in this conversation: the resident sees it at the summary and may refuse it.</summary>
    public bool ContactIsKnown { get; set; }

    /// <summary>The demand so far is only the trouble itself: an outright wish replaces it.</summary>
    public bool DemandIsImplied { get; set; }

    /// <summary>The time so far says only how often or at what hour.</summary>
    public bool TimeIsLoose { get; set; }

    /// <summary>The wish itself, to be said back; null when none was uttered.</summary>
    public string? Wish { get; set; }

    /// <summary>What is wrong, where it was told in one long breath (<see cref="SlotValue.Trouble"/>) and its beginning says little.</summary>
    public string? Trouble { get; set; }

    /// <summary>
    /// What is known of one of the matters. Of several each has its own time and demand, and perhaps place: what another one said is not true
    /// of this one.
    /// </summary>
    public Dictionary<string, string> SlotsOf(DraftItem item)
    {
        bool IsAnothers(string code, string value) => Items.Count > 1 && Items.Any(i => i != item && i.Slots.GetValueOrDefault(code) == value);
        var slots = Slots.Where(s => !IsAnothers(s.Key, s.Value)).ToDictionary();
        foreach (var (slot, value) in Items.Count > 1 ? item.Slots : [])
        {
            slots[slot] = value;
        }
        if (item.Place == DraftItem.Nowhere)
        {
            slots.Remove(Slot.Place.Code());
        }
        else if (item.Place is not null)
        {
            slots[Slot.Place.Code()] = item.Place;
        }
        return slots;
    }

    /// <summary>What a message raised, where it is true of the matter: what is said of one's own data is not.</summary>
    public void Add(FlagHit hit)
    {
        if (hit.Severity < Severity.P3 && hit.Flag != Flag.DataRequest && !Flags.Contains(hit.Flag))
        {
            Flags.Add(hit.Flag);
        }
    }

    /// <summary>Dangers of a place or a thing: what was told of them belongs to the complaint about it.</summary>
    private static readonly Flag[] OfThings = [Flag.Emergency, Flag.Fire, Flag.Gas, Flag.Medical, Flag.Traffic];

    /// <summary>
    /// A danger broke into this matter: staff decide what comes of it (T02). Its words stand here too, except what somebody said of their own life or
    /// who harmed them, which goes to no unit; staff have it in the conversation.
    /// </summary>
    public void StandBeside(Draft danger)
    {
        var grave = danger.Flags.Where(f => FlagTable.SeverityOf(f) <= Severity.P1).ToArray();
        Flags.AddRange(grave.Except(Flags));
        if (grave.All(OfThings.Contains))
        {
            if (Said.Count > 0)
            {
                Said.AddRange(danger.Words.Except(Said));
            }
            Words.AddRange(danger.Words.Except(Words));
        }
    }

    public bool Has(Slot slot) => Slots.ContainsKey(slot.Code());

    [JsonIgnore]
    public bool Understood => Items.Count > 0 && Items.Any(i => !i.Abstain);
}

/// <summary>One of a draft's matters, as sorted and as it would be routed now.</summary>
public sealed class DraftItem
{
    public string Text { get; set; } = "";

    /// <summary>The same as it was written, where <see cref="Text"/> was put right since.</summary>
    public string? Said { get; set; }

    /// <summary>What is wished for this one of several alone.</summary>
    public string? Wish { get; set; }
    public List<Topic> Topics { get; set; } = [];
    public string? ProblemType { get; set; }
    public double Confidence { get; set; }
    public bool Abstain { get; set; }

    /// <summary>Who named the type (<see cref="SortResult.Provider"/>); null in a memory from before that was kept.</summary>
    public string? SortedBy { get; set; }
    public List<DepartmentScore> Departments { get; set; } = [];
    public List<string> SortedCo { get; set; } = [];
    public Dictionary<string, string> Slots { get; set; } = [];

    /// <summary>The place of a part that named none, beside others that named theirs: not theirs.</summary>
    public const string Nowhere = "";

    /// <summary>Where this one is, when the matters of one message are in different places; null: where the draft is.</summary>
    public string? Place { get; set; }
    public string? Community { get; set; }
    public string? Township { get; set; }

    /// <summary>
    /// Whether the type is likely enough to propose its lead at all. When the sorter abstains the proposal is for staff only; the
    /// resident is not told one (domain.md §8 low_confidence).
    /// </summary>
    [JsonIgnore]
    public bool ForProposal => ProblemType is not null && Departments.Count > 0 && (!Abstain || Confidence >= 0.5);

    /// <summary>The routing rules' proposal as of the last turn.</summary>
    public string? Lead { get; set; }
    public List<string> Co { get; set; } = [];
    public string? Deputy { get; set; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DialogMemory))]
internal sealed partial class MemoryJson : JsonSerializerContext;
