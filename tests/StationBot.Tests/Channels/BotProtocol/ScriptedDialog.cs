using System.Collections.Concurrent;
using System.Globalization;
using StationBot.Handling.Messages;

namespace StationBot.Tests.Channels.BotProtocol;

/// <summary>A dialog that echoes and counts its turns in its memory, until a test gives it another script.</summary>
internal sealed class ScriptedDialog : IDialog
{
    public ConcurrentQueue<DialogTurn> Turns { get; } = [];
    public Func<DialogTurn, CancellationToken, ValueTask<DialogOutcome>> Script { get; set; } = (turn, _) => ValueTask.FromResult(Echo(turn));

    public Func<string, bool> Urgent { get; set; } = _ => false;

    public bool IsUrgent(string text) => Urgent(text);

    public ValueTask<DialogOutcome> TakeTurnAsync(DialogTurn turn, CancellationToken cancellationToken)
    {
        Turns.Enqueue(turn);
        return Script(turn, cancellationToken);
    }

    public ValueTask<DialogOutcome?> TakeIdleAsync(ConversationRecord conversation, DateTimeOffset now, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DialogOutcome?>(null);

    public static DialogOutcome Echo(DialogTurn turn)
    {
        var count = turn.Conversation.Memory is { } memory ? int.Parse(memory, CultureInfo.InvariantCulture) + 1 : 1;
        return Saying(turn.Message.Joined ? "您好" : $"第{count}条:{turn.Message.Text}") with { Memory = count.ToString(CultureInfo.InvariantCulture) };
    }

    public static DialogOutcome Saying(params string[] texts) => new()
    {
        Replies = [.. texts.Select(t => new Reply(t))],
        Stage = ConversationStage.Collecting,
    };
}
