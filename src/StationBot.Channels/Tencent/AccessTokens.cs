using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Tencent;

/// <summary>Where a token comes from.</summary>
/// <param name="Name">One per account and secret; what machines share it under.</param>
/// <param name="Fetch">Asks the platform; its answer holds <c>access_token</c> and <c>expires_in</c>.</param>
internal sealed record TokenSource(string Name, Func<CancellationToken, Task<PlatformAnswer>> Fetch)
{
    /// <summary>A token belongs to whoever it was given to, not to the name of an account in our settings, and is worthless with another secret.</summary>
    public static string NameOf(string platform, string owner, string secret) =>
        $"{platform}/{owner}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..16]}";
}

/// <summary>A token, or why there is none.</summary>
internal sealed record TokenResult(string? Token, PlatformAnswer? Refused);

/// <summary>
/// Access tokens, one fetch at a time on however many machines: in memory, then in the store, then from the platform. A token is asked for anew
/// when under five minutes are left, and meanwhile goes on being used. wechat.md §13.
/// </summary>
internal sealed class AccessTokens(IChannelMemory memory, PlatformClient client, TimeProvider time)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UsableFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    public PlatformClient Client => client;

    /// <summary>A call with the token; once more with a new one when the platform no longer takes it. wechat.md §13.</summary>
    public async Task<PlatformAnswer> CallAsync(TokenSource source, Func<string, Task<PlatformAnswer>> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        string? refused = null;
        for (var run = 1; ; run++)
        {
            var token = await GetAsync(source, refused, cancellationToken);
            if (token.Token is not { } value)
            {
                // 40001 from the token endpoint is a wrong secret, no old token: it must not be tried with a new one.
                return token.Refused!.Code is 40001 or 40002 ? token.Refused with { Code = 40125 } : token.Refused;
            }
            var answer = await call(value);
            if (run > 1 || PlatformErrors.Of(answer).Scope != ErrorScope.Token)
            {
                return answer;
            }
            refused = value;
        }
    }

    /// <param name="refused">A token that the platform no longer took, so that it is not given again.</param>
    public async Task<TokenResult> GetAsync(TokenSource source, string? refused, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var kept = _kept.GetOrAdd(source.Name, _ => new Kept());
        if (Known(kept, refused) is { } known)
        {
            return known;
        }
        await kept.Gate.WaitAsync(cancellationToken);
        try
        {
            return Known(kept, refused) ?? await ShareAsync(source, kept, refused, cancellationToken);
        }
        finally
        {
            kept.Gate.Release();
        }
    }

    private TokenResult? Known(Kept kept, string? refused) =>
        kept.Token is { } token && IsFresh(token, refused) ? new TokenResult(token.Value, null)
        // A wrong secret stays wrong for a while: asking again with every message would only get the address blocked.
        : kept.Refused is { } answer && kept.AskAgainAt > time.GetUtcNow() ? new TokenResult(null, answer)
        : null;

    private async Task<TokenResult> ShareAsync(TokenSource source, Kept kept, string? refused, CancellationToken cancellationToken)
    {
        var name = "token/" + source.Name;
        while (true)
        {
            var fact = await memory.FindAsync(name, cancellationToken);
            var shared = fact is null ? new Shared() : JsonSerializer.Deserialize<Shared>(fact.Value)!;
            if (shared.Token is { } token && IsFresh(token, refused))
            {
                kept.Token = token;
                return new TokenResult(token.Value, null);
            }
            var now = time.GetUtcNow();
            if (shared.RenewingUntil > now)
            {
                if (shared.Token is { } old && old.Value != refused && IsUsable(old))
                {
                    return new TokenResult(old.Value, null);
                }
                await Task.Delay(Glance, time, cancellationToken);
                continue;
            }
            if (await memory.SaveAsync(name, JsonSerializer.Serialize(shared with { RenewingUntil = now + Lease }), fact?.Version ?? 0, cancellationToken))
            {
                return await FetchAsync(source, kept, name, shared.Token is { } last && last.Value != refused ? last : null, (fact?.Version ?? 0) + 1, cancellationToken);
            }
        }
    }

    /// <param name="old">Renewed early, it still works; null when there is none.</param>
    private async Task<TokenResult> FetchAsync(TokenSource source, Kept kept, string name, Token? old, int version, CancellationToken cancellationToken)
    {
        var answer = await source.Fetch(cancellationToken);
        if (answer.IsSuccess && answer.Text("access_token") is { Length: > 0 } value)
        {
            // Taken from the answer, never assumed.
            var token = new Token(value, time.GetUtcNow() + TimeSpan.FromSeconds(Math.Max(60, answer.Number("expires_in"))));
            (kept.Token, kept.Refused) = (token, null);
            await memory.SaveAsync(name, JsonSerializer.Serialize(new Shared { Token = token }), version, cancellationToken);
            return new TokenResult(value, null);
        }
        await memory.SaveAsync(name, JsonSerializer.Serialize(new Shared { Token = old }), version, cancellationToken);
        if (old is not null && IsUsable(old))
        {
            // A platform in trouble for a moment is no reason to fall silent.
            return new TokenResult(old.Value, null);
        }
        // That the token's answer was lost says nothing of the message: without a token it has not gone out.
        var refusal = answer.IsSuccess || answer.Failure is not null ? answer with { Failure = SendFailure.Unavailable } : answer;
        (kept.Refused, kept.AskAgainAt) = (refusal, time.GetUtcNow() + (refusal.Failure is null ? AfterRefusal : AfterFailure));
        return new TokenResult(null, refusal);
    }

    private bool IsFresh(Token token, string? refused) => token.Value != refused && token.ExpiresAt - time.GetUtcNow() > RenewBefore;

    private bool IsUsable(Token token) => token.ExpiresAt - time.GetUtcNow() > UsableFor;

    private sealed record Token(string Value, DateTimeOffset ExpiresAt);

    private sealed record Shared
    {
        public Token? Token { get; init; }
        public DateTimeOffset? RenewingUntil { get; init; }
    }

    private sealed class Kept
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public Token? Token { get; set; }
        public PlatformAnswer? Refused { get; set; }
        public DateTimeOffset AskAgainAt { get; set; }
    }
}
