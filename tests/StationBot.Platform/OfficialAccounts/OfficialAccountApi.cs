using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StationBot.Platform.Calls;
using StationBot.Platform.Phones;

namespace StationBot.Platform.OfficialAccounts;

/// <summary>The part of api.weixin.qq.com that the station calls.</summary>
internal sealed partial class OfficialAccountApi(Func<IEnumerable<OfficialAccount>> accounts, TimeProvider time)
{
    private const int MostBytes = 2048; // wechat.md §9, §10

    private static readonly string[] Types =
        ["text", "image", "voice", "video", "music", "news", "mpnews", "mpnewsarticle", "msgmenu", "wxcard", "miniprogrampage"];

    public void Map(ApiServer api, IEndpointRouteBuilder routes)
    {
        api.Map(routes, "GET", "/cgi-bin/token", Token);
        api.Map(routes, "POST", "/cgi-bin/stable_token", StableToken);
        api.Map(routes, "POST", "/cgi-bin/message/custom/send", r => With(r, SendCustom));
        api.Map(routes, "POST", "/cgi-bin/message/custom/typing", r => With(r, Typing));
        api.Map(routes, "POST", "/cgi-bin/message/template/send", r => With(r, SendTemplate));
        api.Map(routes, "POST", "/cgi-bin/message/subscribe/bizsend", r => With(r, SendNotice));
        api.Map(routes, "POST", "/cgi-bin/menu/create", r => With(r, CreateMenu));
        api.Map(routes, "GET", "/cgi-bin/menu/get", r => With(r, GetMenu));
        api.Map(routes, "GET", "/cgi-bin/menu/delete", r => With(r, DeleteMenu));
        api.Map(routes, "POST", "/cgi-bin/qrcode/create", r => With(r, CreateCode));
        api.Map(routes, "GET", "/cgi-bin/user/info", r => With(r, UserInfo));
    }

    private ApiAnswer Token(ApiRequest request) => request.Asked("grant_type") == "client_credential"
        ? Identify(request, request.Asked("appid"), request.Asked("secret"), a => a.Tokens.Classic())
        : ApiAnswer.Error(40002, "invalid grant_type");

    private ApiAnswer StableToken(ApiRequest request) => request.Text("grant_type") == "client_credential"
        ? Identify(request, request.Text("appid"), request.Text("secret"), a => a.Tokens.Stable(request.Body.At("force_refresh").ValueKind == JsonValueKind.True))
        : ApiAnswer.Error(40002, "invalid grant_type");

    private ApiAnswer Identify(ApiRequest request, string? appId, string? secret, Func<OfficialAccount, ApiAnswer> issue)
    {
        if (accounts().FirstOrDefault(a => a.Settings.AppId == appId) is not { } account)
        {
            return ApiAnswer.Error(40013);
        }
        request.Account = account.Name;
        if (account.Settings.AppSecret != secret)
        {
            return ApiAnswer.Error(40125);
        }
        var address = request.Address.MapToIPv4().ToString();
        return account.AllowedAddresses?.Contains(address) == false
            ? ApiAnswer.Error(40164, $"invalid ip {address} ipv6 ::ffff:{address}, not in whitelist")
            : issue(account);
    }

    private ApiAnswer With(ApiRequest request, Func<OfficialAccount, ApiRequest, ApiAnswer> serve)
    {
        var token = request.Asked("access_token");
        var account = accounts().FirstOrDefault(a => a.Tokens.Knows(token));
        request.Account = account?.Name;
        var refusal = account is null ? string.IsNullOrEmpty(token) ? 41001 : 40001 : account.Tokens.Check(token);
        if (refusal != 0)
        {
            return ApiAnswer.Error(refusal);
        }
        if (request.Method == "POST" && request.Body.ValueKind != JsonValueKind.Object)
        {
            return ApiAnswer.Error(request.Raw.Length == 0 ? 44002 : 47001);
        }
        return serve(account!, request);
    }

    private ApiAnswer SendCustom(OfficialAccount account, ApiRequest request)
    {
        if (EscapedCharacter().IsMatch(request.Raw))
        {
            return ApiAnswer.Error(40033);
        }
        var phone = account.Phone(request.Body.TextAt("touser"));
        if (!phone.IsKnown)
        {
            return ApiAnswer.Error(40003);
        }
        var type = request.Body.TextAt("msgtype");
        if (!Types.Contains(type))
        {
            return ApiAnswer.Error(40008);
        }
        if (type == "text" && request.Body.TextAt("text", "content") is var text && (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > MostBytes))
        {
            return ApiAnswer.Error(text.Length == 0 ? 44004 : 45002);
        }
        switch (phone.Window.Spend())
        {
            case Spending.Closed:
                return ApiAnswer.Error(45015);
            case Spending.UsedUp:
                return ApiAnswer.Error(45047);
            default:
                phone.Messages.Add(MessageBody.Read(PhoneMessageKind.CustomerService, request.Body, time.GetUtcNow()));
                return ApiAnswer.Ok();
        }
    }

