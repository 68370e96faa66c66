using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using StationBot.Understanding.Offline;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Tests.Understanding;

/// <summary>One embedded sorter for all tests: it has no state.</summary>
internal static class Sorting
{
    public static OfflineSorter Offline { get; } = new(LearnedModels.Load(LearnedModels.ShippedFolder));

    public static SortResult Of(string text, Ask asked = Ask.None, string earlier = "") =>
        Offline.Sort(new SortRequest(text, The.Directory) { Asked = asked, Earlier = earlier, Now = The.Moment });

    /// <summary>Codes of the flags of one severity or worse, sorted, in one string.</summary>
    public static string Codes(this SortResult result, Severity atLeast) =>
        string.Join(' ', result.Flags.Where(f => f.Severity <= atLeast).Select(f => f.Flag.Code()).Order(StringComparer.Ordinal));

    public static string? Said(this SortResult result, Slot slot) => result.Slots.GetValueOrDefault(slot)?.Value;
}
