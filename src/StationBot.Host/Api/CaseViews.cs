using System.Text.Json.Nodes;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;

namespace StationBot.Host.Api;

/// <summary>A case, as one caller may see it; what they may not is absent. Times carry the station's offset.</summary>
internal sealed record CaseView
{
    public required string CaseNo { get; init; }
    public required CaseStatus Status { get; init; }
    public LoopStage? Stage { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? Since { get; init; }
    public string? Summary { get; init; }
    public string? RawText { get; init; }
    public string? Contact { get; init; }
    public IReadOnlyDictionary<string, string>? Slots { get; init; }
    public IReadOnlyList<string>? Topics { get; init; }
    public string? ProblemType { get; init; }
    public string? CaseClass { get; init; }
    public IReadOnlyList<string>? Flags { get; init; }
    public string? Community { get; init; }
    public string? Station { get; init; }
    public string? Lead { get; init; }
    public IReadOnlyList<string>? Co { get; init; }
    public string? Deputy { get; init; }
    public string? Handler { get; init; }
    public string? Liaison { get; init; }
    public bool CrossTerm { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateTimeOffset? NextActionAt { get; init; }
    public WarningColor? Warning { get; init; }
    public int? SupervisionLevel { get; init; }
    public bool Priority { get; init; }

    /// <summary>分管 and 督办 official of a priority item.</summary>
    public string? LeadingOfficial { get; init; }
    public string? SupervisingOfficial { get; init; }
    public string? Plan { get; init; }
    public Extension? Extension { get; init; }
    public string? ReplyText { get; init; }
    public ReplyClass? ReplyClass { get; init; }
    public IReadOnlyList<Commitment>? Commitments { get; init; }
    public IReadOnlyList<FaceToFace>? Consultations { get; init; }
    public IReadOnlyList<Checkpoint>? CheckIns { get; init; }
    public Solved Solved { get; init; }
    public Satisfaction Satisfaction { get; init; }

    /// <summary>How often the resident has said something of the answer that was no verdict: 未评价 of one who did answer.</summary>
    public int? Unheard { get; init; }
    public int ReworkCount { get; init; }
    public int ReturnCount { get; init; }
    public ObstacleKind? Obstacle { get; init; }
    public IReadOnlyList<Ticket>? Tickets { get; init; }
    public IReadOnlyList<WhistleCall>? Whistles { get; init; }

    /// <summary>True for a department that is called to the spot and neither leads nor joins.</summary>
    public bool Called { get; init; }

    /// <summary>What the resident asks for; a reply to several answers each by its place, from 1.</summary>
    public IReadOnlyList<string>? Demands { get; init; }

    /// <summary>The case that this one goes on from, closed too long ago to be opened again.</summary>
    public string? Earlier { get; init; }
    public string? MergedInto { get; init; }
    public IReadOnlyList<string>? MergedFrom { get; init; }

    /// <summary>Cases that were split off.</summary>
    public IReadOnlyList<string>? Children { get; init; }
    public Guid? Suggestion { get; init; }

    /// <param name="whole">One case by itself; a list leaves out what is long.</param>
    public static CaseView Of(Case one, Caller caller, WorkCalendar calendar, bool whole)
    {
        var state = one.Facts;
        var (resident, auditor) = (caller.Role == TokenRole.Resident, caller.Role == TokenRole.Auditor);
        var (inside, station) = (!resident && !auditor, caller.IsOf(TokenRole.Staff, TokenRole.Office));
        // A resident reads an answer once the station has passed it on (T20).
        var answered = inside || (resident && (one.Status.Stage() == LoopStage.Evaluate || one.Status == CaseStatus.CommitmentTracking));
        return new CaseView
        {
            CaseNo = one.Number!.Value.Value, Status = one.Status, Stage = one.Status.Stage(),
            Version = one.Version, OpenedAt = calendar.Local(one.OpenedAt), Since = calendar.Local(state.Since),
            Summary = caller.Summary(one), RawText = whole && caller.SeesWords() ? one.RawText : null, Contact = whole ? caller.Contact(one) : null,
            Slots = whole && caller.IsOf(TokenRole.Staff, TokenRole.Office, TokenRole.Department) ? one.Slots : null,
            Topics = [.. one.Topics.Select(t => t.ToString())], ProblemType = one.ProblemType, CaseClass = one.CaseClass, Flags = resident ? null : one.Flags,
            Community = one.Community, Station = one.Station, Lead = one.Lead, Co = one.Co, Deputy = one.Deputy, Handler = inside ? state.Handler : null,
            Liaison = inside ? state.Liaison : null, CrossTerm = state.CrossTerm,
            DueOn = one.DueOn, NextActionAt = resident || one.NextActionAt is not { } next ? null : calendar.Local(next), Warning = resident ? null : one.Warning,
            SupervisionLevel = resident ? null : one.SupervisionLevel, Priority = state.Priority, LeadingOfficial = inside ? state.LeadingOfficial : null, SupervisingOfficial = inside ? state.SupervisingOfficial : null, Plan = auditor ? null : caller.Free(one, one.Plan), Extension = state.Extension,
            ReplyText = whole && answered ? caller.Free(one, state.ReplyText) : null, ReplyClass = answered ? state.ReplyClass : null, Commitments = whole && answered ? [.. state.Commitments.Select(c => c with { Text = caller.Free(one, c.Text) })] : null,
            Consultations = whole && inside ? [.. state.Consultations.Select(c => c with { Outcome = caller.Free(one, c.Outcome) })] : null, CheckIns = whole ? state.CheckIns : null, Solved = state.Solved, Satisfaction = state.Satisfaction,
            Unheard = station ? state.Unheard : null, ReworkCount = one.ReworkCount, ReturnCount = state.ReturnCount, Obstacle = inside ? state.Obstacle : null, Tickets = whole && inside ? state.Tickets : null,
            Whistles = whole && inside ? state.Whistles : null, Demands = whole && caller.SeesWords() ? state.Demands : null, Earlier = inside ? state.Earlier : null,
            MergedInto = state.MergedInto, MergedFrom = whole && station ? state.MergedFrom : null, Children = whole && station ? state.Children : null,
            Suggestion = inside ? state.Suggestion : null, Called = caller.IsCalledTo(one),
        };
    }
}

/// <summary>One entry of a case's log, as one caller may see it.</summary>
internal sealed record EventView(
    Guid Id, int Number, string Transition, string Action, string ActionName, CaseActor Actor, string? By, DateTimeOffset At, CaseStatus From, CaseStatus To, string? Reason, JsonNode? Data)
{
    // Whose the case is, how it stood in full, what was split off in which words, and what data requests the resident made: the station's own business.
    private static readonly string[] StationOnly =
        [nameof(CaseAction.Confirm), nameof(CaseAction.Adopt), nameof(CaseAction.Split), nameof(CaseAction.TakeIn), nameof(CaseAction.LetGo), nameof(CaseAction.OpenDataRequest), nameof(CaseAction.CloseDataRequest)];

    public static EventView Of(CaseEvent happened, Case one, Caller caller, WorkCalendar calendar)
    {
        var inside = caller.IsOf(TokenRole.Staff, TokenRole.Office, TokenRole.Department, TokenRole.Deputy);
        var station = caller.IsOf(TokenRole.Staff, TokenRole.Office);
        // What residents add stands in the reason, in their own words.
        var reason = inside && (happened.Actor != CaseActor.Resident || caller.SeesWords());
        var data = inside && happened.Action != nameof(CaseAction.Adopt) && (station || !StationOnly.Contains(happened.Action));
        return new EventView(
            happened.Id, happened.Number, happened.Transition, happened.Action, LoopTexts.Of($"action.{happened.Action}"), happened.Actor,
            happened.By.Length > 0 && caller.Role != TokenRole.Resident ? happened.By : null, calendar.Local(happened.At), happened.From, happened.To,
            reason && happened.Reason.Length > 0 ? caller.Free(one, happened.Reason) : null, data && happened.Data.Length > 2 ? caller.Free(one, JsonNode.Parse(happened.Data)) : null);
    }

    /// <summary>How the station presses its units is no resident's business (docs/api.md).</summary>
    public static bool IsShown(CaseEvent happened, Caller caller) =>
        caller.Role != TokenRole.Resident || happened.Action is not (nameof(CaseAction.Warn) or nameof(CaseAction.EscalateSupervision));
}
