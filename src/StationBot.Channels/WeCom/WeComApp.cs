using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeCom;

/// <summary>Whom a message is for.</summary>
/// <param name="Users">Userids, at most 1,000; <c>@all</c> alone for everybody.</param>
/// <param name="Parties">At most 100, as <paramref name="Tags"/>.</param>
public sealed record WeComReceivers(IReadOnlyList<string> Users, IReadOnlyList<string> Parties, IReadOnlyList<string> Tags)
{
    /// <summary>The same words once more are another message, as of a second emergency of the same kind: the platform is not asked to drop repetitions.</summary>
    public bool HearRepetitions { get; init; }

    public static WeComReceivers User(string userId) => new([userId], [], []);
}

/// <summary>What became of it, and for whom it was nobody: a partly failed send is no failure to the platform. wechat.md §18.</summary>
public sealed record WeComSent(SendOutcome Outcome, IReadOnlyList<string> InvalidUsers, IReadOnlyList<string> InvalidParties, IReadOnlyList<string> InvalidTags);

/// <summary>Messages of an app to members, parties and tags. wechat.md §18.</summary>
public sealed class WeComApp
{
    internal const int MostUsers = 1000;
    internal const int MostGroups = 100;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly WeComAccounts _accounts;
    private readonly WeComApi _api;
    private readonly WeComOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Agent, string User), SlidingLimit> _rates = [];
    private DateTimeOffset _sweptAt;

    internal WeComApp(WeComAccounts accounts, WeComApi api, IOptions<WeComOptions> options, TimeProvider time) =>
        (_accounts, _api, _options, _time, _sweptAt) = (accounts, api, options.Value, time, time.GetUtcNow());

    /// <param name="text">At most <see cref="WeComOptions.MaxTextBytes"/>: see <see cref="TextPieces"/>. Shown in WeCom and in WeChat.</param>
    public Task<WeComSent> SendTextAsync(string agent, WeComReceivers to, string text, CancellationToken cancellationToken) =>
        SendAsync(agent, to, "text", new JsonObject { ["content"] = Fitting(text) }, cancellationToken);

    /// <summary>Shown in WeCom only: whoever reads through WeChat sees nothing of it.</summary>
    public Task<WeComSent> SendMarkdownAsync(string agent, WeComReceivers to, string markdown, CancellationToken cancellationToken) =>
        SendAsync(agent, to, "markdown", new JsonObject { ["content"] = Fitting(markdown) }, cancellationToken);

    /// <param name="card">The object <c>template_card</c> of the manual; taps come back as events of the app.</param>
    public Task<WeComSent> SendTemplateCardAsync(string agent, WeComReceivers to, JsonObject card, CancellationToken cancellationToken) =>
        SendAsync(agent, to, "template_card", card, cancellationToken);

    private async Task<WeComSent> SendAsync(string agent, WeComReceivers to, string type, JsonObject content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to.Users.Count, MostUsers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(to.Parties.Count, to.Tags.Count), MostGroups);
        if (_accounts.Find(agent) is not { Agent: { } settings } account)
        {
            return Failed(new SendOutcome.Failed(SendFailure.Misconfigured, 0, FailurePolicy.TellStaff));
        }
        var now = _time.GetUtcNow();
        if (account.Paused(now) is { } paused)
        {
            return Failed(paused);
        }
        if (to.Users.Select(user => RateOf(agent, user).Take()).Max() is { } wait)
        {
            // The platform would take it, say nothing, and show it to nobody.
            return Failed(new SendOutcome.Failed(SendFailure.Throttled, 0, FailurePolicy.Retry, wait));
        }
        var answer = await _api.PostAsync(account, "/cgi-bin/message/send", new JsonObject
        {
            ["touser"] = string.Join('|', to.Users), ["toparty"] = string.Join('|', to.Parties), ["totag"] = string.Join('|', to.Tags),
            ["msgtype"] = type, ["agentid"] = settings.AgentId, [type] = content,
            ["enable_duplicate_check"] = to.HearRepetitions ? 0 : 1, ["duplicate_check_interval"] = (int)_options.DuplicateCheck.TotalSeconds,
        }, cancellationToken);
        if (!answer.IsSuccess)
        {
            return Failed(account.Failed(answer));
        }
        return new WeComSent(new SendOutcome.Sent(answer.Text("msgid"), "message/send"), Listed(answer, "invaliduser"), Listed(answer, "invalidparty"), Listed(answer, "invalidtag"));
    }

    private SlidingLimit RateOf(string agent, string user)
    {
        var now = _time.GetUtcNow();
        if (now - _sweptAt > Hour)
        {
            _sweptAt = now;
            foreach (var (key, rate) in _rates.Where(r => r.Value.IsIdle))
            {
                _rates.TryRemove(KeyValuePair.Create(key, rate));
            }
        }
        return _rates.GetOrAdd((agent, user), _ => new SlidingLimit(_time, (_options.MemberPerMinute, TimeSpan.FromMinutes(1)), (_options.MemberPerHour, Hour)));
    }

    // Longer ones are cut by the platform without a word.
    private static string Fitting(string text) =>
        System.Text.Encoding.UTF8.GetByteCount(text) <= 2048 ? text : throw new ArgumentException("Over 2,048 bytes: split it first.", nameof(text));

    private static string[] Listed(PlatformAnswer answer, string name) => answer.Text(name)?.Split('|', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static WeComSent Failed(SendOutcome.Failed failed) => new(failed, [], [], []);
}
