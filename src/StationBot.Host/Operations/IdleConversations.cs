using StationBot.Channels.Bot;
using StationBot.Handling.Messages;

namespace StationBot.Host.Operations;

/// <summary>
/// Every conversation ends with a disposition: those whose resident fell silent are finished here (domain.md §4.1, idle 24 h).
/// The work is claimed by the turn's own version check, so a second machine or a double run does no harm.
/// </summary>
internal sealed partial class IdleConversations(
    IConversationStore store, IDialog dialog, ProactiveTurns turns, LiveDirectory directory, TimeProvider time, ILogger<IdleConversations> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await (directory.IsLoaded ? RunAsync(stoppingToken) : Task.CompletedTask);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // The store hiccups, or a conversation is busy: a background service that throws would take the whole station with it.
                LogTrouble(trouble);
            }
        }
    }

    /// <summary>One round; returns how many conversations were finished.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var finished = 0;
        foreach (var conversation in await store.IdleSinceAsync(time.GetUtcNow().AddHours(-1), 200, cancellationToken))
        {
            if (await dialog.TakeIdleAsync(conversation, time.GetUtcNow(), cancellationToken) is { } outcome)
            {
                await turns.SendAsync(conversation, outcome, cancellationToken);
                finished++;
            }
        }
        if (finished > 0)
        {
            LogFinished(finished);
        }
        return finished;
    }

    [LoggerMessage(3000, LogLevel.Information, "{Count} idle conversations finished")]
    private partial void LogFinished(int count);

    [LoggerMessage(3001, LogLevel.Error, "Finishing idle conversations met trouble; the next round tries again")]
    private partial void LogTrouble(Exception trouble);
}
