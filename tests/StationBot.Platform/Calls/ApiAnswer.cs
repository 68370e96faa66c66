using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace StationBot.Platform.Calls;

/// <summary>HTTP 200 in any case, failures too (wechat.md §15).</summary>
internal abstract record ApiAnswer(int ErrCode)
{
    public sealed record Document(JsonObject Json, int ErrCode = 0) : ApiAnswer(ErrCode);

    public sealed record File(byte[] Content, string ContentType, string Name) : ApiAnswer(0);

    public static ApiAnswer Ok(params (string Name, JsonNode? Value)[] fields) => Plain([("errcode", 0), ("errmsg", "ok"), .. fields]);

    /// <summary>A success without errcode, as the token and QR calls give it (§15: absent is success).</summary>
    public static ApiAnswer Plain(params (string Name, JsonNode? Value)[] fields) =>
        new Document(new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    /// <param name="message">Tencent's words; those of the code when left out. A <c>rid</c> is put behind them, as on every error (§14).</param>
    public static ApiAnswer Error(int code, string? message = null) => new Document(
        new JsonObject { ["errcode"] = code, ["errmsg"] = $"{message ?? Words(code)} rid: {Rid()}" }, code);

    private static string Rid() => string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetHexString(8, lowercase: true)));

    private static string Words(int code) => code switch
    {
        -1 => "system error",
        40001 => "invalid credential, access_token is invalid or not latest",
        40003 => "invalid openid",
        40007 => "invalid media_id",
        40008 => "invalid message type",
        40013 => "invalid appid",
        40014 => "invalid access_token",
        40016 => "invalid button size",
        40033 => @"invalid charset. please check your request, if include \uxxxx will create fail!",
        40037 => "invalid template_id",
        40053 => "invalid action info",
        40056 => "invalid agentid",
        40058 => "invalid Request Parameter",
        40125 => "invalid appsecret",
        41001 => "access_token missing",
        42001 => "access_token expired",
        43004 => "require subscribe",
        43101 => "user refuse to accept the msg",
        44002 => "empty post data",
        44004 => "empty content",
        45002 => "content size out of limit",
        45009 => "reach max api daily quota limit",
        45011 => "api minute-quota reach limit, must slower, retry next minute",
        45015 => "response out of time limit or subscription is canceled",
        45047 => "out of response count limit",
        46003 => "menu no exist",
        47001 => "data format error",
        47003 => "argument invalid!",
        48001 => "api unauthorized",
        60020 => "not allow to access from your ip",
        81013 => "user & party & tag all invalid",
        93000 => "invalid webhook url",
        95000 => "invalid open_kfid",
        95001 => "send msg count limit",
        95002 => "send msg time limit",
        95007 => "invalid msg token",
        95018 => "send msg session status invalid",
        _ => "error",
    };
}
