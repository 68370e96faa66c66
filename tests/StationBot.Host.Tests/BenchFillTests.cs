using System.Diagnostics;

namespace StationBot.Host.Tests;

/// <summary>The big store of scripts/bench-loop.sh is made of cases that went through the loop by its rules: measured on anything else, its figures would say nothing.</summary>
public sealed class BenchFillTests
{
    [Fact]
    public async Task A_filled_store_holds_against_the_table_of_steps()
    {
        await using var station = await StationProcess.StartAsync();
        await station.KillAsync();
        var info = new ProcessStartInfo("dotnet", [StationProcess.Built("StationBot.Benchmarks", "StationBot.Benchmarks.dll"), "loop", "fill", "200"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["StationBot__Store__DataFolder"] = station.DataFolder;
        using var fill = Process.Start(info)!;
        var (output, errors) = (fill.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), fill.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await fill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(fill.ExitCode == 0, await errors);
        Assert.Contains("260 cases, 2120 events", await output, StringComparison.Ordinal);

        var check = await StationProcess.RunAsync("loop", "--check", "--data", station.DataFolder);

        Assert.True(check.ExitCode == 0, check.Output);
    }
}
