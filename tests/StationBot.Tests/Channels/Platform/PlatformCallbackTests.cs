using Microsoft.Extensions.Time.Testing;
using StationBot.Platform;
using StationBot.Platform.Callbacks;
using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.Phones;

namespace StationBot.Tests.Channels.Platform;

/// <summary>The platform as the caller of the station: attempts, answers, and what the resident sees (wechat.md §2, §3, §8).</summary>
public sealed class PlatformCallbackTests : IAsyncLifetime
{
    private const string Resident = "oAbC1dEfG2hIjK3lMnO4pQrS5tUv";
    private readonly FakeTimeProvider _clock = The.Clock;
    private PlatformServer _platform = null!;
    private StandInStation _station = null!;
    private OfficialAccount _account = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _station = await StandInStation.StartAsync();
        _platform = await PlatformServer.StartAsync(_clock, cancellationToken: Ct);
        _account = _platform.Add(new OfficialAccountSettings { CallbackUrl = _station.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        await _station.DisposeAsync();
    }

    [Fact]
    public async Task The_address_is_verified_by_the_bare_echo()
    {
        _station.Answers(context => context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(context.Request.Query["echostr"].ToString())).AsTask());

        Assert.True(await _account.VerifyUrlAsync(Ct));
        Assert.False(await _account.VerifyUrlAsync(Ct));
    }

    [Fact]
    public async Task A_sealed_reply_reaches_the_phone()
    {
        _station.Answers(StandInStation.Sealed(_account, StandInStation.Text(_account, Resident, "收到 <3")));

        var delivery = await _account.SendAsync(Resident, "路灯坏了", Ct);

        Assert.Equal(DeliveryEnd.Replied, delivery.End);
        Assert.Equal(["收到 <3"], _account.Phone(Resident).Texts);
        var (query, body) = Assert.Single(_station.Requests);
        Assert.Equal("aes", query["encrypt_type"]);
        Assert.DoesNotContain("路灯", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CallbackMode.Plain, true)]
    [InlineData(CallbackMode.Compatible, true)]
    [InlineData(CallbackMode.Safe, false)]
    public async Task A_reply_in_clear_is_read_unless_the_mode_is_safe(CallbackMode mode, bool isRead)
    {
        _account.Mode = mode;
        _station.Answers(StandInStation.Text(_account, Resident, "收到"));

        var delivery = await _account.SendAsync(Resident, "路灯坏了", Ct);

        Assert.Equal(isRead ? DeliveryEnd.Replied : DeliveryEnd.Failed, delivery.End);
        Assert.Equal(mode != CallbackMode.Safe, Assert.Single(_station.Requests).Body.Contains("路灯坏了", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_message_comes_three_times_and_then_the_resident_sees_the_notice()
    {
        _station.Answers(StandInStation.Status(500), StandInStation.Status(502), StandInStation.Status(500));

        var delivery = await _account.SendAsync(Resident, "路灯坏了", Ct);

        Assert.Equal(3, delivery.Attempts.Count);
        Assert.Equal(PhoneMessageKind.OutOfService, Assert.Single(_account.Phone(Resident).Received).Kind);
        var numbers = _station.Requests.Select(r => System.Xml.Linq.XElement.Parse(r.Body).Element("Encrypt")!.Value).Select(_account.Crypto.Decrypt)
            .Select(xml => System.Xml.Linq.XElement.Parse(xml).Element("MsgId")!.Value);
        Assert.Single(numbers.Distinct());
    }

    [Fact]
    public async Task An_answer_after_five_seconds_comes_too_late()
    {
        _station.Answers(StandInStation.Silence, StandInStation.Body("success"));

        var sending = _account.SendAsync(Resident, "路灯坏了", Ct);
        while (_station.Requests.IsEmpty)
        {
            await Task.Yield();
        }
        _clock.Advance(TimeSpan.FromSeconds(5));
        var delivery = await sending;

        Assert.Equal(["timeout", null], delivery.Attempts.Select(a => a.Failure));
        Assert.Equal(DeliveryEnd.Acknowledged, delivery.End);
        Assert.Empty(_account.Phone(Resident).Received);
    }

    [Theory, InlineData("<html></html>"), InlineData("{}"), InlineData("\uFEFFsuccess"), InlineData("<xml><MsgType>text</MsgType></xml>")]
    public async Task What_the_platform_cannot_read_is_not_asked_for_again(string answer)
    {
        _station.Answers(answer);

        var delivery = await _account.SendAsync(Resident, "路灯坏了", Ct);

        Assert.Single(delivery.Attempts);
        Assert.Equal(PhoneMessageKind.OutOfService, Assert.Single(_account.Phone(Resident).Received).Kind);
    }

    [Fact]
    public async Task A_reply_with_a_wrong_signature_or_without_words_shows_the_notice()
    {
        _station.Answers(
            StandInStation.Sealed(_account, StandInStation.Text(_account, Resident, "收到"), new string('0', 40)),
            StandInStation.Sealed(_account, StandInStation.Text(_account, Resident, "")));

        Assert.True((await _account.SendAsync(Resident, "一", Ct)).Failed);
        Assert.True((await _account.SendAsync(Resident, "二", Ct)).Failed);
    }
}
