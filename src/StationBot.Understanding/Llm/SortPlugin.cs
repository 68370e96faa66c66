using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Llm;

/// <summary>Sorting for whoever works with the kernel: an agent, a staff tool, a filter. Dialogs call <see cref="ISorter"/>, which is the same.</summary>
public sealed class SortPlugin(IServiceProvider services, TimeProvider time)
{
    /// <summary>The plugin's name in the kernel; its prompt functions stand beside <c>sort</c>.</summary>
    public const string Name = "Sort";

    [KernelFunction("sort")]
    [Description("Sorts one message of a resident: topics, problem type, lead department, slots, flags.")]
    public async Task<SortResult> SortAsync(
        [Description("The resident's newest message, as received.")] string text,
        [Description("What the resident said before about the same matter, or nothing.")] string earlier = "",
        CancellationToken cancellationToken = default)
    {
        // Looked up late: the sorter itself may use the kernel.
        var sorter = services.GetRequiredService<ISorter>();
        var directory = services.GetRequiredService<IAreaDirectory>().Current;
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(directory.Area.TimeZone));
        return await sorter.SortAsync(new SortRequest(text, directory) { Earlier = earlier, Now = now }, cancellationToken);
    }
}
