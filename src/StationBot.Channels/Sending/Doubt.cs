using System.Globalization;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Sending;

/// <summary>
/// How many sends of a message may have arrived without anybody knowing. It stands behind the error of the last try: a later one that certainly failed makes
/// the message no new one. wechat.md §10.
/// </summary>
internal static class Doubt
{
    private const string Sign = "unsure:";

    public static bool MayHaveArrived(this SendFailure why) => why is SendFailure.TimedOut or SendFailure.Unclear;

    /// <summary>0: nobody can have had it. After a crash nothing is known but that it was tried.</summary>
    public static int Of(OutboxItem item) => item.WasLeft ? 1 : item.LastError is { } error ? Of(error) : 0;

    /// <summary>What stands with a message that was not sent. No personal data.</summary>
    public static string ErrorOf(OutboxItem item, SendOutcome.Failed failed)
    {
        var error = failed.Notice is { } way ? $"{failed.Why} {way} {failed.Code}" : $"{failed.Why} {failed.Code}";
        return Of(item) is > 0 and var before ? string.Create(CultureInfo.InvariantCulture, $"{error} {Sign}{before}") : error;
    }

    private static int Of(string error)
    {
        var words = error.Split(' ');
        var before = words[^1].StartsWith(Sign, StringComparison.Ordinal) && int.TryParse(words[^1].AsSpan(Sign.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 0;
        // Where only its notice had no answer, the message itself never went.
        return before + (words.Length - (before > 0 ? 1 : 0) == 2 && Enum.TryParse<SendFailure>(words[0], out var why) && why.MayHaveArrived() ? 1 : 0);
    }
}
