using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What the words of a verdict say, and those that point at a case without one.</summary>
internal sealed partial class Evaluation
{
    /// <summary>「我不同意」 said of a case that was declined, 「那边不受理」 of one that was led elsewhere (T34), 「和上次一样」 of one that is over (T27).</summary>
    public static bool PointsAtCase(string text) => Objects().IsMatch(text) || SentBack().IsMatch(text) || AsBefore().IsMatch(text) || Sneers(text);

    /// <summary>「你们真行，补了个皮」: praise that means the opposite, with what is wrong beside it.</summary>
    public static bool Sneers(string text) => Sneer().IsMatch(text) && !Grateful().IsMatch(text);

    [GeneratedRegex("^(?:你们?|您们?|可|也|还|真|啊|哎|哟|[,， ]){0,4}(?:真行|可以啊|真有(?:你们的|本事|能耐|才|一套)|有你们的|厉害了?|好样的|了不起|干得漂亮|绝了|真牛|牛啊?|佩服|呵呵|好家伙|真会[修弄办搞])[啊呀哦哈了,，。!！ ]{0,4}.{0,20}(?:又|坑|塌|漏|堵|烂|坏|个皮|样子|白|没|不|还是|越|臭|脏|糊)")]
    private static partial Regex Sneer();

    [GeneratedRegex("谢|满意|[修弄办清通亮]好了|不错|不用")]
    private static partial Regex Grateful();

    [GeneratedRegex("(?<!希望|要求|[能恢复得成])(?:和|跟|同)(?:上次|上回|之前|以前|原来|上一次)[^,，。?？]{0,4}(?:一样|一模一样|一个样)|老毛病|毛病又|又(?:开始|来)了[,，。 ]*(?:上次|上回|之前)")]
    private static partial Regex AsBefore();

    [GeneratedRegex("^(?:我|我去了|打了|找了|去了|问了|跟|[,， ]){0,3}(?:那边|那里|那儿|他们|人家|对方|法院|检察院|信访局?|纪委|热线|12345|12368|12388)[^,，。?？]{0,6}(?:不予?受理|不收|不管|不接|不给办|让我(?:回来)?找你们)")]
    private static partial Regex SentBack();

    [GeneratedRegex("^(?:我|俺|那我?|[,， ]){0,2}(?:还是)?(?:不同意|不服|不认|不接受)|有异议|(?:请|要求)[^,，。]{0,4}重新受理")]
    private static partial Regex Objects();

    /// <summary>「垃圾站又堆满了」 to 解决了吗.</summary>
    [GeneratedRegex("^[^,，。?？]{0,10}又[^,，。?？谢来过给说]{0,3}(?:堆|堵|坏|漏|吵|响|臭|停|开始|没|不|断|掉|黑|乱|脏|塌|裂|冒|积|犯|反弹|满|摆|占)")]
    private static partial Regex Relapses();

    /// <summary>「垃圾没清」.</summary>
    [GeneratedRegex("^[^,，。?？]{0,8}?(?:还|都|根本|压根|一直|也)?(?:没|冇|莫得)(?:有)?(?:人)?(?:来)?(?:[清修搬拉运拆换装弄办收扫通补退发填铺关亮停]|解决|处理)[^?？]{0,8}$")]
    private static partial Regex NotDone();

    /// <summary>The words are a verdict, also while a promise is still open.</summary>
    [GeneratedRegex("满意|(?:解决|修好|办好|弄好)了")]
    private static partial Regex Judges();

    /// <summary>「法院不受理，让我回来找你们」.</summary>
    public static bool ComesBack(string text) => SentBack().IsMatch(text);

