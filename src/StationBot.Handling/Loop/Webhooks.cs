using System.Text.Json;
using StationBot.Handling.Cases;

namespace StationBot.Handling.Loop;

/// <summary>One case event on its way to one subscriber. It is gone once it was delivered.</summary>
/// <param name="Hook">Its name in the settings.</param>
/// <param name="Body">JSON, as it is signed.</param>
/// <param name="NextAt">When it is due, or until when somebody has it; null once it was given up.</param>
/// <param name="Attempts">Counted when the lease begins, so that a crash counts too.</param>
/// <param name="Error">Why the last try failed; nothing of the subscriber's answer.</param>
public sealed record WebhookDelivery(Guid Id, string Hook, Guid EventId, string Body, DateTimeOffset At, DateTimeOffset? NextAt, int Attempts = 0, string? Error = null);

/// <summary>A subscriber, as the store needs to know it.</summary>
/// <param name="Events">Names of actions or ids of transitions; empty: every event.</param>
public sealed record Subscription(string Name, IReadOnlyList<string> Events)
{
    public bool Wants(CaseEvent happened) => Events.Count == 0 || Events.Contains(happened.Action) || (happened.Transition.Length > 0 && Events.Contains(happened.Transition));

    /// <summary>Whether a subscription can name this.</summary>
    public static bool IsKnown(string name) => Enum.GetNames<CaseAction>().Contains(name) || Transitions.All.Any(t => t.Id.Length > 0 && t.Id == name);
}

/// <summary>Who wants to hear of case events. The store writes a delivery for each of them in the event's own transaction.</summary>
public sealed class Subscriptions(IReadOnlyList<Subscription> all)
{
    public static Subscriptions None { get; } = new([]);

    public IReadOnlyList<Subscription> All => all;

    public IEnumerable<WebhookDelivery> Of(Case changed, CaseEvent happened)
    {
        ArgumentNullException.ThrowIfNull(changed);
        return all.Count == 0 || changed.Number is not { } number ? [] : all.Where(s => s.Wants(happened)).Select(s =>
            new WebhookDelivery(Guid.CreateVersion7(happened.At), s.Name, happened.Id, Body(number, happened), happened.At, happened.At));
    }

    /// <summary>What happened to which case, and in which part somebody did it. No words, no names, no contact: whoever needs more asks the API as somebody.</summary>
    private static string Body(CaseNo number, CaseEvent happened) => JsonSerializer.Serialize(new
    {
        id = happened.Id, caseNo = number.Value, number = happened.Number, transition = happened.Transition, action = happened.Action, actor = happened.Actor.ToString(),
        at = happened.At.ToUniversalTime(), from = happened.From.ToString(), to = happened.To.ToString(),
    });
}

/// <summary>Deliveries that wait. Fulfilled by the Store room. At least once: whoever dies between sending and noting it sends again.</summary>
public interface IWebhookQueue
{
    /// <summary>Takes what is due to one subscriber; nobody else gets it until the lease is over.</summary>
    Task<IReadOnlyList<WebhookDelivery>> LeaseAsync(string hook, int limit, TimeSpan lease, CancellationToken cancellationToken);

    Task DeliveredAsync(Guid id, CancellationToken cancellationToken);

    /// <param name="notBefore">Null gives it up: it stays for operators to see.</param>
    Task FailedAsync(Guid id, DateTimeOffset? notBefore, string error, CancellationToken cancellationToken);

    /// <summary>What waits for subscribers that are no longer in the settings; given up, so that operators see it.</summary>
    /// <param name="hooks">Names of those that are.</param>
    Task GiveUpAllButAsync(IReadOnlyList<string> hooks, string error, CancellationToken cancellationToken);

    /// <summary>What was given up, the oldest first.</summary>
    Task<IReadOnlyList<WebhookDelivery>> GivenUpAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Sends one that was given up again.</summary>
    /// <returns>False when there is none of this id.</returns>
    Task<bool> ResendAsync(Guid id, CancellationToken cancellationToken);
}
