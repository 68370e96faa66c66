using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Tells departments, deputies and the offices in WeCom what waits for them, where a receiver is set down for them; whoever has none reads it in
/// the list. Not in the quiet hours, P0 excepted. Receivers side by side: a robot in trouble, which is tried for minutes, keeps nobody else waiting, nor the
/// next round. wechat.md §18.
/// </summary>
internal sealed partial class StaffNoticeSender(
    INoticeStore store, StaffLines lines, StaffMessages staff, WeComRobots robots, IAreaDirectory directory, ChannelWords words, IOptions<WeComOptions> options, IOptions<ClockOptions> clocks,
    TimeProvider time, IHostApplicationLifetime lifetime, ILogger<StaffNoticeSender> logger) : BackgroundService, IBackgroundSender
{
    private const int Most = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Until a line that did not go out is tried again; renewed in every round as long as somebody is being told.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>What waited longer, because nobody was set down yet or the platform was away, is no news; it stands in the list.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromDays(3);
    private readonly ConcurrentDictionary<Guid, bool> _inHand = [];

    /// <summary>One round to its end; returns how many lines went out.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken) => (await Task.WhenAll(await StartAsync(cancellationToken, cancellationToken))).Sum();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        using var stop = new SendingStop(lifetime, stoppingToken);
        while (options.Value.Receivers.Count > 0 && !stop.Begun.IsCancellationRequested)
        {
            try
            {
                running.UnionWith(await StartAsync(stop.Over, stop.Begun));
            }
            catch (Exception trouble)
            {
                // The store hiccups; what was leased comes again.
                LogTrouble(trouble);
            }
            await Task.Delay(Every, time, stop.Begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            running.RemoveWhere(task => task.IsCompleted);
        }
        await Task.WhenAll(running);
    }

    /// <summary>Begins a round.</summary>
    /// <param name="sending">Ends what is on its way.</param>
    /// <param name="stoppingToken">From then on nothing new goes out.</param>
    /// <returns>For each receiver, how many lines went out.</returns>
    private async Task<IReadOnlyList<Task<int>>> StartAsync(CancellationToken sending, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (!_inHand.IsEmpty)
        {
            await store.KeepAsync([.. _inHand.Keys], now + Lease, sending);
        }
        var isQuiet = QuietHours.Contains(now, directory.Current.Calendar, clocks.Value);
        var due = await store.LeaseAsync(now - Freshness, isQuiet, Lease, Most, sending);
        return [.. due.GroupBy(n => (n.Role, Unit: options.Value.Receivers.Any(r => IsOf(r, n.Role, n.Unit)) ? n.Unit : null))
            .Select(g => TellSafelyAsync([.. options.Value.Receivers.Where(r => IsOf(r, g.Key.Role, g.Key.Unit))], [.. g], sending, stoppingToken))];
    }

    /// <summary>A unit's own receivers come before its role's, which have no unit.</summary>
    private static bool IsOf(WeComReceiverOptions receiver, CaseActor role, string? unit) => receiver.Role == role && (unit is null ? string.IsNullOrEmpty(receiver.Unit) : receiver.Unit == unit);

    private async Task<int> TellSafelyAsync(List<WeComReceiverOptions> to, List<StaffNotice> notices, CancellationToken sending, CancellationToken stoppingToken)
    {
        var open = notices.Select(n => n.Id).ToHashSet();
        try
        {
            foreach (var id in open)
            {
                _inHand[id] = true;
            }
            return await TellAsync(to, notices, open, sending, stoppingToken);
        }
        catch (Exception trouble)
        {
            // The store hiccups, or a stop is over; the others go on, and what is left comes again.
            LogTrouble(trouble);
            return 0;
        }
        finally
        {
            await PutBackAsync(open, stoppingToken);
        }
    }

    /// <summary>All that waits for one unit, or for all units of a role that have no receiver of their own.</summary>
    /// <param name="to">Each of them hears it; it is told where one of them does.</param>
    /// <param name="open">What of it is not told yet.</param>
    private async Task<int> TellAsync(List<WeComReceiverOptions> to, List<StaffNotice> notices, HashSet<Guid> open, CancellationToken sending, CancellationToken stoppingToken)
    {
        List<(Guid Id, StaffText Text, bool Urgent)> due = [];
        foreach (var notice in notices)
        {
            if (to.Count > 0 && await lines.OfAsync(notice, string.IsNullOrEmpty(to[0].Unit), sending) is { } text)
            {
                due.Add((notice.Id, text, notice.Urgent));
            }
            else
            {
                await ToldAsync(notice.Id);
            }
        }
        // The group hears all of them together, or how many; members one after another.
        List<string> groups = [.. to.Select(r => r.Robot).OfType<string>().Where(r => r.Length > 0).Distinct(StringComparer.Ordinal)];
        var inGroup = due.ConvertAll(d => Task.WhenAll(groups.Select(g => SayAsync(g, d.Text, d.Urgent, sending))));
        List<int> left = [];
        for (var i = 0; i < due.Count; i++)
        {
            // Where several are set down and one is out of order, the others must not hear it every few minutes.
            var isTold = false;
            foreach (var receiver in to)
            {
                isTold |= !stoppingToken.IsCancellationRequested && await TellMembersAsync(receiver, due[i].Text, sending);
            }
            if (isTold)
            {
                await ToldAsync(due[i].Id);
            }
            else
            {
                left.Add(i);
            }
        }
        foreach (var i in left)
        {
            if ((await inGroup[i]).Contains(true))
            {
                await ToldAsync(due[i].Id);
            }
        }
        return due.Count(d => !open.Contains(d.Id));

        async Task ToldAsync(Guid id)
        {
            // What has happened is noted whoever wants to stop meanwhile.
            await store.ToldAsync(id, CancellationToken.None);
            open.Remove(id);
            _inHand.TryRemove(id, out _);
        }
    }

    /// <summary>What could not be told is tried again later; what a stop kept from it, by whoever comes next, at once.</summary>
    private async Task PutBackAsync(HashSet<Guid> open, CancellationToken stoppingToken)
    {
        foreach (var id in open)
        {
            _inHand.TryRemove(id, out _);
            LogLater(id);
        }
        if (open.Count > 0)
        {
            try
            {
                await store.KeepAsync(open, stoppingToken.IsCancellationRequested ? time.GetUtcNow() : time.GetUtcNow() + Lease, CancellationToken.None);
            }
            catch (Exception trouble)
            {
                // Then the lease that it has must run out.
                LogTrouble(trouble);
            }
        }
    }

    /// <summary>To the group. What a life depends on is never only counted.</summary>
    private Task<bool> SayAsync(string robot, StaffText text, bool isUrgent, CancellationToken cancellationToken) =>
        isUrgent ? robots.NameAsync(robot, text.Line, isMarkdown: false, words[ChannelWords.StaffUrgent + ChannelWords.Many], text.ConversationId, cancellationToken)
        : robots.SayAsync(robot, text.Line, text.ConversationId, cancellationToken);

    private Task<bool> TellMembersAsync(WeComReceiverOptions to, StaffText text, CancellationToken cancellationToken) => to.Agent is not { Length: > 0 } agent ? Task.FromResult(false)
        : staff.TellAsync(to.At, new WeComReceivers([.. to.Users], [.. to.Parties], [.. to.Tags]), [text.ConversationId], [text.Line], (app, them, mark) => app.SendTextAsync(agent, them, mark + text.Line, cancellationToken), cancellationToken);

    [LoggerMessage(1084, LogLevel.Warning, "Staff notice {NoticeId} did not go out; it is tried again")]
    private partial void LogLater(Guid noticeId);

    [LoggerMessage(1085, LogLevel.Error, "Telling staff met trouble")]
    private partial void LogTrouble(Exception trouble);
}
