using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Cases;

namespace StationBot.Channels.WeChat;

/// <summary>How messages come, as chosen in the platform's console. wechat.md §8.</summary>
public enum MessageMode { Safe, Compatible, Plain, Compat = Compatible }

/// <summary>What the account may do. wechat.md §1.</summary>
public enum AccountKind
{
    /// <summary>认证服务号: everything.</summary>
    Service,

    /// <summary>认证公众号 (formerly 认证订阅号): customer-service messages and menus; no templates, notices or QR codes.</summary>
    Subscription,

    /// <summary>未认证: one passive answer per message, nothing the station begins.</summary>
    Unverified,
}

/// <summary>
/// WeChat Official Accounts, section <c>WeChat</c>. Empty: none. Numbers are Tencent's and may move; sources in wechat.md. Secrets
/// (<see cref="WeChatAccountOptions.AppSecret"/>, Token, keys) by environment variable only; none of them, no openid and no query string is logged.
/// </summary>
public sealed class WeChatOptions
{
    public IList<WeChatAccountOptions> Accounts { get; } = [];

    /// <summary>Where the platform's API is; a simulator's address for trying things out.</summary>
    public Uri ApiAddress { get; set; } = new("https://api.weixin.qq.com");

    /// <summary>From the first byte of a message until it is acknowledged without an answer; the platform hangs up after 5 s (§3).</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:04.8")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(3.8);

    /// <summary>A callback signed longer ago, or further ahead, is refused as a replay.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>UTF-8 bytes of one text message (§9).</summary>
    [Range(400, 4096)]
    public int MaxTextBytes { get; set; } = 2000;

