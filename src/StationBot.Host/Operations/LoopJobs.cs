using Microsoft.Extensions.Options;
using Quartz;
using StationBot.Handling.Loop;
using StationBot.Host.Api;

namespace StationBot.Host.Operations;

/// <summary>
/// When the loop's clocks are looked at. The schedule rests in memory: what is due is found in the database and claimed there, so a missed
/// run is caught up by the next one and two machines do nothing twice. domain.md §4.6, §5.5.
/// </summary>
internal static class LoopJobs
{
    /// <summary>So that neither a start nor the rush after it is slowed, and a district that is read meanwhile is there.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Every minute what is due; in the night of the district, when nobody waits, the look at every open case and the clean-up. The same look soon after a
    /// start: settings change by one, and a machine that is switched off at night would never have its turn.
    /// </summary>
    public static IServiceCollection AddLoopJobs(this IServiceCollection services)
    {
        services.AddSingleton<NudgeRounds>().AddSingleton<SuggestionRounds>();
        services.AddQuartz(quartz =>
        {
            quartz.AddJob<DueJob>(job => job.WithIdentity(nameof(DueJob)));
            quartz.AddTrigger(trigger => trigger.ForJob(nameof(DueJob)).WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
            quartz.AddJob<NightlyJob>(job => job.WithIdentity(nameof(NightlyJob)));
            quartz.AddTrigger((services, trigger) => trigger.ForJob(nameof(NightlyJob))
                .WithCronSchedule("0 30 3 * * ?", cron => cron.InTimeZone(ZoneOf(services.GetRequiredService<LiveDirectory>()))));
            quartz.AddTrigger((services, trigger) => trigger.ForJob(nameof(NightlyJob)).StartAt(services.GetRequiredService<TimeProvider>().GetUtcNow() + Settled));
        });
        return services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }

    /// <summary>A server's own clock is often UTC, whose night is the district's noon.</summary>
    private static TimeZoneInfo ZoneOf(LiveDirectory directory) => directory.IsLoaded ? TimeZoneInfo.FindSystemTimeZoneById(directory.Current.Area.TimeZone) : TimeZoneInfo.Local;
}

/// <summary>Nudges, warnings, escalations: whatever a clock says by now.</summary>
[DisallowConcurrentExecution]
internal sealed partial class DueJob(NudgeRounds rounds, SuggestionRounds suggestions, LiveDirectory directory, ILogger<DueJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (!directory.IsLoaded)
        {
            return;
        }
        var round = await rounds.RunAsync(cancellationToken);
        if (round.Acts > 0)
        {
            LogDone(round.Cases, round.Acts);
        }
        if (round.Refused.Count > 0)
        {
            LogRefused(string.Join(' ', round.Refused.Distinct()));
        }
        var track = await suggestions.RunAsync(cancellationToken);
        if (track.Acts > 0)
        {
            LogTold(track.Acts);
        }
        foreach (var trouble in round.Failed.Concat(track.Failed))
        {
            LogFailed(trouble);
        }
    }

    [LoggerMessage(3020, LogLevel.Information, "The clocks of {Cases} cases spoke: {Acts} acts")]
    private partial void LogDone(int cases, int acts);

    [LoggerMessage(3021, LogLevel.Error, "Planned steps were refused: {Codes}")]
    private partial void LogRefused(string codes);

    [LoggerMessage(3024, LogLevel.Information, "{Acts} clocks of deputies' suggestions spoke")]
    private partial void LogTold(int acts);

    [LoggerMessage(3022, LogLevel.Error, "The clocks of a case or suggestion could not be seen to; the next round tries again")]
    private partial void LogFailed(Exception trouble);
}

/// <summary>Plans every open case anew (calendar or settings may have changed), lifts what many complain of, forgets what nobody needs.</summary>
[DisallowConcurrentExecution]
internal sealed partial class NightlyJob(NudgeRounds rounds, INudgeStore store, LiveDirectory directory, IOptions<ApiOptions> api, TimeProvider time, ILogger<NightlyJob> logger) : IJob
{
    private static readonly TimeSpan Notices = TimeSpan.FromDays(90);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (!directory.IsLoaded)
        {
            return;
        }
        var moved = await rounds.ReplanAsync(cancellationToken);
        var alike = await rounds.AlikeAsync(cancellationToken);
        var now = time.GetUtcNow();
        var forgotten = await store.ForgetAsync(now - api.Value.AnswersFor, now - Notices, now - Notices, cancellationToken);
        LogDone(moved, alike.Acts, forgotten.Requests + forgotten.Notices + forgotten.Claims);
    }

    [LoggerMessage(3023, LogLevel.Information, "The night's round: {Moved} clocks moved, {Lifted} cases lifted, {Forgotten} rows forgotten")]
    private partial void LogDone(int moved, int lifted, int forgotten);
}
