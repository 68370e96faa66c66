using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Tickets;
using StationBot.Store.Cases;
using StationBot.Store.Channels;
using StationBot.Store.Conversations;
using StationBot.Store.Databases;
using StationBot.Store.Imports;
using StationBot.Store.Loop;
using StationBot.Store.Outbox;
using StationBot.Store.Residents;
using StationBot.Store.Writing;

namespace StationBot.Store;

public static class StoreRegistration
{
    /// <summary>
    /// Everything the store fulfils: <see cref="IConversationStore"/>, <see cref="IOutbox"/>, <see cref="IArrivals"/>, <see cref="IChannelMemory"/>,
    /// <see cref="IChannelLog"/>, <see cref="ITriage"/>, <see cref="ICases"/>, <see cref="ILoopStore"/>, <see cref="ISuggestions"/>, <see cref="ITicketDesk"/>, <see cref="INudgeStore"/>, <see cref="INoticeStore"/>, <see cref="ITokens"/>,
    /// <see cref="IStaffDesk"/>, <see cref="IWebhookQueue"/> (whose <see cref="Subscriptions"/> a host may register before), <see cref="IDirectoryFiles"/>, <see cref="StoreProbe"/>, and a scoped <see cref="StationDb"/> for pages. A <see cref="TimeProvider"/> and logging must be registered.
    /// Disposing the container saves what still waits.
    /// </summary>
    public static IServiceCollection AddStore(this IServiceCollection services, Action<StoreOptions>? configure = null)
    {
        var options = services.AddOptions<StoreOptions>()
            .Validate(o => o.Provider != StoreProvider.Postgres || !string.IsNullOrWhiteSpace(o.ConnectionString), "PostgreSQL needs a connection string (Store:ConnectionString).")
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<StoreOptions>>().Value);
        services.AddSingleton<Database>(provider => provider.GetRequiredService<StoreOptions>() is { Provider: StoreProvider.Postgres } postgres
            ? new PostgresDatabase(postgres)
            : new SqliteDatabase(provider.GetRequiredService<StoreOptions>()));
        services.AddSingleton(provider => new Vault(IdentitySecret.Load(provider.GetRequiredService<StoreOptions>())));
        services.AddSingleton<GroupWriter>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<CaseStore>();
        services.AddSingleton<ICases>(provider => provider.GetRequiredService<CaseStore>());
        services.AddSingleton<ILoopStore, LoopStore>();
        services.AddSingleton<ISuggestions, SuggestionStore>();
        services.AddSingleton<ITicketDesk, TicketDesk>();
        services.AddSingleton<ITokens, TokenStore>();
        services.AddSingleton<IStaffDesk, StaffDesk>();
        services.AddSingleton<IWebhookQueue, WebhookStore>();
        services.TryAddSingleton(Subscriptions.None);
        services.AddSingleton<INudgeStore, NudgeStore>();
        services.AddSingleton<INoticeStore, NoticeStore>();
        services.AddSingleton<IConversationStore, ConversationStore>();
        services.AddSingleton<IOutbox, OutboxStore>();
        services.AddSingleton<IArrivals, ArrivalStore>();
        services.AddSingleton<IChannelMemory, ChannelMemoryStore>();
        services.AddSingleton<IChannelLog, ChannelLogStore>();
        services.AddSingleton<ITriage, TriageStore>();
        services.AddSingleton<IDirectoryFiles, DirectoryFilesStore>();
        services.AddSingleton(provider => new StoreProbe(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<GroupWriter>(),
            provider.GetRequiredService<StoreOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<StationDb>(provider => provider.GetRequiredService<Database>().Open());
        return services;
    }

    /// <summary>Whether the database has been set up. Makes and changes nothing.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public static async Task<bool> HasStoreAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        await using var db = services.GetRequiredService<Database>().Open();
        return (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any();
    }

    /// <summary>Brings the database up to date before anything uses it, and makes sure that the secret is the one its rows were written with.</summary>
    /// <exception cref="TimeoutException">It took longer than <see cref="StoreOptions.MigrationLimit"/>.</exception>
    /// <exception cref="InvalidOperationException">The secret does not open what is in the store.</exception>
    public static async Task MigrateStoreAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var options = services.GetRequiredService<StoreOptions>();
        var database = services.GetRequiredService<Database>();
        using var limit = new CancellationTokenSource(options.MigrationLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await database.MigrateAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The database was not ready after {options.MigrationLimit}: another process may be migrating it, or hold it locked.");
        }
        await SecretCheck.RunAsync(database, services.GetRequiredService<Vault>(), services.GetRequiredService<TimeProvider>(), cancellationToken);
    }
}
