using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeCom;

/// <summary>Calls of the platform's API in an account's name, with its token. wechat.md §18, §19.</summary>
internal sealed class WeComApi(AccessTokens tokens, IOptions<WeComOptions> options, TimeProvider time)
{
    public async Task<PlatformAnswer> PostAsync(WeComAccount account, string path, JsonObject body, CancellationToken cancellationToken)
    {
        var answer = await tokens.CallAsync(account.Tokens, token => tokens.Client.PostAsync(UrlOf(path, token), body, cancellationToken), cancellationToken);
        account.Silence.Heard(answer);
        Note(account, answer);
        return answer;
    }

    /// <summary>To a group, by the robot's key instead of a token.</summary>
    public Task<PlatformAnswer> PostToGroupAsync(string key, JsonObject body, CancellationToken cancellationToken) =>
        tokens.Client.PostAsync(new Uri(options.Value.ApiAddress, "/cgi-bin/webhook/send?key=" + Uri.EscapeDataString(key)), body, cancellationToken);

    public async Task<PlatformFile> DownloadAsync(WeComAccount account, string mediaId, int attempt, CancellationToken cancellationToken)
    {
        PlatformFile? file = null;
        var answer = await tokens.CallAsync(account.Tokens, async token =>
        {
            file = await tokens.Client.DownloadAsync(UrlOf("/cgi-bin/media/get", token, "&media_id=" + Uri.EscapeDataString(mediaId)), options.Value.MaxMediaBytes, attempt, cancellationToken);
            return file.Refused ?? new PlatformAnswer(null, 0, "", default);
        }, cancellationToken);
        Note(account, answer);
        return file is { Refused: null } ? file : new PlatformFile(null, null, answer);
    }

    private void Note(WeComAccount account, PlatformAnswer answer)
    {
        if (answer.IsSuccess)
        {
            account.Works(time.GetUtcNow());
        }
        else if (PlatformErrors.OfWeCom(answer) is { Why: SendFailure.Misconfigured or SendFailure.Unauthorized or SendFailure.Forbidden } reaction)
        {
            account.Refused(answer.Code, time.GetUtcNow() + (reaction.Pause ?? TimeSpan.Zero), reaction.Scope is ErrorScope.Account or ErrorScope.Token);
        }
    }

    private Uri UrlOf(string path, string token, string more = "") => new(options.Value.ApiAddress, $"{path}?access_token={Uri.EscapeDataString(token)}{more}");
}

/// <summary>So many in a sliding span of time, for several spans at once. In memory: it forgets with the process. Safe for use by many threads.</summary>
internal sealed class SlidingLimit(TimeProvider time, params (int Most, TimeSpan Within)[] rules)
{
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _taken = [];

    /// <summary>Nothing taken lately: it can be forgotten.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _taken.Count == 0 || rules.All(r => time.GetUtcNow() - _taken[^1] >= r.Within);
            }
        }
    }

    /// <returns>Null: taken. Otherwise how long until there is room; nothing was taken.</returns>
    public TimeSpan? Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _taken.RemoveAll(t => rules.All(r => now - t >= r.Within));
            TimeSpan? wait = null;
            foreach (var (most, within) in rules)
            {
                var inside = _taken.FindAll(t => now - t < within);
                if (inside.Count >= most && inside[^most] + within - now is var until && !(wait > until))
                {
                    wait = until;
                }
            }
            if (wait is null)
            {
                _taken.Add(now);
            }
            return wait;
        }
    }
}
