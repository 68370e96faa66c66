using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;

namespace StationBot.Benchmarks.Loop;

/// <summary>The two scans by the clock: what is due now, and the nightly look at every open case.</summary>
internal static class LoopScan
{
    public static async Task<int> RunAsync(ServiceProvider services)
    {
        var rules = new LoopRules(new District().Current, new ClockOptions());
        var rounds = new NudgeRounds(services.GetRequiredService<ILoopStore>(), services.GetRequiredService<INudgeStore>(), () => rules, services.GetRequiredService<TimeProvider>());
        await rounds.ReplanAsync(default); // warm, and whatever moved since the filling is put right
        var begun = Stopwatch.GetTimestamp();
        var moved = await rounds.ReplanAsync(default);
        Console.WriteLine(Line($"nightly scan of every open case: {Seconds(begun)} s, {moved} moved"));
        begun = Stopwatch.GetTimestamp();
        var alike = await rounds.AlikeAsync(default);
        Console.WriteLine(Line($"what many complain of in one township: {Seconds(begun)} s, {alike.Cases} cases lifted"));
        begun = Stopwatch.GetTimestamp();
        var round = await rounds.RunAsync(default);
        Console.WriteLine(Line($"what is due now: {Seconds(begun)} s, {round.Cases} cases, {round.Acts} acts, {round.Failed.Count} failed"));
        begun = Stopwatch.GetTimestamp();
        await rounds.RunAsync(default);
        Console.WriteLine(Line($"nothing due any more: {Seconds(begun)} s; memory {Environment.WorkingSet / 1024 / 1024} MB"));
        return 0;
    }

    private static string Seconds(long begun) => Stopwatch.GetElapsedTime(begun).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
