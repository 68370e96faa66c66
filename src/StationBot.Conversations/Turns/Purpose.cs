using System.Text.RegularExpressions;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// Whether a matter is a complaint, a suggestion or a question. Its class and the day that is promised hang on it (domain.md §6.2), so what it was
/// when it was told stays, whatever is asked beside it: 「你们不是网上能回我吗」 to the phone question asks nothing about the brickworks.
/// </summary>
internal static partial class Purpose
{
    /// <summary>Characters of a message that may be nothing but an answer.</summary>
    private const int LongestAnswer = 16;

    public static Intent Of(Turn turn, Draft draft, SortResult sorted)
    {
        if (sorted.Intent is not (Intent.Complaint or Intent.Suggestion or Intent.Consult or Intent.Evaluation))
        {
            return draft.Intent;
        }
        if (IsSettled(draft) && NoComplaint().IsMatch(turn.Text) && !AboutUs().IsMatch(turn.Text))
        {
            return Intent.Consult;
        }
        // 「她是城乡居民医保」 after a question only answers: it stays a question.
        var onlyAnswers = draft.Intent == Intent.Consult && turn.Memory.LastAsk is not (Ask.None or Ask.Demand or Ask.Confirm) && turn.Text.Length <= LongestAnswer;
        return onlyAnswers || (IsSettled(draft) && sorted.Intent is (Intent.Consult or Intent.Evaluation) && !OnlyAsks(turn.Text)) ? draft.Intent : sorted.Intent;
    }

    /// <summary>What the conversation is for, by the matter in hand where there is one.</summary>
    public static Intent OfConversation(Draft draft, SortResult sorted) => sorted.Intent switch
    {
        Intent.Other when draft.Understood => draft.Intent is Intent.Suggestion or Intent.Consult ? draft.Intent : Intent.Complaint,
        Intent.Consult or Intent.Evaluation when draft.Intent is Intent.Complaint or Intent.Suggestion => draft.Intent,
        _ => sorted.Intent,
    };

    /// <summary>A complaint or a suggestion that was understood, or is taken as it was told.</summary>
    private static bool IsSettled(Draft draft) => draft is { Intent: Intent.Complaint or Intent.Suggestion } and ({ Understood: true } or { AsTold: true });

    /// <summary>「就是想问问怎么领」: the resident takes the matter itself back into a question.</summary>
    private static bool OnlyAsks(string text) => AsksOnly().IsMatch(text) && !AboutUs().IsMatch(text);

    [GeneratedRegex("(?:不是|没有|没)(?:要|想|来|在|是)?(?:投诉|反映|举报|告谁|告状)[^。]{0,10}(?:问|咨询|打听|了解|请教)")]
    private static partial Regex NoComplaint();

    [GeneratedRegex("(?:就|只|光|单|其实|不过|想|请)(?:是|想|要|来|我){0,2}(?:问|咨询|打听|了解|请教|弄清楚|搞清楚|弄明白|搞明白)")]
    private static partial Regex AsksOnly();

    [GeneratedRegex("电话|手机|号码|名字|姓名|隐私|你们|您们|机器人|几点|多久|保密|不留|匿名|反映(?:这|了|到|要|得)|登记")]
    private static partial Regex AboutUs();
}
