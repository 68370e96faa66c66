using StationBot.Handling.Flags;
using StationBot.Handling.Loop;

namespace StationBot.Conversations.Definitions;

/// <summary>What the program needs of one text.</summary>
/// <param name="Placeholders">The only ones it may use; it may leave out any of them.</param>
/// <param name="MustContain">Words that may not be edited away, each a number to call or the like (domain.md §8).</param>
internal sealed record TextRule(string Key, string[] Placeholders, string[] MustContain);

/// <summary>Every text the dialog can say. A key missing here or there stops the start.</summary>
internal static class TextRules
{
    private static TextRule Plain(string key, params string[] placeholders) => new(key, placeholders, []);

    private static TextRule Fixed(string key, params string[] mustContain) => new(key, [], mustContain);

    /// <summary>Every text of the resident page (page.yaml).</summary>
    public static IReadOnlyDictionary<string, TextRule> Page { get; } = new[]
    {
        Plain("title", "district"), Plain("heading"), Plain("skip"), Plain("tools"), Plain("large"), Plain("fresh"), Plain("fresh_confirm"),
        Fixed("ai_label", "AI", "非真人"), Plain("lines"),
        // The button says this word to the bot.
        Fixed("human", "人工"),
        Plain("chat"), Fixed("privacy", "身份证"), Fixed("no_script", "12345"),
        Plain("connecting"), Plain("reconnecting"), Plain("unreachable"), Plain("no_window"), Plain("again"),
        Plain("input_hint"), Plain("input_name"), Plain("upload"), Plain("send"), Plain("offline"), Plain("send_failed"), Plain("retry"), Plain("avatar"),
        Plain("file_type"), Plain("file_size", "megabytes"), Plain("file_count"),
        Plain("closed_title"), Plain("closed_heading"), Plain("closed"), Fixed("closed_urgent", "110", "119", "120"),
    }.ToDictionary(r => r.Key);

    /// <summary>Every text that channels add to what the dialog says (channels.yaml).</summary>
    public static IReadOnlyDictionary<string, TextRule> Channels { get; } =
        new[]
        {
            Plain("choose"), Plain("more"), Plain("again"), Plain("photo"), Plain("voice"), Plain("video"),
            Plain("file_lost_photo"), Fixed("file_lost_voice", "人工"), Plain("file_lost_video"), Plain("scanned"), Plain("reason_account_refused"), Plain("reason_receiver_unknown"),
            new TextRule("robot_many", ["count"], ["{count}"]), new TextRule("alert_p0", ["subject", "reason", "time"], ["{reason}"]), new TextRule("alert_p1", ["subject", "reason", "time"], ["{reason}"]),
            new TextRule("alert_p0_many", ["count", "page", "pages"], ["{count}"]), new TextRule("alert_p1_many", ["count", "page", "pages"], ["{count}"]),
            new TextRule("alert_conversation", ["id"], ["{id}"]), Plain("reason_other"), new TextRule("staff_line", ["caseNo", "what", "by"], ["{caseNo}", "{what}"]), new TextRule("staff_urgent_many", ["count", "page", "pages"], ["{count}"]), new TextRule("staff_unit", ["unit"], ["{unit}"]), Plain("staff_soon"),
        }
        .Concat(new[]
            {
                "acknowledge", "return", "plan", "contact", "progress", "reply", "opinion", "extend", "fulfil", "consult", "nudge", "approve_extension", "refuse_extension", "reassign",
                "reject_reply", "feedback", "close_out", "unit", "basis", "reason", "promise", "demand", "told", "confirmed",
            }
            .Concat(Enum.GetNames<Handling.Cases.ReplyClass>()).Concat(Enum.GetNames<Handling.Cases.ConsultationMode>()).Select(word => Plain("desk_" + word)))
        .Concat(
        [
            new TextRule("desk_done", ["caseNo", "what", "status"], ["{caseNo}", "{what}"]), new TextRule("desk_refused", ["caseNo", "why"], ["{caseNo}", "{why}"]), Plain("desk_unknown", "caseNo"), Plain("desk_no_unit"),
            Plain("desk_help_department", "caseNo"), Plain("desk_help_deputy", "caseNo"), Plain("desk_help_office", "caseNo"), Plain("desk_help_station", "caseNo"),
        ])
        .Concat(StaffKinds.Lines.Select(k => Plain("staff_" + k)))
        .Concat(Enum.GetValues<Flag>().Where(f => FlagTable.SeverityOf(f) <= Severity.P1).Select(f => Plain("reason_" + f.Code()))).ToDictionary(r => r.Key);

