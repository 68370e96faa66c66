using System.Text.RegularExpressions;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What is said back while a danger goes on: true answers to what we are asked, and no relief before there is reason for it.</summary>
internal static partial class Safety
{
    /// <summary>Characters of a question to us; a longer message tells of the danger.</summary>
    private const int LongestCry = 20;

    /// <summary>How often in a row the one thing to do is said in the same words.</summary>
    private const int MostAlike = 2;

    /// <summary>「你们啥时候打给我」, 「有人管吗」, 「你们快来啊」: staff are alerted and have 15 minutes (domain.md §8); rescue is for 110, 119 and 120.</summary>
    private static string? Question(Turn turn, bool despairs, SortResult? sorted = null)
    {
        if (turn.Text.Length > LongestCry)
        {
            return null;
        }
        var asksWhen = AsksWhen().IsMatch(turn.Text) || (sorted?.Intent == Intent.ProgressQuery && turn.Memory.CaseNo is null);
        if (despairs)
        {
            return asksWhen || AsksWhoCares().IsMatch(turn.Text) ? "emergency_suicide_when" : null;
        }
        return AsksWhoCares().IsMatch(turn.Text) ? "emergency_who" : asksWhen ? "emergency_when" : CallsUs().IsMatch(turn.Text) ? "emergency_come" : null;
    }

    /// <summary>「已经打了110了」 ends no danger, and that who writes is safe does not bring back the child.</summary>
    /// <returns>What is said to it; null when the danger is over, or nothing of the kind was said.</returns>
    private static string? StillGoesOn(Turn turn, SortResult sorted, EmergencyText danger, InsteadText? instead)
    {
        var isOver = Over().IsMatch(turn.Text) && !OnlyMe().IsMatch(turn.Text);
        if (isOver || turn.Text.Length > LongestCry)
        {
            return null;
        }
        var isSelf = danger.Flag == Flag.Suicide && instead?.When.Signals.HasFlag(Signals.AboutAnother) != true;
        if (Called().IsMatch(turn.Text))
        {
            return isSelf ? "emergency_suicide_called" : "emergency_called";
        }
        return sorted.Signals.HasFlag(Signals.Safe) && !isSelf ? instead is null ? danger.Safe : instead.Safe : null;
    }

    /// <summary>The same words again and again would not be heard, except where they are the one thing to do; a third time they never come.</summary>
    private static void SayOnce(Turn turn, string key)
    {
        var memory = turn.Memory;
        var isOneThingToDo = key.EndsWith("_more", StringComparison.Ordinal);
        if (memory.SaidInDanger == key && memory.TimesSaid >= (isOneThingToDo ? MostAlike : 1))
        {
            key = turn.EverHad(Flag.Suicide) && key.Contains("suicide", StringComparison.Ordinal) ? key == "emergency_suicide_heard" ? "emergency_suicide_more" : "emergency_suicide_heard" : "emergency_still";
        }
        (memory.TimesSaid, memory.SaidInDanger) = (memory.SaidInDanger == key ? memory.TimesSaid + 1 : 1, key);
        turn.Say(key);
    }

    [GeneratedRegex("(?:啥时候|什么时候|几时|多久|几点|哪个时候|多长时间|几分钟|好久).{0,6}(?:打|联系|回|来|到|有人|管|处理|派)|(?:咋|怎么|为啥|为什么).{0,2}还(?:没|不|冇).{0,4}(?:来|打|联系|人|到)|等(?:多久|到啥时候|到什么时候|好久)|到底(?:啥时候|什么时候|几时)")]
    private static partial Regex AsksWhen();

    [GeneratedRegex("(?:有没有|有|到底有没有|还有)人(?:在|管|理|来|看|接|吗)?.{0,2}(?:吗|么|没|不|没有|呀|啊|[?？])|(?:管不管|理不理|救不救|来不来)|^(?:你们?|您)(?:能|会)(?:来|帮|救|管).{0,4}(?:吗|么|不)|^(?:人呢|在不在|在吗)")]
    private static partial Regex AsksWhoCares();

    [GeneratedRegex("^(?:求求?|麻烦|请|拜托|你们?|您|能不能|可不可以|倒是|都|赶紧|赶快|快点?|快些|[,，。! ！]){0,6}(?:派(?:个|几个)?人|来(?:个)?人|过来|来|救人|救命)(?:来|过来|个|一下|看看|帮帮?忙?|救救?|我们?|人|啊|呀|吧|呗|了|嘛|呐|他|她|它|吗|么|[!！。?？ ]){0,6}$")]
    private static partial Regex CallsUs();

    [GeneratedRegex("(?<!没|没有|不|要|该|别|能|去|先|再)(?:打|拨|报|叫|喊)(?:了|过|完|通|好){0,2}(?:110|119|120|122|警|火警|急救|救护车|消防)(?!.{0,4}(?:打不通|没人接|占线))|(?:110|119|120|警察|民警|消防|救护车|医生).{0,4}(?:在路上|路上了|马上到|快到|在赶|正赶|出发)")]
    private static partial Regex Called();

    [GeneratedRegex("(?<!没|没有|还不|不)(?:找到|找着|找回|接到|接回|救出|救上|救下|救起|救出来|抬出|拉上来|醒过来|醒了|缓过来|好多了)|(?<!没)(?:回来|回家|到家|出来|下来|上来|出去|离开)了|[送到在进].{0,4}医院|没(?:有)?(?:什么|啥)?(?:事|危险|大碍)|(?:警察|民警|消防员?|救护车|120|119|110|医生).{0,4}(?:来了|到了|赶到|已到|接走|带走|接手|已经来|在场)|灭了|扑灭|止付|冻结|错了|气话|玩笑|放心|散了|走了|解除|抓住|控制住")]
    private static partial Regex Over();

    /// <summary>「我没事」: of who writes, and of nobody else.</summary>
    [GeneratedRegex("^(?:我|俺)(?:现在|目前|这边|自己|这里|倒是|是|还|挺|很){0,3}(?:没事|安全|没危险|没有危险|好)(?:了|的|啊|呢|着)?[。!！]?$")]
    private static partial Regex OnlyMe();

    [GeneratedRegex("^(?:人|他们?|她|我们?|俺|孩子|娃儿?|老人|还|都|也|就|一直|[,， ]){0,4}(?:还)?(?:在|困在|卡在|关在|压在|夹在)(?:里面|里头|下面|底下|上面|上头|里|下)(?:头|边)?(?:呢|呀|啊|的|没出来){0,2}[。!！]?$")]
    private static partial Regex StillInside();
}
