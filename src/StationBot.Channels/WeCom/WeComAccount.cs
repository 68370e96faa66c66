using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeCom;

/// <summary>One app or customer service at work: its keys, its token, and whether the platform refuses it.</summary>
internal sealed class WeComAccount(WeComAccountOptions settings, Uri api, PlatformClient client)
{
    public string Name => settings.Name;
    public string CorpId => settings.CorpId;

    /// <summary>Null for customer service.</summary>
    public WeComAgentOptions? Agent => settings as WeComAgentOptions;

    /// <summary>Null for an app.</summary>
    public WeComCustomerServiceOptions? CustomerService => settings as WeComCustomerServiceOptions;

    /// <summary>What is encrypted for an app of a company is meant for the company. wechat.md §18.</summary>
    public MessageCrypto Crypto { get; } = new(
        settings.Token, settings.EncodingAesKey, string.IsNullOrEmpty(settings.PreviousEncodingAesKey) ? null : settings.PreviousEncodingAesKey, settings.CorpId);

    /// <summary>One per secret, not per account: whether a second one voids the first is not documented (§23).</summary>
    public TokenSource Tokens { get; } = new(
        TokenSource.NameOf("wecom", settings.CorpId, settings.Secret),
        cancellationToken => client.GetAsync(new Uri(api, $"/cgi-bin/gettoken?corpid={Uri.EscapeDataString(settings.CorpId)}&corpsecret={Uri.EscapeDataString(settings.Secret)}"), cancellationToken));

    /// <summary>What is wrong with it at the platform, for operators; null when nothing is known.</summary>
    public string? Problem => _refused ?? (Silence.Problem is { } silent ? $"wecom/{Name}: {silent}" : null);

    public Silence Silence { get; } = new();

    /// <summary>Nothing is sent before.</summary>
    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>The errcode that the pause is for.</summary>
    public int PausedBy { get; private set; }

    private string? _refused;
    private DateTimeOffset _problemUntil;

    /// <param name="until">So long nothing that works shows that it is mended.</param>
    /// <param name="isAll">Nothing is sent until then; otherwise it is something of it only, and the rest goes on.</param>
    public void Refused(int code, DateTimeOffset until, bool isAll)
    {
        (_problemUntil, _refused) = (until, $"wecom/{Name}: the platform refuses this account ({code})");
        if (isAll)
        {
            (PausedUntil, PausedBy) = (until, code);
        }
    }

    /// <summary>A call went through. That one may be made says nothing of a pause that another has brought.</summary>
    public void Works(DateTimeOffset now) => _refused = _problemUntil > now ? _refused : null;

    /// <summary>Why a message of this account did not go out.</summary>
    public SendOutcome.Failed Failed(PlatformAnswer answer, TimeSpan? pause = null)
    {
        var reaction = PlatformErrors.OfWeCom(answer);
        return new SendOutcome.Failed(reaction.Why, answer.Code, reaction.Then, pause ?? reaction.Pause)
        {
            Trace = answer.Trace, Account = reaction.Scope is ErrorScope.Account or ErrorScope.Ability ? $"wecom/{Name}" : null,
        };
    }

    /// <summary>While it is paused nothing need be asked: its answer is known.</summary>
    public SendOutcome.Failed? Paused(DateTimeOffset now) => PausedUntil > now ? Failed(new PlatformAnswer(null, PausedBy, "", default), PausedUntil - now) : null;
}

internal sealed class WeComAccounts
{
    private readonly Dictionary<string, WeComAccount> _byName;

    public WeComAccounts(IOptions<WeComOptions> options, PlatformClient client) =>
        _byName = options.Value.Agents.Cast<WeComAccountOptions>().Concat(options.Value.CustomerService)
            .ToDictionary(a => a.Name, a => new WeComAccount(a, options.Value.ApiAddress, client), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<WeComAccount> All => _byName.Values;

    public WeComAccount? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// Whose business an account of customer service is that a callback tells of: the callback's own, or, where an app manages it and its
    /// address gets the news, the one of the same company. wechat.md §19.
    /// </summary>
    public WeComAccount? DeskOf(WeComAccount called, string openKfId)
    {
        return Takes(called) ? called : _byName.Values.FirstOrDefault(a => a.CorpId == called.CorpId && Takes(a));

        bool Takes(WeComAccount account) => account.CustomerService is { } desk && (desk.OpenKfIds.Count == 0 || desk.OpenKfIds.Contains(openKfId));
    }
}
