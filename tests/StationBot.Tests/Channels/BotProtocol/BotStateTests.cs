using StationBot.Channels.BotProtocol;

namespace StationBot.Tests.Channels.BotProtocol;

public sealed class BotStateTests
{
    private readonly MemoryStorage _storage = new();

    [Fact]
    public async Task State_is_found_again_by_the_same_user_of_the_same_channel_only()
    {
        await ChangeAsync(Turn("u1"), "甲");

        Assert.Equal("甲", await ReadAsync(Turn("u1")));
        Assert.Null(await ReadAsync(Turn("u2")));
        Assert.Null(await ReadAsync(Turn("u1", "wechat")));
    }

    [Fact]
    public async Task Two_turns_that_change_the_same_state_do_not_overwrite_each_other()
    {
        var state = new UserState(_storage);
        var name = state.CreateProperty("name", BotJson.String);
        await ChangeAsync(Turn("u1"), "甲");
        var (slow, fast) = (Turn("u1"), Turn("u1"));
        await name.SetAsync(slow, "乙", Cancel);
        await name.SetAsync(fast, "丙", Cancel);

        await state.SaveChangesAsync(fast, false, Cancel);

        await Assert.ThrowsAsync<EtagException>(() => state.SaveChangesAsync(slow, false, Cancel));
        Assert.Equal("丙", await ReadAsync(Turn("u1")));
    }

    [Fact]
    public async Task A_default_is_kept_clearing_waits_for_the_save_and_deleting_does_not()
    {
        var state = new UserState(_storage);
        var name = state.CreateProperty("name", BotJson.String);
        var turn = Turn("u1");

        Assert.Equal("无名", await name.GetAsync(turn, () => "无名", Cancel));
        await state.SaveChangesAsync(turn, false, Cancel);
        Assert.Equal("无名", await ReadAsync(Turn("u1")));
        await state.ClearStateAsync(turn, Cancel);
        Assert.Equal("无名", await ReadAsync(Turn("u1")));
        await state.SaveChangesAsync(turn, false, Cancel);
        Assert.Null(await ReadAsync(Turn("u1")));
        await ChangeAsync(Turn("u1"), "甲");
        await state.DeleteAsync(Turn("u1"), Cancel);
        Assert.Null(await ReadAsync(Turn("u1")));
    }

    [Fact]
    public async Task Without_the_fields_of_its_key_state_cannot_be_found() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(Turn("")));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task ChangeAsync(TurnContext turn, string value)
    {
        var state = new UserState(_storage);
        await state.CreateProperty("name", BotJson.String).SetAsync(turn, value, Cancel);
        await state.SaveChangesAsync(turn, false, Cancel);
    }

    private Task<string?> ReadAsync(TurnContext turn) => new UserState(_storage).CreateProperty("name", BotJson.String).GetAsync(turn, null, Cancel);

    private static TurnContext Turn(string user, string channel = "test") =>
        new(new Nowhere(), new Activity { Type = "message", ChannelId = channel, From = new ChannelAccount { Id = user } });

    private sealed class Nowhere : BotAdapter
    {
        public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken) =>
            Task.FromResult(activities.Select(_ => new ResourceResponse()).ToArray());
    }
}
