using System.Globalization;
using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Turns a confirmed draft into numbered cases (T01, then T02 or T03) and tells the resident.</summary>
internal sealed partial class Submission(ICases cases)
{
    /// <summary>The consent record of T01: the notice of the first bot message was shown (domain.md §10).</summary>
    private const string Notice = "notice";

    public async ValueTask SubmitAsync(Turn turn, Draft draft, bool unconfirmed, CancellationToken cancellationToken)
    {
        var load = await cases.OpenPerDeputyAsync(cancellationToken);
        for (var i = 0; i < draft.Items.Count; i++)
        {
            var number = await cases.NextNumberAsync(turn.Directory.Area.Code, DateOnly.FromDateTime(turn.Local.DateTime), cancellationToken);
            var summary = Summary.Of(turn, draft, i);
            var made = Make(turn, draft, i, number, i == 0 ? await EarlierMatter.NamedAsync(turn, summary, cases, cancellationToken) ?? summary : summary, unconfirmed, load);
            turn.Cases.Add(made);
            turn.Memory.CaseNo = number.Value;
            Tell(turn, made, unconfirmed);
        }
        (turn.Memory.ModelUse, turn.Memory.Earlier) = (null, null);
        turn.Stage = ConversationStage.Submitted;
        turn.Conclude(Disposition.CaseCreated);
    }

    private static Case Make(Turn turn, Draft draft, int index, CaseNo number, string summary, bool unconfirmed, IReadOnlyDictionary<string, int> load)
    {
        var item = draft.Items[index];
        var route = Drafting.Route(turn, draft, item, load);
        var now = turn.Given.Now;
        var conversation = turn.Given.Conversation;
        var made = new Case(CaseId.New(), conversation.Id, conversation.ResidentId, conversation.Key.Channel, now)
        {
            Number = number,
            // A number rests with the case's contact only, encrypted.
            RawText = Masking.MaskPhones(string.Join('\n', (draft.Items.Count > 1 ? [item.Said ?? item.Text, .. ToldOfAll(draft)] : Said(draft)).Concat(draft.LeadDoubt is { } doubt ? [doubt] : []))),
            Summary = Masking.MaskPhones(summary),
            Topics = item.Topics.Count > 0 ? item.Topics : [Topic.Other],
            Confidence = item.Confidence,
            Advisors = route.Advisors,
            Station = route.Station,
            Community = item.Place is null ? draft.Community : item.Community,
            RoutingReasons = [.. route.Reasons.Select(r => $"{r.Rule}: {r.Why}")],
            Slots = draft.SlotsOf(item).Where(s => s.Key != Slot.Contact.Code()).Select(WithoutPhones).Concat(Protected(draft)).ToDictionary(),
            Contact = draft[Slot.Contact],
            Unconfirmed = unconfirmed,
        };
        Step(made.Apply(new Step(CaseAction.Confirm, unconfirmed ? Actor.System : Actor.Resident, new ConfirmData(
            made.Summary, made.RawText.Length, conversation.Key.Channel, Notice, made.Slots.GetValueOrDefault(Slot.Place.Code(), "unknown"),
            Demands(draft, made), ClassOf(turn, draft, item), [.. draft.Flags.Select(f => f.Code())],
            [new Subscriber(conversation.ResidentId, conversation.Id)], made.Contact is null ? "no" : "yes", [.. Conflicted(turn, draft, made).Union(ConflictOfInterest.In(made.RawText, turn.Directory))], index == 0 ? turn.Memory.Earlier : null)), now, turn.Rules));
        var why = NeedsStaff(turn, draft, item, route) ?? (item.ProblemType is null ? "no_type" : null);
        var lead = MayLead(draft, item) ? route.Lead : null;
        // What a model took for the whole message is booked to its first matter.
        var use = index == 0 ? turn.Memory.ModelUse : null;
        Step(made.Apply(new Step(why is null ? CaseAction.Sort : CaseAction.SendToTriage, Actor.Bot, new SortData(
            made.Topics[0].ToString(), item.ProblemType, lead, lead is not null ? [.. route.Co.Where(c => c != lead).Distinct()] : [], route.Station, route.Deputy, made.Confidence,
            ModelTokens: (use?.InputTokens + use?.OutputTokens)?.ToString(CultureInfo.InvariantCulture), ModelCost: use?.Cost.ToString("0.######", CultureInfo.InvariantCulture),
            SortedBy: item.SortedBy), why ?? ""),
            now, turn.Rules));
        if (why is not null)
        {
            turn.ForStaff(draft.Flags.Select(FlagTable.SeverityOf).Append(Severity.P2).Min() is var worst && worst < Severity.P1 ? Severity.P1 : worst, why + Marked(item), made.Id);
        }
        return made;
    }

