using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project tests/StationBot.Benchmarks -- --filter '*'
// In this process: BenchmarkDotNet's own builds do not find their way through central versions and one artifacts folder.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(StationBot.Benchmarks.TurnBenchmarks).Assembly).Run(args, config);
