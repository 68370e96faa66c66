using System.CommandLine;
using Microsoft.Extensions.Options;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Roster;
using StationBot.Host.Operations;
using StationBot.Understanding.Offline.Learned;

try
{
    return await CommandLine.Build().Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // Longer than the host takes for its own stop: the library's two seconds would tear off whatever is on its way to a resident.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(45),
    });
}
catch (Exception wrong) when (wrong is ModelFileException or SettingsException or OptionsValidationException or DialogDefinitionException or DistrictException)
{
    // Every verb that sorts, or opens a station, may meet it.
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130; // Ctrl-C
}