    /// <summary>Each has to be answered (T18); counted ones as long as the demand is still made of them.</summary>
    private static IReadOnlyList<string> Demands(Draft draft, Case made) =>
        draft is { Items.Count: 1, Demands.Count: > 1 } && draft[Slot.Demand] == string.Join('；', draft.Demands) ? [.. draft.Demands.Select(Masking.MaskPhones)]
        : [made.Slots.GetValueOrDefault(Slot.Demand.Code(), made.Summary)];

    /// <summary>A demand may hold the resident's number, a case number only looks like one.</summary>
    private static KeyValuePair<string, string> WithoutPhones(KeyValuePair<string, string> slot) =>
        slot.Key == Slot.CaseNo.Code() ? slot : new(slot.Key, Masking.MaskPhones(slot.Value));

    /// <summary>Whom the complaint is about, when that is a department or deputy of ours: they are kept out of it (domain.md §2).</summary>
    private static List<string> Conflicted(Turn turn, Draft draft, Case made)
    {
        var subject = made.Slots.GetValueOrDefault(Slot.Subject.Code(), "");
        if (draft.Signals.HasFlag(Signals.AccusesOffice) && !draft.Flags.Contains(Flag.Conflict))
        {
            // 「城管局不作为，垃圾没人清」 wants that bureau to act; 「投诉城管局」 and 「城管局的人态度差」 are about it.
            return [.. turn.Directory.Departments.Where(d => IsAccused(made.RawText, d.ShortName) || IsAccused(made.RawText, d.FullName)).Select(d => d.Code)];
        }
        return !draft.Flags.Contains(Flag.Conflict) || subject.Length == 0 ? [] :
        [
            .. turn.Directory.Departments.Where(d => subject.Contains(d.ShortName, StringComparison.Ordinal) || subject.Contains(d.FullName, StringComparison.Ordinal)).Select(d => d.Code),
            .. turn.Directory.Deputies.Where(d => subject.Contains(d.Name, StringComparison.Ordinal)).Select(d => d.Code),
        ];
    }

