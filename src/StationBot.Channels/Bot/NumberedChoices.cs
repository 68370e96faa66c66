using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>
/// Buttons for chats that have none, or whose taps close the way back (wechat.md §10): choices are numbered, and a resident answers with the
/// number or in words.
/// </summary>
internal static partial class NumberedChoices
{
    /// <summary>How far back the choices may lie: the messages of one turn.</summary>
    private const int LooksBack = 6;

    /// <summary>A message as plain text, its choices as numbered lines.</summary>
    public static string TextOf(Activity activity, ChannelWords words)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(words);
        var choices = ChoicesOf(activity);
        if (choices.Count == 0)
        {
            return activity.Text ?? "";
        }
        var text = new StringBuilder(activity.Text).Append('\n');
        for (var i = 0; i < choices.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{i + 1} {choices[i]}");
        }
        return text.Append('\n').Append(words[ChannelWords.Choose]).ToString();
    }

    /// <summary>Several messages as one. Only the last still asks (<see cref="ReadAsync"/>), so only its choices have numbers: none stands for two things.</summary>
    public static string TextOf(IReadOnlyList<Activity> messages, ChannelWords words) => string.Join(
        "\n\n", messages.SkipLast(1).Select(m => string.Concat(m.Text, ChoicesOf(m) is { Count: > 0 } choices ? "\n" + string.Concat(choices.Select(c => "\n· " + c)) : ""))
            .Append(TextOf(messages[^1], words)).Where(t => t.Length > 0));

    /// <summary>
    /// A resident's number (1, 选1, 第一个, （1）, 1️⃣), alone or with the words of its line, as the choice it stands for; with more words behind those,
    /// the words without the number; any other text as it is.
    /// </summary>
    public static async ValueTask<string> ReadAsync(IConversationStore store, ConversationKey key, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (NumberIn(text) is not var (number, words) || await store.FindAsync(key, cancellationToken) is not { } conversation)
        {
            return text;
        }
        var last = await store.ReadAsync(conversation.Id, Math.Max(0, conversation.LastSequence - LooksBack), LooksBack, cancellationToken);
        // Only the newest message asks; what was offered before it is settled. What merely happened meanwhile, and what was remarked on it, settles nothing.
        var happened = last.Where(t => t is { Direction: MessageDirection.In, Type: ActivityTypes.Event }).Select(t => t.InboxKey).ToHashSet();
        if (last.LastOrDefault(t => !happened.Contains(t.InboxKey ?? t.AnswersKey) || IsQuestion(t)) is not { Direction: MessageDirection.Out } newest || JsonSerializer.Deserialize(newest.Raw, BotJson.Activity) is not { } said)
        {
            return text;
        }
        var choices = ChoicesOf(said);
        return number <= choices.Count ? Chosen(choices[number - 1], words) ?? text : text;
    }

    /// <returns>Null when the words are none of the choice's line: 「1号楼」 is a place.</returns>
    private static string? Chosen(string choice, string words)
    {
        if (Courtesy().IsMatch(words))
        {
            return choice;
        }
        var (said, line) = (words.Normalize(NormalizationForm.FormKC), choice.Normalize(NormalizationForm.FormKC));
        return !said.StartsWith(line, StringComparison.Ordinal) ? null
            : Courtesy().IsMatch(said[line.Length..]) ? choice
            : GoesOn().IsMatch(said[line.Length..]) ? words // 「2 不对，是四号楼」 tells what is right
            : null;
    }

    private static bool IsQuestion(TurnMessage message) =>
        message.Direction == MessageDirection.Out && JsonSerializer.Deserialize(message.Raw, BotJson.Activity) is { } said && ChoicesOf(said).Count > 0;

    /// <returns>The number, and the words behind it.</returns>
    private static (int Number, string Words)? NumberIn(string text) =>
        text.Length <= LongestAnswer && Numbered().Match(text) is { Success: true } match
            ? (Figures.IndexOf(match.Groups["number"].Value.Normalize(NormalizationForm.FormKC)[0], StringComparison.Ordinal) / 2 + 1, match.Groups["words"].Value)
            : null;

    private const int LongestAnswer = 40;

    private const string Figures = "1一2二3三4四5五6六7七8八9九";

    // A key of a phone is the figure with U+FE0F and U+20E3 behind it.
    [GeneratedRegex(@"^[\s(（\[【""“”'‘’「]*(?:我?选(?:择|项)?|第|回复?)?[\s:：(（\[【""“”'‘’「]*(?<number>[1-9１-９①-⑨一二三四五六七八九])[\uFE0F\u20E3]*[)）\]】""“”'‘’」]*(?:个|项|条|号)?[\s、.,:)，。．：）/／—–~～-]*(?<words>.*?)[\s。.、!！)）]*$")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^(?:[\s,，。.!！、~～]|谢谢|多谢|感谢|辛苦|麻烦|劳驾|你们?|您|了|啊|吧|呀|哈|哦|的|呢|啦)*$")]
    private static partial Regex Courtesy();

    [GeneratedRegex("^(?:[ ,。.;!、]|电话|号码|手机)")]
    private static partial Regex GoesOn();

    private static List<string> ChoicesOf(Activity activity) =>
        [.. (activity.SuggestedActions?.Actions ?? []).Select(a => a.Value is { ValueKind: JsonValueKind.String } value ? value.GetString()! : a.Title ?? "").Where(c => c.Length > 0)];
}
