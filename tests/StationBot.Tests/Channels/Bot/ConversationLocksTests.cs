using StationBot.Channels.Bot;
using StationBot.Handling.Messages;

namespace StationBot.Tests.Channels.Bot;

public sealed class ConversationLocksTests
{
    private static readonly ConversationKey Key = new("test", "c1");
    private readonly ConversationLocks _locks = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turns_enter_in_the_order_they_came()
    {
        var order = new List<int>();
        var first = await _locks.EnterAsync(Key, Cancel);
        var waiting = Enumerable.Range(1, 20).Select(EnterAsync).ToList();

        first.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(Enumerable.Range(1, 20), order);

        async Task EnterAsync(int number)
        {
            using var place = await _locks.EnterAsync(Key, Cancel);
            await Task.Yield();
            order.Add(number);
        }
    }

    [Fact]
    public async Task Whoever_is_before_an_urgent_one_hurries_and_nobody_behind_it()
    {
        var first = await _locks.EnterAsync(Key, Cancel, () => throw new InvalidOperationException("Nobody is before it."));
        var second = _locks.EnterAsync(Key, Cancel, () => false).AsTask();
        Assert.False(first.Hurry.IsCancellationRequested);
        var urgent = _locks.EnterAsync(Key, Cancel, () => true).AsTask();
        var last = _locks.EnterAsync(Key, Cancel, () => false).AsTask();

        Assert.True(first.Hurry.IsCancellationRequested);
        first.Dispose();
        Assert.True((await second).Hurry.IsCancellationRequested);
        (await second).Dispose();
        Assert.False((await urgent).Hurry.IsCancellationRequested);
        (await urgent).Dispose();
        Assert.False((await last).Hurry.IsCancellationRequested);
        (await last).Dispose();
        Assert.Equal(0, _locks.Busy);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_queue_and_the_next_one_gets_in()
    {
        using var impatient = new CancellationTokenSource();
        var first = await _locks.EnterAsync(Key, Cancel);
        var second = _locks.EnterAsync(Key, impatient.Token).AsTask();
        var third = _locks.EnterAsync(Key, Cancel).AsTask();

        await impatient.CancelAsync();
        first.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        (await third).Dispose();
        Assert.Equal(0, _locks.Busy);
    }

    [Fact]
    public async Task Beyond_the_limit_nobody_waits()
    {
        using var first = await _locks.EnterAsync(Key, Cancel);
        var waiting = Enumerable.Range(0, ConversationLocks.MaxWaiting).Select(_ => _locks.EnterAsync(Key, Cancel).AsTask()).ToList();

        await Assert.ThrowsAsync<OverloadedException>(() => _locks.EnterAsync(Key, Cancel).AsTask());
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
    }

    [Fact]
    public async Task Leaving_twice_lets_one_in()
    {
        var first = await _locks.EnterAsync(Key, Cancel);
        var second = _locks.EnterAsync(Key, Cancel).AsTask();
        var third = _locks.EnterAsync(Key, Cancel).AsTask();

        first.Dispose();
        first.Dispose();
        await second;

        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Nothing_is_kept_of_conversations_at_rest()
    {
        for (var i = 0; i < 100; i++)
        {
            (await _locks.EnterAsync(new ConversationKey("test", "c" + i), Cancel)).Dispose();
        }

        Assert.Equal(0, _locks.Busy);
    }
}
