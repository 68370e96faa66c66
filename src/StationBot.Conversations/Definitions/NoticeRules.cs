using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Definitions;

/// <summary>What the program needs of the texts of notices.yaml: one for each kind of notice, and their parts.</summary>
internal static class NoticeRules
{
    /// <summary>With a slot's code behind it, the words for what is still missing.</summary>
    public const string Slot = "slot_";
    public const string OtherSlot = Slot + "other";

    public static IReadOnlyDictionary<string, TextRule> All { get; } = new[]
    {
        new TextRule("opening", ["area"], ["AI"]), Plain("because", "reason"), Plain("promise", "date", "text"), Plain("evaluate"), Plain("evaluate_which", "caseNo", "summary"),
        OfCase("ask_more", "what"), OfCase("declined", "guidance"), OfCase("redirected", "target", "phone"), OfCase("merged", "main"), OfCase("rejoined", "main"), OfCase("unmerged"), OfCase("split", "children"),
        OfCase("assigned", "lead", "deputy", "date"), OfCase("assigned_no_deputy", "lead", "date"), OfCase("reassigned", "lead", "date"), OfCase("assigned_late", "lead", "date"), OfCase("reassigned_late", "lead", "date"), OfCase("plan", "lead", "plan"),
        OfCase("extended", "date"), OfCase("feedback", "message"), OfCase("reminder"), OfCase("rework", "lead", "date"), OfCase("rework_others", "lead", "date"), OfCase("completed", "reason"), OfCase("window_over", "days"), OfCase("window_over_solved", "days"), OfCase("window_over_partly", "days"), OfCase("window_over_unclear", "days"),
        OfCase("tracking"), OfCase("closed_out"), OfCase("promoted", "deputy"), OfCase("not_promoted"), OfCase("carried_over", "deputy"), OfCase("taken_back"), OfCase("let_go"), OfCase("withdrawn_others"),
        Plain(OtherSlot),
    }.Concat(Slots.All.Select(s => Plain(Slot + s.Code()))).ToDictionary(r => r.Key);

    private static TextRule Plain(string key, params string[] placeholders) => new(key, placeholders, []);

    /// <summary>Whoever reads it must know which of their matters it is about.</summary>
    private static TextRule OfCase(string key, params string[] placeholders) => new(key, ["caseNo", .. placeholders], ["{caseNo}"]);
}
