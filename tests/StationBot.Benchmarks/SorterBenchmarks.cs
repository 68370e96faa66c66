using BenchmarkDotNet.Attributes;
using StationBot.Handling.Sorting;
using StationBot.Understanding.Offline;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Benchmarks;

/// <summary>One message sorted by the embedded sorter: topics, type, departments, slots, flags, intent.</summary>
[MemoryDiagnoser]
public class SorterBenchmarks
{
    private readonly OfflineSorter _sorter = new(LearnedModels.Load(LearnedModels.ShippedFolder));
    private readonly District _district = new();

    [Params(
        "书香里小区门口的垃圾站三天没人清运了，气味很大",
        "俺爹瘫床上七八年了，低保上个月叫人给停了，村里讲俺兄弟名下有辆三轮，那三轮是跑车的人家挂的名，俺去镇上问了两趟，说等着，俺是沙洲村的",
        "楼下那家阳台一直往外窜黑的东西，热得玻璃都炸了")]
    public string Text { get; set; } = "";

    [Benchmark]
    public SortResult Sort() => _sorter.Sort(new SortRequest(Text, _district.Current));

    [Benchmark]
    public LearnedModels Load() => LearnedModels.Load(LearnedModels.ShippedFolder);
}