    private ApiAnswer Typing(OfficialAccount account, ApiRequest request)
    {
        var phone = account.Phone(request.Body.TextAt("touser"));
        return !phone.IsKnown ? ApiAnswer.Error(40003)
            : request.Body.TextAt("command") is not ("Typing" or "CancelTyping") ? ApiAnswer.Error(45072, "command not legal")
            : !phone.Window.IsOpen ? ApiAnswer.Error(45015)
            : ApiAnswer.Ok();
    }

    private ApiAnswer SendTemplate(OfficialAccount account, ApiRequest request)
    {
        var phone = account.Phone(request.Body.TextAt("touser"));
        if (!phone.IsFollowing)
        {
            return ApiAnswer.Error(phone.IsKnown ? 43004 : 40003);
        }
        if (account.Templates.Refuse(request.Body.TextAt("template_id"), request.Body.At("data")) is { } refusal)
        {
            return refusal;
        }
        var (msgId, again) = account.Templates.Number(phone.Id, request.Text("client_msg_id"));
        if (!again)
        {
            phone.Messages.Add(Notice(PhoneMessageKind.Template, request.Body, "url"));
        }
        return ApiAnswer.Ok(("msgid", msgId));
    }

    private ApiAnswer SendNotice(OfficialAccount account, ApiRequest request)
    {
        var (phone, template) = (account.Phone(request.Body.TextAt("touser")), request.Body.TextAt("template_id"));
        if (account.Templates.Refuse(template, request.Body.At("data")) is { } refusal)
        {
            return refusal;
        }
        if (!account.Templates.Spend(phone.Id, template))
        {
            return ApiAnswer.Error(43101);
        }
        phone.Messages.Add(Notice(PhoneMessageKind.Subscription, request.Body, "page"));
        return ApiAnswer.Ok();
    }

    private PhoneMessage Notice(PhoneMessageKind kind, JsonElement body, string link)
    {
        KeyValuePair<string, string>[] fields = [.. body.At("data").EnumerateObject().Where(p => !TemplateBook.IsDropped(p.Name))
            .Select(p => KeyValuePair.Create(p.Name, p.Value.TextAt("value")))];
        return new PhoneMessage(kind, body.TextAt("template_id"), string.Join('\n', fields.Select(f => f.Value)), time.GetUtcNow(), body.TextAt(link)) { Fields = fields, Raw = body };
    }

    private static ApiAnswer CreateMenu(OfficialAccount account, ApiRequest request)
    {
        // §16: three buttons with five under each.
        var buttons = request.Body.ListAt("button").ToArray();
        if (buttons.Length is 0 or > 3 || buttons.Any(b => b.ListAt("sub_button").Count() > 5))
        {
            return ApiAnswer.Error(40016);
        }
        account.Menu = request.Body;
        return ApiAnswer.Ok();
    }

    private static ApiAnswer GetMenu(OfficialAccount account, ApiRequest request) =>
        account.Menu is { } menu ? ApiAnswer.Plain(("menu", JsonNode.Parse(menu.GetRawText()))) : ApiAnswer.Error(46003);

    private static ApiAnswer DeleteMenu(OfficialAccount account, ApiRequest request)
    {
        account.Menu = null;
        return ApiAnswer.Ok();
    }

    private static ApiAnswer CreateCode(OfficialAccount account, ApiRequest request)
    {
        var scene = request.Body.At("action_info", "scene");
        var key = scene.TextAt("scene_str") is { Length: > 0 } text ? text : scene.At("scene_id").ToString();
        if (key.Length is 0 or > 64)
        {
            return ApiAnswer.Error(40053);
        }
        var ticket = "gQ" + Crypto.MessageCrypto.NewKey();
        account.Codes[ticket] = key;
        return ApiAnswer.Plain(("ticket", ticket), ("expire_seconds", request.Body.IntAt("expire_seconds", 60)), ("url", "http://weixin.qq.com/q/" + ticket[2..22]));
    }

    private static ApiAnswer UserInfo(OfficialAccount account, ApiRequest request)
    {
        var phone = account.Phone(request.Asked("openid") ?? "");
        return !phone.IsKnown ? ApiAnswer.Error(40003)
            : !phone.IsFollowing ? ApiAnswer.Plain(("subscribe", 0), ("openid", phone.Id))
            : ApiAnswer.Plain(("subscribe", 1), ("openid", phone.Id), ("language", "zh_CN"), ("subscribe_time", phone.FollowedAt?.ToUnixTimeSeconds()),
                ("remark", ""), ("groupid", 0), ("tagid_list", new JsonArray()), ("subscribe_scene", phone.Scene is null ? "ADD_SCENE_SEARCH" : "ADD_SCENE_QR_CODE"),
                ("qr_scene", 0), ("qr_scene_str", phone.Scene ?? ""));
    }

    [GeneratedRegex(@"(?<!\\)(\\\\)*\\u[0-9a-fA-F]{4}")]
    private static partial Regex EscapedCharacter();
}
