using StationBot.Platform;
using StationBot.Platform.Calls;
using StationBot.Platform.OfficialAccounts;

namespace StationBot.Host.Tests;

/// <summary>The program is stopped, or killed, while a message is on its way to a resident of an Official Account. wechat.md §3, §10.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private const string Send = "/cgi-bin/message/custom/send";
    private readonly string _resident = OfficialAccount.NewOpenId();
    private readonly Dictionary<string, string> _settings = [];
    private readonly Gate _gate = new();
    private PlatformServer _platform = null!;
    private OfficialAccount _account = null!;
    private StationProcess _station = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await PlatformServer.StartAsync(TimeProvider.System, cancellationToken: Cancel);
        _account = _platform.Add(new OfficialAccountSettings());
        foreach (var (name, value) in _account.Settings.ForStation(0).Append(new("ApiAddress", _platform.BaseAddress.AbsoluteUri)))
        {
            _settings["StationBot__WeChat__" + name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }
        // So little patience that every answer goes by customer service.
        _settings["StationBot__WeChat__AnswerWithin"] = "00:00:00.1";
        _station = await StationProcess.StartAsync(environment: _settings);
        _account.CallbackUrl = $"{_station.BaseUrl}/wechat/{_account.Name}";
        _platform.Faults.Next(Send, new Fault.Behind(_gate));
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_on_its_way_and_it_goes_out_once()
    {
        var before = await OnItsWayAsync();

        var stopping = _station.StopAsync();
        // Nobody cuts it short: the command line's own patience would be two seconds.
        await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromSeconds(4), Cancel));
        Assert.False(stopping.IsCompleted, "It did not wait: " + _station.Log);
        _gate.Open();
        await stopping;
        Assert.Equal(before + 1, _account.Phone(_resident).Received.Count);

        await StartAgainAsync();
        var next = await _account.SendAsync(_resident, "谢谢", Cancel);
        Assert.NotNull(next.Reply);
        Assert.DoesNotContain("（重发）", next.Reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_kill_the_next_message_is_answered_at_once_with_what_was_on_its_way()
    {
        await OnItsWayAsync();
        await _station.KillAsync();
        await StartAgainAsync();

        await _account.SendAsync(_resident, "谢谢", Cancel);

        // In the exchange, or right behind it where a busy machine takes longer than that over its first message; never after the minutes of a lease.
        await _account.Phone(_resident).WaitForAsync(m => m.Text.StartsWith("（重发）", StringComparison.Ordinal), TimeSpan.FromSeconds(60), cancellationToken: Cancel);
        Assert.Single(_account.Phone(_resident).Received, m => m.Text.StartsWith("（重发）", StringComparison.Ordinal));
    }

    /// <summary>With the usual patience again.</summary>
    private Task StartAgainAsync()
    {
        _settings.Remove("StationBot__WeChat__AnswerWithin");
        return _station.StartAgainAsync();
    }

    /// <summary>An answer stands before the gate.</summary>
    /// <returns>How many messages the resident has had by then: a turn may be quicker than even that little patience.</returns>
    private async Task<int> OnItsWayAsync()
    {
        foreach (var words in new[] { "书香里小区门口的垃圾站三天没人清运了", "从周一开始的", "气味很大" })
        {
            await _account.SendAsync(_resident, words, Cancel);
            await Task.WhenAny(_gate.Arrived, Task.Delay(TimeSpan.FromSeconds(2), Cancel));
            if (_gate.Arrived.IsCompleted)
            {
                return _account.Phone(_resident).Received.Count;
            }
        }
        throw new TimeoutException("Every answer went in the exchange.");
    }
}
