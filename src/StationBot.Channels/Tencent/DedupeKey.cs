using System.Security.Cryptography;
using System.Text;

namespace StationBot.Channels.Tencent;

/// <summary>
/// What all deliveries of one message have in common and no other message has: the value of the inbox's unique index. wechat.md §4.
/// Query parameters are no part of it, for they may differ between attempts.
/// </summary>
internal static class DedupeKey
{
    private const int MostPlain = 64;

    /// <summary>
    /// <c>account/MsgId</c> for messages, <c>event/…</c> for events. An event's parts are hashed: they name the resident, who must not
    /// lie open in an index (nor outlive an unsubscribe there, §20), and an EventKey can be a URL longer than an index takes.
    /// </summary>
    public static string Of(InboundFields fields)
    {
        var parts = Parts(fields);
        return parts is [{ } account, { } id] && IsPlain(account) && IsPlain(id)
            ? $"{account}/{id}"
            : $"{(parts.Length == 2 ? "message" : "event")}/{Hash(parts)}";
    }

    /// <summary>The parts in the order of wechat.md §4; absent ones are empty.</summary>
    internal static string[] Parts(InboundFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var account = fields.ToUserName ?? "";
        if (fields.MsgType != "event" && fields.MsgId is { Length: > 0 } id)
        {
            return [account, id];
        }
        return
        [
            account, fields.FromUserName ?? "", fields["CreateTime"] ?? "",
            // A message without MsgId is not in the manual; its type then stands for the event.
            fields.Event ?? fields.MsgType ?? "", fields.EventKey ?? "",
            // MsgID: template reports. AgentID: in WeCom one company's apps share ToUserName, and a person can open two within a second.
            fields["MsgID"] ?? "", fields["AgentID"] ?? "",
        ];
    }

    private static bool IsPlain(string part) =>
        part.Length is > 0 and <= MostPlain && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    // U+001F can come neither by XML nor, cleaned, by JSON: no two lists of parts join to the same text.
    private static string Hash(string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', parts))));
}
