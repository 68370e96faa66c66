using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>What the words of a verdict say, and those that point at a case without one.</summary>
internal sealed partial class Evaluation
{
    /// <summary>「我不同意」 said of a case that was declined, 「那边不受理」 of one that was led elsewhere (T34), 「和上次一样」 of one that is over (T27).</summary>
    public static bool PointsAtCase(string text) => Objects().IsMatch(text) || SentBack().IsMatch(text) || AsBefore().IsMatch(text);

    [GeneratedRegex("(?<!希望|要求|[能恢复得成])(?:和|跟|同)(?:上次|上回|之前|以前|原来|上一次)[^,，。?？]{0,4}(?:一样|一模一样|一个样)|老毛病|毛病又|又(?:开始|来)了[,，。 ]*(?:上次|上回|之前)")]
    private static partial Regex AsBefore();

    [GeneratedRegex("^(?:我|我去了|打了|找了|去了|问了|跟|[,， ]){0,3}(?:那边|那里|那儿|他们|人家|对方|法院|检察院|信访局?|纪委|热线|12345|12368|12388)[^,，。?？]{0,6}(?:不予?受理|不收|不管|不接|不给办|让我(?:回来)?找你们)")]
    private static partial Regex SentBack();

    [GeneratedRegex("^(?:我|俺|那我?|[,， ]){0,2}(?:还是)?(?:不同意|不服|不认|不接受)|有异议|(?:请|要求)[^,，。]{0,4}重新受理")]
    private static partial Regex Objects();

    /// <summary>What a message says to either question; null where it says nothing.</summary>
    private readonly partial record struct Judgement(Solved? Solved, Satisfaction? Satisfaction)
    {
        public bool IsEmpty => Solved is null && Satisfaction is null;

        public bool IsContent => Satisfaction != Handling.Cases.Satisfaction.Dissatisfied && Solved != Handling.Cases.Solved.No;

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
            var unhappy = Says(Signals.Dissatisfied) || (asked && Not().IsMatch(text));
            Solved? solved =
                Says(Signals.PartlySolved) ? Handling.Cases.Solved.Partly
                : unhappy ? (Says(Signals.Solved) ? (Refuses().IsMatch(text) ? Handling.Cases.Solved.Yes : null) : Refuses().IsMatch(text) && !Unsolved().IsMatch(text) ? null : Handling.Cases.Solved.No)
                : Says(Signals.Solved) || (asked && asksSolved && Says(Signals.Affirm)) ? Handling.Cases.Solved.Yes
                : null;
            Satisfaction? satisfaction =
                unhappy && Refuses().IsMatch(text) ? Handling.Cases.Satisfaction.Dissatisfied
                : unhappy ? null
                : Says(Signals.FairlySatisfied) && (asked || Says(Signals.SaysSatisfied)) ? Handling.Cases.Satisfaction.Basic
                : Says(Signals.SaysSatisfied) || (asked && !asksSolved && Says(Signals.Affirm)) ? Handling.Cases.Satisfaction.Satisfied
                : null;
            // Praise in other words, and anything else said to nobody's question, is what it was before the questions were two.
            return !asked && solved is null && satisfaction is null
                ? new(null, Says(Signals.Satisfied) ? Handling.Cases.Satisfaction.Satisfied : Says(Signals.FairlySatisfied) ? Handling.Cases.Satisfaction.Basic : Handling.Cases.Satisfaction.Dissatisfied)
                : new(solved, satisfaction);
        }

        [GeneratedRegex("^(还|都|根本|压根)?(没有?|冇|莫得|不行|没用|没呢|不好|不)(啊|呢|呀|的|解决|用)?([,，。.!！].*)?$")]
        private static partial Regex Not();

        [GeneratedRegex("满意|不认可|不接受|不服")]
        private static partial Regex Refuses();

        [GeneratedRegex("没|不行|还是|依然|照样|仍|又")]
        private static partial Regex Unsolved();
    }
}
