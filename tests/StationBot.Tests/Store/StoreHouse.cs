using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Store;

namespace StationBot.Tests.Store;

/// <summary>A database of its own for one test, opened as often as the test wants.</summary>
internal sealed class StoreHouse : IAsyncDisposable
{
    private const string Server = "STATIONBOT_TEST_POSTGRES";
    private readonly string _folder = Directory.CreateTempSubdirectory("stationbot-store-").FullName;
    private readonly StoreProvider _provider;
    private string? _connection;

    private StoreHouse(StoreProvider provider) => _provider = provider;

    public string Folder => _folder;
    public FakeTimeProvider Clock { get; } = The.Clock;
    public byte[] Secret { get; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static async Task<StoreHouse> BuildAsync(StoreProvider provider)
    {
        var house = new StoreHouse(provider);
        if (provider == StoreProvider.Postgres)
        {
            var server = Environment.GetEnvironmentVariable(Server);
            Assert.SkipWhen(string.IsNullOrEmpty(server), $"No PostgreSQL server: {Server} holds no connection string.");
            var name = $"stationbot_{Guid.NewGuid():N}";
            await ExecuteAsync(server, $"CREATE DATABASE {name}");
            house._connection = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = true, MaxPoolSize = 20 }.ConnectionString;
        }
        return house;
    }

    public async Task<OpenStore> OpenAsync(Action<StoreOptions>? change = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddStore(options =>
        {
            options.Provider = _provider;
            options.ConnectionString = _connection;
            options.DataFolder = _folder;
            options.IdentitySecret = Convert.ToBase64String(Secret);
            change?.Invoke(options);
        }).BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        try
        {
            await services.MigrateStoreAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
        return new OpenStore(services);
    }

    /// <summary>The same disk as a process would find it that starts after this one was killed: the files as they are now, nothing closed.</summary>
    public StoreHouse AsLeftByAKill()
    {
        var after = new StoreHouse(StoreProvider.Sqlite);
        foreach (var file in Directory.GetFiles(_folder, "stationbot.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(after._folder, Path.GetFileName(file)));
        }
        return after;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            var name = new NpgsqlConnectionStringBuilder(_connection).Database;
            await ExecuteAsync(Environment.GetEnvironmentVariable(Server)!, $"DROP DATABASE {name} WITH (FORCE)");
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The store's ports, as a process of the station sees them.</summary>
internal sealed class OpenStore(ServiceProvider services) : IAsyncDisposable
{
    public ServiceProvider Services => services;
    public IConversationStore Conversations { get; } = services.GetRequiredService<IConversationStore>();
    public ICases Cases { get; } = services.GetRequiredService<ICases>();
    public ISuggestions Suggestions { get; } = services.GetRequiredService<ISuggestions>();
    public ILoopStore Loop { get; } = services.GetRequiredService<ILoopStore>();
    public IOutbox Outbox { get; } = services.GetRequiredService<IOutbox>();
    public IDirectoryFiles District { get; } = services.GetRequiredService<IDirectoryFiles>();
    public StoreProbe Probe { get; } = services.GetRequiredService<StoreProbe>();

    public async Task<T> ReadAsync<T>(Func<StationDb, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<StationDb>());
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
