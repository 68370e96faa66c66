namespace StationBot.Platform.Calls;

/// <summary>What goes wrong with a call instead of, before or after serving it.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Answers HTTP 200 with this code and does nothing else.</summary>
    public sealed record Code(int ErrCode, string? Message = null) : Fault;

    /// <summary>Does not serve: answers with this status and a page of HTML, as a proxy in between does, or with this instead.</summary>
    public sealed record Html(int Status = 500, string? Body = null) : Fault;

    /// <summary>Resets the connection without serving.</summary>
    public sealed record Reset : Fault;

    /// <summary>Serves, and then loses the answer: the caller cannot know that the message went out (wechat.md §10).</summary>
    public sealed record LostAnswer : Fault;

    /// <summary>Serves, and something in between puts this in place of the answer: a gateway's page, half an answer, nothing.</summary>
    public sealed record Spoiled(int Status, string Body = "<html><body>bad gateway</body></html>") : Fault;

    /// <summary>Serves after this long on the platform's clock, unless the caller has hung up.</summary>
    public sealed record Slow(TimeSpan Delay) : Fault;

    /// <summary>Serves when the test opens the gate, unless the caller has hung up. A gate that stays shut is a call that times out.</summary>
    public sealed record Behind(Gate Gate) : Fault;
}

/// <summary>Holds calls back until a test lets them go.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first call stands before the gate.</summary>
    public Task Arrived => _arrived.Task;

    public void Open() => _opened.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _arrived.TrySetResult();
        return _opened.Task.WaitAsync(cancellationToken);
    }
}
