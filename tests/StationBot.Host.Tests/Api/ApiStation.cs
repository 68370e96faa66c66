using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Host.Operations;
using StationBot.Store;

namespace StationBot.Host.Tests.Api;

/// <summary>The server as <c>serve</c> starts it, on a free port with a database of its own, at a clock that the test moves: Monday 2026-11-23, 10:00 +08:00.</summary>
internal sealed class ApiStation : IAsyncDisposable
{
    private const string Server = "STATIONBOT_TEST_POSTGRES";
    private readonly WebApplication _app;
    private readonly List<HttpClient> _clients = [];

    private readonly string? _postgres;
    private readonly bool _isGuest;

    private ApiStation(WebApplication app, string folder, FakeTimeProvider clock, string? postgres, bool isGuest = false) =>
        (_app, Folder, Clock, _postgres, _isGuest) = (app, folder, clock, postgres, isGuest);

    public static DateTimeOffset Moment { get; } = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));

    public string Folder { get; }
    public FakeTimeProvider Clock { get; }
    public IServiceProvider Services => _app.Services;

    /// <param name="provider">PostgreSQL only where a server is given; else the test is skipped.</param>
    /// <param name="channels">Assemblies with channels of their own.</param>
    public static async Task<ApiStation> StartAsync(Dictionary<string, string?>? settings = null, StoreProvider provider = StoreProvider.Sqlite, params IReadOnlyCollection<System.Reflection.Assembly> channels)
    {
        settings ??= [];
        string? postgres = null;
        if (provider == StoreProvider.Postgres)
        {
            var server = Environment.GetEnvironmentVariable(Server);
            Assert.SkipWhen(string.IsNullOrEmpty(server), $"No PostgreSQL server: {Server} holds no connection string.");
            postgres = $"stationbot_{Guid.NewGuid():N}";
            await ExecuteAsync($"CREATE DATABASE {postgres}");
            settings["StationBot:Store:Provider"] = "Postgres";
            settings["StationBot:Store:ConnectionString"] = new NpgsqlConnectionStringBuilder(server) { Database = postgres, MaxPoolSize = 20 }.ConnectionString;
        }
        var folder = Directory.CreateTempSubdirectory("stationbot-api-").FullName;
        var clock = new FakeTimeProvider(Moment);
        return new ApiStation(await ServeVerb.StartAsync("http://127.0.0.1:0", folder, demo: true, Cancel, clock, settings, channels), folder, clock, postgres);
    }

    /// <summary>One more machine over the same SQLite database and clock.</summary>
    public async Task<ApiStation> BesideAsync(Dictionary<string, string?>? settings = null) =>
        new(await ServeVerb.StartAsync("http://127.0.0.1:0", Folder, demo: true, Cancel, Clock, settings), Folder, Clock, postgres: null, isGuest: true);

    /// <summary>A client with a new token.</summary>
    public async Task<HttpClient> AsAsync(TokenRole role, string? unit = null, string name = "王敏")
    {
        var text = TokenText.Make();
        await Services.GetRequiredService<ITokens>().AddAsync(new ApiToken(Guid.CreateVersion7(), TokenText.Hash(text), role, name, unit, Clock.GetUtcNow()), Cancel);
        return As(text);
    }

    public HttpClient As(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        _clients.Add(client);
        return client;
    }

    /// <summary>A numbered case that waits to be assigned: 城管局 leads, deputy D01, station ST01.</summary>
    public Task<Case> CaseAsync(string contact = "13800001234", string? station = "ST01", string[]? conflicted = null, string[]? flags = null, string resident = "somebody") =>
        A.CaseAsync(Services, Clock, contact, station, conflicted, flags, resident);

    /// <summary>Takes it on to the department's acknowledgement.</summary>
    public async Task<Case> InProgressAsync(string contact = "13800001234", string[]? co = null)
    {
        var one = await CaseAsync(contact);
        A.Take(one, Clock, Services, CaseAction.Assign, CaseActor.StationStaff, null, new AssignData(Liaison: "李工", Co: co));
        A.Take(one, Clock, Services, CaseAction.Acknowledge, CaseActor.Department, "urban", new AcknowledgeData("李工"));
        await A.SaveAsync(Services, one);
        return one;
    }

    public async Task<T> ReadAsync<T>(Func<StationDb, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<StationDb>());
    }

    /// <summary>Codes of the refused steps of a case, by the alphabet: at a clock that stands still their order says nothing.</summary>
    public Task<List<string>> RefusedAsync(Case one) => RefusedAsync(one.Number!.Value.Value);

    public Task<List<string>> RefusedAsync(string number) =>
        ReadAsync(db => db.RefusedSteps.Where(r => r.CaseNo == number).Select(r => r.Code).OrderBy(c => c).ToListAsync(Cancel));

    public Task<int> EventsAsync(Case one) => ReadAsync(db => db.CaseEvents.CountAsync(e => e.CaseId == one.Id, Cancel));

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        await _app.StopAsync(Cancel);
        await _app.DisposeAsync();
        if (_isGuest)
        {
            return;
        }
        Directory.Delete(Folder, recursive: true);
        if (_postgres is not null)
        {
            await ExecuteAsync($"DROP DATABASE {_postgres} WITH (FORCE)");
        }
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(Server)!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}

