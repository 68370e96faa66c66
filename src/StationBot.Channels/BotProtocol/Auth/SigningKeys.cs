using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace StationBot.Channels.BotProtocol.Auth;

/// <summary>No signing keys have ever been read and the issuer cannot be reached: nobody can be let in or turned away yet.</summary>
public sealed class SigningKeysUnavailableException(string metadataUrl, Exception inner)
    : Exception($"The signing keys at {metadataUrl} cannot be read.", inner);

/// <summary>
/// The keys of one issuer: read once, again every 24 h, and once early, at most hourly, when a token names a key we do not know. Old keys
/// go on when a refresh fails, and only one caller at a time waits for one. bot-framework.md §3.2. The framework's ConfigurationManager
/// refreshes in the background, so the first message signed with a rotated key would be turned away for good; hence this class on top of
/// its retriever.
/// </summary>
internal sealed class SigningKeys(string metadataUrl, IDocumentRetriever documents, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);
    private static readonly TimeSpan EarlyEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _oneRefresh = new(1);
    private volatile Fetched? _fetched;
    private DateTimeOffset _earlyNotBefore = DateTimeOffset.MinValue;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private Exception? _lastFailure;

    /// <param name="kid">The key that is wanted.</param>
    /// <exception cref="SigningKeysUnavailableException">There are no keys, not even old ones.</exception>
    public async ValueTask<OpenIdConnectConfiguration> GetAsync(string? kid, CancellationToken cancellationToken)
    {
        if (_fetched is { } fresh && !IsDue(fresh, kid))
        {
            return fresh.Keys;
        }
        if (_fetched is { } old && _oneRefresh.CurrentCount == 0 && Knows(old, kid))
        {
            return old.Keys;
        }
        await _oneRefresh.WaitAsync(cancellationToken);
        try
        {
            if (_fetched is { } meanwhile && !IsDue(meanwhile, kid))
            {
                return meanwhile.Keys;
            }
            if (_fetched is null && _lastFailure is not null && time.GetUtcNow() < _notBefore)
            {
                throw new SigningKeysUnavailableException(metadataUrl, _lastFailure);
            }
            return await RefreshAsync(kid, cancellationToken);
        }
        finally
        {
            _oneRefresh.Release();
        }
    }

    public void Dispose() => _oneRefresh.Dispose();

    private async Task<OpenIdConnectConfiguration> RefreshAsync(string? kid, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_fetched is { } known && !Knows(known, kid))
        {
            _earlyNotBefore = now + EarlyEvery;
        }
        try
        {
            var keys = await OpenIdConnectConfigurationRetriever.GetAsync(metadataUrl, documents, cancellationToken);
            _fetched = new Fetched(keys, now);
            return keys;
        }
        catch (Exception unreachable) when (unreachable is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _notBefore = now + PauseAfterFailure;
            _lastFailure = unreachable;
            return _fetched?.Keys ?? throw new SigningKeysUnavailableException(metadataUrl, unreachable);
        }
    }

    private bool IsDue(Fetched fetched, string? kid)
    {
        var now = time.GetUtcNow();
        return now >= _notBefore && (now - fetched.At >= MaxAge || (!Knows(fetched, kid) && now >= _earlyNotBefore));
    }

    private static bool Knows(Fetched fetched, string? kid) => fetched.Keys.JsonWebKeySet?.Keys.Any(k => k.Kid == kid) ?? false;

    private sealed record Fetched(OpenIdConnectConfiguration Keys, DateTimeOffset At);
}
