using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;
using StationBot.Store;
using StationBot.Tests.Channels.BotProtocol;
using StationBot.Tests.Channels.WeChat;
using StationBot.Tests.Store;

namespace StationBot.Tests.Channels.Sending;

/// <summary>A channel of this file alone: nothing outside it knows of pigeons.</summary>
public sealed class ChannelContractTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_is_added_without_touching_any_other_place()
    {
        await using var house = await StoreHouse.BuildAsync(StoreProvider.Sqlite);
        var dialog = new ScriptedDialog();
        await using var machine = await Machine.StartAsync(house, dialog, [new("StationBot:Pigeons:Loft", "north")],
            (services, settings) => services.AddChannels(settings, typeof(PigeonModule).Assembly));
        using var http = new HttpClient();

        using var response = await http.PostAsync($"{machine.Url}/pigeons/north/grey", new StringContent("路灯坏了"), Cancel);

        Assert.True(response.IsSuccessStatusCode);
        var loft = (PigeonChannel)machine.Services.GetRequiredService<ChannelList>().Of(new ConversationKey("pigeon", "grey"))!;
        Assert.Equal(("grey", "第1条:路灯坏了"), await loft.Landed.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
    }

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
        Assert.Throws<InvalidOperationException>(() => new ChannelList([new PigeonChannel(null!, null!), new PigeonChannel(null!, null!)]));
}

internal sealed class PigeonModule : IChannelModule
{
    public string Section => "Pigeons";

    public Type Options => typeof(object);

    public void Add(IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton<PigeonLoft>(provider => new PigeonLoft(provider.GetRequiredService<DurableTurns>()));
        services.AddSingleton<IChannel>(provider => new PigeonChannel(section["Loft"], provider.GetRequiredService<PigeonLoft>()));
    }
}

internal sealed class PigeonLoft : BotAdapter
{
    public PigeonLoft(DurableTurns turns) => Use(turns);

    public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();
}

internal sealed class PigeonChannel(string? loft, PigeonLoft adapter) : IChannel
{
    public TaskCompletionSource<(string To, string Text)> Landed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public IReadOnlyCollection<string> Ids { get; } = ["pigeon"];

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost($"/pigeons/{loft}/{{bird}}", (RequestDelegate)(async http =>
    {
        using var reader = new StreamReader(http.Request.Body);
        var bird = (string)http.Request.RouteValues["bird"]!;
        var activity = new Activity
        {
            Type = ActivityTypes.Message, Id = "p1", ChannelId = "pigeon", ServiceUrl = "pigeon:", Text = await reader.ReadToEndAsync(http.RequestAborted),
            From = new ChannelAccount { Id = bird }, Recipient = new ChannelAccount { Id = "station" }, Conversation = new ConversationAccount { Id = bird },
        };
        await adapter.RunPipelineAsync(new TurnContext(adapter, activity), http.RequestServices.GetRequiredService<IBot>().OnTurnAsync, http.RequestAborted);
    }));

    public Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        Landed.TrySetResult((item.Conversation.Id, System.Text.Json.JsonDocument.Parse(item.Raw).RootElement.GetProperty("text").GetString()!));
        return Task.FromResult<SendOutcome>(new SendOutcome.Sent(null));
    }
}
