using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Benchmarks.Loop;
using StationBot.Store;

// dotnet run -c Release --project tests/StationBot.Benchmarks -- --filter '*'
// loop fill CASES | loop measure URL STAFF-TOKEN DEPARTMENT-TOKEN | loop scan : see scripts/bench-loop.sh.
if (args is ["loop", ..])
{
    await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
        .AddStore(store => new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("StationBot:Store").Bind(store)).BuildServiceProvider();
    return args switch
    {
        ["loop", "fill", var cases] => await LoopFill.RunAsync(services, int.Parse(cases, System.Globalization.CultureInfo.InvariantCulture)),
        ["loop", "measure", var url, var staff, var department] => await LoopMeasure.RunAsync(new Uri(url), staff, department),
        ["loop", "scan"] => await LoopScan.RunAsync(services),
        _ => 2,
    };
}
// In this process: BenchmarkDotNet's own builds do not find their way through central versions and one artifacts folder.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(StationBot.Benchmarks.TurnBenchmarks).Assembly).Run(args, config);
return 0;
