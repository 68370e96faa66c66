using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>What this room counts and times, under the one name <c>StationBot</c>.</summary>
internal static class Telemetry
{
    public static ActivitySource Source { get; } = new("StationBot");

    private static readonly Meter Meter = new("StationBot");
    private static readonly Counter<long> Turns = Meter.CreateCounter<long>("stationbot.turns", description: "Turns by channel and outcome.");
    private static readonly Counter<long> Exchanges = Meter.CreateCounter<long>("stationbot.channel.exchanges", description: "Exchanges with channels' platforms by what it was, its outcome and the platform's code.");
    private static readonly Histogram<double> TurnDuration =
        Meter.CreateHistogram("stationbot.turn.duration", "s", "From the arrival of a message to its saved answer, waiting included.", tags: null,
            // Without it exporters take buckets meant for milliseconds, and every turn falls into the first.
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public static void TurnEnded(string channel, TurnEnd end, TimeSpan took)
    {
        var channelTag = KeyValuePair.Create<string, object?>("channel", channel);
        Turns.Add(1, channelTag, KeyValuePair.Create<string, object?>("outcome", NameOf(end)));
        TurnDuration.Record(took.TotalSeconds, channelTag);
    }

    /// <summary>Whatever has a line in the channel log. wechat.md §6, §15.</summary>
    public static void Exchanged(ChannelLogEntry line) => Exchanges.Add(
        1,
        new("channel", ChannelTag(line.Channel)), new("direction", line.Direction == MessageDirection.In ? "in" : "out"),
        // What a callback was about is a word from the wire.
        new("what", line.What.Split(' ')[0]), new("outcome", line.Outcome), new("code", line.Code));

    private static readonly ConcurrentDictionary<string, bool> Ours = new(StringComparer.Ordinal);

    /// <summary>Ids of the program's own channels, so that their turns are counted under their name.</summary>
    public static void Know(IEnumerable<string> channelIds)
    {
        foreach (var id in channelIds)
        {
            Ours.TryAdd(id, true);
        }
    }

    /// <summary>A channel id from the wire can be anything; a tag must come from a short list.</summary>
    public static string ChannelTag(string? channelId) => channelId switch
    {
        ChannelIds.DirectLine or ChannelIds.WebChat or ChannelIds.Emulator or "msteams" or "test" => channelId,
        not null when Ours.ContainsKey(channelId) => channelId,
        _ => "other",
    };

    private static string NameOf(TurnEnd end) => end switch
    {
        TurnEnd.Committed => "committed",
        TurnEnd.Duplicate => "duplicate",
        TurnEnd.Nothing => "nothing",
        TurnEnd.Cancelled => "cancelled",
        TurnEnd.Overloaded => "overloaded",
        _ => "failed",
    };
}

/// <summary>How a turn ended.</summary>
internal enum TurnEnd { Failed, Committed, Duplicate, Nothing, Cancelled, Overloaded }
