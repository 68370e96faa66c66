using Microsoft.AspNetCore.Http;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeChat;

/// <summary>A callback's message, taken out of what it came in. wechat.md §7, §8.</summary>
internal abstract record WeChatEnvelope
{
    private WeChatEnvelope() { }

    /// <param name="Key">Which key opened it and closes the reply; null when it came, and is answered, in clear.</param>
    public sealed record Opened(InboundFields Fields, int? Key, bool IsJson) : WeChatEnvelope;

    /// <param name="Why">For counting; never told to the caller.</param>
    public sealed record Refused(int Status, string Why) : WeChatEnvelope;

    public static WeChatEnvelope Open(IQueryCollection query, byte[] body, WeChatAccount account, DateTimeOffset now, TimeSpan maxAge)
    {
        var settings = account.Settings;
        var encrypted = query["encrypt_type"].ToString() is not ("" or "raw");
        // Safe mode is pinned: the three-part signature does not cover the body, so whoever saw one signed address could say anything. §8.
        if (settings.Mode == MessageMode.Safe && !encrypted)
        {
            return new Refused(StatusCodes.Status403Forbidden, "downgrade");
        }
        return encrypted && account.Crypto is not null ? OpenSealed(query, body, account, now, maxAge)
            : settings.Mode == MessageMode.Compatible && account.Crypto is not null && !encrypted ? new Refused(StatusCodes.Status403Forbidden, "downgrade")
            : OpenPlain(query, body, account, now, maxAge);
    }

    private static WeChatEnvelope OpenSealed(IQueryCollection query, byte[] body, WeChatAccount account, DateTimeOffset now, TimeSpan maxAge)
    {
        if (Read(body, InboundPart.Envelope, InboundRead.MaxCompatibleCharacters) is not InboundRead.Parsed { Fields: var envelope })
        {
            return new Refused(StatusCodes.Status403Forbidden, "envelope");
        }
        switch (account.Crypto!.Decrypt(query["msg_signature"], query["timestamp"], query["nonce"], envelope.Encrypt))
        {
            case Decrypted.Refused refused:
                return new Refused(StatusCodes.Status403Forbidden, refused.Why.ToString());
            case Decrypted.Accepted when !CallbackHttp.IsRecent(query["timestamp"], now, maxAge):
                return new Refused(StatusCodes.Status403Forbidden, "replay");
            case Decrypted.Accepted accepted:
                return Inner(Read(accepted.Utf8.ToArray(), InboundPart.Message, InboundRead.MaxCharacters), account, accepted.Key, LooksLikeJson(body));
            default:
                throw new InvalidOperationException();
        }
    }

    private static WeChatEnvelope OpenPlain(IQueryCollection query, byte[] body, WeChatAccount account, DateTimeOffset now, TimeSpan maxAge) =>
        !MessageSignature.IsOfQuery(query["signature"], account.Settings.Token, query["timestamp"], query["nonce"]) ? new Refused(StatusCodes.Status403Forbidden, "signature")
        : !CallbackHttp.IsRecent(query["timestamp"], now, maxAge) ? new Refused(StatusCodes.Status403Forbidden, "replay")
        : Inner(Read(body, InboundPart.Message, InboundRead.MaxCharacters), account, null, LooksLikeJson(body));

    private static WeChatEnvelope Inner(InboundRead read, WeChatAccount account, int? key, bool isJson) => read switch
    {
        InboundRead.Parsed { Fields: var fields } when account.Settings.OriginalId.Length == 0 || fields.ToUserName == account.Settings.OriginalId => new Opened(fields, key, isJson),
        InboundRead.Parsed => new Refused(StatusCodes.Status403Forbidden, "original-id"),
        // Not 400: a message that opens and cannot be read must look like one that does not open. §8.
        _ => new Refused(StatusCodes.Status403Forbidden, "message"),
    };

    // An account's data format is XML unless the console says JSON; the first character tells.
    private static InboundRead Read(byte[] body, InboundPart part, int maxCharacters) =>
        LooksLikeJson(body) ? MessageJson.Read(body, part, maxCharacters) : MessageXml.Read(body, part, maxCharacters);

    private static bool LooksLikeJson(byte[] body) => body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
