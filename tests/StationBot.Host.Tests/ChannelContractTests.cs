using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Handling.Messages;
using StationBot.Host.Operations;
using StationBot.Host.Tests.Api;

namespace StationBot.Host.Tests;

/// <summary>A channel of this file alone, outside the Channels room, in the program as it registers itself: nothing else knows of pigeons.</summary>
public sealed class ChannelContractTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_is_added_without_touching_any_other_place_and_each_flight_leaves_its_line()
    {
        await using var station = await StartAsync(("Loft", "north"));

        await SayAsync(station, "grey", "书香里的路灯坏了");

        var landed = await UntilAsync(() => Task.FromResult(Pigeons(station).Landed.FirstOrDefault()));
        Assert.Equal("grey", landed.To);
        Assert.Contains("AI", landed.Text, StringComparison.Ordinal);
        var line = await UntilAsync(async () => await station.ReadAsync(db => db.ChannelLog.FirstOrDefaultAsync(l => l.Channel == "pigeon", Cancel)));
        Assert.Equal(("send", "flown", MessageDirection.Out, 2L), (line.What, line.Outcome, line.Direction, line.Sequence!.Value));
    }

    [Theory]
    [InlineData(FailurePolicy.Retry, true)]
    [InlineData(FailurePolicy.TellStaff, false)]
    public async Task What_becomes_of_a_message_that_did_not_go_out_is_the_channels_to_say(FailurePolicy then, bool goesAgain)
    {
        await using var station = await StartAsync(("Loft", "north"));
        Pigeons(station).Hawk = then;

        await SayAsync(station, "grey", "书香里的路灯坏了");

        var stuck = await UntilAsync(async () => (await station.Services.GetRequiredService<IOutbox>().StuckAsync(10, Cancel)) is [var first, ..] ? first : null);
        Assert.Equal(("pigeon", "Rejected 7", goesAgain), (stuck.Channel, stuck.Error, stuck.Retrying));
        Assert.Equal(goesAgain ? 0 : 1, await station.ReadAsync(db => db.TriageItems.CountAsync(t => t.Reason == "undelivered", Cancel)));
        Assert.NotNull(await UntilAsync(async () => await station.ReadAsync(db => db.ChannelLog.FirstOrDefaultAsync(l => l.Channel == "pigeon" && l.Outcome == "Rejected" && l.Code == 7 && l.Sequence != null, Cancel))));
        Pigeons(station).Hawk = null;
        station.Clock.Advance(TimeSpan.FromSeconds(20));
        if (!goesAgain)
        {
            Assert.True(await station.Services.GetRequiredService<IOutbox>().ResendAsync(stuck.Id, Cancel));
        }
        await UntilAsync(() => Task.FromResult(Pigeons(station).Landed.FirstOrDefault()));
    }

    [Theory]
    [InlineData("Lotf", "north", "did you mean Loft")]
    [InlineData("MostBirds", "many", "it may be a number")]
    [InlineData("Nests:0:Nmae", "x", "Pigeons:Nests:0:Nmae")]
    public async Task Its_settings_are_checked_like_everybodys(string name, string value, string words)
    {
        var wrong = await Assert.ThrowsAsync<SettingsException>(() => StartAsync((name, value)));

        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
    }

    private static PigeonChannel Pigeons(ApiStation station) => (PigeonChannel)station.Services.GetRequiredService<ChannelList>().Of(new ConversationKey("pigeon", "grey"))!;

    private static Task<ApiStation> StartAsync(params (string Name, string Value)[] settings) =>
        ApiStation.StartAsync(settings.ToDictionary(s => "StationBot:Pigeons:" + s.Name, s => (string?)s.Value), channels: typeof(PigeonModule).Assembly);

    private static async Task SayAsync(ApiStation station, string bird, string text)
    {
        using var response = await station.As(null).PostAsync(new Uri($"/pigeons/north/{bird}", UriKind.Relative), new StringContent(text), Cancel);
        Assert.True(response.IsSuccessStatusCode);
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T?>> look) where T : class
    {
        for (var i = 0; i < 1000; i++)
        {
            if (await look() is { } found)
            {
                return found;
            }
            await Task.Delay(20, Cancel);
        }
        throw new TimeoutException("It did not happen.");
    }
}

internal sealed record Pigeon(string To, string Text);

internal sealed class PigeonOptions
{
    public string Loft { get; set; } = "north";
    public int MostBirds { get; set; } = 10;
    public IList<NestOptions> Nests { get; } = [];
}

internal sealed class NestOptions
{
    public string Name { get; set; } = "";
}

internal sealed class PigeonModule : IChannelModule
{
    public string Section => "Pigeons";

    public Type Options => typeof(PigeonOptions);

    public void Add(IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<PigeonOptions>().Bind(section);
        services.AddSingleton<PigeonLoft>().AddSingleton<IChannel, PigeonChannel>();
    }
}

internal sealed class PigeonLoft : BotAdapter
{
    public PigeonLoft(DurableTurns turns) => Use(turns);

    public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, IReadOnlyList<Activity> activities, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();
}

internal sealed class PigeonChannel(PigeonLoft adapter, Microsoft.Extensions.Options.IOptions<PigeonOptions> options) : IChannel
{
    public ConcurrentQueue<Pigeon> Landed { get; } = [];

    /// <summary>What becomes of what it takes; null while there is none.</summary>
    public FailurePolicy? Hawk { get; set; }

    public IReadOnlyCollection<string> Ids { get; } = ["pigeon"];

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost($"/pigeons/{options.Value.Loft}/{{bird}}", (RequestDelegate)(async http =>
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
        if (Hawk is { } then)
        {
            return Task.FromResult<SendOutcome>(new SendOutcome.Failed(SendFailure.Rejected, 7, then));
        }
        Landed.Enqueue(new Pigeon(item.Conversation.Id, System.Text.Json.JsonDocument.Parse(item.Raw).RootElement.GetProperty("text").GetString()!));
        return Task.FromResult<SendOutcome>(new SendOutcome.Sent(null, "flown"));
    }
}
