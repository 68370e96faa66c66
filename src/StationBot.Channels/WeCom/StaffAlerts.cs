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
/// Tells groups of staff, and members, of new urgent items: P0 at any hour, P1 by day. A line holds a case number and why, never a resident's words, name or
/// number (wechat.md §18). One machine tells, and only what it could tell counts as told.
/// </summary>
internal sealed partial class StaffAlerts(
    ITriage triage, WeComRobots robots, AlertMessages messages, IChannelMemory memory, IAreaDirectory directory, IOptions<WeComOptions> options, TimeProvider time, ILogger<StaffAlerts> logger) : BackgroundService
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
        while (options.Value.AlertRobots.Count + options.Value.AlertMembers.Count > 0 && !stoppingToken.IsCancellationRequested)
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
        var alerts = news.Select(n => messages.Of(n, text)).ToList();
        var groups = await Task.WhenAll(options.Value.AlertRobots.Select(r => Task.WhenAll(alerts.Select(a => SayAsync(r, a, cancellationToken)))));
        var areMembersTold = await messages.TellMembersAsync(alerts, cancellationToken);
        var after = areMembersTold || groups.Any(r => r.All(line => line)) ? Advanced(told, found) : told with { Until = time.GetUtcNow() + AfterFailure };
        if (!await memory.SaveAsync(name, JsonSerializer.Serialize(after), fact.Version + 1, cancellationToken))
        {
            LogOvertaken(severity);
        }
    }

    private Task<bool> SayAsync(string robot, Alert alert, CancellationToken cancellationToken) => alert.Url is { } url
        ? robots.SayMarkdownAsync(robot, $"[{alert.Line}]({url})", cancellationToken)
        : robots.SayAsync(robot, alert.Line, cancellationToken);

    private static Told Advanced(Told told, IReadOnlyList<TriageNews> found)
    {
        var from = found.Select(n => n.At).Append(told.From).Max();
        return new Told(from, [.. found.Where(n => n.At >= from - Overlap).Select(n => n.Id)], null);
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
