using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeChat;

/// <summary>微信公众平台: residents write in an Official Account. wechat.md.</summary>
internal sealed class WeChatChannel(WeChatSender sender) : IChannel
{
    public IReadOnlyCollection<string> Ids { get; } = [WeChatMessages.ChannelId];

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var callback = endpoints.ServiceProvider.GetRequiredService<WeChatCallback>();
        endpoints.MapGet("/wechat/{name}", (RequestDelegate)callback.VerifyAsync);
        endpoints.MapPost("/wechat/{name}", (RequestDelegate)callback.ReceiveAsync);
    }

    public Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken) => sender.SendAsync(item, cancellationToken);
}

internal sealed class WeChatModule : IChannelModule
{
    public string Section => "WeChat";

    public Type Options => typeof(WeChatOptions);

    public void Add(IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<WeChatOptions>().Bind(section).PostConfigure(o => ListedSetting.Mark(section, Section, ("Accounts", o.Accounts))).ValidateRanges(Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WeChatOptions>, WeChatOptionsValidator>();
        services.AddTencent();
        services.AddSingleton<WeChatAccounts>().AddSingleton<WeChatApi>().AddSingleton<ResidentWindows>();
        services.AddSingleton<WeChatSender>().AddSingleton<WeChatExchange>().AddSingleton<WeChatReports>().AddSingleton<WeChatCallback>();
        services.AddSingleton(p => new WeChatConsole(p.GetRequiredService<WeChatAccounts>(), p.GetRequiredService<WeChatApi>(), p.GetRequiredService<IAreaDirectory>()));
        services.AddPlaces<WeChatOptions>(WeChatOptionsValidator.Places);
        services.AddSingleton<WeChatMediaFetcher>().AddHostedService(p => p.GetRequiredService<WeChatMediaFetcher>());
        services.AddSingleton<WeChatTurns>().AddHostedService(p => p.GetRequiredService<WeChatTurns>());
        services.AddSingleton<IChannel, WeChatChannel>();
        services.AddHealthChecks().AddCheck<WeChatHealth>("wechat", HealthStatus.Degraded, ["ready"]);
    }
}

/// <summary>Accounts that the platform refuses. The station works on without them, so this is a warning.</summary>
internal sealed class WeChatHealth(WeChatAccounts accounts, PlacesCheck<WeChatOptions> places, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = accounts.All.Select(a => a.Problem(time.GetUtcNow())).OfType<string>().Concat(places.Problems).ToList();
        return Task.FromResult(problems.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", problems)));
    }
}
