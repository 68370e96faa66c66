using System.Globalization;
using System.Text;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeCom;

/// <summary>A message and how many of the lines it holds.</summary>
internal sealed record RobotPage(string Text, int Lines);

/// <summary>Several lines as one message, or as few. Pure.</summary>
internal static class RobotTexts
{
    /// <summary>All lines when they are few and fit; otherwise how many there are, and as many of the first as do.</summary>
    public static string Merge(IReadOnlyList<string> lines, int maxBytes, int mostLines, ChannelWords words)
    {
        var all = string.Join('\n', lines);
        if (lines.Count <= mostLines && Encoding.UTF8.GetByteCount(all) <= maxBytes)
        {
            return all;
        }
        if (lines.Count == 1)
        {
            return TextPieces.Split(all, maxBytes)[0];
        }
        var text = words[ChannelWords.RobotMany].Replace("{count}", Figure(lines.Count), StringComparison.Ordinal);
        foreach (var line in lines.Take(mostLines))
        {
            var longer = $"{text}\n{line}";
            if (Encoding.UTF8.GetByteCount(longer) > maxBytes)
            {
                break;
            }
            text = longer;
        }
        return text;
    }

    /// <summary>Every line, in as few messages as hold them; where they are several, each begins with the head.</summary>
    /// <param name="head">With <c>{count}</c> of all lines, <c>{page}</c> and <c>{pages}</c>.</param>
    public static IReadOnlyList<RobotPage> Pages(IReadOnlyList<string> lines, int maxBytes, string head)
    {
        var pages = Fill(lines, maxBytes);
        if (pages.Count == 1)
        {
            return pages;
        }
        // No page is left out by its number being longer than that.
        pages = Fill(lines, maxBytes - Encoding.UTF8.GetByteCount(Head(lines.Count, lines.Count)) - 1);
        return [.. pages.Select((p, i) => p with { Text = $"{Head(i + 1, pages.Count)}\n{p.Text}" })];

        string Head(int page, int of) => head.Replace("{count}", Figure(lines.Count), StringComparison.Ordinal).Replace("{page}", Figure(page), StringComparison.Ordinal)
            .Replace("{pages}", Figure(of), StringComparison.Ordinal);
    }

    private static List<RobotPage> Fill(IReadOnlyList<string> lines, int maxBytes)
    {
        List<RobotPage> pages = [];
        foreach (var line in lines)
        {
            var longer = pages.Count == 0 ? null : $"{pages[^1].Text}\n{line}";
            if (longer is not null && Encoding.UTF8.GetByteCount(longer) <= maxBytes)
            {
                pages[^1] = new RobotPage(longer, pages[^1].Lines + 1);
            }
            else
            {
                pages.Add(new RobotPage(TextPieces.Split(line, maxBytes)[0], 1));
            }
        }
        return pages;
    }

    private static string Figure(int number) => number.ToString(CultureInfo.InvariantCulture);
}
