using System.Globalization;
using Microsoft.AspNetCore.Http;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeCom;

/// <summary>A callback's message, taken out of what it came in: always encrypted, and meant for the company. wechat.md §18.</summary>
internal abstract record WeComEnvelope
{
    private WeComEnvelope() { }

    public sealed record Opened(InboundFields Fields) : WeComEnvelope;

    /// <param name="Why">For counting; never told to the caller.</param>
    public sealed record Refused(string Why) : WeComEnvelope;

    public static WeComEnvelope Open(IQueryCollection query, byte[] body, WeComAccount account, DateTimeOffset now, TimeSpan maxAge)
    {
        if (MessageXml.Read(body, InboundPart.Envelope, InboundRead.MaxCompatibleCharacters) is not InboundRead.Parsed { Fields: var envelope })
        {
            return new Refused("envelope");
        }
        var decrypted = account.Crypto.Decrypt(query["msg_signature"], query["timestamp"], query["nonce"], envelope.Encrypt);
        if (decrypted is not Decrypted.Accepted message)
        {
            return new Refused(((Decrypted.Refused)decrypted).Why.ToString());
        }
        if (!CallbackHttp.IsRecent(query["timestamp"], now, maxAge))
        {
            return new Refused("replay");
        }
        return MessageXml.Read(message.Utf8, InboundPart.Notice) switch
        {
            // Two apps of one company may have been given the same keys.
            InboundRead.Parsed { Fields: var fields } when account.Agent is { } agent && fields["AgentID"] is { Length: > 0 } id
                && id != agent.AgentId.ToString(CultureInfo.InvariantCulture) => new Refused("agent"),
            InboundRead.Parsed { Fields: var fields } => new Opened(fields),
            _ => new Refused("message"),
        };
    }
}
