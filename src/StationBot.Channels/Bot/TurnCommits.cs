using System.Globalization;
using System.Text.Json;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;

namespace StationBot.Channels.Bot;

/// <summary>Turns a finished turn into what the store saves.</summary>
internal static class TurnCommits
{
    /// <summary>The id clients of our own log know a message by: unique, and increasing in the order of the log. bot-framework.md §6.</summary>
    public static string ActivityId(ConversationKey key, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Id}|{sequence:0000000}");

    /// <summary>What a resident's activity says: its text, or the value of a button that has none.</summary>
    public static string? TextOf(Activity activity) =>
        string.IsNullOrEmpty(activity.Text) && activity.Value is { ValueKind: JsonValueKind.String } value ? value.GetString() : activity.Text;

    /// <summary>The inbound message as it will stand in the log; its raw form is written at the end, when it is known what to mask.</summary>
    public static TurnMessage InboundOf(TurnScope scope, Activity activity, string inboxKey)
    {
        var sequence = scope.Conversation.LastSequence + 1;
        if (scope.Origin.Delivery == Delivery.Log)
        {
            activity.Id = ActivityId(scope.Conversation.Key, sequence);
            activity.Timestamp = scope.Now;
        }
        return new TurnMessage
        {
            Id = Guid.CreateVersion7(scope.Now),
            Sequence = sequence,
            Direction = MessageDirection.In,
            InboxKey = inboxKey,
            ActivityId = activity.Id,
            Type = activity.Type ?? "",
            Text = TextOf(activity),
            Raw = "",
            At = scope.Now,
            Delivery = scope.Origin.Delivery,
        };
    }

    public static TurnCommit Of(TurnScope scope, Activity activity)
    {
        var outcome = scope.Outcome;
        var before = scope.Conversation;
        var last = scope.FirstOutbound + scope.Outbound.Count - 1;
        return new TurnCommit
        {
            Conversation = before with
            {
                Stage = outcome?.Stage ?? before.Stage,
                Disposition = outcome?.Disposition ?? before.Disposition,
                Intent = outcome?.Intent ?? before.Intent,
                Memory = scope.Memory,
                LastSequence = last,
                LastInboundAt = scope.Inbound?.Type == ActivityTypes.Message ? scope.Now : before.LastInboundAt,
                Flags = outcome is { Flags.Count: > 0 } ? [.. before.Flags.Union(outcome.Flags.Select(f => f.Flag))] : before.Flags,
            },
            Inbound = scope.Inbound is { } inbound
                ? inbound with { Raw = RawActivity.Write(activity, outcome?.MaskedText), Text = outcome?.MaskedText ?? inbound.Text }
                : null,
            Outbound = [.. scope.Outbound.Select((sent, i) => OutboundOf(scope, sent, scope.FirstOutbound + i))],
            Cases = outcome?.Cases ?? [],
            Flags = outcome is null ? [] : [.. outcome.Flags.Select(f => Raised(scope, outcome, f))],
            Triage = outcome?.Triage ?? [],
            Told = outcome?.Told ?? [],
            Arrival = scope.Origin.Arrival,
        };
    }

    private static TurnMessage OutboundOf(TurnScope scope, Activity sent, long sequence) => new()
    {
        Id = Guid.CreateVersion7(scope.Now),
        Sequence = sequence,
        Direction = MessageDirection.Out,
        ActivityId = sent.Id,
        Type = sent.Type ?? "",
        Text = sent.Text,
        Raw = RawActivity.Write(sent),
        At = scope.Now,
        Delivery = scope.Origin.Delivery,
        AnswersKey = scope.Inbound?.InboxKey,
        NotBefore = scope.Origin.Hold > TimeSpan.Zero ? scope.Now + scope.Origin.Hold : null,
    };

    private static FlagRaised Raised(TurnScope scope, DialogOutcome outcome, FlagHit hit) => new(
        Guid.CreateVersion7(scope.Now), scope.Conversation.Id, hit.Flag, hit.Severity, hit.Rule, scope.Now,
        outcome.Cases is [var only] ? only.Id.Value : null);
}
