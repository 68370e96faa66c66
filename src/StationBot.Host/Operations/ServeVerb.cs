using System.Reflection;
using Microsoft.AspNetCore.HttpOverrides;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol.Auth;
using StationBot.Channels.Sending;
using StationBot.Host.Api;
using StationBot.Host.Webhooks;

namespace StationBot.Host.Operations;

/// <summary>The server: resident page, <c>/api/messages</c>, Direct Line, health and metrics.</summary>
internal static class ServeVerb
{
    public static async Task<int> RunAsync(string urls, string dataFolder, bool demo, CancellationToken cancellationToken)
    {
        try
        {
            ListenAddresses.EnsureFree(urls);
            using var held = DataFolder.Hold(dataFolder);
            await using var app = await StartAsync(urls, dataFolder, demo, cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (Exception wrong) when (wrong is DistrictException or Conversations.Definitions.DialogDefinitionException
            or Microsoft.Extensions.Options.OptionsValidationException or InvalidOperationException or TimeoutException or FormatException or System.Data.Common.DbException or IOException or UnauthorizedAccessException)
        {
            // What a person can mend is told in one clear message, not as a stack trace.
            await Console.Error.WriteLineAsync($"启动不了 / cannot start: {wrong.Message}");
            return 1;
        }
    }

    /// <param name="time">Another clock than the system's, for tests.</param>
    /// <param name="channels">Assemblies with channels of their own, for tests: the program's are those of the Channels room.</param>
    /// <param name="settings">What goes before appsettings.json and the environment, for tests: the environment is the whole process's.</param>
    public static async Task<WebApplication> StartAsync(
        string urls, string dataFolder, bool demo, CancellationToken cancellationToken, TimeProvider? time = null, IReadOnlyDictionary<string, string?>? settings = null, params IReadOnlyCollection<Assembly> channels)
    {
        var app = Build(urls, dataFolder, time ?? TimeProvider.System, settings ?? new Dictionary<string, string?>(), channels);
        SettingsCheck.Validate(app.Services);
        app.Services.GetRequiredService<BotFrameworkAuthentication>().EnsureStartable(urls.Split(';'), app.Environment.IsDevelopment());
        await StationServices.PrepareAsync(app.Services, demo, cancellationToken);
        await app.StartAsync(cancellationToken);
        // Reading models and texts leaves as much garbage as it leaves data; a station that then waits for its first resident would keep it for hours.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return app;
    }

    private static WebApplication Build(string urls, string dataFolder, TimeProvider time, IReadOnlyDictionary<string, string?> settings, IReadOnlyCollection<Assembly> channels)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["StationBot:DataFolder"] = dataFolder, ["urls"] = urls }).AddInMemoryCollection(settings);
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(urls.Split(';'));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddStation(builder.Configuration, time, channels);
        builder.Services.AddHostedService<IdleConversations>().AddHostedService<ChannelHousekeeping>().AddHostedService<ResidentNotices>();
        builder.Services.AddLoopJobs();
        builder.Services.Configure<ForwardedHeadersOptions>(builder.Configuration.GetSection("StationBot:ForwardedHeaders"));
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: ["ready"]).AddCheck<DistrictHealth>("district", tags: ["ready"])
            .AddCheck<ModelHealth>("model", tags: ["ready"]);
        ApiSetup.Add(builder.Services);
        WebhookSetup.AddSender(builder.Services);
        Observe(builder);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseWebSockets();
        app.UseMiddleware<ClosedStation>();
        ApiSetup.Use(app);
        app.MapChannels();
        ApiSetup.Map(app);
        Health.Map(app);
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    private static void Observe(WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("stationbot"))
            .WithMetrics(m => m.AddMeter("StationBot", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel").AddRuntimeInstrumentation()
                // The room for as many series is taken at the start; for 2,000 an instrument, as it stands by itself, that is 6 MB.
                .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = 250 }).AddPrometheusExporter());
        // Traces and pushed metrics only where somebody listens: an exporter that finds nobody would retry for ever.
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            telemetry.WithTracing(t => t.AddSource("StationBot").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddOtlpExporter())
                .WithMetrics(m => m.AddOtlpExporter());
        }
    }
}
