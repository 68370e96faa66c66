using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store;

namespace StationBot.Tests.Store;

public sealed class SqliteApiTests() : ApiFacts(StoreProvider.Sqlite);

public sealed class PostgresApiTests() : ApiFacts(StoreProvider.Postgres);

/// <summary>Tokens, webhooks, read notices and answered requests at rest.</summary>
public abstract class ApiFacts(StoreProvider provider) : StoreFacts(provider)
{
    [Fact]
    public async Task A_token_is_found_by_its_hash_until_it_is_revoked()
    {
        var tokens = Get<ITokens>();
        var token = new ApiToken(Guid.CreateVersion7(), TokenText.Hash("sb_x"), TokenRole.Department, "李工", "urban", The.Moment.ToUniversalTime());
        await tokens.AddAsync(token, Cancel);

        var found = await tokens.FindAsync(TokenText.Hash("sb_x"), Cancel);
        var revoked = (await tokens.RevokeAsync(token.Id, The.Moment, Cancel), await tokens.RevokeAsync(token.Id, The.Moment, Cancel));

        Assert.Equal(token, found);
        Assert.Equal((true, false), revoked);
        Assert.Null(await tokens.FindAsync(TokenText.Hash("sb_x"), Cancel));
        Assert.Equal(The.Moment, Assert.Single(await tokens.ListAsync(10, Cancel)).RevokedAt);
    }

    [Fact]
    public async Task A_delivery_is_leased_by_one_put_off_given_up_and_sent_again()
    {
        var queue = Get<IWebhookQueue>();
        await using (var scope = Store.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<StationDb>();
            db.Add(new WebhookDelivery(Guid.CreateVersion7(), "board", Guid.NewGuid(), "{}", The.Moment.ToUniversalTime(), The.Moment.ToUniversalTime()));
            await db.SaveChangesAsync(Cancel);
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => queue.LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel)));
        var mine = Assert.Single(taken.SelectMany(t => t));
        await queue.FailedAsync(mine.Id, House.Clock.GetUtcNow().AddSeconds(5), "status 500", Cancel);
        var early = await queue.LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel);
        House.Clock.Advance(TimeSpan.FromSeconds(5));
        var again = Assert.Single(await queue.LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel));
        await queue.FailedAsync(mine.Id, null, "status 500", Cancel);
        var lost = Assert.Single(await queue.GivenUpAsync(10, Cancel));

        Assert.Empty(early);
        Assert.Equal((1, 2, "status 500"), (mine.Attempts, again.Attempts, lost.Error));
        Assert.Equal((true, false), (await queue.ResendAsync(mine.Id, Cancel), await queue.ResendAsync(mine.Id, Cancel)));
        await queue.DeliveredAsync(Assert.Single(await queue.LeaseAsync("board", 10, TimeSpan.FromMinutes(1), Cancel)).Id, Cancel);
        Assert.Equal(0, await Store.ReadAsync(db => db.WebhookDeliveries.CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_notice_is_read_once_and_an_answer_is_forgotten_in_time()
    {
        var one = await CaseAsync(await NewAsync("one"));
        one.Apply(new Step(CaseAction.Assign, new Actor(CaseActor.StationStaff), new AssignData(Liaison: "李工")), The.Moment, The.Rules);
        await SaveAsync(Turn((await NewAsync("one")) with { Id = one.ConversationId }, "m1", "好") with { Cases = [one] });
        var notice = await Store.ReadAsync(db => db.StaffNotices.AsNoTracking().FirstAsync(n => n.Role == CaseActor.Department, Cancel));
        var store = Get<ILoopStore>();
        await store.CommitAsync(new LoopCommit { Request = new HandledRequest("k", "f", 200, "{}", The.Moment) }, Cancel);

        var read = (await Get<IStaffDesk>().ReadAsync(notice.Id, The.Moment, Cancel), await Get<IStaffDesk>().ReadAsync(notice.Id, The.Moment.AddDays(1), Cancel), await Get<IStaffDesk>().ReadAsync(Guid.NewGuid(), The.Moment, Cancel));
        var forgotten = ((await Forget(The.Moment)).Requests, (await Forget(The.Moment.AddSeconds(1))).Requests);

        Assert.Equal((true, true, false), read);
        Assert.Equal(The.Moment, await Store.ReadAsync(db => db.StaffNotices.Where(n => n.Id == notice.Id).Select(n => n.ReadAt).SingleAsync(Cancel)));
        Assert.Equal((0, 1), forgotten);

        Task<Forgotten> Forget(DateTimeOffset before) => Get<INudgeStore>().ForgetAsync(before, The.Moment.AddDays(-1), The.Moment.AddDays(-1), Cancel);
    }

    private T Get<T>() where T : notnull => Store.Services.GetRequiredService<T>();
}
