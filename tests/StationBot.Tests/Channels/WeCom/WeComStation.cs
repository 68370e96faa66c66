using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StationBot.Handling.Messages;
using StationBot.Platform;
using StationBot.Platform.WeCom;
using StationBot.Store;
using StationBot.Tests.Channels.BotProtocol;
using StationBot.Tests.Store;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>A station with an app for staff, a desk of 微信客服 and a group, over the real store and HTTP, and the platform it hangs on.</summary>
internal sealed class WeComStation : IAsyncDisposable
{
    public const string RobotKey = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
    public const string OpenKfId = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q";
    private readonly StoreHouse _house;
    private readonly List<WebApplication> _machines = [];
    private ILoggerProvider? _log;

    private WeComStation(StoreHouse house, PlatformServer platform)
    {
        (_house, Platform) = (house, platform);
        App = platform.Add(new WeComAppSettings());
        // The app that manages customer service (wechat.md §19): its secret, and its own address.
        Desk = platform.Add(new WeComAppSettings { Name = "desk", AgentId = 1000003, Secret = "kfSecret-kfSecret-kfSecret-kfSecret-kfSecre" });
        Kf = Desk.AddCustomerService(OpenKfId);
        Group = platform.AddWebhook(RobotKey);
    }

    public PlatformServer Platform { get; }
    public WeComApp App { get; }
    public WeComApp Desk { get; }
    public KfAccount Kf { get; }
    public Webhook Group { get; }
    public ScriptedDialog Dialog { get; } = new();
    public FakeTimeProvider Clock => _house.Clock;
    public string Url => _machines[0].Urls.Single();
    public IServiceProvider Services => _machines[0].Services;
    public IConversationStore Store => Services.GetRequiredService<IConversationStore>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<WeComStation> OpenAsync(params (string Name, string Value)[] settings) => OpenAsync(null, settings);

    public static async Task<WeComStation> OpenAsync(ILoggerProvider? log, params (string Name, string Value)[] settings)
    {
        var house = await StoreHouse.BuildAsync(StoreProvider.Sqlite);
        var station = new WeComStation(house, await PlatformServer.StartAsync(house.Clock, cancellationToken: Cancel)) { _log = log };
        await station.AddMachineAsync(settings);
        return station;
    }

    /// <summary>One more machine over the same database.</summary>
    public async Task<IServiceProvider> AddMachineAsync(params (string Name, string Value)[] settings)
    {
        var app = await WeComMachine.StartAsync(_house, Dialog,
        [
            .. App.Settings.ForStation(0).Select(s => (s.Key, s.Value)),
            .. Desk.Settings.ForStation(0).Where(s => !s.Key.EndsWith(":AgentId", StringComparison.Ordinal)).Select(s => (s.Key.Replace("Agents:", "CustomerService:", StringComparison.Ordinal), s.Value)),
            ("Robots:0:Name", "duty"), ("Robots:0:Key", RobotKey), ("ApiAddress", Platform.BaseAddress.AbsoluteUri), .. settings,
        ], _log);
        _machines.Add(app);
        (App.CallbackUrl, Desk.CallbackUrl) = ($"{app.Urls.Single()}/wecom/{App.Name}", $"{app.Urls.Single()}/wecom/{Desk.Name}");
        return app.Services;
    }

    /// <summary>Ends the newest machine, as an update does.</summary>
    public async Task EndMachineAsync()
    {
        await _machines[^1].StopAsync(CancellationToken.None);
        await _machines[^1].DisposeAsync();
        _machines.RemoveAt(_machines.Count - 1);
    }

    public async Task<IReadOnlyList<TurnMessage>> LogAsync(string channel, string id) =>
        await Store.FindAsync(new ConversationKey(channel, id), Cancel) is { } conversation ? await Store.ReadAsync(conversation.Id, 0, 1000, Cancel) : [];

    public Task<IReadOnlyList<StuckMessage>> StuckAsync() => Services.GetRequiredService<IOutbox>().StuckAsync(100, Cancel);

    public async Task<T> ReadAsync<T>(Func<StationDb, T> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return read(scope.ServiceProvider.GetRequiredService<StationDb>());
    }

    /// <summary>What the health check says of WeCom; empty when nothing is wrong.</summary>
    public async Task<string> HealthAsync() =>
        (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel)).Entries["wecom"] is { Status: not HealthStatus.Healthy, Description: { } wrong } ? wrong : "";

    /// <summary>Waits for what happens in the background; the clock moves by a step at each look.</summary>
    public async Task UntilAsync(Func<bool> happened, TimeSpan step = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!happened())
        {
            if (step > TimeSpan.Zero)
            {
                Clock.Advance(step);
            }
            await Task.Delay(10, patience.Token);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan)"/>
    public async Task UntilAsync(Func<Task<bool>> happened, TimeSpan step = default)
    {
        for (var look = 0; !await happened(); look++)
        {
            Assert.True(look < 1000, "It did not happen.");
            Clock.Advance(step);
            await Task.Delay(10, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_machines.Count > 0)
        {
            await EndMachineAsync();
        }
        await Platform.DisposeAsync();
        await _house.DisposeAsync();
    }
}
