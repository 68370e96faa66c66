using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeChat;

/// <summary>Calls of one account's API, with its token: renewed once when the platform no longer takes it. wechat.md §10–13.</summary>
internal sealed class WeChatApi(AccessTokens tokens, IOptions<WeChatOptions> options, TimeProvider time)
{
    private const int DailyQuota = 45009;
    private const string MediaGet = "/cgi-bin/media/get";

    public Task<PlatformAnswer> SendTextAsync(WeChatAccount account, string openId, string text, CancellationToken cancellationToken) =>
        PostAsync(account, CallOf(Door.CustomerService), new JsonObject { ["touser"] = openId, ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text } }, cancellationToken);

    public Task<PlatformAnswer> SendNoticeAsync(WeChatAccount account, Door door, JsonObject notice, CancellationToken cancellationToken) =>
        PostAsync(account, CallOf(door), notice, cancellationToken);

    /// <summary>The call that goes through a door.</summary>
    public static string CallOf(Door door) => door switch
    {
        Door.Template => "/cgi-bin/message/template/send",
        Door.Subscription => "/cgi-bin/message/subscribe/bizsend",
        _ => "/cgi-bin/message/custom/send",
    };

    public Task<PlatformAnswer> PostAsync(WeChatAccount account, string path, JsonNode body, CancellationToken cancellationToken) =>
        CallAsync(account, path, token => tokens.Client.PostAsync(UrlOf(path, token), body, cancellationToken), cancellationToken);

    public Task<PlatformAnswer> GetAsync(WeChatAccount account, string path, CancellationToken cancellationToken) =>
        CallAsync(account, path, token => tokens.Client.GetAsync(UrlOf(path, token), cancellationToken), cancellationToken);

    public async Task<PlatformFile> DownloadAsync(WeChatAccount account, string mediaId, int attempt, CancellationToken cancellationToken)
    {
        PlatformFile? file = null;
        var answer = await CallAsync(account, MediaGet, async token =>
        {
            file = await tokens.Client.DownloadAsync(UrlOf(MediaGet, token, "&media_id=" + Uri.EscapeDataString(mediaId)), options.Value.MaxMediaBytes, attempt, cancellationToken);
            return file.Refused ?? new PlatformAnswer(null, 0, "", default);
        }, cancellationToken);
        return file is { Refused: null } ? file : new PlatformFile(null, null, answer);
    }

    private async Task<PlatformAnswer> CallAsync(WeChatAccount account, string path, Func<string, Task<PlatformAnswer>> call, CancellationToken cancellationToken)
    {
        if (account.UsedUpUntil(path, time.GetUtcNow()) is not null)
        {
            // Its answer is known until midnight; other calls have quotas of their own. §14.
            return new PlatformAnswer(null, DailyQuota, "", default);
        }
        var answer = await tokens.CallAsync(account.Tokens, call, cancellationToken);
        if (path != MediaGet)
        {
            // A file may be out of order by itself.
            account.Silence.Heard(answer);
        }
        Note(account, path, answer);
        return answer;
    }

    private void Note(WeChatAccount account, string path, PlatformAnswer answer)
    {
        if (answer.IsSuccess)
        {
            account.Works(time.GetUtcNow());
            return;
        }
        switch (PlatformErrors.Of(answer))
        {
            case { Scope: ErrorScope.Call }:
                account.UseUp(path, time.GetUtcNow());
                break;
            case { Scope: ErrorScope.Account or ErrorScope.Token, Pause: { } pause }:
                account.Pause(time.GetUtcNow() + pause, answer.Code);
                break;
        }
    }

    private Uri UrlOf(string path, string token, string more = "") => new(options.Value.ApiAddress, $"{path}?access_token={Uri.EscapeDataString(token)}{more}");
}
