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

        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(clients, client), station.BaseUrl, pictures])
        {
            WorkingDirectory = clients,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, $"{client} failed:\n{await output}\n{await errors}\nstation:\n{station.Log}");
    }
}
