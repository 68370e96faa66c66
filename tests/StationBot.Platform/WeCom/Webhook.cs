using System.Text;
using System.Text.Json;
using StationBot.Platform.Calls;
using StationBot.Platform.Phones;

namespace StationBot.Platform.WeCom;

/// <summary>A group that takes messages under a key (wechat.md §18): 20 a minute, texts to 2,048 bytes, markdown to 4,096.</summary>
public sealed class Webhook(string key, TimeProvider time)
{
    private readonly RateLimit _rate = new(time, (20, TimeSpan.FromMinutes(1)));

    public string Key { get; } = key;

    /// <summary>What the group sees.</summary>
    public Journal<PhoneMessage> Messages { get; } = new();

    internal ApiAnswer Send(JsonElement body)
    {
        var message = MessageBody.Read(PhoneMessageKind.App, body, time.GetUtcNow());
        var most = message.MsgType == "text" ? 2048 : 4096;
        if (message.MsgType.Length == 0)
        {
            return ApiAnswer.Error(40008);
        }
        if (message.MsgType is "text" or "markdown" or "markdown_v2" && (message.Text.Length == 0 || Encoding.UTF8.GetByteCount(message.Text) > most))
        {
            return ApiAnswer.Error(message.Text.Length == 0 ? 44004 : 40058);
        }
        if (!_rate.Take())
        {
            return ApiAnswer.Error(45009, "api freq out of limit");
        }
        Messages.Add(message);
        return ApiAnswer.Ok();
    }
}
