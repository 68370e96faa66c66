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
/// number (wechat.md §18). Each group, and the members, hear by themselves: one whose robot is slow or refused keeps no other waiting. One machine
/// tells each of them, and only what it could tell counts as told there.
/// </summary>
internal sealed partial class StaffAlerts(
    ITriage triage, WeComRobots robots, AlertMessages messages, IChannelMemory memory, IAreaDirectory directory, IOptions<WeComOptions> options, TimeProvider time, ILogger<StaffAlerts> logger) : BackgroundService
{
    private const int Most = 200;

    /// <summary>Longer than the longest turn: items are dated when their turn began, and may come to light after later ones.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Longer than a robot is tried for one message (<see cref="WeComRobots"/>).</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private const int MostPauses = 180;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Ear> ears = [.. options.Value.AlertRobots.Distinct().Select(r => new Ear("robot/" + r, (alerts, cancellationToken) => TellGroupAsync(r, alerts, cancellationToken)))];
        if (options.Value.AlertMembers.Count > 0)
        {
            ears.Add(new Ear("members", messages.TellMembersAsync));
        }
        return Task.WhenAll(ears.SelectMany(e => new[] { WatchAsync(e, Severity.P0, ChannelWords.AlertP0, stoppingToken), WatchAsync(e, Severity.P1, ChannelWords.AlertP1, stoppingToken) }));
    }

    private async Task WatchAsync(Ear ear, Severity severity, string text, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var local = TimeOnly.FromTimeSpan(Local(time.GetUtcNow()).TimeOfDay);
                if (severity == Severity.P0 || (local >= options.Value.AlertDayFrom && local < options.Value.AlertDayTo))
                {
                    await TellAsync(ear, severity, text, stoppingToken);
                }
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

    private async Task TellAsync(Ear ear, Severity severity, string text, CancellationToken cancellationToken)
    {
        var name = $"staff-alerts/{severity}/{ear.Name}";
        var now = time.GetUtcNow();
        if (await memory.FindAsync(name, cancellationToken) is not { } fact)
        {
            // What was before they were set up is no news.
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
        var heard = news.Take(await ear.TellAsync([.. news.Select(n => messages.Of(n, text))], cancellationToken)).Select(n => n.Id).ToHashSet();
        var after = heard.Count == 0 ? told : Advanced(told, [.. found.Where(n => told.Ids.Contains(n.Id) || heard.Contains(n.Id))]);
        after = heard.Count == news.Count ? after : after with { Until = time.GetUtcNow() + (AfterFailure * Math.Min(1 << Math.Min(told.Failures, 8), MostPauses)), Failures = told.Failures + 1 };
        if (!await memory.SaveAsync(name, JsonSerializer.Serialize(after), fact.Version + 1, cancellationToken))
        {
            LogOvertaken(severity);
        }
    }

    private async Task<int> TellGroupAsync(string robot, IReadOnlyList<Alert> alerts, CancellationToken cancellationToken) =>
        (await Task.WhenAll(alerts.Select(a => robots.NameAsync(robot, a.Marked, a.Url is not null, a.Head, a.ConversationId, cancellationToken)))).TakeWhile(isThere => isThere).Count();

    private static Told Advanced(Told told, IReadOnlyList<TriageNews> found)
    {
        var from = found.Select(n => n.At).Append(told.From).Max();
        return new Told(from, [.. found.Where(n => n.At >= from - Overlap).Select(n => n.Id)], null);
    }

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(directory.Current.Area.TimeZone));

    [LoggerMessage(1074, LogLevel.Error, "Staff could not be told of urgent items; they are told later")]
    private partial void LogTrouble(Exception trouble);

    [LoggerMessage(1075, LogLevel.Warning, "Telling staff of {Severity} items took so long that another machine told them too")]
    private partial void LogOvertaken(Severity severity);

    /// <param name="From">The newest item told.</param>
    /// <param name="Ids">Told ones of the overlap before it.</param>
    /// <param name="Until">Somebody is telling, or pauses, until then.</param>
    /// <param name="Failures">Times in a row that it could not be told.</param>
    private sealed record Told(DateTimeOffset From, IReadOnlyList<Guid> Ids, DateTimeOffset? Until, int Failures = 0);

    /// <summary>A group, or the members.</summary>
    /// <param name="TellAsync">How many, from the first on, got there; the rest is told later.</param>
    private sealed record Ear(string Name, Func<IReadOnlyList<Alert>, CancellationToken, Task<int>> TellAsync);
}
