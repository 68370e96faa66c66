using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StationBot.Handling.Cases;

namespace StationBot.Handling.Loop;

/// <summary>In which part the holder of a token speaks. domain.md §2.</summary>
public enum TokenRole { Staff, Department, Office, Deputy, Resident, Auditor }

/// <summary>A bearer token of one actor. Only its hash rests.</summary>
/// <param name="Hash">Of <see cref="TokenText.Hash"/>.</param>
/// <param name="Name">Who holds it.</param>
/// <param name="Unit">Code of the department, deputy or (for staff, if they serve one alone) station; the resident's id for a resident's token.</param>
public sealed record ApiToken(Guid Id, string Hash, TokenRole Role, string Name, string? Unit, DateTimeOffset At)
{
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>Tokens at rest. Fulfilled by the Store room; never remembered elsewhere, so that a revocation holds from the next request on.</summary>
public interface ITokens
{
    Task AddAsync(ApiToken token, CancellationToken cancellationToken);

    /// <returns>Null for a hash that is none's, and for a token that was revoked.</returns>
    Task<ApiToken?> FindAsync(string hash, CancellationToken cancellationToken);

    /// <summary>All, the oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<ApiToken>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <returns>False when there is no such token in force.</returns>
    Task<bool> RevokeAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>What a token looks like: <c>sb_</c> and 256 random bits. So much chance needs no slow hash and no salt.</summary>
public static class TokenText
{
    public const string Prefix = "sb_";

    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>As whom a step is taken. Null for an auditor, who takes none. A resident stays nameless in the log.</summary>
    public static Actor? ActorOf(TokenRole role, string name, string? unit) => role switch
    {
        TokenRole.Staff => new Actor(CaseActor.StationStaff, name, unit),
        TokenRole.Department => new Actor(CaseActor.Department, name, unit),
        TokenRole.Office => new Actor(CaseActor.Office, name, unit),
        TokenRole.Deputy => new Actor(CaseActor.Deputy, name, unit),
        TokenRole.Resident => Actor.Resident,
        _ => null,
    };
}
