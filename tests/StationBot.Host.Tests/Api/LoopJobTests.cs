using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Quartz;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Host.Operations;

namespace StationBot.Host.Tests.Api;

/// <summary>The loop's clocks as the scheduler looks at them, on a clock that the test moves.</summary>
public sealed class LoopJobTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_came_due_while_the_station_stood_still_is_done_at_its_next_run_once_on_two_machines()
    {
        await using var station = await ApiStation.StartAsync();
        await using var other = await station.BesideAsync();
        var one = await station.InProgressAsync();
        // Over a weekend and more: nobody's timers ran.
        station.Clock.AdjustTime(ApiStation.Moment.AddDays(9));

        station.Clock.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(station.Clock, async () => (await ActionsAsync(station, one)).Contains("EscalateSupervision"));
        for (var i = 0; i < 5; i++)
        {
            station.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await station.Services.GetRequiredService<NudgeRounds>().RunAsync(Cancel);
        await other.Services.GetRequiredService<NudgeRounds>().RunAsync(Cancel);

        var log = await ActionsAsync(station, one);
        Assert.Single(log, a => a == "EscalateSupervision");
        Assert.Single(log, a => a == "Warn");
        Assert.Equal(log.Count(a => a == "Nudge"), (await station.ReadAsync(db => Task.FromResult(db.CaseEvents.Where(e => e.CaseId == one.Id && e.Action == "Nudge").AsEnumerable().DistinctBy(e => e.Data).Count()))));
    }

    [Fact]
    public async Task A_run_that_throws_stops_no_later_run()
    {
        await using var station = await ApiStation.StartAsync();
        var one = await station.InProgressAsync();
        var scheduler = await station.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancel);
        var runs = new Runs();
        scheduler.ListenerManager.AddJobListener(runs);
        station.Clock.AdjustTime(ApiStation.Moment.AddDays(9));
        await station.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE cases RENAME TO cases_away", Cancel));

        await UntilAsync(station.Clock, () => Task.FromResult(runs.Failed > 0));
        await station.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE cases_away RENAME TO cases", Cancel));
        await UntilAsync(station.Clock, async () => (await ActionsAsync(station, one)).Contains("EscalateSupervision"));

        Assert.True(runs.Failed > 0);
    }

    [Fact]
    public async Task The_look_at_every_case_comes_in_the_districts_night_and_soon_after_a_start()
    {
        await using var station = await ApiStation.StartAsync();
        var scheduler = await station.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancel);

        var triggers = await scheduler.GetTriggersOfJob(new JobKey(nameof(NightlyJob)), Cancel);

        Assert.Equal(
            [new DateTimeOffset(2026, 11, 23, 10, 10, 0, TimeSpan.FromHours(8)), new DateTimeOffset(2026, 11, 24, 3, 30, 0, TimeSpan.FromHours(8))],
            triggers.Select(t => t.NextFireTimeUtc!.Value).Order());
    }

    private static async Task<IReadOnlyList<string>> ActionsAsync(ApiStation station, Case one) =>
        [.. (await station.Services.GetRequiredService<ILoopStore>().EventsAsync(one.Id, Cancel)).Select(e => e.Action)];

    /// <summary>Lets the minutes pass until something has happened in the background.</summary>
    private static async Task UntilAsync(FakeTimeProvider clock, Func<Task<bool>> happened)
    {
        for (var look = 0; !await happened(); look++)
        {
            Assert.True(look < 500, "It did not happen.");
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(20, Cancel);
        }
    }

    /// <summary>Counts the runs that ended in an exception.</summary>
    private sealed class Runs : IJobListener
    {
        private int _failed;

        public string Name => nameof(Runs);

        public int Failed => _failed;

        public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default)
        {
            Interlocked.Add(ref _failed, jobException is null ? 0 : 1);
            return ValueTask.CompletedTask;
        }
    }
}
