using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Api;

/// <summary>Who calls: the holder of a token.</summary>
internal sealed record Caller(Guid Token, TokenRole Role, string Name, string? Unit)
{
    /// <summary>As whom the caller takes steps; null for an auditor.</summary>
    public Actor? Actor => TokenText.ActorOf(Role, Name, Unit);

    public bool IsOf(params ReadOnlySpan<TokenRole> roles) => roles.Contains(Role);

    /// <exception cref="InvalidOperationException">The endpoint takes callers without a token: a bug.</exception>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint needs authorization.");
}
