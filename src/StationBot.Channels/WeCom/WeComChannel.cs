using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>企业微信: staff and deputies write in an app; 微信客服: residents write through a link. wechat.md §18, §19.</summary>
internal sealed class WeComChannel(WeComSender members, KfSender customers) : IChannel
{
    public IReadOnlyCollection<string> Ids { get; } = [WeComMessages.ChannelId, KfMessages.ChannelId];

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var callback = endpoints.ServiceProvider.GetRequiredService<WeComCallback>();
        endpoints.MapGet("/wecom/{name}", (RequestDelegate)callback.VerifyAsync);
        endpoints.MapPost("/wecom/{name}", (RequestDelegate)callback.ReceiveAsync);
    }

    public Task<SendOutcome> SendAsync(OutboxItem item, CancellationToken cancellationToken) =>
        item.Conversation.Channel == KfMessages.ChannelId ? customers.SendAsync(item, cancellationToken) : members.SendAsync(item, cancellationToken);
}

internal sealed class WeComModule : IChannelModule
{
    public string Section => "WeCom";

    public Type Options => typeof(WeComOptions);

    public void Add(IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<WeComOptions>().Bind(section).PostConfigure(o => ListedSetting.Mark(section, Section, ("Agents", o.Agents), ("CustomerService", o.CustomerService), ("Robots", o.Robots), ("Receivers", o.Receivers)))
            .ValidateRanges(Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WeComOptions>, WeComOptionsValidator>();
        services.AddTencent();
        services.AddSingleton<WeComAccounts>().AddSingleton<WeComApi>().AddSingleton<WeComCallback>();
        services.AddSingleton(p => new WeComApp(p.GetRequiredService<WeComAccounts>(), p.GetRequiredService<WeComApi>(), p.GetRequiredService<IOptions<WeComOptions>>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WeComSender>().AddSingleton<KfSender>();
        services.AddSingleton<KfWindows>().AddSingleton<KfFailures>().AddSingleton<KfIntake>().AddSingleton<KfPages>();
        services.AddSingleton<WeComMediaFetcher>().AddHostedService(p => p.GetRequiredService<WeComMediaFetcher>());
        services.AddSingleton<StaffCommands>().AddSingleton(p => new StaffDesk(
            p.GetRequiredService<StaffCommands>(), p.GetRequiredService<ILoopStore>(), p.GetRequiredService<ChannelWords>(), p.GetRequiredService<IOptions<WeComOptions>>(), p.GetRequiredService<TimeProvider>(), p.GetService<IStaffSteps>()));
        services.AddSingleton<AppTurns>().AddHostedService(p => p.GetRequiredService<AppTurns>());
        services.AddSingleton<KfTurns>().AddHostedService(p => p.GetRequiredService<KfTurns>());
        services.AddSingleton<KfSync>().AddHostedService(p => p.GetRequiredService<KfSync>());
        services.AddSingleton(p => new WeComRobots(
            p.GetRequiredService<WeComApi>(), p.GetRequiredService<ChannelNotes>(), p.GetRequiredService<ChannelWords>(), p.GetRequiredService<IOptions<WeComOptions>>(),
            p.GetRequiredService<UnclearLines>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IHostApplicationLifetime>(), p.GetRequiredService<ILogger<WeComRobots>>()));
        services.AddHostedService(p => p.GetRequiredService<WeComRobots>());
        services.AddSingleton<UnclearLines>().AddSingleton<StaffMessages>().AddSingleton<AlertMessages>().AddHostedService<StaffAlerts>();
        services.AddPlaces<WeComOptions>(WeComOptionsValidator.Places);
        services.AddSingleton<StaffLines>().AddSingleton<StaffNoticeSender>().AddHostedService(p => p.GetRequiredService<StaffNoticeSender>());
        services.AddSingleton<IChannel, WeComChannel>();
        services.AddHealthChecks().AddCheck<WeComHealth>("wecom", HealthStatus.Degraded, ["ready"]);
    }
}

/// <summary>Apps, customer service and robots that the platform refuses. The station works on without them, so this is a warning.</summary>
internal sealed class WeComHealth(WeComAccounts accounts, WeComRobots robots, StaffMessages staff, PlacesCheck<WeComOptions> places) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = accounts.All.Select(a => a.Problem).OfType<string>().Concat(robots.Problems).Concat(staff.Problems).Concat(places.Problems).ToList();
        return Task.FromResult(problems.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", problems)));
    }
}
