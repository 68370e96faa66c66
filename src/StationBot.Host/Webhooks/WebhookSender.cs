using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using StationBot.Handling.Loop;

namespace StationBot.Host.Webhooks;

/// <summary>
/// Brings case events to their subscribers: at least once, signed, again and again for three days. The subscriber knows a repeated event by its
/// id. What cannot be delivered is kept for operators (<c>outbox list</c>, health).
/// </summary>
internal sealed partial class WebhookSender(IWebhookQueue queue, IHttpClientFactory clients, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookSender> logger) : BackgroundService
{
    public const string ClientName = "webhooks";
    public const string SignatureHeader = "StationBot-Signature";
    public const string EventHeader = "StationBot-Event";
    private const int SideBySide = 16;

    /// <summary>How long a subscriber may take to answer.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    // Longer than the longest send, so that a slow one is not started twice.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);

    /// <summary><c>t=SECONDS,v1=HEX</c>: HMAC-SHA256 of <c>SECONDS.BODY</c>. The moment is signed too, so that an old delivery cannot be played again later.</summary>
    public static string Sign(string secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")))}";
    }

    /// <summary>5 s, 10 s, 20 s… an hour at most.</summary>
    public static TimeSpan PauseAfter(int attempts) => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Clamp(attempts - 1, 0, 20)));

    /// <summary>Sends what is due to one subscriber now.</summary>
    /// <returns>How many deliveries were tried.</returns>
    public async Task<int> SendDueAsync(Webhook hook, CancellationToken cancellationToken)
    {
        var due = await queue.LeaseAsync(hook.Name, SideBySide, Lease, cancellationToken);
        await Task.WhenAll(due.Select(d => DeliverAsync(hook, d, cancellationToken)));
        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await queue.GiveUpAllButAsync([.. options.Value.Hooks.Select(h => h.Name)], "no such webhook in the settings", stoppingToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogTrouble(trouble); // the next start tries again; the subscribers that are there need not wait for it
        }
        // A subscriber that lets every request run into its time limit holds up nobody but itself.
        await Task.WhenAll(options.Value.Hooks.Select(h => SendToAsync(h, stoppingToken)));
    }

    private async Task SendToAsync(Webhook hook, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var sent = 0;
            try
            {
                sent = await SendDueAsync(hook, stoppingToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                LogTrouble(trouble);
            }
            if (sent < SideBySide)
            {
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DeliverAsync(Webhook hook, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        if (await PostAsync(hook, delivery, cancellationToken) is not { } error)
        {
            await queue.DeliveredAsync(delivery.Id, cancellationToken);
            return;
        }
        var next = time.GetUtcNow() + PauseAfter(delivery.Attempts);
        var over = next - delivery.At > GivenUpAfter;
        await queue.FailedAsync(delivery.Id, over ? null : next, error, cancellationToken);
        if (over)
        {
            LogGivenUp(delivery.Id, delivery.Hook, delivery.Attempts, error);
        }
        else
        {
            LogRetry(delivery.Id, delivery.Hook, delivery.Attempts, error);
        }
    }

    /// <returns>Why it did not arrive, in our own words; null when it did.</returns>
    private async Task<string?> PostAsync(Webhook hook, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add(SignatureHeader, Sign(hook.Secret, time.GetUtcNow(), delivery.Body));
        request.Headers.Add(EventHeader, delivery.EventId.ToString());
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode ? null : $"status {(int)answer.StatusCode}";
        }
        catch (HttpRequestException failure)
        {
            return $"not reached: {failure.HttpRequestError}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer in time";
        }
    }

    [LoggerMessage(3200, LogLevel.Information, "Webhook delivery {DeliveryId} to {Hook} failed at attempt {Attempt}: {Error}; it is tried again")]
    private partial void LogRetry(Guid deliveryId, string hook, int attempt, string error);

    [LoggerMessage(3201, LogLevel.Warning, "Webhook delivery {DeliveryId} to {Hook} was given up after {Attempt} attempts: {Error}")]
    private partial void LogGivenUp(Guid deliveryId, string hook, int attempt, string error);

    [LoggerMessage(3202, LogLevel.Error, "Webhooks met trouble")]
    private partial void LogTrouble(Exception trouble);
}
