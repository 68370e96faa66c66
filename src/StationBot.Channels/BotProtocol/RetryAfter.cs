using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace StationBot.Channels.BotProtocol;

/// <summary>Retries of Connector calls. bot-framework.md §5.</summary>
internal static class RetryAfter
{
    private const int Retries = 4;
    private static readonly TimeSpan PerAttempt = TimeSpan.FromSeconds(15);

    /// <summary>How long a channel asks us to wait, from seconds or a date; null when it does not say.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>
    /// Tries again after throttling, server trouble and lost connections; not after a timeout, which may have been a success, and not when
    /// the channel asks for more patience than <paramref name="budget"/>: such waits belong to the outbox.
    /// </summary>
    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeProvider time, TimeSpan budget)
    {
        pipeline.TimeProvider = time;
        pipeline.AddTimeout(budget);
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(500),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldRetryAfterHeader = false,
            DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } response ? Of(response, time) : null),
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome switch
            {
                { Exception: HttpRequestException } => true,
                { Result: { } response } => IsTransient(response.StatusCode) && (Of(response, time) ?? TimeSpan.Zero) < budget / 2,
                _ => false,
            }),
        });
        pipeline.AddTimeout(PerAttempt);
    }

    private static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 412 or 429 or 500 or 502 or 503 or 504;
}
