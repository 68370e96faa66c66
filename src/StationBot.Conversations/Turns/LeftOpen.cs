using System.Text.RegularExpressions;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>「不敢说名字」, 「不想说是哪个小区」: what a resident keeps back stays open. It is said once that this is all right, and it is not asked again.</summary>
internal static partial class LeftOpen
{
    /// <summary>More than any question is put.</summary>
    private const int Often = 2;

    public static void Note(Turn turn, Draft draft, SortResult sorted)
    {
        if (Slots(turn, sorted).Where(s => !draft.Has(s) && s != Slot.Contact && draft.Asked.Count(a => a == s) < Often).ToArray() is not { Length: > 0 } open)
        {
            return;
        }
        draft.Asked.AddRange(open.SelectMany(s => Enumerable.Repeat(s, Often)));
        turn.Say("left_open");
    }

    private static IEnumerable<Slot> Slots(Turn turn, SortResult sorted)
    {
        if (KeptBack().Match(turn.Text) is { Success: true } match)
        {
            if (match.Groups["unit"].Success)
            {
                yield return Slot.Subject;
            }
            else if (match.Groups["place"].Success)
            {
                yield return Slot.Place;
            }
            else if (Drafting.SlotOf(turn.Memory.LastAsk) is Slot.Subject or Slot.Place)
            {
                yield return Drafting.SlotOf(turn.Memory.LastAsk)!.Value;
            }
        }
    }

    [GeneratedRegex("(?:不想|不敢|不愿意?|不方便|不便|不能|不好)(?:再|具体|直接){0,2}(?:说|讲|提|透露|写|告诉你?们?|点名|点)(?:出来|是|的|我们?|他们?|具体|哪|个|家|什么|啥|在){0,4}(?:(?<unit>公司|单位|厂|店|老板|企业|工厂|学校|医院|机构)|(?<place>小区|村|地方|地址|住址|住|里|儿|位置|楼)|名字?|$|[,，。 了啊呀吧])|(?:(?<unit>公司|单位|厂|店|老板|企业)|(?<place>小区|村|地方|地址|住址))(?:的?名字?|名称|叫什么|在哪里?){0,2}(?:我|就|也|都|是|真的?){0,2}(?:不想|不敢|不愿意?|不方便|不便|不能)(?:说|讲|提|透露|写)")]
    private static partial Regex KeptBack();
}
