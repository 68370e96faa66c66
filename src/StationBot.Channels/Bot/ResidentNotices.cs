using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.Bot;

/// <summary>
/// Says to residents what has happened to their cases: all that waits in a conversation in one turn, which takes the notices away in its own commit,
/// so that each is said once, on however many machines. Not in the quiet hours, P0 excepted.
/// </summary>
public sealed partial class ResidentNotices(
    INoticeStore store, INoticeTurns notices, ProactiveTurns turns, IAreaDirectory area, IOptions<ClockOptions> clocks, TimeProvider time, ILogger<ResidentNotices> logger) : BackgroundService
{
    private const int Most = 2000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>News older than this would confuse more than it tells: staff call instead.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromDays(7);

    /// <summary>One round; returns in how many conversations something was said.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (said, isQuiet) = (0, QuietHours.Contains(time.GetUtcNow(), area.Current.Calendar, clocks.Value));
        foreach (var id in await store.ConversationsAsync(isQuiet, Most, cancellationToken))
        {
            try
            {
                said += await TellAsync(id, isQuiet, cancellationToken) ? 1 : 0;
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // One conversation must not keep the others waiting; it is tried again in the next round.
                LogTrouble(trouble, id);
            }
        }
        if (said > 0)
        {
            LogSaid(said);
        }
        return said;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // The store hiccups, or no district has been imported yet.
                LogTroubled(trouble);
            }
        }
    }

    private async Task<bool> TellAsync(Guid id, bool isQuiet, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = (await store.OfConversationAsync(id, cancellationToken)).Where(n => n.Urgent || !isQuiet).ToArray();
        var conversation = await store.FindConversationAsync(id, cancellationToken);
        // An erased resident has no address any more. One who only fell silent is still there.
        ResidentNotice[] lost = conversation is not { Key.Id.Length: > 0 } ? waiting : [.. waiting.Where(n => now - n.At > Freshness)];
        if (lost.Length > 0)
        {
            await store.DropAsync(lost, cancellationToken);
            LogDropped(lost.Length, id);
        }
        ResidentNotice[] news = [.. waiting.Except(lost)];
        return news.Length > 0 && await notices.TellAsync(conversation!, news, now, cancellationToken) is { } outcome
            && await turns.SendAsync(conversation!, outcome, cancellationToken) && outcome.Replies.Count > 0;
    }

    [LoggerMessage(1080, LogLevel.Information, "News of their cases told in {Count} conversations")]
    private partial void LogSaid(int count);

    [LoggerMessage(1081, LogLevel.Warning, "{Count} notices could not be said in conversation {ConversationId}; staff are told")]
    private partial void LogDropped(int count, Guid conversationId);

    [LoggerMessage(1082, LogLevel.Warning, "Nothing could be said in conversation {ConversationId}; it is tried again")]
    private partial void LogTrouble(Exception trouble, Guid conversationId);

    [LoggerMessage(1083, LogLevel.Error, "Telling residents met trouble")]
    private partial void LogTroubled(Exception trouble);
}
