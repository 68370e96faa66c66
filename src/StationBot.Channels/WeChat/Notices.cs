using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>News about a case as a template or subscription notice: that it moved, with its number, never the answer itself. wechat.md §11–12.</summary>
internal static partial class Notices
{
    /// <summary>What a field of a notice may hold (<see cref="NoticeOptions.Fields"/>).</summary>
    public const string CaseNo = "{caseNo}", Time = "{time}", Text = "{text}";

    /// <summary>Longest value of a field by the prefix of its key, in characters; the platform refuses longer ones (47003).</summary>
    private static readonly (string Prefix, int Longest)[] Limits =
    [
        ("thing", 20), ("character_string", 32), ("phrase", 5), ("name", 10), ("number", 32), ("letter", 32), ("phone_number", 17), ("symbol", 5), ("car_number", 8),
    ];

    /// <summary>Only what speaks of a case by its number is news.</summary>
    public static bool IsNews(string text) => CaseNumber().IsMatch(text);

    /// <param name="isRefused">The platform has refused the values (47003): shorter, and of plain characters only. §15.</param>
    public static JsonObject Of(Door door, NoticeOptions notice, string openId, OutboxItem item, string text, DateTimeOffset localNow, bool isRefused = false)
    {
        var body = new JsonObject { ["touser"] = openId, ["template_id"] = notice.Id };
        if (notice.Url is { Length: > 0 } url)
        {
            body[door == Door.Template ? "url" : "page"] = url;
        }
        if (door == Door.Template)
        {
            // Delivered once in ten minutes, however often it is sent. §11.
            body["client_msg_id"] = item.Id.ToString("N");
        }
        var data = new JsonObject();
        foreach (var (key, words) in notice.Fields)
        {
            data[key] = new JsonObject { ["value"] = isRefused ? PlainOf(key, ValueOf(key, words, text, localNow)) : ValueOf(key, words, text, localNow) };
        }
        body["data"] = data;
        return body;
    }

    private static string ValueOf(string key, string words, string text, DateTimeOffset localNow)
    {
        var value = words
            .Replace(CaseNo, CaseNumber().Match(text) is { Success: true } number ? number.Value : "-", StringComparison.Ordinal)
            .Replace(Time, localNow.ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(Text, NewsOf(Blanks().Replace(text, " ").Trim()), StringComparison.Ordinal);
        var longest = Array.Find(Limits, l => key.StartsWith(l.Prefix, StringComparison.Ordinal)).Longest;
        return longest == 0 || value.Length <= longest ? value
            // Only this kind takes any character; the others would refuse the dots.
            : key.StartsWith("thing", StringComparison.Ordinal) ? TextCut.To(value, longest - 1) + "…"
            : TextCut.To(value, longest);
    }

    /// <summary>What a message tells after 「您的事（number）」: few characters fit, and the number has a field of its own.</summary>
    private static string NewsOf(string text) =>
        CaseNumber().Match(text) is { Success: true, Index: <= LongestLead } number && AfterNumber().Replace(text[(number.Index + number.Length)..], "") is { Length: >= LeastNews } news ? news : text;

    private const int LongestLead = 8, LeastNews = 4;

    [GeneratedRegex(@"^[\s)）】,，:：、]+")]
    private static partial Regex AfterNumber();

    // The platform names the field but not its rule, and its limits move: half of what we know, and nothing but letters, figures and plain signs. A
    // time or an amount is as the platform wants it or wrong altogether.
    private static string PlainOf(string key, string value)
    {
        if (key.StartsWith("time", StringComparison.Ordinal) || key.StartsWith("date", StringComparison.Ordinal) || key.StartsWith("amount", StringComparison.Ordinal))
        {
            return value;
        }
        var longest = Array.Find(Limits, l => key.StartsWith(l.Prefix, StringComparison.Ordinal)).Longest is var known and > 0 ? known : 20;
        return TextCut.To(NotPlain().Replace(value, ""), Math.Max(longest / 2, Math.Min(longest, 16))) is { Length: > 0 } plain ? plain : "-";
    }

    [GeneratedRegex(@"[^\p{L}\p{Nd}\-:：，。、 ]")]
    private static partial Regex NotPlain();

    [GeneratedRegex(@"[A-Z]{1,8}\d{8}-\d{4,}")]
    private static partial Regex CaseNumber();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
