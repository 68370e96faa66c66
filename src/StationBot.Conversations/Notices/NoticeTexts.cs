using System.Globalization;
using StationBot.Conversations.Definitions;
using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;

namespace StationBot.Conversations.Notices;

/// <summary>The words of one notice: what happened is in the event, how things stand now in the case.</summary>
/// <param name="number">The number under which this resident knows the case.</param>
/// <param name="names">Of <see cref="SharedCase.NamesAsync"/>.</param>
/// <param name="mine">The numbers of this resident's own cases.</param>
internal sealed class NoticeTexts(
    DialogTexts texts, AreaDirectory directory, LoopRules rules, Case one, CaseEvent happened, string number, IReadOnlyList<string>? names, IReadOnlySet<string> mine)
{
    /// <summary>One message, perhaps of several lines.</summary>
    /// <returns>Null for a kind without words.</returns>
    public string? Of(string kind)
    {
        var data = StepJson.Read(Enum.Parse<CaseAction>(happened.Action), happened.Data);
        return (kind, data) switch
        {
            ("ask_more", AskData d) => Say(kind, ("what", string.Join('、', (d.Slots ?? []).Select(SlotWords).Distinct()))),
            ("declined", DeclineData d) => Say(kind, ("guidance", Free(d.Guidance))),
            ("declined", DecideData d) => Say(kind, ("guidance", Free(d.Decision))),
            ("redirected", RedirectData d) => Say(kind, ("target", Door(d.Target)), ("phone", d.Phone ?? "")),
            ("merged" or "rejoined", MergeData d) => Say(kind, ("main", d.Main ?? "")),
            ("split", SplitData d) => Say(kind, ("children", string.Join('、', (d.Children ?? []).Select(c => KnownAs(c, d))))),
            ("assigned", AssignData d) => Assigned(d),
            ("reassigned", _) => Say(IsLate ? "reassigned_late" : kind, ("lead", Lead(LeadIn(data))), ("date", DueOn)),
            ("plan", ProgressData d) => Say(kind, ("lead", Lead(null)), ("plan", Free(d.Text))),
            ("extended", ExtensionData d) => WithReason(Say(kind, ("date", d.NewDate is { } day ? Dates.Day(day) : DueOn))),
            ("feedback", FeedbackData d) => WithPromises(Say(kind, ("message", Free(d.Message)))),
            ("rework" or Handling.Loop.Notices.AgainForOthers, _) => Say(kind, ("lead", Lead(null)), ("date", DueOn)),
            ("completed", _) => Say(kind, ("reason", Free(happened.Reason))),
            ("window_over", _) => Say(WindowOver, ("days", rules.Clocks.ReopenDays.ToString(CultureInfo.InvariantCulture))),
            ("promoted", PromoteData d) => Say(kind, ("deputy", DeputyName(d.Deputy))),
            ("carried_over", CarryOverData d) => Say(kind, ("deputy", DeputyName(d.Deputy))),
            // The promises stood in the answer itself, which was told a moment before.
            ("tracking" or "unmerged" or "reminder" or "closed_out" or "not_promoted" or "taken_back" or "let_go" or Handling.Loop.Notices.WithdrawnForOthers, _) => Say(kind),
            _ => null,
        };
    }

    /// <summary>Who did answer is not told that they did not (T21).</summary>
    private string WindowOver => one.Facts switch
    {
        { Solved: Solved.Yes } => "window_over_solved",
        { Solved: Solved.Partly } => "window_over_partly",
        { Solved: Solved.Unasked, Unheard: > 0 } => "window_over_unclear",
        _ => "window_over",
    };

    /// <summary>Of a part that several asked for, each has a number of their own.</summary>
    private string KnownAs(string part, SplitData data) => data.Joined?.FirstOrDefault(j => j.Part == part && mine.Contains(j.Number))?.Number ?? part;

    private string DueOn => one.DueOn is { } day ? Dates.Day(day) : "—";

    private string Say(string key, params (string, string)[] values) => texts.Say(key, [("caseNo", number), .. values]);

    /// <summary>Assigned when its day was over: no day that is past is named as one to wait for.</summary>
    private bool IsLate => one.DueOn < rules.Calendar.DayOf(happened.At);

    private string Assigned(AssignData data) => IsLate ? Say("assigned_late", ("lead", Lead(data.Lead)), ("date", DueOn)) : directory.Deputy(data.Deputy) is { } deputy
        ? Say("assigned", ("lead", Lead(data.Lead)), ("deputy", deputy.Name), ("date", DueOn))
        : Say("assigned_no_deputy", ("lead", Lead(data.Lead)), ("date", DueOn));

    private static string? LeadIn(StepData data) => data switch
    {
        ReassignData d => d.Lead,
        ForceData { Lead.Length: > 0 } d => d.Lead,
        _ => null,
    };

    private string Lead(string? code) => directory.Department(code ?? one.Facts.Lead)?.ShortName ?? "";

    private string DeputyName(string? code) => directory.Deputy(code ?? one.Facts.Deputy)?.Name ?? "";

    private string Door(string? target) =>
        directory.RedirectTargets.FirstOrDefault(t => t.Code == target)?.Name ?? directory.Department(target)?.ShortName ?? directory.Department("hotline")?.ShortName ?? "";

    private string SlotWords(string code) => NoticeRules.All.ContainsKey(NoticeRules.Slot + code) ? texts[NoticeRules.Slot + code] : texts[NoticeRules.OtherSlot];

    private string WithReason(string text) => happened.Reason.Length == 0 ? text : text + "\n" + texts.Say("because", ("reason", Free(happened.Reason)));

    private string WithPromises(string text) =>
        string.Join('\n', one.Facts.OpenCommitments.Select(c => texts.Say("promise", ("date", Dates.Day(c.DueOn, rules.Calendar.DayOf(happened.At))), ("text", Free(c.Text)))).Prepend(text));

    private string Free(string? text) => SharedCase.Told(text, names);
}
