using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>
/// 500 messages (220 with a danger that is real and now) by a writer who saw neither rules nor training messages; nothing may be tuned on them.
/// First measured at 0.968 and 0.046.
/// </summary>
public sealed class UnseenDangerTests
{
    [Fact]
    public void Nearly_every_danger_is_seen_and_few_are_seen_where_there_are_none()
    {
        var (seen, dangers, alarms, others) = Counted("unseen-danger.tsv");

        Assert.Equal((220, 280), (dangers, others));
        Assert.True(seen >= 0.95 * dangers, $"{seen} of {dangers} dangers seen");
        Assert.True(alarms <= 0.06 * others, $"{alarms} alarms in {others} harmless messages");
    }

    /// <summary>
    /// 1,088 messages that were asked to be hard: dangers said by halves and in odd words, and harmless ones that begin with the same words. First
    /// measured at 0.658 (suicide 0.503) and 0.109; how far words carry, and where only a human or a large model goes on.
    /// </summary>
    [Fact]
    public void Of_dangers_that_are_only_hinted_at_more_than_half_are_seen()
    {
        var (seen, dangers, alarms, others) = Counted("hinted-danger.tsv");

        Assert.Equal((573, 515), (dangers, others));
        Assert.True(seen >= 0.64 * dangers, $"{seen} of {dangers} dangers seen");
        Assert.True(alarms <= 0.12 * others, $"{alarms} alarms in {others} harmless messages");
    }

    private static (int Seen, int Dangers, int Alarms, int Others) Counted(string file)
    {
        var (seen, dangers, alarms, others) = (0, 0, 0, 0);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", file)).Where(l => !l.StartsWith("flags\t", StringComparison.Ordinal)))
        {
            var (isDanger, text) = line.Split('\t') is [var flags, _, _, var said, ..] ? (flags.Split(',').Any(f => f is "emergency" or "threat"), said) : throw new FormatException(line);
            var raised = Sorting.Of(text).Flags.Any(f => f.Severity == Severity.P0 && f.Flag is Flag.Emergency or Flag.Threat);
            (dangers, seen) = (dangers + (isDanger ? 1 : 0), seen + (isDanger && raised ? 1 : 0));
            (others, alarms) = (others + (isDanger ? 0 : 1), alarms + (!isDanger && raised ? 1 : 0));
        }
        return (seen, dangers, alarms, others);
    }
}
