using System.Globalization;
using StationBot.Channels.Sending;

namespace StationBot.Channels.Tencent;

/// <summary>Whether the platform still speaks to one of our accounts. That a proxy in between is broken stands in no error code. Safe for use by many threads.</summary>
internal sealed class Silence
{
    /// <summary>One may be an accident.</summary>
    private const int Worth = 2;
    private volatile Last? _last;

    /// <summary>For operators, behind the account's name; null while it speaks.</summary>
    public string? Problem => _last is { Times: >= Worth } last
        ? string.Create(CultureInfo.InvariantCulture, $"no answer of the platform's own, {last.Times} times in a row ({last.Why} {last.Code}): is something between us and it?") : null;

    public void Heard(PlatformAnswer answer) => _last = answer.Failure is { } why ? new Last(why, answer.Code, (_last?.Times ?? 0) + 1) : null;

    private sealed record Last(SendFailure Why, int Code, int Times);
}
