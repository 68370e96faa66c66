using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeChat;

/// <summary>Calls of one account's API, with its token: renewed once when the platform no longer takes it. wechat.md §10–13.</summary>
internal sealed class WeChatApi(AccessTokens tokens, IOptions<WeChatOptions> options, TimeProvider time)
{
    private const int DailyQuota = 45009;

    public Task<PlatformAnswer> SendTextAsync(WeChatAccount account, string openId, string text, CancellationToken cancellationToken) =>
        PostAsync(account, "/cgi-bin/message/custom/send", new JsonObject { ["touser"] = openId, ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text } }, cancellationToken);

    public Task<PlatformAnswer> SendNoticeAsync(WeChatAccount account, Door door, JsonObject notice, CancellationToken cancellationToken) =>
        PostAsync(account, door == Door.Template ? "/cgi-bin/message/template/send" : "/cgi-bin/message/subscribe/bizsend", notice, cancellationToken);

    public Task<PlatformAnswer> PostAsync(WeChatAccount account, string path, JsonNode body, CancellationToken cancellationToken) =>
        CallAsync(account, token => tokens.Client.PostAsync(UrlOf(path, token), body, cancellationToken), cancellationToken);

    public Task<PlatformAnswer> GetAsync(WeChatAccount account, string path, CancellationToken cancellationToken) =>
        CallAsync(account, token => tokens.Client.GetAsync(UrlOf(path, token), cancellationToken), cancellationToken);

    public async Task<PlatformFile> DownloadAsync(WeChatAccount account, string mediaId, CancellationToken cancellationToken)
    {
        PlatformFile? file = null;
        var answer = await CallAsync(account, async token =>
        {
            file = await tokens.Client.DownloadAsync(UrlOf("/cgi-bin/media/get", token, "&media_id=" + Uri.EscapeDataString(mediaId)), options.Value.MaxMediaBytes, cancellationToken);
            return file.Refused ?? new PlatformAnswer(null, 0, "", default);
        }, cancellationToken);
        return file is { Refused: null } ? file : new PlatformFile(null, null, answer);
    }

    private async Task<PlatformAnswer> CallAsync(WeChatAccount account, Func<string, Task<PlatformAnswer>> call, CancellationToken cancellationToken)
    {
        var answer = await tokens.CallAsync(account.Tokens, call, cancellationToken);
        Note(account, answer);
        return answer;
    }

    private void Note(WeChatAccount account, PlatformAnswer answer)
    {
        if (answer.IsSuccess)
        {
            account.Works();
        }
        else if (PlatformErrors.Of(answer) is { Scope: ErrorScope.Account or ErrorScope.Token, Pause: { } pause })
        {
            var now = time.GetUtcNow();
            account.Pause(answer.Code == DailyQuota ? MidnightAfter(now) : now + pause, answer.Code);
        }
    }

    // The platform counts by China's days. §14.
    private static DateTimeOffset MidnightAfter(DateTimeOffset now)
    {
        var local = now.ToOffset(TimeSpan.FromHours(8));
        return new DateTimeOffset(local.Date.AddDays(1), local.Offset).ToUniversalTime();
    }

    private Uri UrlOf(string path, string token, string more = "") => new(options.Value.ApiAddress, $"{path}?access_token={Uri.EscapeDataString(token)}{more}");
}