/// <summary>Cases made without a chat, step by step.</summary>
internal static class A
{
    public static async Task<Case> CaseAsync(
        IServiceProvider services, TimeProvider clock, string contact = "13800001234", string? station = "ST01", string[]? conflicted = null, string[]? flags = null, string resident = "somebody", string? earlier = null)
    {
        var (conversations, cases, now) = (services.GetRequiredService<IConversationStore>(), services.GetRequiredService<ICases>(), clock.GetUtcNow());
        var fresh = new ConversationRecord
        {
            Id = Guid.CreateVersion7(), Key = new ConversationKey("webchat", Guid.NewGuid().ToString()), ResidentId = await conversations.ResidentAsync("webchat", resident, Cancel),
            StartedAt = now, LastInboundAt = now,
        };
        var one = new Case(CaseId.New(), fresh.Id, fresh.ResidentId, "webchat", now)
        {
            Number = await cases.NextNumberAsync("QH", DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime), Cancel),
            RawText = "书香里门口的路灯坏了半个月,孩子晚上放学看不见路", Summary = "书香里路灯不亮", Topics = [Handling.Sorting.Topic.Environment], Station = station, Contact = contact,
            Slots = new Dictionary<string, string> { ["place"] = "书香里" },
        };
        Take(one, clock, services, CaseAction.Confirm, CaseActor.Resident, null, new ConfirmData(
            one.Summary, one.RawText.Length, "webchat", "notice", "书香里", ["修好路灯"], "Simple", flags, [new Subscriber(fresh.ResidentId, fresh.Id)], "yes", conflicted, earlier));
        if (flags is null)
        {
            Take(one, clock, services, CaseAction.Sort, CaseActor.Bot, null, new SortData("Environment", "ENV-04", "urban", [], station, "D01", 0.9));
        }
        Assert.IsType<CommitResult.Committed>(await conversations.CommitAsync(new TurnCommit { Conversation = fresh, Cases = [one] }, Cancel));
        return one;
    }

    public static void Take(Case one, TimeProvider clock, IServiceProvider services, CaseAction action, CaseActor role, string? unit, StepData? data, string reason = "") =>
        Assert.IsType<StepResult.Done>(one.Apply(new Step(action, new Actor(role, null, unit), data, reason), clock.GetUtcNow(), services.GetRequiredService<Func<LoopRules>>()()));

    public static async Task SaveAsync(IServiceProvider services, Case one) => Assert.True(await services.GetRequiredService<ICases>().SaveAsync(one, Cancel));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}

/// <summary>An answer of the API.</summary>
internal sealed record Got(int Status, JsonNode? Body, string? Tag, bool Replayed)
{
    public string? Code => Body?["code"]?.ToString();

    public string? Field => Body?["field"]?.ToString();

    public string? Detail => Body?["detail"]?.ToString();
}

internal static class Calls
{
    public static async Task<Got> AskAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri("/api/v1" + path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await ReadAsync(answer);
    }

    /// <param name="body">Anything that becomes JSON, or text as it is.</param>
    public static Task<Got> StepAsync(this HttpClient client, Case one, string action, object? body = null, string? key = null, int? version = null, string type = "application/json") =>
        client.PostAsync($"/cases/{one.Number}/{action}", body, key, version, type);

    /// <inheritdoc cref="StepAsync"/>
    public static async Task<Got> PostAsync(this HttpClient client, string path, object? body = null, string? key = null, int? version = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1" + path, UriKind.Relative));
        var text = body as string ?? System.Text.Json.JsonSerializer.Serialize(body ?? new { });
        request.Content = new StringContent(text, Encoding.UTF8, type);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        if (version is { } expected)
        {
            request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{expected}\""));
        }
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReadAsync(answer);
    }

    public static async Task<Got> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Got((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), answer.Headers.ETag?.Tag, answer.Headers.Contains("Idempotency-Replayed"));
    }
}

/// <summary>One server for a class of tests; each test makes the cases it needs.</summary>
public sealed class OneStation : IAsyncLifetime
{
    internal ApiStation Station { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Station = await ApiStation.StartAsync();

    public ValueTask DisposeAsync() => Station.DisposeAsync();
}
