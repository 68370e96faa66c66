using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StationBot.Handling.Loop;

namespace StationBot.Host.Api;

/// <summary>A request that its caller may repeat: the caller's key for it, and what it asks.</summary>
/// <param name="Key">Hash of the token and its key: another caller's key is another key.</param>
/// <param name="Fingerprint">Hash of the whole request.</param>
internal sealed record RepeatableRequest(string Key, string Fingerprint)
{
    private const int Longest = 200;

    /// <returns>Null when the caller sent no <c>Idempotency-Key</c>.</returns>
    /// <exception cref="BadInputException">The key is longer than 200 characters, or not printable ASCII.</exception>
    public static RepeatableRequest? Of(HttpRequest request, Caller caller, byte[] body)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var sent))
        {
            return null;
        }
        var key = sent.ToString();
        if (key.Length is 0 or > Longest || key.Any(c => c is < ' ' or > '~'))
        {
            throw new BadInputException("idempotency.bad_key", "Idempotency-Key", Longest);
        }
        return new RepeatableRequest(Hash($"{caller.Token}\n{key}", []), Hash($"{request.Method} {request.Path}\n{request.Headers.IfMatch}\n", body));
    }

    public HandledRequest Handled(Answer answer, DateTimeOffset at) => new(Key, Fingerprint, answer.Status, answer.Body, at);

    private static string Hash(string text, byte[] rest) => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(text), .. rest]));
}

/// <summary>
/// Answers already given. Requests with one key wait for each other here; between machines the unique row decides, and whoever comes second finds
/// the first one's answer.
/// </summary>
internal sealed class KeyedAnswers(ILoopStore store)
{
    private readonly SemaphoreSlim[] _doors = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<Answer> OnceAsync(RepeatableRequest? request, Func<Task<Answer>> handle, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            return await handle();
        }
        var door = _doors[Convert.ToInt32(request.Key[..2], 16) % _doors.Length];
        await door.WaitAsync(cancellationToken);
        try
        {
            return await FindAsync(request, cancellationToken) ?? await HandleAsync(request, handle, cancellationToken);
        }
        finally
        {
            door.Release();
        }
    }

    private async Task<Answer> HandleAsync(RepeatableRequest request, Func<Task<Answer>> handle, CancellationToken cancellationToken)
    {
        var answer = await handle();
        // Another machine may have had the same request and been first: then its answer is the answer. What was kept just now is this one.
        return answer.Status < StatusCodes.Status400BadRequest || await FindAsync(request, cancellationToken) is not { } kept || (kept.Status == answer.Status && kept.Body == answer.Body) ? answer : kept;
    }

    private async Task<Answer?> FindAsync(RepeatableRequest request, CancellationToken cancellationToken) =>
        await store.FindHandledAsync(request.Key, cancellationToken) is not { } handled ? null
        : handled.Fingerprint == request.Fingerprint ? new Answer(handled.Status, handled.Body) { Version = VersionIn(handled), Repeated = true }
        : throw new BadInputException("idempotency.key_reused", "Idempotency-Key") { Status = StatusCodes.Status422UnprocessableEntity };

    /// <summary>What stood in the ETag stands in the body of a step that was taken.</summary>
    private static int? VersionIn(HandledRequest handled)
    {
        using var body = JsonDocument.Parse(handled.Body);
        return handled.Status == StatusCodes.Status200OK && body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("version", out var version) && version.TryGetInt32(out var number)
            ? number : null;
    }
}
