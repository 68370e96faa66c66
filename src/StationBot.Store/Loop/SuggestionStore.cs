using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Suggestions;
using StationBot.Store.Databases;
using StationBot.Store.Writing;

namespace StationBot.Store.Loop;

internal sealed class SuggestionStore(Database database) : ISuggestions
{
    public Task<DeputySuggestion?> FindAsync(Guid id, CancellationToken cancellationToken) => database.ReadAsync(db =>
        db.Suggestions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken));

    public Task<IReadOnlyList<SuggestionEvent>> EventsAsync(Guid id, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<SuggestionEvent>>(async db =>
        await db.SuggestionEvents.AsNoTracking().Where(e => e.SuggestionId == id).OrderBy(e => e.Number).ToListAsync(cancellationToken));

    public Task<IReadOnlyList<DeputySuggestion>> ListAsync(string? deputy, string? unit, SuggestionStatus? status, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DeputySuggestion>>(async db => await db.Suggestions.AsNoTracking()
            .Where(s => (deputy == null || s.Deputy == deputy) && (unit == null || s.Unit == unit) && (status == null || s.Status == status))
            .OrderByDescending(s => s.Id).Take(limit).ToListAsync(cancellationToken));

    public Task<IReadOnlyList<Guid>> RunningAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Guid>>(async db =>
        await db.Suggestions.Where(s => s.DueOn != null).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(cancellationToken));

    public async Task<IReadOnlyList<StoredSuggestion>> PageAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        var from = after ?? Guid.Empty;
        try
        {
            return await database.ReadAsync<IReadOnlyList<StoredSuggestion>>(async db =>
            {
                var page = await db.Suggestions.AsNoTracking().Where(s => s.Id > from).OrderBy(s => s.Id).Take(limit).ToListAsync(cancellationToken);
                Guid[] ids = [.. page.Select(s => s.Id)];
                var logs = (await db.SuggestionEvents.AsNoTracking().Where(e => ids.Contains(e.SuggestionId)).OrderBy(e => e.Number).ToListAsync(cancellationToken)).ToLookup(e => e.SuggestionId);
                return [.. page.Select(s => new StoredSuggestion(s.Id, s, [.. logs[s.Id]]))];
            });
        }
        catch (Exception broken) when (BrokenRows.IsBroken(broken))
        {
            // One of the page holds what no suggestion can hold: each by itself, so that the others are read all the same.
            List<StoredSuggestion> page = [];
            foreach (var id in await database.ReadAsync(db => db.Suggestions.Where(s => s.Id > from).OrderBy(s => s.Id).Select(s => s.Id).Take(limit).ToListAsync(cancellationToken)))
            {
                page.Add(await AloneAsync(id, cancellationToken));
            }
            return page;
        }
    }

    private async Task<StoredSuggestion> AloneAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return new StoredSuggestion(id, await FindAsync(id, cancellationToken), await EventsAsync(id, cancellationToken));
        }
        catch (Exception broken) when (BrokenRows.IsBroken(broken))
        {
            return new StoredSuggestion(id, null, [], BrokenRows.Why(broken));
        }
    }

    public Task<IReadOnlyList<DeputySuggestion>> OfCaseAsync(CaseId caseId, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<DeputySuggestion>>(async db =>
        await db.Suggestions.AsNoTracking().Where(s => s.CaseId == caseId).OrderByDescending(s => s.Id).ToListAsync(cancellationToken));

    public static void Write(WriteSession session, DeputySuggestion changed)
    {
        var loaded = changed.Version - changed.Uncommitted.Count;
        if (loaded == 0)
        {
            session.Insert(changed);
        }
        else
        {
            session.Update(changed, loaded);
        }
        foreach (var happened in changed.Uncommitted)
        {
            session.Insert(happened);
            foreach (var notice in SuggestionNotices.Of(changed, happened))
            {
                session.Insert(notice);
            }
        }
    }
}

internal sealed class SuggestionConfiguration : IEntityTypeConfiguration<DeputySuggestion>
{
    public void Configure(EntityTypeBuilder<DeputySuggestion> builder)
    {
        builder.ToTable("suggestions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Ignore(s => s.Uncommitted);
        builder.Property(s => s.State).HasConversion(new ValueConverter<SuggestionState, string>(s => SuggestionState.Write(s), s => SuggestionState.Read(s)));
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Property(s => s.CaseId).IsFixed();
        builder.HasOne<Case>().WithMany().HasForeignKey(s => s.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.Deputy, s.Status });
        builder.HasIndex(s => new { s.Unit, s.Status });
    }
}

/// <summary>Append-only like the log of a case.</summary>
internal sealed class SuggestionEventConfiguration : IEntityTypeConfiguration<SuggestionEvent>
{
    public void Configure(EntityTypeBuilder<SuggestionEvent> builder)
    {
        builder.ToTable("suggestion_events");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => new { e.SuggestionId, e.Number }).IsUnique();
        builder.HasOne<DeputySuggestion>().WithMany().HasForeignKey(e => e.SuggestionId).OnDelete(DeleteBehavior.Restrict);
    }
}
