using StationBot.Channels.WeChat;

namespace StationBot.Host.Operations;

/// <summary>Pushes menus and QR codes from the configuration to the platform.</summary>
internal static class WeChatVerb
{
    public static Task<int> MenuAsync(string? account, string dataFolder, bool dryRun, CancellationToken cancellationToken) =>
        RunAsync(account, dataFolder, (console, name) => console.PushMenuAsync(name, dryRun, cancellationToken), cancellationToken);

    public static Task<int> QrCodeAsync(string? account, string scene, string dataFolder, bool dryRun, CancellationToken cancellationToken) =>
        RunAsync(account, dataFolder, (console, name) => console.MakeQrCodeAsync(name, scene, dryRun, cancellationToken), cancellationToken);

    private static async Task<int> RunAsync(string? account, string dataFolder, Func<WeChatConsole, string, Task<ConsoleResult>> call, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        // The token is shared with the server through the store.
        await StationServices.MigrateAsync(services, cancellationToken);
        var console = services.GetRequiredService<WeChatConsole>();
        var name = account ?? (console.Accounts.Count == 1 ? console.Accounts.First() : null);
        if (name is null || !console.Accounts.Contains(name))
        {
            return Failure.Tell($"请用 --account 指明公众号 / name the account with --account: {string.Join(' ', console.Accounts)}");
        }
        var result = await call(console, name);
        if (!result.IsDone)
        {
            return Failure.Tell($"微信没有接受 / the platform refused: {result.Text}");
        }
        Console.WriteLine(result.Text);
        return 0;
    }
}
