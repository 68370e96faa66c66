using System.Text.RegularExpressions;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// 「时间应该是今年夏天开始的」, 「要求那里写错了,我要的是密闭的桶」: whoever names the line of the summary that is wrong puts that one right, and no other.
/// 「我没说拆掉,就是往旁边挪一挪」 names none and says what is wanted instead.
/// </summary>
internal static partial class NamedCorrection
{
    /// <returns>The reading with nothing but the slot that was named, or as it was when none is named.</returns>
    public static async ValueTask<SortResult> NarrowAsync(Turn turn, SortResult sorted, ISorter sorter, CancellationToken cancellationToken)
    {
        if (turn.Memory.Draft is { Items: [_] } && !sorted.Slots.ContainsKey(Slot.Place) && Wished().Match(turn.Text) is { Success: true } wished)
        {
            return Only(sorted, Slot.Demand, Wish(wished.Groups["wish"]));
        }
        if (turn.Memory.Draft is { Items: [_] } && Speech.Parts("puts_demand_right", turn.Text) is { } demanded)
        {
            var wanted = demanded["right"];
            return Only(sorted, Slot.Demand, new SlotValue(wanted, turn.Text.IndexOf(wanted, StringComparison.Ordinal), wanted.Length) { Wish = wanted });
        }
        if (Named().Match(turn.Text) is not { Success: true } match)
        {
            return sorted;
        }
        var slot = match.Groups["line"].Value switch
        {
            "时间" or "日期" => Slot.Time,
            "地点" or "地址" or "位置" or "地方" => Slot.Place,
            "单位" or "店名" => Slot.Subject,
            "人数" => Slot.People,
            _ => Slot.Demand,
        };
        var said = match.Groups["value"];
        var value = slot == Slot.Demand ? Wish(said) : new SlotValue(said.Value, said.Index, said.Length);
        if (slot is Slot.Time or Slot.Place)
        {
            // As it is read in the message; where something else was read there, as it is read alone.
            if (sorted.Slots.TryGetValue(slot, out var here) && (here.Start < 0 || here.Start >= said.Index))
            {
                value = here;
            }
            else
            {
                var alone = await sorter.SortAsync(turn.ToSort(said.Value) with { Asked = slot == Slot.Time ? Ask.Time : Ask.Place }, cancellationToken);
                value = alone.Slots.TryGetValue(slot, out var read) ? read with { Start = read.Start < 0 ? read.Start : said.Index + read.Start } : value;
            }
        }
        return Only(sorted, slot, value);
    }

    /// <summary>The matter stays what it was.</summary>
    private static SortResult Only(SortResult sorted, Slot slot, SlotValue value) =>
        sorted with { Slots = new Dictionary<Slot, SlotValue> { [slot] = value }, Signals = sorted.Signals | Signals.Corrects, Demands = [], Parts = [], ProblemType = null, SoundsLike = null, Abstain = true };

    private static SlotValue Wish(Group said) => new(said.Value, said.Index, said.Length) { Wish = said.Value };

    /// <summary>「不对,我要的是换成声控的」, 「不是让他关门,是让他把凳子收进去」: what is wanted, where it was understood otherwise.</summary>
    [GeneratedRegex("^(?:不对|错了|不是(?=[,，。 ])|不|嗯|那个|[,，。!！ ]){0,4}(?:(?:我|俺|我们)(?:真正|其实|就|只|想){0,2}(?:(?:要|想要|希望|盼)的(?:其实)?(?:就)?是|(?:的)?意思(?:就)?是)|(?:我|俺|我们)(?:又|可|也)?没(?:有)?(?:说|要|让|叫|求)[^,，。!！?？]{1,14}[,，](?:我|俺)?(?:就是|只是|只要|只想|就想|而是|是(?=想|要|让|叫|请|把|别|不要))(?:想|要|说)?|不是(?:要|让|叫|想|求|说要)[^,，。!！?？]{1,14}[,，](?:而)?(?:就|只)?是(?=要|让|叫|想|请|把))(?<wish>[^。!！?？]{2,40})[。.!！]?$")]
    private static partial Regex Wished();

    [GeneratedRegex("^(?:不对|错了|不是|不|那个|这个|还有|[,，。 ①②③④⑤⑥]){0,3}(?<line>时间|日期|地点|地址|位置|地方|要求|诉求|单位|店名|人数)(?:那里|那儿|那一?[栏条行]|这里|这一?[栏条行]|那个|上|方面|也|都){0,2}(?:(?:写|记|搞|弄|填|说)?(?:错了?|反了)|(?:写|记|填)?得?不对|有误|不准确?)?[,，:：。 ]*(?:不是[^,，。]{1,16}[,，])?(?:(?:我)?(?:想)?(?:要|指|说)的(?:其实)?(?:应该|应当)?是|应该是|应当是|应为|应是|其实是|实际上?是|改成|改为|改到|换成|是(?!不是|对的|错的|什么|啥|哪))(?<value>[^。!！?？]{2,60}?)(?:才对|就对了)?[。.!！]?$")]
    private static partial Regex Named();
}
