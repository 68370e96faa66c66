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

    /// <summary>Before a message that the resident may have had already.</summary>
    public const string Again = "again";
    public const string Photo = "photo";
    public const string Voice = "voice";
    public const string Video = "video";

    /// <summary>With the kind of file behind it: to the resident, whose file could not be kept.</summary>
    public const string FileLost = "file_lost_";

    /// <summary>To a resident who scanned a code by the menu and waits for an answer.</summary>
    public const string Scanned = "scanned";

    /// <summary>To a group of staff, when many lines come at once that are not urgent: <c>{count}</c>.</summary>
    public const string RobotMany = "robot_many";

    /// <summary>To a group of staff: <c>{subject}</c>, <c>{reason}</c>, <c>{time}</c>.</summary>
    public const string AlertP0 = "alert_p0";
    public const string AlertP1 = "alert_p1";

    /// <summary>Behind one of these: the head of each message where one does not hold them all: <c>{count}</c>, <c>{page}</c>, <c>{pages}</c>.</summary>
    public const string Many = "_many";

    /// <summary>The subject where there is no case yet.</summary>
    public const string AlertConversation = "alert_conversation";

    /// <summary>With a code behind it, the words for a triage item's reason.</summary>
    public const string Reason = "reason_";
    public const string ReasonOther = Reason + "other";

    /// <summary>To staff, of a case: <c>{caseNo}</c>, <c>{what}</c>, <c>{by}</c>.</summary>
    public const string StaffLine = "staff_line";

    /// <summary>Before it where several units read it: <c>{unit}</c>.</summary>
    public const string StaffUnit = "staff_unit";

    /// <summary>The head of several urgent lines to a group, as <see cref="AlertP0"/> has one.</summary>
    public const string StaffUrgent = "staff_urgent";

    /// <summary>In place of a date.</summary>
    public const string StaffSoon = "staff_soon";

    /// <summary>With a kind of notice behind it, what is to be done.</summary>
    public const string Staff = "staff_";

    /// <summary>
    /// Begins what is said and understood where staff answer in a chat: words for steps, for parts of them and, with a <see cref="Handling.Cases.ReplyClass"/>
    /// or <see cref="Handling.Cases.ConsultationMode"/> behind it, for kinds of replies and of 面商; several for one thing are parted by 、.
    /// </summary>
    public const string Desk = "desk_";
    public const string DeskAcknowledge = Desk + "acknowledge";
    public const string DeskReturn = Desk + "return";
    public const string DeskPlan = Desk + "plan";
    public const string DeskContact = Desk + "contact";
    public const string DeskProgress = Desk + "progress";
    public const string DeskReply = Desk + "reply";
    public const string DeskOpinion = Desk + "opinion";
    public const string DeskExtend = Desk + "extend";
    public const string DeskFulfil = Desk + "fulfil";
    public const string DeskConsult = Desk + "consult";
    public const string DeskNudge = Desk + "nudge";
    public const string DeskApproveExtension = Desk + "approve_extension";
    public const string DeskRefuseExtension = Desk + "refuse_extension";
    public const string DeskReassign = Desk + "reassign";
    public const string DeskRejectReply = Desk + "reject_reply";
    public const string DeskFeedback = Desk + "feedback";
    public const string DeskCloseOut = Desk + "close_out";
    public const string DeskUnit = Desk + "unit";
    public const string DeskBasis = Desk + "basis";
    public const string DeskReason = Desk + "reason";
    public const string DeskPromise = Desk + "promise";
    public const string DeskDemand = Desk + "demand";
    public const string DeskTold = Desk + "told";
    public const string DeskConfirmed = Desk + "confirmed";
    public const string DeskDone = Desk + "done";
    public const string DeskRefused = Desk + "refused";
    public const string DeskUnknown = Desk + "unknown";
    public const string DeskNoUnit = Desk + "no_unit";
    public const string DeskHelpDepartment = Desk + "help_department";
    public const string DeskHelpDeputy = Desk + "help_deputy";
    public const string DeskHelpOffice = Desk + "help_office";
    public const string DeskHelpStation = Desk + "help_station";

    internal static IReadOnlyList<string> DeskVerbs { get; } =
    [
        DeskAcknowledge, DeskReturn, DeskPlan, DeskContact, DeskProgress, DeskReply, DeskOpinion, DeskExtend, DeskFulfil, DeskConsult,
        DeskNudge, DeskApproveExtension, DeskRefuseExtension, DeskReassign, DeskRejectReply, DeskFeedback, DeskCloseOut,
    ];
    internal static IReadOnlyList<string> DeskParts { get; } = [DeskUnit, DeskBasis, DeskReason, DeskPromise, DeskDemand, DeskTold, DeskConfirmed];

    /// <summary>Every flag that makes an urgent item has its words; the rest is <see cref="ReasonOther"/>.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        Choose, More, Photo, Voice, Video, FileLost + Photo, FileLost + Voice, FileLost + Video, Scanned,
        RobotMany, AlertP0, AlertP1, AlertP0 + Many, AlertP1 + Many, AlertConversation, Reason + TriageItem.AccountRefused, Reason + TriageItem.ReceiverUnknown, ReasonOther,
        StaffLine, StaffUrgent + Many, StaffSoon, .. StaffKinds.Lines.Select(k => Staff + k),
        .. DeskVerbs, .. DeskParts, .. Enum.GetValues<Handling.Cases.ReplyClass>().Select(c => Desk + c), .. Enum.GetValues<Handling.Cases.ConsultationMode>().Select(m => Desk + m),
        DeskDone, DeskRefused, DeskUnknown, DeskNoUnit, DeskHelpDepartment, DeskHelpDeputy, DeskHelpOffice, DeskHelpStation,
        .. Enum.GetValues<Flag>().Where(f => FlagTable.SeverityOf(f) <= Severity.P1).Select(f => Reason + f.Code()),
    ];

    public IDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">A text is missing: a bug, for the dialogs are checked at start.</exception>
    public string this[string key] => Texts[key];

    /// <summary>What is to be done, for a kind of staff notice; kinds that nobody foresaw have words too.</summary>
    public string OfNotice(string kind) => Texts.TryGetValue(Staff + kind, out var text) ? text : Texts[Staff + "other"];
}
