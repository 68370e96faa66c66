using Microsoft.Extensions.Options;
using StationBot.Channels.WeChat;

namespace StationBot.Host.Operations;

/// <summary>Pushes menus and QR codes from the configuration to the platform.</summary>
internal static class WeChatVerb
{
    public static Task<int> MenuAsync(string? account, string dataFolder, bool dryRun, bool delete, CancellationToken cancellationToken) =>
        RunAsync(account, dataFolder, async (console, name) =>
            delete ? await console.DeleteMenuAsync(name, dryRun, cancellationToken)
            : console.HasMenu(name) ? await console.PushMenuAsync(name, dryRun, cancellationToken)
            : null, cancellationToken);

    public static Task<int> QrCodeAsync(string? account, string scene, string dataFolder, bool dryRun, CancellationToken cancellationToken) =>
        RunAsync(account, dataFolder, async (console, name) => await console.MakeQrCodeAsync(name, scene, dryRun, cancellationToken), cancellationToken);

    private static async Task<int> RunAsync(string? account, string dataFolder, Func<WeChatConsole, string, Task<ConsoleResult?>> call, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (services.GetRequiredService<IOptions<WeChatOptions>>().Value.Accounts.Count == 0)
        {
            return Failure.Tell("还没有配置公众号，见 docs/wechat.md 第四步 / no account is configured: see StationBot:WeChat:Accounts in docs/wechat.md");
        }
        // The token is shared with the server through the store.
        await StationServices.PrepareAsync(services, demo: false, cancellationToken);
        var console = services.GetRequiredService<WeChatConsole>();
        var name = account ?? (console.Accounts.Count == 1 ? console.Accounts.First() : null);
        if (name is null || !console.Accounts.Contains(name))
        {
            return Failure.Tell($"请用 --account 指明公众号 / name the account with --account: {string.Join(' ', console.Accounts)}");
        }
        if (await call(console, name) is not { } result)
        {
            // An empty menu would take away the live one, and a forgotten setting must not do that.
            return Failure.Tell($"公众号 {name} 没有配置菜单，微信上的菜单没有动；真要删掉它，请加 --delete / no menu is configured, the one at the platform is left alone; to take it away, say --delete");
        }
        if (!result.IsDone)
        {
            return Failure.Tell($"没有做成 / not done: {result.Text}");
        }
        Console.WriteLine(result.Text);
        return 0;
    }
}
