namespace StationBot.Host.Api;

/// <summary>A status and its JSON, as it goes out and as it is kept for whoever asks again with the same key.</summary>
internal sealed record Answer(int Status, string Body) : IResult
{
    /// <summary>The case's version, as ETag.</summary>
    public int? Version { get; init; }

    /// <summary>It was given before, to the same request.</summary>
    public bool Repeated { get; init; }

    public static Answer Of<T>(T value, int? version = null) => new(StatusCodes.Status200OK, ApiJson.Write(value)) { Version = version };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = Status < StatusCodes.Status400BadRequest ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
        // What somebody may see is nobody else's, whatever stands between.
        response.Headers.CacheControl = "no-store";
        if (Version is { } version)
        {
            response.Headers.ETag = $"\"{version}\"";
        }
        if (Repeated)
        {
            response.Headers["Idempotency-Replayed"] = "true";
        }
        return response.WriteAsync(Body, httpContext.RequestAborted);
    }
}

/// <summary>RFC 9457. The code is stable; the sentences are for people and may change.</summary>
/// <param name="Field">The field, query parameter or header that is missing or wrong, when it is one.</param>
internal sealed record Problem(string Type, string Title, int Status, string Code, string Detail, string? Field = null, string? TraceId = null);

internal static class Problems
{
    /// <summary>Of the API itself; its sentence stands in api-texts.json.</summary>
    public static Answer Of(int status, string code, string? field = null, params object?[] words) => Said(status, code, ApiTexts.Of(code, words), field);

    /// <summary>With a sentence that another room has made.</summary>
    public static Answer Said(int status, string code, string detail, string? field = null, string? trace = null) =>
        new(status, ApiJson.Write(new Problem($"urn:stationbot:problem:{code}", ApiTexts.Of($"title.{status}"), status, code, detail, field, trace)));
}

/// <summary>A request that cannot be read: what is wrong with it, and where. Thrown where it is read, caught by the API's filter.</summary>
internal sealed class BadInputException : FormatException
{
    private readonly string? _field;
    private readonly object?[] _words;

    public BadInputException(string code, string? field, params object?[] words) : base(code) => (Code, _field, _words) = (code, field, words);

    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    public string Code { get; }

    public Answer Answer => Problems.Of(Status, Code, _field, _words);
}
