using StationBot.Handling.Flags;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Sending;

/// <summary>What channels say in the station's name, by key; the host fills it from dialogs/channels.yaml.</summary>
public sealed class ChannelWords
{
    /// <summary>Under the numbered choices of a chat without buttons.</summary>
    public const string Choose = "choose";

    /// <summary>At the end of a message whose rest can only follow the resident's next one.</summary>
    public const string More = "more";
    public const string Photo = "photo";
    public const string Voice = "voice";
    public const string Video = "video";

    /// <summary>With the kind of file behind it: to the resident, whose file could not be kept.</summary>
    public const string FileLost = "file_lost_";

    /// <summary>To a resident who scanned a code by the menu and waits for an answer.</summary>
    public const string Scanned = "scanned";

    /// <summary>To a group of staff, when many lines come at once: <c>{count}</c>.</summary>
    public const string RobotMany = "robot_many";

    /// <summary>To a group of staff: <c>{subject}</c>, <c>{reason}</c>, <c>{time}</c>.</summary>
    public const string AlertP0 = "alert_p0";
    public const string AlertP1 = "alert_p1";

    /// <summary>The subject where there is no case yet.</summary>
    public const string AlertConversation = "alert_conversation";

    /// <summary>With a code behind it, the words for a triage item's reason.</summary>
    public const string Reason = "reason_";
    public const string ReasonOther = Reason + "other";

    /// <summary>To staff, of a case: <c>{caseNo}</c>, <c>{what}</c>, <c>{by}</c>.</summary>
    public const string StaffLine = "staff_line";

    /// <summary>In place of a date.</summary>
    public const string StaffSoon = "staff_soon";

    /// <summary>With a kind of notice behind it, what is to be done.</summary>
    public const string Staff = "staff_";

    /// <summary>Every flag that makes an urgent item has its words; the rest is <see cref="ReasonOther"/>.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        Choose, More, Photo, Voice, Video, FileLost + Photo, FileLost + Voice, FileLost + Video, Scanned,
        RobotMany, AlertP0, AlertP1, AlertConversation, Reason + TriageItem.AccountRefused, ReasonOther,
        StaffLine, StaffSoon, .. StaffKinds.Lines.Select(k => Staff + k),
        .. Enum.GetValues<Flag>().Where(f => FlagTable.SeverityOf(f) <= Severity.P1).Select(f => Reason + f.Code()),
    ];

    public IDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">A text is missing: a bug, for the dialogs are checked at start.</exception>
    public string this[string key] => Texts[key];

    /// <summary>What is to be done, for a kind of staff notice; kinds that nobody foresaw have words too.</summary>
    public string OfNotice(string kind) => Texts.TryGetValue(Staff + kind, out var text) ? text : Texts[Staff + "other"];
}
