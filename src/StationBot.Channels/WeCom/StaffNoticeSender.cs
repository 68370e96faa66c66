using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Tells departments, deputies and the offices in WeCom what waits for them, where a receiver is set down for them; whoever has none reads it in
/// the list. Not in the quiet hours, P0 excepted. wechat.md §18.
/// </summary>
internal sealed partial class StaffNoticeSender(
    INoticeStore store, StaffLines lines, StaffMessages staff, WeComRobots robots, IAreaDirectory directory, IOptions<WeComOptions> options, IOptions<ClockOptions> clocks, TimeProvider time,
    ILogger<StaffNoticeSender> logger) : BackgroundService
{
    private const int Most = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Until a line that did not go out is tried again.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>What waited longer, because nobody was set down yet or the platform was away, is no news; it stands in the list.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromDays(3);

    /// <summary>One round; returns how many lines went out.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (sent, now) = (0, time.GetUtcNow());
        var isQuiet = QuietHours.Contains(now, directory.Current.Calendar, clocks.Value);
        foreach (var notice in await store.LeaseAsync(now - Freshness, isQuiet, Lease, Most, cancellationToken))
        {
            var receiver = ReceiverOf(notice);
            var line = receiver is null ? null : await lines.OfAsync(notice, string.IsNullOrEmpty(receiver.Unit), cancellationToken);
            if (receiver is not null && line is not null && !await SendAsync(receiver, line, cancellationToken))
            {
                LogLater(notice.Id);
                continue;
            }
            await store.ToldAsync(notice.Id, cancellationToken);
            sent += line is null ? 0 : 1;
        }
        return sent;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Receivers.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // The store hiccups; what was leased comes again.
                LogTrouble(trouble);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The unit's own receiver before its role's.</summary>
    private WeComReceiverOptions? ReceiverOf(StaffNotice notice) =>
        options.Value.Receivers.FirstOrDefault(r => r.Role == notice.Role && notice.Unit is not null && r.Unit == notice.Unit)
        ?? options.Value.Receivers.FirstOrDefault(r => r.Role == notice.Role && string.IsNullOrEmpty(r.Unit));

    /// <returns>True when a group or a member has it: where both are set down and one is out of order, the other must not hear it every few minutes.</returns>
    private async Task<bool> SendAsync(WeComReceiverOptions to, StaffText text, CancellationToken cancellationToken)
    {
        // Side by side: a robot that is slow keeps no member waiting.
        var inGroup = !string.IsNullOrEmpty(to.Robot) ? robots.SayAsync(to.Robot, text.Line, text.ConversationId, cancellationToken) : Nobody;
        var toMembers = to.Agent is { Length: > 0 } agent
            ? staff.TellAsync(to.At, new WeComReceivers([.. to.Users], [.. to.Parties], [.. to.Tags]), [text.ConversationId], (app, them) => app.SendTextAsync(agent, them, text.Line, cancellationToken), cancellationToken)
            : Nobody;
        return (await Task.WhenAll(inGroup, toMembers)).Any(isThere => isThere);
    }

    private static Task<bool> Nobody => Task.FromResult(false);

    [LoggerMessage(1084, LogLevel.Warning, "Staff notice {NoticeId} did not go out; it is tried again")]
    private partial void LogLater(Guid noticeId);

    [LoggerMessage(1085, LogLevel.Error, "Telling staff met trouble")]
    private partial void LogTrouble(Exception trouble);
}
