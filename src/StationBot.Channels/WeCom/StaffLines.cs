using System.Globalization;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeCom;

/// <summary>A staff notice as one line: case number, what to do, by when. Never a resident's words, name or number.</summary>
internal sealed class StaffLines(ILoopStore loop, IAreaDirectory directory, ChannelWords words, IOptions<ClockOptions> clocks, TimeProvider time)
{
    /// <returns>Null: the case has no number, so there is nothing to name.</returns>
    public async Task<string?> OfAsync(StaffNotice notice, CancellationToken cancellationToken)
    {
        if (await loop.FindAsync(notice.CaseId, cancellationToken) is not { Number: { } number } one)
        {
            return null;
        }
        var happened = (await loop.EventsAsync(notice.CaseId, cancellationToken)).FirstOrDefault(e => e.Number == notice.Event);
        var data = happened is not null && happened.Action == notice.Kind && Enum.TryParse<CaseAction>(notice.Kind, out var action) ? StepJson.Read(action, happened.Data) : null;
        var what = words.Texts.TryGetValue(KeyOf(notice.Kind, data), out var text) ? text : words[ChannelWords.Staff + "other"];
        var by = (data as NudgeData)?.Due ?? LoopClocks.Of(one.Facts, directory.Current.Calendar, clocks.Value)
            .Where(d => !d.Paused && d.At > time.GetUtcNow()).Min(d => (DateTimeOffset?)d.At);
        return words[ChannelWords.StaffLine].Replace("{caseNo}", number.Value, StringComparison.Ordinal).Replace("{what}", what, StringComparison.Ordinal)
            .Replace("{by}", by is { } at ? directory.Current.Calendar.Local(at).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture) : words[ChannelWords.StaffSoon], StringComparison.Ordinal);
    }

    private static string KeyOf(string kind, StepData? data) => ChannelWords.Staff + data switch
    {
        NudgeData { Clock: { } clock } => $"{kind}_{clock}",
        WarnData { Color: { } color } => $"{kind}_{color}",
        _ => kind,
    };
}
