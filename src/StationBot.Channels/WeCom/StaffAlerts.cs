using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Tells groups of staff of new urgent items: P0 at any hour, P1 by day. A line holds a case number and why, never a resident's words, name or
/// number (wechat.md §18). One machine tells, and only what it could tell counts as told.
/// </summary>
internal sealed partial class StaffAlerts(
    ITriage triage, WeComRobots robots, IChannelMemory memory, ChannelWords words, IAreaDirectory directory, IOptions<WeComOptions> options, TimeProvider time, ILogger<StaffAlerts> logger) : BackgroundService
{
    private const int Most = 200;

    /// <summary>Longer than the longest turn: items are dated when their turn began, and may come to light after later ones.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Looks once for new items.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await TellAsync(Severity.P0, ChannelWords.AlertP0, cancellationToken);
        var local = TimeOnly.FromTimeSpan(Local(time.GetUtcNow()).TimeOfDay);
        if (local >= options.Value.AlertDayFrom && local < options.Value.AlertDayTo)
        {
            await TellAsync(Severity.P1, ChannelWords.AlertP1, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.AlertRobots.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // The store hiccups; an emergency must still be told afterwards.
                LogTrouble(trouble);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(options.Value.AlertEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(Severity severity, string text, CancellationToken cancellationToken)
    {
        var name = $"staff-alerts/{severity}";
        var now = time.GetUtcNow();
        if (await memory.FindAsync(name, cancellationToken) is not { } fact)
        {
            // What was before the groups were set up is no news.
            await memory.SaveAsync(name, JsonSerializer.Serialize(new Told(now, [], null)), 0, cancellationToken);
            return;
        }
        var told = JsonSerializer.Deserialize<Told>(fact.Value)!;
        if (told.Until > now)
        {
            return;
        }
        var found = await triage.SinceAsync(severity, told.From - Overlap, told.Ids.Count + Most, cancellationToken);
        // Of the overlap before the very first look nothing is news either.
        var news = found.Where(n => !told.Ids.Contains(n.Id) && (told.Ids.Count > 0 || n.At >= told.From)).ToList();
        if (news.Count == 0 || !await memory.SaveAsync(name, JsonSerializer.Serialize(told with { Until = now + Lease }), fact.Version, cancellationToken))
        {
            return;
        }
        var lines = news.Select(n => LineOf(n, text)).ToList();
        var isTold = await Task.WhenAll(options.Value.AlertRobots.Select(r => Task.WhenAll(lines.Select(l => robots.SayAsync(r, l, cancellationToken)))));
        var after = isTold.Any(r => r.All(line => line)) ? Advanced(told, found) : told with { Until = time.GetUtcNow() + AfterFailure };
        if (!await memory.SaveAsync(name, JsonSerializer.Serialize(after), fact.Version + 1, cancellationToken))
        {
            LogOvertaken(severity);
        }
    }

    private static Told Advanced(Told told, IReadOnlyList<TriageNews> found)
    {
        var from = found.Select(n => n.At).Append(told.From).Max();
        return new Told(from, [.. found.Where(n => n.At >= from - Overlap).Select(n => n.Id)], null);
    }

    private string LineOf(TriageNews item, string text)
    {
        // fire:rule,gas:rule — the rules are for the staff pages.
        var reasons = item.Reason.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(r => r.Split(':')[0])
            .Select(r => words.Texts.TryGetValue(ChannelWords.Reason + r, out var word) ? word : words[ChannelWords.ReasonOther]).Distinct();
        return words[text]
            .Replace("{subject}", item.CaseNo?.Value ?? words[ChannelWords.AlertConversation], StringComparison.Ordinal)
            .Replace("{reason}", string.Join('、', reasons), StringComparison.Ordinal)
            .Replace("{time}", Local(item.At).ToString("HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(directory.Current.Area.TimeZone));

    [LoggerMessage(1074, LogLevel.Error, "Groups could not be told of urgent items; they are told later")]
    private partial void LogTrouble(Exception trouble);

    [LoggerMessage(1075, LogLevel.Warning, "Telling groups of {Severity} items took so long that another machine told them too")]
    private partial void LogOvertaken(Severity severity);

    /// <param name="From">The newest item told.</param>
    /// <param name="Ids">Told ones of the overlap before it.</param>
    /// <param name="Until">Somebody is telling, or pauses, until then.</param>
    private sealed record Told(DateTimeOffset From, IReadOnlyList<Guid> Ids, DateTimeOffset? Until);
}