    private static bool IsAccused(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            if (Accuses().IsMatch(text.AsSpan(0, at)) || ItsPeople().IsMatch(text.AsSpan(at + name.Length)))
            {
                return true;
            }
        }
        return false;
    }

    [GeneratedRegex("(?:投诉|举报|控告|状告|告)(?:一下|你们|他们|咱们|区|县|市|的|这个|那个){0,2}$")]
    private static partial Regex Accuses();

    [GeneratedRegex("^(?:里|的){0,2}(?:人|工作人员|领导|干部|科长|窗口|办事员|队员|执法)")]
    private static partial Regex ItsPeople();

    /// <summary>Nobody is proposed for what is unclear, nor a department for a complaint about departments.</summary>
    private static bool MayLead(Draft draft, DraftItem item) => item.ForProposal && !draft.Signals.HasFlag(Signals.AccusesOffice);

    /// <summary>What was said after the message that told several matters stays with each of them: whose it is staff see.</summary>
    private static IEnumerable<string> ToldOfAll(Draft draft) => Said(draft).Where(w => !draft.Items.Exists(i => w.Contains(i.Said ?? i.Text, StringComparison.Ordinal)));

    /// <summary>As it was written; a draft of an older release has only what was meant.</summary>
    private static List<string> Said(Draft draft) => draft.Said.Count > 0 ? draft.Said : draft.Words;

    /// <summary>That the reporter must not be named (domain.md §10) stands with the case wherever it goes.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Protected(Draft draft) =>
        draft.Signals.HasFlag(Signals.Confidential) ? [new("confidential", "yes")] : [];

    /// <summary>Staff see whose opinion the type is where a model was asked (style.md §5).</summary>
    private static string Marked(DraftItem item) => item.SortedBy switch
    {
        null or SortResult.Offline => "",
        SortResult.ByModel => ",by_model",
        _ => ",model_failed",
    };

    /// <summary>T02's guard: any P0/P1 flag, low confidence, conflicting leads, outside the area, or never confirmed.</summary>
    private static string? NeedsStaff(Turn turn, Draft draft, DraftItem item, Handling.Routing.RoutingDecision route)
    {
        var flags = draft.Flags.Where(f => FlagTable.SeverityOf(f) <= Severity.P1 || f is Flag.OutOfArea or Flag.LowConfidence or Flag.UnclearJurisdiction)
            .Select(f => f.Code()).ToList();
        if (turn.EverHad(Flag.Threat))
        {
            flags.Add(Flag.Threat.Code()); // who threatened somebody in this conversation: no step without a human (T02)
        }
        if (item.Abstain)
        {
            flags.Add("low_confidence");
        }
        if (draft.LeadDoubt is not null)
        {
            flags.Add("lead_doubted");
        }
        if (draft.Signals.HasFlag(Signals.AccusesOffice))
        {
            flags.Add("office_accused");
        }
        if (route.Station is null)
        {
            flags.Add("no_station"); // nowhere that is known: nobody could follow it (T03 names a station)
        }
        if (route.UnclearJurisdiction)
        {
            flags.Add("unclear_jurisdiction");
        }
        return flags.Count > 0 || route.Lead is null || !item.ForProposal ? string.Join(',', flags.Append(route.Lead is null || !item.ForProposal ? "no_lead" : "").Where(f => f.Length > 0).Distinct()) : null;
    }

    private static string ClassOf(Turn turn, Draft draft, DraftItem item) =>
        draft.Flags.Contains(Flag.UrgentService) ? "UrgentService"
        : draft.Intent == Intent.Consult ? "Consult"
        : turn.Directory.ProblemType(item.ProblemType)?.CaseClass ?? "Simple";

    private static void Tell(Turn turn, Case made, bool unconfirmed)
    {
        var number = made.Number!.Value.Value;
        var date = Dates.Day(made.DueOn!.Value);
        var lead = made.Status == CaseStatus.ReadyToAssign ? Office.UnitOf(turn, made.Lead, made.Community, null) : null;
        if (unconfirmed)
        {
            turn.Say("submitted_idle", ("caseNo", number), ("date", date));
        }
        else if (made.Flags.Contains(Flag.VulnerableVictim.Code()))
        {
            turn.Say("submitted_today", ("caseNo", number)); // staff come today: the day of an ordinary case would say otherwise
        }
        else if (made.Flags.Contains(Flag.Minor.Code()))
        {
            turn.Say("submitted_minor", ("caseNo", number), ("date", date));
        }
        else if (lead is null)
        {
            turn.Say("submitted_staff", ("caseNo", number), ("date", date));
        }
        else if (turn.Directory.Deputy(made.Deputy) is { } deputy)
        {
            turn.Say("submitted", ("caseNo", number), ("lead", lead), ("deputy", deputy.Name), ("date", date));
        }
        else
        {
            turn.Say("submitted_no_deputy", ("caseNo", number), ("lead", lead), ("date", date));
        }
    }

    private static void Step(StepResult result)
    {
        if (result is StepResult.Refused refused)
        {
            throw new InvalidOperationException($"{refused.Code}: {refused.Reason}");
        }
    }
}

/// <summary>Days as residents read them: 11月30日.</summary>
internal static class Dates
{
    /// <summary>With its year where that is not this one: 「1月15日前」 said of a day in years would be a false promise.</summary>
    public static string Day(DateOnly day, DateOnly today) => day.Year == today.Year ? Day(day) : string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    public static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Month}月{day.Day}日");
}
