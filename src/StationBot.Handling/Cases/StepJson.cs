using System.Collections;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace StationBot.Handling.Cases;

/// <summary>Which data belongs to which action, and how it stands in the log: camelCase, enums by name, nothing that is absent.</summary>
public static class StepJson
{
    private static readonly FrozenDictionary<CaseAction, Type> Types = new Dictionary<CaseAction, Type>
    {
        [CaseAction.Confirm] = typeof(ConfirmData), [CaseAction.SendToTriage] = typeof(SortData), [CaseAction.Sort] = typeof(SortData),
        [CaseAction.Correct] = typeof(SortData), [CaseAction.AskForMore] = typeof(AskData), [CaseAction.Supplement] = typeof(SupplementData),
        [CaseAction.Decline] = typeof(DeclineData), [CaseAction.Redirect] = typeof(RedirectData), [CaseAction.Merge] = typeof(MergeData),
        [CaseAction.Split] = typeof(SplitData), [CaseAction.Unsplit] = typeof(SplitData), [CaseAction.TakeIn] = typeof(JoinData),
        [CaseAction.LetGo] = typeof(JoinData), [CaseAction.Assign] = typeof(AssignData), [CaseAction.Acknowledge] = typeof(AcknowledgeData),
        [CaseAction.ReturnByDepartment] = typeof(ReturnData), [CaseAction.Reassign] = typeof(ReassignData), [CaseAction.ChangeCo] = typeof(CoUnitsData), [CaseAction.ForceAssign] = typeof(ForceData),
        [CaseAction.Progress] = typeof(ProgressData), [CaseAction.RequestExtension] = typeof(ExtensionData), [CaseAction.ApproveExtension] = typeof(ExtensionData),
        [CaseAction.Reply] = typeof(ReplyData), [CaseAction.RejectReply] = typeof(RejectData), [CaseAction.Feedback] = typeof(FeedbackData),
        [CaseAction.Evaluate] = typeof(EvaluateData), [CaseAction.EvaluateInterim] = typeof(EvaluateData), [CaseAction.Rework] = typeof(EvaluateData), [CaseAction.Reopen] = typeof(EvaluateData),
        [CaseAction.Complete] = typeof(CompleteData), [CaseAction.TrackCommitments] = typeof(TrackData), [CaseAction.ReportCommitment] = typeof(CommitmentData),
        [CaseAction.Promote] = typeof(PromoteData), [CaseAction.DropSuggestion] = typeof(PromoteData), [CaseAction.CarryOver] = typeof(CarryOverData), [CaseAction.EscalateSupervision] = typeof(SupervisionData),
        [CaseAction.ReferToTriage] = typeof(ReferData), [CaseAction.DecideWithoutInfo] = typeof(DecideData), [CaseAction.Nudge] = typeof(NudgeData),
        [CaseAction.Warn] = typeof(WarnData), [CaseAction.Consult] = typeof(ConsultData), [CaseAction.RecordEvidence] = typeof(EvidenceData),
        [CaseAction.RaiseFlag] = typeof(FlagData), [CaseAction.LowerFlag] = typeof(FlagData), [CaseAction.OpenDataRequest] = typeof(DataRequestData), [CaseAction.CloseDataRequest] = typeof(DataRequestData),
        [CaseAction.LinkTicket] = typeof(TicketData), [CaseAction.TicketStatus] = typeof(TicketStatusData), [CaseAction.NameObstacle] = typeof(ObstacleData), [CaseAction.GiveCoOpinion] = typeof(OpinionData),
        [CaseAction.Whistle] = typeof(WhistleData), [CaseAction.Adopt] = typeof(AdoptData),
    }.ToFrozenDictionary();

    internal static JsonSerializerOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Events written before the steps had types hold every value as text.
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmptyLists } },
    };

    /// <summary>The record that an action's data must be; <see cref="NoData"/> when its reason says it all.</summary>
    public static Type TypeOf(CaseAction action) => Types.GetValueOrDefault(action, typeof(NoData));

    public static string Write(StepData data) => JsonSerializer.Serialize(data, data.GetType(), Options);

    /// <summary>An event's data as its action knows it. What an old event says in another shape counts as not said.</summary>
    public static StepData Read(CaseAction action, string json) => TryRead(action, json) ?? Empty(action);

    /// <summary>The data of a step that has nothing to say.</summary>
    public static StepData Empty(CaseAction action) => (StepData)JsonSerializer.Deserialize("{}", TypeOf(action), Options)!;

    /// <returns>Null when the text is not this action's data.</returns>
    public static StepData? TryRead(CaseAction action, string json)
    {
        try
        {
            return json.Length == 0 ? null : JsonSerializer.Deserialize(json, TypeOf(action), Options) as StepData;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static JsonObject Fields(StepData data) => JsonSerializer.SerializeToNode(data, data.GetType(), Options)!.AsObject();

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(IEnumerable))))
        {
            property.ShouldSerialize = (_, value) => value is not null && (value as ICollection)?.Count != 0;
        }
    }
}
