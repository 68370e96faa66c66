using Microsoft.AspNetCore.Routing;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;
using StationBot.Store;
using StationBot.Tests.Channels.BotProtocol;
using StationBot.Tests.Channels.WeChat;
using StationBot.Tests.Store;

namespace StationBot.Tests.Channels.Sending;

/// <summary>Channels beside each other. That one is added without touching any other place, the host's tests prove with a channel of their own.</summary>
public sealed class ChannelContractTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_else_speaks_in_a_channels_name()
    {
        await using var house = await StoreHouse.BuildAsync(StoreProvider.Sqlite);
        await using var machine = await Machine.StartAsync(house, new ScriptedDialog(), []);
        using var http = new HttpClient();

        using var response = await http.PostAsync($"{machine.Url}/api/messages", new StringContent(
            Wire.Message("假的").Replace("\"channelId\":\"test\"", "\"channelId\":\"wechat\"", StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public void Two_channels_cannot_claim_one_id() =>
        Assert.Throws<InvalidOperationException>(() => new ChannelList([new Claiming(), new Claiming()]));

    private sealed class Claiming : IChannel
    {
        public IReadOnlyCollection<string> Ids { get; } = ["pigeon"];

        public void Map(IEndpointRouteBuilder endpoints)
        {
        }

        public Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
