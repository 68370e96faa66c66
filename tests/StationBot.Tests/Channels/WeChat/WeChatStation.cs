using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StationBot.Channels.Bot;
using StationBot.Channels.Sending;
using StationBot.Tests.Channels.WebChat;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Platform;
using StationBot.Platform.OfficialAccounts;
using StationBot.Store;
using StationBot.Tests.Channels.BotProtocol;
using StationBot.Tests.Store;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>One machine of a station: every channel on a real Kestrel over the real store, and a dialog of the test's choice.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Machine(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();
    public IServiceProvider Services => _app.Services;
    public IConversationStore Store => Services.GetRequiredService<IConversationStore>();
    public IOutbox Outbox => Services.GetRequiredService<IOutbox>();
    public IChannelLog Log => Services.GetRequiredService<IChannelLog>();

    public static async Task<Machine> StartAsync(StoreHouse house, ScriptedDialog dialog, IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection, IConfiguration>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = DirectLineApp.PageFolder() });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([.. settings, new("StationBot:DirectLine:Folder", Path.Combine(house.Folder, "webchat"))]);
        builder.Services.AddSingleton<TimeProvider>(house.Clock).AddSingleton<IAreaDirectory>(new TheDistrict()).AddSingleton<IDialog>(dialog);
        builder.Services.AddStore(options =>
        {
            options.DataFolder = house.Folder;
            options.IdentitySecret = Convert.ToBase64String(house.Secret);
        });
        builder.Services.AddSingleton(Words());
        if (more is null)
        {
            builder.Services.AddChannels(builder.Configuration.GetSection("StationBot"));
        }
        else
        {
            more(builder.Services, builder.Configuration.GetSection("StationBot"));
        }
        var app = builder.Build();
        app.UseWebSockets();
        app.MapChannels();
        await app.Services.MigrateStoreAsync(TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Machine(app);
    }

    public async Task<T> ReadAsync<T>(Func<StationDb, T> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return read(scope.ServiceProvider.GetRequiredService<StationDb>());
    }

    /// <summary>An ordinary stop; the store can still be read.</summary>
    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    private static ChannelWords Words()
    {
        var words = new ChannelWords();
        foreach (var (key, text) in DialogLoader.Load(Path.Combine(AppContext.BaseDirectory, "dialogs")).Channels)
        {
            words.Texts[key] = text;
        }
        return words;
    }
}

/// <summary>A station with one Official Account, and the platform it hangs on.</summary>
internal sealed class WeChatStation : IAsyncDisposable
{
    private readonly StoreHouse _house;
    private readonly List<Machine> _machines = [];

    private WeChatStation(StoreHouse house, PlatformServer platform, OfficialAccount account) => (_house, Platform, Account) = (house, platform, account);

    public PlatformServer Platform { get; }
    public OfficialAccount Account { get; }
    public ScriptedDialog Dialog { get; } = new();
    public Machine Machine => _machines[0];
    public Microsoft.Extensions.Time.Testing.FakeTimeProvider Clock => _house.Clock;
    public string OpenId { get; } = OfficialAccount.NewOpenId();
    public StationBot.Platform.Phones.Phone Phone => Account.Phone(OpenId);
    public ConversationKey Key => new("wechat", $"{Account.Name}/{OpenId}");

    public static async Task<WeChatStation> OpenAsync(CallbackMode mode = CallbackMode.Safe, params (string Name, string Value)[] settings)
    {
        var house = await StoreHouse.BuildAsync(StoreProvider.Sqlite);
        var platform = await PlatformServer.StartAsync(house.Clock, cancellationToken: TestContext.Current.CancellationToken);
        var station = new WeChatStation(house, platform, platform.Add(new OfficialAccountSettings { Mode = mode }));
        await station.AddMachineAsync(settings);
        station.Account.CallbackUrl = $"{station.Machine.Url}/wechat/{station.Account.Name}";
        return station;
    }

    /// <summary>One more machine over the same database.</summary>
    public async Task<Machine> AddMachineAsync(params (string Name, string Value)[] settings)
    {
        var all = Account.Settings.ForStation(0).Append(new("ApiAddress", Platform.BaseAddress.AbsoluteUri)).ToDictionary(s => "StationBot:WeChat:" + s.Key, string? (s) => s.Value);
        foreach (var (name, value) in settings)
        {
            all[name.StartsWith("StationBot:", StringComparison.Ordinal) ? name : "StationBot:WeChat:" + name] = value;
        }
        var machine = await Machine.StartAsync(_house, Dialog, all);
        _machines.Add(machine);
        return machine;
    }

    public async Task<IReadOnlyList<TurnMessage>> LogAsync() =>
        await Machine.Store.FindAsync(Key, TestContext.Current.CancellationToken) is { } conversation
            ? await Machine.Store.ReadAsync(conversation.Id, 0, 1000, TestContext.Current.CancellationToken)
            : [];

    /// <summary>The station writes first, as with news about a case.</summary>
    public async Task AnnounceAsync(string text)
    {
        var cancel = TestContext.Current.CancellationToken;
        var conversation = await Machine.Store.FindAsync(Key, cancel);
        Assert.True(await Machine.Services.GetRequiredService<ProactiveTurns>().SendAsync(conversation!, ScriptedDialog.Saying(text), cancel));
    }

    /// <summary>Waits for what happens in the background; the station's clock moves by a step at each look.</summary>
    public async Task UntilAsync(Func<bool> happened, TimeSpan step = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        // Hours must not run ahead of a busy machine: what may be said within two days would then be late.
        var pause = step >= TimeSpan.FromMinutes(1) ? 40 : 5;
        while (!happened())
        {
            if (step > TimeSpan.Zero)
            {
                Clock.Advance(step);
            }
            await Task.Delay(pause, patience.Token);
        }
    }

    public async Task<IReadOnlyList<StuckMessage>> StuckAsync() => await Machine.Outbox.StuckAsync(100, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        foreach (var machine in _machines)
        {
            await machine.DisposeAsync();
        }
        await _house.DisposeAsync();
    }
}
