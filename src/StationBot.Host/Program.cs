using System.CommandLine;
using StationBot.Host.Operations;
using StationBot.Understanding.Offline.Learned;

try
{
    return await CommandLine.Build().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (ModelFileException wrong)
{
    // Every verb that sorts may meet it.
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130; // Ctrl-C
}
