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
/// tells each of them, for as long as it lives, and only what it could tell counts as told there: better twice than not at all.
/// </summary>
internal sealed partial class StaffAlerts(
    ITriage triage, WeComRobots robots, AlertMessages messages, IChannelMemory memory, IAreaDirectory directory, IOptions<WeComOptions> options, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<StaffAlerts> logger) : BackgroundService, IBackgroundSender
{
    private const int Most = 200;

    /// <summary>Longer than the longest turn: items are dated when their turn began, and may come to light after later ones.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Renewed while a group is being told, however long its robot is tried. Short: after a crash nobody else tells that group of a fire before it is over.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private const int MostPauses = 180;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Ear> ears = [.. options.Value.AlertRobots.Distinct().Select(r => new Ear("robot/" + r, (alerts, cancellationToken) => TellGroupAsync(r, alerts, cancellationToken)))];
        if (options.Value.AlertMembers.Count > 0)
        {
            ears.Add(new Ear("members", messages.TellMembersAsync));
        }
        using var stop = new SendingStop(lifetime, stoppingToken);
        await Task.WhenAll(ears.SelectMany(e => new[] { WatchAsync(e, Severity.P0, ChannelWords.AlertP0, stop.Over, stop.Begun), WatchAsync(e, Severity.P1, ChannelWords.AlertP1, stop.Over, stop.Begun) }));
    }

    private async Task WatchAsync(Ear ear, Severity severity, string text, CancellationToken sending, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var local = TimeOnly.FromTimeSpan(Local(time.GetUtcNow()).TimeOfDay);
                if (severity == Severity.P0 || (local >= options.Value.AlertDayFrom && local < options.Value.AlertDayTo))
                {
                    await TellAsync(ear, severity, text, sending, stoppingToken);
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

    private async Task TellAsync(Ear ear, Severity severity, string text, CancellationToken sending, CancellationToken stoppingToken)
    {
        var name = $"staff-alerts/{severity}/{ear.Name}";
        var now = time.GetUtcNow();
        if (await memory.FindAsync(name, stoppingToken) is not { } fact)
        {
            // What was before they were set up is no news.
            await memory.SaveAsync(name, JsonSerializer.Serialize(new Told(now, [], null)), 0, stoppingToken);
            return;
        }
        var told = JsonSerializer.Deserialize<Told>(fact.Value)!;
        if (told.Until > now)
        {
            return;
        }
        var found = await triage.SinceAsync(severity, told.From - Overlap, told.Ids.Count + Most, stoppingToken);
        // Of the overlap before the very first look nothing is news either.
        var news = found.Where(n => !told.Ids.Contains(n.Id) && (told.Ids.Count > 0 || n.At >= told.From)).ToList();
        if (news.Count == 0 || !await memory.SaveAsync(name, JsonSerializer.Serialize(told with { Until = now + Lease }), fact.Version, sending))
        {
            return;
        }
        var (count, version) = await TellAsync(ear, name, told, fact.Version + 1, [.. news.Select(n => messages.Of(n, text))], sending);
        var heard = news.Take(count).Select(n => n.Id).ToHashSet();
        var after = heard.Count == 0 ? told : Advanced(told, [.. found.Where(n => told.Ids.Contains(n.Id) || heard.Contains(n.Id))]);
        // A stop is no failure: whoever comes next tells the rest at once. The robot may have heard of it before this sender's own token did.
        var isStopping = stoppingToken.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested;
        after = heard.Count == news.Count || isStopping ? after with { Until = null } : after with { Until = time.GetUtcNow() + (AfterFailure * Math.Min(1 << Math.Min(told.Failures, 8), MostPauses)), Failures = told.Failures + 1 };
        if (!await memory.SaveAsync(name, JsonSerializer.Serialize(after), version, CancellationToken.None))
        {
            LogOvertaken(severity);
        }
    }

    /// <summary>Tells them, and holds the lease meanwhile.</summary>
    /// <param name="version">Of the lease.</param>
    /// <returns>How many, from the first on, got there, and which version stands now.</returns>
    private async Task<(int Heard, int Version)> TellAsync(Ear ear, string name, Told told, int version, IReadOnlyList<Alert> alerts, CancellationToken sending)
    {
        using var over = new CancellationTokenSource();
        var holding = HoldAsync(name, told, version, over.Token);
        var heard = 0;
        try
        {
            heard = await ear.TellAsync(alerts, sending);
        }
        catch (OperationCanceledException) when (sending.IsCancellationRequested)
        {
            // Torn off by the end of a stop.
        }
        finally
        {
            await over.CancelAsync();
            version = await holding;
        }
        return (heard, version);
    }

    private async Task<int> HoldAsync(string name, Told told, int version, CancellationToken over)
    {
        while (true)
        {
            await Task.Delay(Lease / 4, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
            {
                return version;
            }
            try
            {
                version += await memory.SaveAsync(name, JsonSerializer.Serialize(told with { Until = time.GetUtcNow() + Lease }), version, CancellationToken.None) ? 1 : 0;
            }
            catch (Exception trouble)
            {
                // The store hiccups; there is time for a few more tries.
                LogTrouble(trouble);
            }
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