    /// <summary>What a message says to either question; null where it says nothing.</summary>
    private readonly partial record struct Judgement(Solved? Solved, Satisfaction? Satisfaction)
    {
        public bool IsEmpty => Solved is null && Satisfaction is null;

        public bool IsContent => Satisfaction != Handling.Cases.Satisfaction.Dissatisfied && Solved != Handling.Cases.Solved.No;

        /// <summary>「就亮了一晚上」, 「听说修了」: no yes that could be counted.</summary>
        public static bool IsDoubtful(string text) => Doubts().IsMatch(text);

        public EvaluateData Data => new(Solved, Satisfaction);

        /// <summary>With what was said before.</summary>
        public Judgement Over(CaseState state) => new(
            Solved ?? (state.Solved == Handling.Cases.Solved.Unasked ? null : state.Solved),
            Satisfaction ?? (state.Satisfaction == Handling.Cases.Satisfaction.None ? null : state.Satisfaction));

        /// <param name="asked">The bot has just asked for it: 没有, 还行 and 一般 are answers.</param>
        public static Judgement Of(string text, SortResult sorted, bool asked, CaseState state)
        {
            bool Says(Signals signal) => (sorted.Signals & signal) != Signals.None;

            // Which of the two questions a bare yes or no answers: the first as long as it is open.
            var asksSolved = state.Solved == Handling.Cases.Solved.Unasked;
            var unhappy = Says(Signals.Dissatisfied) || (asked && (Not().IsMatch(text) || Blames().IsMatch(text) || Sneers(text)));
            Solved? solved =
                Says(Signals.PartlySolved) || (asked && DoneBut().IsMatch(text)) ? Handling.Cases.Solved.Partly
                : unhappy ? (Says(Signals.Solved) ? (Refuses().IsMatch(text) ? Handling.Cases.Solved.Yes : null) : Refuses().IsMatch(text) && !Unsolved().IsMatch(text) ? null : Handling.Cases.Solved.No)
                : Says(Signals.Solved) || (asked && (Done().IsMatch(text) || (asksSolved && Says(Signals.Affirm)))) ? Handling.Cases.Solved.Yes
                : null;
            Satisfaction? satisfaction =
                unhappy && Refuses().IsMatch(text) ? Handling.Cases.Satisfaction.Dissatisfied
                : unhappy ? null
                : Says(Signals.FairlySatisfied) && (asked || Says(Signals.SaysSatisfied)) ? Handling.Cases.Satisfaction.Basic
                : Says(Signals.SaysSatisfied) || (asked && (Praises().IsMatch(text) || (!asksSolved && Says(Signals.Affirm)))) ? Handling.Cases.Satisfaction.Satisfied
                : null;
            if (asked && Doubts().IsMatch(text))
            {
                (solved, satisfaction) = (solved == Handling.Cases.Solved.Yes ? null : solved, satisfaction is Handling.Cases.Satisfaction.Satisfied or Handling.Cases.Satisfaction.Basic ? null : satisfaction);
            }
            // Praise in other words, and anything else said to nobody's question, is what it was before the questions were two.
            return !asked && solved is null && satisfaction is null
                ? new(null, Says(Signals.Satisfied) ? Handling.Cases.Satisfaction.Satisfied : Says(Signals.FairlySatisfied) ? Handling.Cases.Satisfaction.Basic : Handling.Cases.Satisfaction.Dissatisfied)
                : new(solved, satisfaction);
        }

        [GeneratedRegex("^(还|都|根本|压根|也|一点)?(没有?|冇|莫得|不行|没啥用|没什么用|没用|没呢|不好|不|还?是?老样子|还是?那样|原样|没变|没动静?|没啥变化)(啊|呢|呀|的|解决|用)?([,，。.!！].*)?$")]
        private static partial Regex Not();

        [GeneratedRegex("满意|不认可|不接受|不服|差评|失望")]
        private static partial Regex Refuses();

        [GeneratedRegex("^(?:给|打|就|必须|一个|个|真的?|太让人|让人|太|很|非常|我|[,， ]){0,5}(?:差评|[零一1]星|失望)[^?？]{0,6}$")]
        private static partial Regex Blames();

        /// <summary>「清走了」, 「修好了修好了」: the thing and what was done to it, and nothing else.</summary>
        [GeneratedRegex("^[^,，。?？没不未别才又要快说]{0,8}?(?:[清修搬拉运拆换装弄办收扫通补退发填铺堵关开亮停](?:走|掉|完|好|干净|通|上|开|过|平|理)?(?:了|啦|喽)[,， ]?){1,3}(?:谢谢|多谢|感谢|辛苦)?[啊呀哈的你们您]{0,3}[。!！]*$")]
        private static partial Regex Done();

        /// <summary>「垃圾是清了，可味道还在」.</summary>
        [GeneratedRegex("(?:[清修搬拉运拆换装弄办收扫补退发填铺]|解决|处理)(?:走|掉|完|好|干净|通|上|平|理)?(?:了|是了?|过)[^。!！?？]{0,6}?[,，。 ]?(?:可是?|但是?|不过|就是|只是|然而)[^。?？]{0,12}(?:还在|还有|还没|没[^说]|还是(?![^。]{0,3}满意)|又|依然|仍)")]
        private static partial Regex DoneBut();

        [GeneratedRegex("(?<!不|没|个屁的?)(?:好评|五星|满分|一?百分|100分|[点给]个?赞)|^(?:这次|这回|都|我觉得|觉得|办得|弄得|做得|[,， ]){0,3}(?:很|挺|真|非常|蛮|相当|特别)(?:好|不错|棒|赞|给力|到位|快)(?:的|了|啊|呀|哈|[,，。!！ ]|谢谢|你们|您){0,5}$")]
        private static partial Regex Praises();

        [GeneratedRegex("呵呵|听说|据说|谁说|骗谁|骗人|才怪|个屁|黑灯瞎火|比以前还|(?:没|才|就)(?:[亮好修清管用]了?)?[一两几][天晚]|[亮好清修管用]了[一半没两几]{1,2}(?:半|晚上?|会儿?|天|阵)|一[^,，。]{1,4}就(?:掉|坏|灭|断|倒|漏|堵|散|裂|松|没)|只说|实际(?:上)?没|没(?:看|见)(?:到|着|见)|(?:就是|可是?|但是?)太(?!好|棒|谢|感)")]
        private static partial Regex Doubts();

        [GeneratedRegex("没|不行|还是|依然|照样|仍|又")]
        private static partial Regex Unsolved();
    }
}
