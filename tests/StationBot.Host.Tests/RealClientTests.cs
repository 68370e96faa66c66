using System.Diagnostics;

namespace StationBot.Host.Tests;

/// <summary>Real clients, as published, against the real executable: directlinejs, Web Chat in Chromium, a Bot Framework channel.</summary>
public sealed class RealClientTests
{
    [Theory]
    [InlineData("directline-polling.mjs")]
    [InlineData("directline-websocket.mjs")]
    [InlineData("channel-connector.mjs")]
    [InlineData("webchat-browser.mjs")]
    public async Task The_whole_conversation_works_through(string client)
    {
        var clients = Path.Combine(StationProcess.Repository, "tests", "clients");
        Assert.True(Directory.Exists(Path.Combine(clients, "node_modules")), "tests/clients is not installed: run scripts/test.sh, which does it.");
        await using var station = await StationProcess.StartAsync();
        var pictures = Path.Combine(station.DataFolder, "pictures");

        var (exit, output) = await Node.RunAsync(clients, Path.Combine(clients, client), station.BaseUrl, pictures);

        Assert.True(exit == 0, $"{client} failed:\n{output}\nstation:\n{station.Log}");
    }
}

/// <summary>Runs a script in Node to its end.</summary>
internal static class Node
{
    public static async Task<(int Exit, string Output)> RunAsync(string folder, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, $"{await output}\n{await errors}");
    }
}
