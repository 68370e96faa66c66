using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>
/// When customer service is asked for what customers wrote: as soon as a callback says that there is something, and now and then in case one
/// got lost. wechat.md §19.
/// </summary>
internal sealed partial class KfSync(
    WeComAccounts accounts, KfPages pages, IChannelMemory memory, IOptions<WeComOptions> options, TimeProvider time, ILogger<KfSync> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<(string Account, string OpenKfId), Pulls> _pulls = [];
    private readonly ConcurrentDictionary<(string Account, string OpenKfId), bool> _remembered = [];
    private CancellationToken _stopping = CancellationToken.None;

    /// <summary>There is something. Remembers where, and fetches it beside the callback.</summary>
    public async Task TellAsync(WeComAccount account, string openKfId, string? token)
    {
        if (!_remembered.ContainsKey((account.Name, openKfId)))
        {
            await RememberAsync(account, openKfId);
            _remembered.TryAdd((account.Name, openKfId), true);
        }
        _ = PullSafelyAsync(account, openKfId, token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        var desks = accounts.All.Where(a => a.CustomerService is not null).ToList();
        while (desks.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            foreach (var desk in desks)
            {
                foreach (var openKfId in await KnownAsync(desk, stoppingToken))
                {
                    await PullSafelyAsync(desk, openKfId, null);
                }
            }
            // Not every machine, and not every station, in the same second.
            var jitter = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1 + (int)(options.Value.PullEvery.TotalMilliseconds / 10)));
            await Task.Delay(options.Value.PullEvery + jitter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PullSafelyAsync(WeComAccount account, string openKfId, string? token)
    {
        var pulls = _pulls.GetOrAdd((account.Name, openKfId), _ => new Pulls());
        if (Interlocked.Exchange(ref pulls.Waits, 1) == 1)
        {
            // Somebody waits already, and will see what we would.
            return;
        }
        try
        {
            await pulls.Gate.WaitAsync(_stopping);
            Volatile.Write(ref pulls.Waits, 0);
            try
            {
                await pages.PullAsync(account, openKfId, token, _stopping);
            }
            finally
            {
                pulls.Gate.Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The next start goes on where the cursor is.
        }
        catch (Exception trouble)
        {
            LogTrouble(trouble, account.Name);
        }
    }

    private async Task<IReadOnlyCollection<string>> KnownAsync(WeComAccount account, CancellationToken cancellationToken)
    {
        try
        {
            return account.CustomerService!.OpenKfIds is { Count: > 0 } configured ? [.. configured]
                : await memory.FindAsync(KnownName(account), cancellationToken) is { } fact ? JsonSerializer.Deserialize<string[]>(fact.Value)! : [];
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogTrouble(trouble, account.Name);
            return [];
        }
    }

    private async Task RememberAsync(WeComAccount account, string openKfId)
    {
        while (account.CustomerService!.OpenKfIds.Count == 0)
        {
            var fact = await memory.FindAsync(KnownName(account), CancellationToken.None);
            var known = fact is null ? [] : JsonSerializer.Deserialize<string[]>(fact.Value)!;
            if (known.Contains(openKfId) || await memory.SaveAsync(KnownName(account), JsonSerializer.Serialize(known.Append(openKfId)), fact?.Version ?? 0, CancellationToken.None))
            {
                return;
            }
        }
    }

    private static string KnownName(WeComAccount account) => $"kf-known/{account.CorpId}/{account.Name}";

    [LoggerMessage(1072, LogLevel.Error, "Messages of customer service {Account} could not be fetched; the next round goes on")]
    private partial void LogTrouble(Exception trouble, string account);

    /// <summary>One pull of an account at a time, and at most one that waits.</summary>
    private sealed class Pulls
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public int Waits;
    }
}
