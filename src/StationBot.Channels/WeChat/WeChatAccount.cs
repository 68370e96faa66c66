using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeChat;

/// <summary>One account at work: its keys, its token, and what the platform has said it may not do.</summary>
internal sealed class WeChatAccount
{
    /// <summary>A right may be granted, a template mended: after a day the door is tried again.</summary>
    private static readonly TimeSpan ShutFor = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<Door, (DateTimeOffset Until, int Code)> _shut = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _usedUp = new(StringComparer.Ordinal);
    private string? _refused;

    public WeChatAccount(WeChatAccountOptions settings, Uri api, PlatformClient client)
    {
        Settings = settings;
        Crypto = settings.EncodingAesKey.Length == 0 ? null : new MessageCrypto(settings.Token, settings.EncodingAesKey, string.IsNullOrEmpty(settings.PreviousEncodingAesKey) ? null : settings.PreviousEncodingAesKey, settings.AppId);
        Tokens = new TokenSource(TokenSource.NameOf("wechat", settings.AppId, settings.AppSecret), cancellationToken => client.PostAsync(
            new Uri(api, "/cgi-bin/stable_token"),
            new JsonObject { ["grant_type"] = "client_credential", ["appid"] = settings.AppId, ["secret"] = settings.AppSecret },
            cancellationToken));
    }

    public WeChatAccountOptions Settings { get; }
    public string Name => Settings.Name;

    /// <summary>Null for an account in plain mode without a key.</summary>
    public MessageCrypto? Crypto { get; }
    public TokenSource Tokens { get; }
    public Silence Silence { get; } = new();

    /// <summary>What is wrong with the account at the platform, for operators; null when nothing is known.</summary>
    public string? Problem(DateTimeOffset now) =>
        _refused
        ?? (Silence.Problem is { } silent ? $"wechat/{Name}: {silent}" : null)
        ?? (DisabledAt(now) is { Count: > 0 } shut ? $"wechat/{Name}: the platform does not let this account use {string.Join(", ", shut)}" : null)
        ?? (_usedUp.Where(u => u.Value > now).Select(u => u.Key).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } calls ? $"wechat/{Name}: today's quota is used up for {string.Join(", ", calls)}" : null);

    /// <summary>Nothing is sent before.</summary>
    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>The errcode that the pause is for.</summary>
    public int PausedBy { get; private set; }

    public IReadOnlySet<Door> DisabledAt(DateTimeOffset now) => _shut.Where(d => d.Value.Until > now).Select(d => d.Key).ToHashSet();

    public void Disable(Door door, int code, DateTimeOffset now) => _shut[door] = (now + ShutFor, code);

    /// <summary>What the platform said when it shut the door; null while it is open.</summary>
    public int? RefusalOf(Door door, DateTimeOffset now) => _shut.TryGetValue(door, out var shut) && shut.Until > now ? shut.Code : null;

    /// <summary>When a call whose quota of the day is used up may be made again; null: now. 45009, §14.</summary>
    public DateTimeOffset? UsedUpUntil(string call, DateTimeOffset now) => _usedUp.TryGetValue(call, out var until) && until > now ? until : null;

    /// <summary>The platform counts by China's days. §14.</summary>
    public void UseUp(string call, DateTimeOffset now)
    {
        var local = now.ToOffset(TimeSpan.FromHours(8));
        _usedUp[call] = new DateTimeOffset(local.Date.AddDays(1), local.Offset).ToUniversalTime();
    }

    public void Pause(DateTimeOffset until, int code) => (PausedUntil, PausedBy, _refused) = (until, code, $"wechat/{Name}: the platform refuses this account ({code})");

    /// <summary>A call went through. That one may be made says nothing of a pause that another has brought.</summary>
    public void Works(DateTimeOffset now) => _refused = PausedUntil > now ? _refused : null;
}

internal sealed class WeChatAccounts
{
    private readonly Dictionary<string, WeChatAccount> _byName;

    public WeChatAccounts(IOptions<WeChatOptions> options, PlatformClient client) =>
        _byName = options.Value.Accounts.ToDictionary(a => a.Name, a => new WeChatAccount(a, options.Value.ApiAddress, client), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<WeChatAccount> All => _byName.Values;

    public WeChatAccount? Find(string name) => _byName.GetValueOrDefault(name);
}
