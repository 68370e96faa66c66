using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>Idempotency-Key: the same request is taken once, whatever the network does.</summary>
public sealed class RepeatTests(OneStation house) : IClassFixture<OneStation>
{
    private static readonly object Assign = new { data = new { liaison = "李工" } };
    private static readonly object Note = new { data = new { kind = "Before" } };
    private readonly ApiStation _station = house.Station;

    [Fact]
    public async Task The_same_request_twice_is_one_step_and_one_answer()
    {
        var one = await _station.CaseAsync();
        var staff = await _station.AsAsync(TokenRole.Staff);

        var first = await staff.StepAsync(one, "assign", Assign, key: "a-1");
        var second = await staff.StepAsync(one, "assign", Assign, key: "a-1");

        Assert.Equal((200, 200, false, true), (first.Status, second.Status, first.Replayed, second.Replayed));
        Assert.Equal((first.Body!.ToJsonString(), first.Tag), (second.Body!.ToJsonString(), second.Tag));
        Assert.NotNull(first.Tag);
        Assert.Equal(3, await _station.EventsAsync(one));
        Assert.Empty(await _station.RefusedAsync(one));
    }

    [Fact]
    public async Task Ten_at_once_are_one_step_even_where_the_step_could_be_taken_ten_times()
    {
        var one = await _station.CaseAsync();
        var staff = await _station.AsAsync(TokenRole.Staff);

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => staff.StepAsync(one, "nudge", Note, key: "n-1")));

        Assert.All(all, g => Assert.Equal((200, all[0].Body!.ToJsonString()), (g.Status, g.Body!.ToJsonString())));
        Assert.Equal(3, await _station.EventsAsync(one));
        Assert.Empty(await _station.RefusedAsync(one));
    }

    [Fact]
    public async Task Ten_who_name_no_version_have_their_turn_all_at_once()
    {
        var one = await _station.CaseAsync();
        var staff = await _station.AsAsync(TokenRole.Staff);

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => staff.StepAsync(one, "nudge", Note)));

        Assert.All(all, g => Assert.Equal(200, g.Status));
        Assert.Equal(12, await _station.EventsAsync(one));
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_422_and_another_callers_key_is_another_key()
    {
        var one = await _station.CaseAsync();
        var (staff, other) = (await _station.AsAsync(TokenRole.Staff), await _station.AsAsync(TokenRole.Staff, name: "周洁"));
        await staff.StepAsync(one, "nudge", Note, key: "k");

        var reused = await staff.StepAsync(one, "nudge", new { data = new { kind = "During" } }, key: "k");
        var others = await other.StepAsync(one, "nudge", Note, key: "k");
        var bad = await staff.StepAsync(one, "nudge", Note, key: new string('k', 201));

        Assert.Equal((422, "idempotency.key_reused", "Idempotency-Key"), (reused.Status, reused.Code, reused.Field));
        Assert.Equal((200, false), (others.Status, others.Replayed));
        Assert.Equal((400, "idempotency.bad_key"), (bad.Status, bad.Code));
        Assert.Equal(4, await _station.EventsAsync(one));
        Assert.Equal(["idempotency.bad_key", "idempotency.key_reused"], await _station.RefusedAsync(one));
    }

    [Fact]
    public async Task A_refusal_is_an_answer_too_and_stays_the_answer()
    {
        var one = await _station.CaseAsync();
        var staff = await _station.AsAsync(TokenRole.Staff);
        var refused = await staff.StepAsync(one, "feedback", new { data = new { message = "好" } }, key: "r");

        var again = await staff.StepAsync(one, "feedback", new { data = new { message = "好" } }, key: "r");

        Assert.Equal((409, "case.illegal_step", false, 409, true), (refused.Status, refused.Code, refused.Replayed, again.Status, again.Replayed));
        Assert.Single(await _station.RefusedAsync(one));
    }
}
