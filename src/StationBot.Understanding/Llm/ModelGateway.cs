using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using OpenAI.Chat;
using Polly;
using Polly.CircuitBreaker;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Llm;

/// <summary>What came of asking the model.</summary>
/// <param name="Answer">Checked; null when there is none.</param>
/// <param name="Why">Empty, or why there is none: a few words for logs and staff, never the model's own.</param>
/// <param name="Use">What it took; also a useless answer costs. Null when nothing was asked.</param>
internal sealed record ModelReply<T>(T? Answer, string Why, ModelUse? Use) where T : class;

/// <summary>
/// The one way to the model: a limit on time and on tokens a day, a rest after repeated failures, answers remembered by what
/// was asked, and a count of what it all costs. Never throws but for the caller's own cancellation.
/// </summary>
internal sealed partial class ModelGateway : IDisposable
{
    private static readonly Meter Meter = new("StationBot");
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>("stationbot.model.calls", description: "Questions to the model by outcome.");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("stationbot.model.tokens", description: "Tokens by direction.");
    private static readonly Counter<double> Cost = Meter.CreateCounter<double>("stationbot.model.cost", "CNY", "Spent on the model, at the prices of the settings.");

    private const int MostAnswers = 5000;
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly Kernel _kernel;
    private readonly UnderstandingOptions _options;
    private readonly TimeProvider _time;
    private readonly ModelState _state;
    private readonly ILogger _logger;
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MostAnswers });
    private readonly ResiliencePipeline<FunctionResult> _breaker;
    private readonly TokenBudget _budget;
    private readonly SemaphoreSlim _atOnce;

    public ModelGateway(Kernel kernel, IOptions<UnderstandingOptions> options, TimeProvider time, ModelState state, ILogger<ModelGateway> logger)
    {
        (_kernel, _options, _time, _state, _logger) = (kernel, options.Value, time, state, logger);
        _budget = new TokenBudget(_options.TokensPerDay, time);
        _atOnce = new SemaphoreSlim(_options.AtOnce);
        _breaker = new ResiliencePipelineBuilder<FunctionResult> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<FunctionResult>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = TimeSpan.FromSeconds(30),
                ShouldHandle = static given => ValueTask.FromResult(given.Outcome.Exception is { } wrong and not OperationCanceledException),
            })
            .Build();
    }

    /// <param name="read">Checks an answer word by word; what it refuses is not remembered.</param>
    public async Task<ModelReply<T>> AskAsync<T>(string plugin, string function, KernelArguments arguments, Func<string, (T? Answer, string Why)> read, CancellationToken cancellationToken)
        where T : class
    {
        var asked = KeyOf(plugin, function, arguments);
        if (_answers.TryGetValue(asked, out string? remembered) && read(remembered!).Answer is { } known)
        {
            return Told(new ModelReply<T>(known, "", null), "remembered");
        }
        if (_budget.IsSpent)
        {
            return Told(new ModelReply<T>(null, "the day's tokens are spent", null), "budget");
        }
        if (!_atOnce.Wait(0, CancellationToken.None))
        {
            return Told(new ModelReply<T>(null, "too many questions at once", null), "busy");
        }
        FunctionResult result;
        try
        {
            result = await _breaker.ExecuteAsync(token => InTimeAsync(plugin, function, arguments, token), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return Told(new ModelReply<T>(null, "resting after failures", null), "resting");
        }
        // Whatever a library makes of an answer nobody foresaw: the resident's turn goes on without it.
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            return Told(new ModelReply<T>(null, Name(wrong), null), "failed");
        }
        finally
        {
            _atOnce.Release();
        }
        var use = Count(result);
        var content = result.GetValue<string>() ?? "";
        var (answer, why) = read(content);
        if (answer is null)
        {
            return Told(new ModelReply<T>(null, why, use), "refused");
        }
        _answers.Set(asked, content, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
        return Told(new ModelReply<T>(answer, "", use), "answered");
    }

    private async ValueTask<FunctionResult> InTimeAsync(string plugin, string function, KernelArguments arguments, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await _kernel.InvokeAsync(plugin, function, arguments, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private ModelUse Count(FunctionResult result)
    {
        var counted = result.Metadata?.GetValueOrDefault("Usage") as ChatTokenUsage;
        var (sent, received) = (counted?.InputTokenCount ?? 0, counted?.OutputTokenCount ?? 0);
        var cost = (sent * _options.InputPrice + received * _options.OutputPrice) / 1_000_000m;
        _budget.Spend(sent + received);
        Tokens.Add(sent, new KeyValuePair<string, object?>("direction", "in"));
        Tokens.Add(received, new KeyValuePair<string, object?>("direction", "out"));
        Cost.Add((double)cost);
        return new ModelUse(sent, received, cost);
    }

    private ModelReply<T> Told<T>(ModelReply<T> reply, string outcome) where T : class
    {
        Calls.Add(1, new TagList { { "outcome", outcome } });
        // What is remembered, and who came while others were asking, say nothing of the service.
        if (outcome is not ("remembered" or "busy"))
        {
            _state.Problem = reply.Answer is null ? reply.Why : null;
        }
        if (reply.Answer is null)
        {
            LogFailed(reply.Why);
        }
        return reply;
    }

    /// <summary>A hash, so that nothing a resident wrote is kept to find it again.</summary>
    private static string KeyOf(string plugin, string function, KernelArguments arguments)
    {
        var words = new StringBuilder(plugin).Append('/').Append(function);
        foreach (var (name, value) in arguments.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            words.Append('\0').Append(name).Append('\0').Append(value);
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(words.ToString())));
    }

    private static string Name(Exception wrong) => wrong switch
    {
        TimeoutException => "timeout",
        HttpOperationException { StatusCode: { } status } => $"http {(int)status}",
        HttpOperationException or HttpRequestException => "unreachable",
        Azure.Identity.AuthenticationFailedException => "no token from Entra ID",
        _ => wrong.GetType().Name,
    };

    public void Dispose()
    {
        _answers.Dispose();
        _atOnce.Dispose();
    }

    [LoggerMessage(3001, LogLevel.Warning, "The model did not help ({Why}); the offline answer stands")]
    private partial void LogFailed(string why);
}

/// <summary>How the model did when it was asked last, for whoever watches the station.</summary>
public sealed class ModelState
{
    private volatile string? _problem;

    /// <summary>Why it did not help, a few words; null when it did, or was not asked yet.</summary>
    public string? Problem { get => _problem; internal set => _problem = value; }
}

/// <summary>Tokens of one day, by China Standard Time; counted in this process.</summary>
internal sealed class TokenBudget(long perDay, TimeProvider time)
{
    private static readonly TimeSpan ChinaOffset = TimeSpan.FromHours(8);
    private readonly Lock _lock = new();
    private DateOnly _day;
    private long _spent;

    public bool IsSpent
    {
        get
        {
            lock (_lock)
            {
                Turn();
                return perDay > 0 && _spent >= perDay;
            }
        }
    }

    public void Spend(long tokens)
    {
        lock (_lock)
        {
            Turn();
            _spent += tokens;
        }
    }

    private void Turn()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().ToOffset(ChinaOffset).DateTime);
        if (today != _day)
        {
            (_day, _spent) = (today, 0);
        }
    }
}
