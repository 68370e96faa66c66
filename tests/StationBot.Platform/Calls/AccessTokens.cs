using System.Security.Cryptography;

namespace StationBot.Platform.Calls;

/// <summary>The tokens of one account or app, by the rules of wechat.md §13. The classic and the stable kind know nothing of each other.</summary>
public sealed class AccessTokens(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(7200);
    private static readonly TimeSpan HandOver = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan China = TimeSpan.FromHours(8); // counters reset at midnight there (§14)
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _dies = [];
    private readonly HashSet<string> _killed = [];
    private readonly List<DateTimeOffset> _forced = [];
    private string? _stable;
    private string? _classic;

    /// <summary>How often a token was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>How many different ones were given out.</summary>
    public int Issued => _dies.Count;

    /// <summary>Every token dies as if its time were up: calls answer 42001.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            foreach (var token in _dies.Keys.ToArray())
            {
                _dies[token] = DateTimeOffset.MinValue;
            }
        }
    }

    /// <summary>Every token is called back, as when another system forced a new one: calls answer 40001 (WeCom: 40014).</summary>
    public void Revoke()
    {
        lock (_gate)
        {
            _killed.UnionWith(_dies.Keys);
        }
    }

    /// <summary><c>GET /cgi-bin/token</c>: always a new one; the one before lives five more minutes at most.</summary>
    internal ApiAnswer Classic()
    {
        lock (_gate)
        {
            Asked++;
            if (_classic is { } before && _dies[before] > time.GetUtcNow() + HandOver)
            {
                _dies[before] = time.GetUtcNow() + HandOver;
            }
            return Answer(_classic = Issue());
        }
    }

    /// <summary><c>gettoken</c> of WeCom: the same one until it dies, as older copies of the manual promise (§18).</summary>
    internal ApiAnswer Lasting()
    {
        lock (_gate)
        {
            Asked++;
            return Answer(_classic = IsGood(_classic, TimeSpan.Zero) ? _classic! : Issue());
        }
    }

    /// <summary><c>POST /cgi-bin/stable_token</c>: the same one until its last five minutes.</summary>
    internal ApiAnswer Stable(bool force)
    {
        lock (_gate)
        {
            Asked++;
            if (!force)
            {
                return Answer(_stable = IsGood(_stable, HandOver) ? _stable! : Issue());
            }
            var now = time.GetUtcNow();
            var today = now.ToOffset(China).Date;
            _forced.RemoveAll(f => f.ToOffset(China).Date != today);
            if (_forced.Count >= 20)
            {
                return ApiAnswer.Error(45009);
            }
            if (_forced.Count > 0 && now - _forced[^1] < TimeSpan.FromSeconds(30))
            {
                return ApiAnswer.Error(45011);
            }
            _forced.Add(now);
            if (_stable is { } before)
            {
                _killed.Add(before);
            }
            return Answer(_stable = Issue());
        }
    }

    /// <summary>0, or why the token does not do: 41001 missing, 42001 expired, <paramref name="unknown"/> for any other.</summary>
    internal int Check(string? token, int unknown = 40001)
    {
        lock (_gate)
        {
            return string.IsNullOrEmpty(token) ? 41001
                : !_dies.TryGetValue(token, out var dies) || _killed.Contains(token) ? unknown
                : dies <= time.GetUtcNow() ? 42001
                : 0;
        }
    }

    internal bool Knows(string? token)
    {
        lock (_gate)
        {
            return token is not null && _dies.ContainsKey(token);
        }
    }

    private bool IsGood(string? token, TimeSpan spare) => token is not null && !_killed.Contains(token) && _dies[token] > time.GetUtcNow() + spare;

    private string Issue()
    {
        var token = "77_" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", 133);
        _dies[token] = time.GetUtcNow() + Life;
        return token;
    }

    private ApiAnswer Answer(string token) =>
        ApiAnswer.Plain(("access_token", token), ("expires_in", (int)(_dies[token] - time.GetUtcNow()).TotalSeconds));
}
