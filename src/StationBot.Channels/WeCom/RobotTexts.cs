using System.Globalization;
using System.Text;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeCom;

/// <summary>Several lines as one message. Pure.</summary>
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
        var text = words[ChannelWords.RobotMany].Replace("{count}", lines.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
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
}
