using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using StationBot.Channels.Tencent;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeChat;

/// <summary>What became of one call for staff.</summary>
/// <param name="Text">For people: what was or would be sent, or what the platform said.</param>
public sealed record ConsoleResult(bool IsDone, string Text);

/// <summary>What staff set up at the platform from the configuration: menus and QR codes. wechat.md §16.</summary>
public sealed class WeChatConsole
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };
    private readonly WeChatAccounts _accounts;
    private readonly WeChatApi _api;
    private readonly IAreaDirectory _area;

    internal WeChatConsole(WeChatAccounts accounts, WeChatApi api, IAreaDirectory area) => (_accounts, _api, _area) = (accounts, api, area);

    public IReadOnlyCollection<string> Accounts => [.. _accounts.All.Select(a => a.Name)];

    /// <summary>Whether the configuration has a menu for this account.</summary>
    /// <exception cref="KeyNotFoundException">No account of this name.</exception>
    public bool HasMenu(string name) => Find(name).Settings.Menu.Count > 0;

    /// <summary>Puts the configured menu in place of the one at the platform, unless that is the same.</summary>
    /// <param name="dryRun">Only says what would be sent.</param>
    /// <exception cref="KeyNotFoundException">No account of this name.</exception>
    /// <exception cref="InvalidOperationException">No menu is configured: an empty one would take away what is there.</exception>
    public async Task<ConsoleResult> PushMenuAsync(string name, bool dryRun, CancellationToken cancellationToken)
    {
        var account = Find(name);
        if (!HasMenu(name))
        {
            throw new InvalidOperationException($"No menu is configured for '{name}'.");
        }
        if (account.Settings.Kind == AccountKind.Unverified)
        {
            return NotVerified(name);
        }
        var menu = WeChatMenu.Of(account.Settings);
        if (dryRun)
        {
            return new ConsoleResult(true, menu.ToJsonString(Readable));
        }
        if ((await _api.GetAsync(account, "/cgi-bin/menu/get", cancellationToken)) is { IsSuccess: true } there && WeChatMenu.IsSame(menu, there.Body))
        {
            return new ConsoleResult(true, menu.ToJsonString(Readable));
        }
        var answer = await _api.PostAsync(account, "/cgi-bin/menu/create", menu, cancellationToken);
        return answer.IsSuccess ? new ConsoleResult(true, menu.ToJsonString(Readable)) : Refused(answer);
    }

    /// <summary>Takes away the menu at the platform.</summary>
    /// <exception cref="KeyNotFoundException">No account of this name.</exception>
    public async Task<ConsoleResult> DeleteMenuAsync(string name, bool dryRun, CancellationToken cancellationToken)
    {
        const string Call = "/cgi-bin/menu/delete";
        var account = Find(name);
        if (account.Settings.Kind == AccountKind.Unverified)
        {
            return NotVerified(name);
        }
        if (dryRun)
        {
            return new ConsoleResult(true, Call);
        }
        var answer = await _api.GetAsync(account, Call, cancellationToken);
        return answer.IsSuccess ? new ConsoleResult(true, Call) : Refused(answer);
    }

    /// <summary>Has a lasting QR code made for a scene; whoever scans it is known to come from there (R12).</summary>
    /// <param name="scene">At most 64 characters; a key of the account's <c>QrCodes</c>, or the code of a station or deputy.</param>
    /// <returns>The address of the picture.</returns>
    /// <exception cref="KeyNotFoundException">No account of this name.</exception>
    public async Task<ConsoleResult> MakeQrCodeAsync(string name, string scene, bool dryRun, CancellationToken cancellationToken)
    {
        var account = Find(name);
        if (scene.Length is 0 or > 64)
        {
            return new ConsoleResult(false, "代码要有 1 到 64 个字 / a scene has 1 to 64 characters");
        }
        if (account.Settings.Kind != AccountKind.Service)
        {
            return new ConsoleResult(false, $"公众号 {name} 不是认证服务号，微信不给它做带参数的二维码 / only a verified service account (Kind=Service) may have such codes. wechat.md §1");
        }
        if (!_area.IsLoaded)
        {
            return new ConsoleResult(false, "还没有导入本区的站点和代表，先用 stationbot import / no district has been imported yet: stationbot import");
        }
        var code = account.Settings.QrCodes.TryGetValue(scene, out var meant) ? meant : scene;
        if (_area.Current.Station(code) is null && _area.Current.Deputy(code) is null)
        {
            return new ConsoleResult(false, $"没有代码为 {code} 的站点或代表，印出来的码认不出从哪里来 / no station or deputy has the code {code}");
        }
        var body = new JsonObject { ["action_name"] = "QR_LIMIT_STR_SCENE", ["action_info"] = new JsonObject { ["scene"] = new JsonObject { ["scene_str"] = scene } } };
        if (dryRun)
        {
            return new ConsoleResult(true, body.ToJsonString(Readable));
        }
        var answer = await _api.PostAsync(account, "/cgi-bin/qrcode/create", body, cancellationToken);
        return answer.IsSuccess && answer.Text("ticket") is { } ticket
            ? new ConsoleResult(true, "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + Uri.EscapeDataString(ticket))
            : Refused(answer);
    }

    private WeChatAccount Find(string name) => _accounts.Find(name) ?? throw new KeyNotFoundException($"No WeChat account '{name}'.");

    private static ConsoleResult NotVerified(string name) =>
        new(false, $"公众号 {name} 没有认证，微信不让程序设它的菜单 / an account that is not verified (Kind=Unverified) may set no menu by program. wechat.md §1");

    private static ConsoleResult Refused(PlatformAnswer answer) => new(false, $"{PlatformErrors.Of(answer).Why} {answer.Code} {answer.Trace}");
}