    [Range(1024, 4 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    [Range(1024, 100 * 1024 * 1024)]
    public int MaxMediaBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Customer-service messages after each message of the resident, within <see cref="MessageWindow"/> (§10).</summary>
    [Range(0, 100)]
    public int MessagesPerMessage { get; set; } = 5;
    public TimeSpan MessageWindow { get; set; } = TimeSpan.FromHours(48);

    /// <summary>Customer-service messages after a menu tap, a follow or a scan, within <see cref="TapWindow"/>.</summary>
    [Range(0, 100)]
    public int MessagesPerTap { get; set; } = 3;
    public TimeSpan TapWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Of <see cref="MessagesPerMessage"/>, how many are kept for news about the case; late answers leave them alone.</summary>
    [Range(0, 100)]
    public int KeptForNews { get; set; } = 2;
}

/// <summary>One Official Account, reached at <c>/wechat/{Name}</c>.</summary>
public sealed class WeChatAccountOptions : ListedSetting
{
    public string Name { get; set; } = "";
    public string AppId { get; set; } = "";
    public string AppSecret { get; set; } = "";
    public string Token { get; set; } = "";
    public string EncodingAesKey { get; set; } = "";

    /// <summary>The key before a change in the console, while messages under both are on their way (§8).</summary>
    public string? PreviousEncodingAesKey { get; set; }

    /// <summary>原始ID, <c>gh_…</c>. Empty: not checked.</summary>
    public string OriginalId { get; set; } = "";
    public MessageMode Mode { get; set; } = MessageMode.Safe;
    public AccountKind Kind { get; set; } = AccountKind.Service;

    /// <summary>Code of the station whose account this is, for residents who came without a QR code.</summary>
    public string? Station { get; set; }

    /// <summary>Template for news about a case (§11).</summary>
    public NoticeOptions? Template { get; set; }

    /// <summary>Subscription notice for news about a case (§12).</summary>
    public NoticeOptions? Subscription { get; set; }
    public IList<MenuButtonOptions> Menu { get; } = [];

    /// <summary>Scene of each QR code to the code of its station or deputy.</summary>
    public IDictionary<string, string> QrCodes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A template and what goes into its fields: <c>{caseNo}</c>, <c>{time}</c>, <c>{text}</c>, or words as they are.</summary>
public sealed class NoticeOptions
{
    public string Id { get; set; } = "";
    public IDictionary<string, string> Fields { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public string? Url { get; set; }

    /// <summary>A subscription that holds for good once accepted (长期订阅, §12); otherwise each acceptance is for one notice.</summary>
    public bool IsLongTerm { get; set; }
}

/// <summary>A button of the account's menu (§16). One with <see cref="Buttons"/> opens them and needs nothing else.</summary>
public sealed class MenuButtonOptions
{
    public string Name { get; set; } = "";

    /// <summary>What a tap says in the resident's name: 「我的事办得怎么样了」.</summary>
    public string? Says { get; set; }

    /// <summary>A page instead.</summary>
    public string? Url { get; set; }
    public IList<MenuButtonOptions> Buttons { get; } = [];
}

internal sealed partial class WeChatOptionsValidator : IValidateOptions<WeChatOptions>
{
    public ValidateOptionsResult Validate(string? name, WeChatOptions options)
    {
        List<string> wrong = [];
        foreach (var account in options.Accounts)
        {
            var at = account.At;
            Check(NamePattern().IsMatch(account.Name), $"{at}:Name '{account.Name}' must be 1 to 32 letters, digits, hyphens or underscores: it is part of the address /wechat/NAME. 名称只能用字母、数字、连字符和下划线。");
            Check(options.Accounts.Count(a => string.Equals(a.Name, account.Name, StringComparison.OrdinalIgnoreCase)) == 1, $"{at}:Name '{account.Name}' is there twice. 名称重复。");
            Check(account.AppId.Length > 0, $"{at}:AppId is missing (开发者ID).");
            Check(TokenPattern().IsMatch(account.Token), $"{at}:Token must be 3 to 64 letters and digits, exactly as in the console (令牌).");
            Check(account.Mode == MessageMode.Plain || IsKey(account.EncodingAesKey), $"{at}:EncodingAesKey must be the 43 letters and digits of the console (消息加解密密钥).");
            Check(string.IsNullOrEmpty(account.PreviousEncodingAesKey) || IsKey(account.PreviousEncodingAesKey), $"{at}:PreviousEncodingAesKey must be 43 letters and digits, or absent.");
            Check(account.Kind == AccountKind.Unverified || account.AppSecret.Length > 0, $"{at}:AppSecret is missing (开发者密码); without it nothing can be sent later than the five-second answer. 未认证账号请把 Kind 设为 Unverified。");
            Check(account.OriginalId.Length == 0 || account.OriginalId.StartsWith("gh_", StringComparison.Ordinal), $"{at}:OriginalId must begin with gh_ (原始ID).");
            CheckNotice(account.Template, $"{at}:Template", account);
            CheckNotice(account.Subscription, $"{at}:Subscription", account);
            foreach (var (button, place) in account.Menu.SelectMany((b, i) => b.Buttons.Select((below, j) => (below, $"{at}:Menu:{i}:Buttons:{j}")).Prepend((b, $"{at}:Menu:{i}"))))
            {
                CheckButton(button, place, isTop: account.Menu.Contains(button));
            }
            Check(account.Menu.Count <= 3 && account.Menu.All(b => b.Buttons.Count <= 5), $"{at}:Menu has at most 3 buttons, each with at most 5 below. 菜单最多3个,每个下面最多5个。");
        }
        Check(options.MaxAge > TimeSpan.Zero, "WeChat:MaxAge must be more than nothing, such as 00:10:00. 必须大于0。");
        Check(options.MessageWindow > TimeSpan.Zero, "WeChat:MessageWindow must be more than nothing, such as 2.00:00:00 for 48 hours. 必须大于0。");
        Check(options.TapWindow > TimeSpan.Zero, "WeChat:TapWindow must be more than nothing, such as 00:01:00. 必须大于0。");
        Check(options.ApiAddress.IsAbsoluteUri && (options.ApiAddress.Scheme == Uri.UriSchemeHttps || options.ApiAddress.IsLoopback), "WeChat:ApiAddress must be https, or http on this machine.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        // Lengths as the platform counts and refuses them; it shows fewer characters than it takes. §16.
        void CheckButton(MenuButtonOptions button, string at, bool isTop)
        {
            var most = isTop ? 16 : 60;
            Check(Encoding.UTF8.GetByteCount(button.Name) is var bytes && bytes > 0 && bytes <= most, $"{at}:Name '{button.Name}' must have 1 to {most} bytes, 3 for each 汉字. 菜单名称不能为空，一级最多{16 / 3}个汉字，二级最多{60 / 3}个汉字。");
            var uses = (button.Says is { Length: > 0 } ? 1 : 0) + (button.Url is { Length: > 0 } ? 1 : 0) + (button.Buttons.Count > 0 ? 1 : 0);
            Check(uses == 1, $"{at} must have one of Says, Url and Buttons. 按钮要写明说什么(Says)、打开什么(Url)或者下面有什么(Buttons)，只写一样。");
            Check(isTop || button.Buttons.Count == 0, $"{at}:Buttons: there are only two levels. 菜单只有两级。");
            Check(Encoding.UTF8.GetByteCount(WeChatMenu.KeyOf(button) ?? "") <= 128, $"{at}:Says is too long: at most 124 bytes. 最多41个汉字。");
            Check(button.Url is not { Length: > 0 } url || (url.Length <= 1024 && Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme is "https" or "http"), $"{at}:Url must be an address of at most 1024 characters, beginning with https://.");
        }

        // A notice that is set up wrong would be found out by a resident, once their window is shut.
        void CheckNotice(NoticeOptions? notice, string at, WeChatAccountOptions account)
        {
            if (notice is null)
            {
                return;
            }
            Check(account.Kind == AccountKind.Service, $"{at}: only a verified service account (Kind=Service) may send notices. 只有认证服务号能发模板消息和订阅通知，请删掉这几行。");
            Check(notice.Id.Length > 0, $"{at}:Id is missing (模板ID). 没有填模板ID。");
            Check(notice.Fields.Count > 0, $"{at}:Fields is missing: what goes into the fields of the template, such as Fields:character_string1={{caseNo}}. 没有填模板的字段。");
            foreach (var (field, words) in notice.Fields)
            {
                Check(
                    words.Length > 0 && Placeholder().Matches(words).All(m => m.Value is Notices.CaseNo or Notices.Time or Notices.Text),
                    $"{at}:Fields:{field} '{words}' may hold {Notices.CaseNo}, {Notices.Time}, {Notices.Text} or plain words. 只能填 {Notices.CaseNo}（编号）、{Notices.Time}（时间）、{Notices.Text}（消息）或者固定的字。");
            }
            Check(notice.Url is not { Length: > 0 } url || at.EndsWith("Subscription", StringComparison.Ordinal) || (Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme is "https" or "http"), $"{at}:Url must be an address beginning with https://. 网址要以 https:// 开头。");
        }

        void Check(bool holds, string otherwise)
        {
            if (!holds)
            {
                wrong.Add(otherwise);
            }
        }
    }

    /// <summary>Which settings name a station or a deputy.</summary>
    internal static IEnumerable<NamedPlace> Places(WeChatOptions options) =>
        options.Accounts.Where(a => !string.IsNullOrEmpty(a.Station)).Select(a => new NamedPlace($"{a.At}:Station", CaseActor.StationStaff, a.Station!));

    private static bool IsKey(string? key) => MessageKey.TryParse(key, out _, out _);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("[{][^}]*[}]?|[}]")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[!-~]{3,64}$")]
    private static partial Regex TokenPattern();
}