    public static IReadOnlyDictionary<string, TextRule> All { get; } = new[]
    {
        new TextRule("greet", ["area"], ["AI", "人工"]), new TextRule("at_station", ["station"], ["{station}"]), Fixed("are_you_human", "人工智能"),
        Plain("what_can_i_do"), Fixed("what_can_i_do_human", "人工"), Plain("ask_what_there"), Plain("another_later"), Fixed("others_data", "不能"), Plain("petition_wished"), Plain("petition_wished_matter"), new TextRule("human_for_anger", ["hours"], ["工作人员"]),
        new TextRule("already_recorded", ["caseNo"], ["{caseNo}"]), new TextRule("complained_again", ["caseNo", "hours"], ["工作人员"]), Plain("dissatisfied_noted", "days"), Fixed("not_reported", "工作人员"),
        Plain("ask_demand"), Plain("ask_matter"), Plain("ask_place"), Plain("ask_place_again"), Plain("ask_place_minor"), Plain("ask_demand_minor"), Plain("left_open"), Fixed("ask_contact_again", "不留"), Plain("ask_place_choice", "choices"), Plain("ask_time"), Plain("ask_contact_number"), Plain("noted_nothing"),
        Plain("ask_people"), Plain("ask_subject"), Plain("ask_case_no"), Fixed("ask_contact", "不留"), Plain("ask_safety"), Plain("ask_correction"), Plain("ask_again"), Plain("ask_yes_or_no"),
        Plain("noted"), Plain("noted_for_staff"), Plain("taken_up_again"), Plain("unknown"), Plain("heard_anger"), Plain("contact_noted"), Plain("secrecy_noted"), Plain("contact_declined"), Plain("place_noted"), new TextRule("pin_unnamed", ["latitude", "longitude"], ["{latitude}", "{longitude}"]), Plain("photo_noted"), Fixed("link_noted", "人工"), Fixed("voice_noted", "人工"), Fixed("not_text", "人工"),
        Plain("corrected"), Plain("new_matter_waits"), Plain("new_matter_begins", "summary"), Plain("split", "count"),
        Plain("confirm_head"), Plain("confirm_matter", "summary"), Plain("confirm_place", "place"), Plain("confirm_time", "time"),
        Plain("confirm_subject", "subject"), Plain("confirm_people", "people"), Plain("confirm_demand", "demand"), Plain("confirm_lead", "lead"), new TextRule("confirm_contact", ["end"], ["不留"]), Plain("both_places", "places", "place"),
        Plain("confirm_lead_staff"), Plain("confirm_part", "n", "summary", "lead"), Plain("confirm_part_place", "n", "summary", "place", "lead"), Plain("confirm_tail"), Plain("confirm_help"),
        new TextRule("submitted", ["caseNo", "lead", "deputy", "date"], ["{caseNo}", "{lead}", "{deputy}", "{date}"]),
        new TextRule("submitted_no_deputy", ["caseNo", "lead", "date"], ["{caseNo}", "{lead}", "{date}"]),
        new TextRule("submitted_staff", ["caseNo", "date"], ["{caseNo}", "{date}"]), new TextRule("submitted_idle", ["caseNo", "date"], ["{caseNo}"]),
        Plain("supplemented", "caseNo"), Plain("corrected_later", "caseNo"), Plain("asked_later", "caseNo"), Plain("progress_deputy", "caseNo", "deputy"), Plain("progress_others", "count"), Plain("withdrawn", "caseNo"), Plain("withdrawn_draft"), Fixed("withdrawn_resigned", "12356"), Plain("withdraw_which", "count"), Plain("withdraw_which_or_draft", "count"), Plain("withdraw_draft", "summary"), Plain("part_dropped", "summary"), Plain("withdraw_staff"), Plain("withdraw_others"),
        Plain("progress", "caseNo", "status", "lead", "plan", "date"), Plain("progress_plain", "caseNo", "status", "lead", "date"),
        Plain("progress_staff", "caseNo", "status", "date"), new TextRule("progress_overdue", ["caseNo", "status", "date"], ["人工"]), Plain("progress_more", "caseNo", "status"), Plain("progress_checking", "caseNo", "status"),
        Plain("progress_deciding", "caseNo", "date"), Plain("progress_promised", "caseNo", "status"), Plain("progress_answered", "caseNo", "status", "lead", "reply"), Plain("progress_done", "caseNo", "status"), Plain("progress_merged", "caseNo", "progress"), Fixed("progress_none", "人工"), Plain("progress_draft"),
        Plain("evaluated"), Plain("about_case", "caseNo", "summary"), Plain("evaluated_so_far"), new TextRule("evaluated_heard", ["verdict"], ["{verdict}"]), Plain("ask_solved"), Plain("ask_solved_again"), new TextRule("ask_solved_again_which", ["caseNo", "summary"], ["{caseNo}"]), Plain("ask_satisfied"), new TextRule("ask_satisfied_which", ["caseNo", "summary"], ["{caseNo}"]), Plain("choice_solved"), Plain("choice_partly"), Plain("choice_unsolved"), Plain("choice_satisfied"), Plain("choice_basic"), Plain("choice_dissatisfied"), Plain("dissatisfied", "days"), Plain("dissatisfied_solved", "days"), Plain("dissatisfied_so_far"), new TextRule("which_of_several", ["words"], ["{words}"]), new TextRule("solved_after_all", ["caseNo"], ["{caseNo}"]), new TextRule("answer_to_staff", ["yes", "no"], ["工作人员"]), new TextRule("relapse_or_new", ["caseNo", "summary"], ["{caseNo}"]), Plain("choice_same"), Plain("choice_new"), new TextRule("summary_linked", ["summary", "caseNo", "earlier"], ["{summary}", "{caseNo}"]), Plain("evaluation_later"), Plain("evaluation_left"), Plain("change_verdict"), Plain("dissatisfied_again", "days"), Plain("objection", "days"), Plain("objection_over", "caseNo"),
        new TextRule("human", ["hours"], ["110"]), new TextRule("human_closed", ["hours"], ["110"]), Plain("human_leave_word"), Plain("human_after_tries", "hours"), new TextRule("hours", ["hours"], ["人工"]), Plain("later"), Plain("listening"), Plain("waiting_for_staff"), Plain("where", "station", "address", "hours"), Plain("office", "address", "hours"), Plain("office_phone", "address", "hours", "phone"), Plain("where_phone", "station", "address", "hours", "phone"), Plain("farewell"), Plain("farewell_draft"),
        Plain("confirm_demand_minor", "demand"), Plain("progress_waited"), Plain("progress_only", "caseNo", "summary"), Plain("injection_refused"),
        new TextRule("submitted_today", ["caseNo"], ["{caseNo}", "110", "120"]), new TextRule("submitted_minor", ["caseNo", "date"], ["{caseNo}", "110"]),
        Plain("confidential_noted"), Plain("confirm_confidential"), Plain("lead_noted"), new TextRule("human_waiting", ["hours"], ["110", "119", "120"]),
        Plain("thanks"), Plain("thanks_praise"), Plain("off_topic"), Plain("abuse"), Plain("spam"), Plain("injection"), Plain("misinformation"),
        Plain("data_delete", "days"), Plain("data_other", "days"),
        Fixed("redirect_court", "12368", "12348"), Fixed("redirect_discipline", "12388"), Plain("redirect_petition"), Fixed("out_of_area", "12345"),
        Plain("out_of_area_noted"), Fixed("conflict", "工作人员"), Plain("sensitive"),
        Fixed("pii", "身份证"), Fixed("group", "工作人员"), Plain("minor"), Fixed("minor_staff", "工作人员", "110"), Fixed("noted_for_staff_minor", "110"), Fixed("vulnerable", "110", "120", "工作人员"), Plain("urgent_service"),
        Plain("unclear_jurisdiction"), Plain("repeat"),
        Fixed("emergency_fire", "119"), Fixed("emergency_gas", "119", "120"), Fixed("emergency_medical", "120"), Fixed("emergency_medical_rescue", "120", "119"), Fixed("emergency_crime", "110"),
        Fixed("emergency_traffic", "122", "120"), Fixed("emergency_traffic_hurt", "120", "122"), Fixed("emergency_suicide", "110", "120", "12356"), Fixed("emergency_suicide_hurt", "110", "120", "12356"), Fixed("emergency_suicide_other", "110", "120", "12356"), Fixed("emergency_suicide_missing", "110", "120", "12356"), Fixed("emergency_threat_other", "110"),
        Fixed("emergency_suicide_more", "110", "12356"), Fixed("emergency_suicide_heard", "110", "12356"), Fixed("emergency_hurt_more", "120"), Fixed("emergency_edge", "110", "120", "12356"), Fixed("emergency_gas_threat", "110", "119"), Fixed("emergency_gas_more", "119"),
        Fixed("emergency_behind_door", "110", "120"), Fixed("emergency_missing_more", "110"), Fixed("emergency_lift", "119", "120"), Fixed("emergency_trapped", "119", "120"),
        Fixed("emergency_vulnerable", "110", "120", "工作人员"), Plain("ask_safety_with"), Plain("ask_safety_fraud"), Fixed("emergency_minor", "110"),
        Fixed("emergency_minor_self", "110"), Fixed("emergency_domestic", "110", "120"), Fixed("emergency_missing", "110"), Fixed("emergency_fraud", "110"),
        Fixed("emergency_threat", "110", "工作人员"), Fixed("emergency_other", "110", "119", "120"), Fixed("emergency_staff", "AI", "工作人员"),
        Fixed("emergency_staff_self", "AI", "工作人员"), Plain("ask_safety_suicide"), Plain("ask_safety_minor"), Plain("ask_safety_self"),
        Fixed("emergency_suicide_other_hurt", "110", "120"), Fixed("emergency_other_more", "110"), Fixed("emergency_hurt_other_more", "120"), Fixed("emergency_others_safe", "110", "119", "120"),
        Fixed("emergency_missing_safe", "110"), Fixed("emergency_lift_safe", "119"), Fixed("emergency_co", "120", "119"), Fixed("emergency_co_more", "120"), Fixed("emergency_chemical", "119", "110", "120"), Fixed("emergency_chemical_more", "119", "120"),
        Fixed("emergency_called", "工作人员"), Fixed("emergency_uncalled", "110", "12110", "工作人员"), Fixed("emergency_cannot_call", "110", "119", "120", "12110", "工作人员"), Fixed("emergency_in_vain", "110", "119", "120", "12110", "工作人员"), Fixed("emergency_suicide_uncalled", "110", "120", "12356", "工作人员"),
        Fixed("line_domestic", "12338"), Fixed("line_minor", "12355"), Fixed("line_minor_self", "12355"), Fixed("line_suicide", "12356"), Fixed("emergency_in_care", "工作人员"), Fixed("emergency_hurt", "120", "119"), Fixed("emergency_flood", "119", "120"), Fixed("emergency_captive", "110", "12110", "120"),
        Fixed("emergency_suicide_called", "工作人员"), Fixed("emergency_when", "110", "119", "120"), Fixed("emergency_who", "110", "119", "120"), Fixed("emergency_come", "110", "119", "120"),
        Fixed("emergency_suicide_when", "110", "12356"), Fixed("emergency_still", "110", "119", "120"), Plain("ask_last_seen"),
        Fixed("emergency_followup", "110"), Fixed("emergency_alone", "110", "120", "12356"), Fixed("emergency_noted", "110", "119", "120"), Plain("emergency_safe"), Fixed("emergency_misread", "110", "119", "120"), Fixed("past_danger", "110"),
    }.ToDictionary(r => r.Key);
}
