using System.Reflection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Speech;
using StationBot.Channels.WebChat;
using StationBot.Conversations;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;
using StationBot.Handling.Tickets;
using StationBot.Host.Api;
using StationBot.Host.Webhooks;
using StationBot.Store;
using StationBot.Understanding;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Host.Operations;

/// <summary>The whole station in one container: what <c>serve</c> runs, and what <c>converse</c> plays without the network.</summary>
internal static class StationServices
{
    /// <exception cref="SettingsException">A value that cannot be what its setting wants.</exception>
    /// <param name="configuration">Its section <c>StationBot</c> holds every setting; <c>StationBot:DataFolder</c> is where things rest.</param>
    /// <param name="channels">Assemblies whose channels are part of it beside those of the Channels room.</param>
    public static IServiceCollection AddStation(this IServiceCollection services, IConfiguration configuration, TimeProvider time, params IReadOnlyCollection<Assembly> channels)
    {
        var settings = configuration.GetSection("StationBot");
        var data = settings["DataFolder"] ?? "data";
        SettingsCheck.Ensure<ClockOptions>(settings.GetSection("Clocks"));
        SettingsCheck.Ensure<StoreOptions>(settings.GetSection("Store"));
        SettingsCheck.Ensure<UnderstandingOptions>(settings.GetSection("Understanding"));
        SettingsCheck.Ensure<ApiOptions>(settings.GetSection("Api"));
        SettingsCheck.Ensure<TicketOptions>(settings.GetSection("Tickets"));
        SettingsCheck.EnsureAll(typeof(SpeechOptions), settings.GetSection("Speech"));
        foreach (var channel in ChannelSetup.Modules(channels))
        {
            SettingsCheck.EnsureAll(channel.Options, settings.GetSection(channel.Section), channel.Parts);
        }
        services.AddSingleton(time);
        services.AddOptions<ClockOptions>().Bind(settings.GetSection("Clocks")).ValidateRanges("StationBot:Clocks").ValidateOnStart();
        services.AddSingleton<LiveDirectory>().AddSingleton<IAreaDirectory>(p => p.GetRequiredService<LiveDirectory>());
        services.AddOptions<ApiOptions>().Bind(settings.GetSection("Api")).ValidateRanges("StationBot:Api").ValidateOnStart();
        WebhookSetup.AddSubscriptions(services, settings.GetSection("Webhooks"));
        services.AddStore(store => settings.GetSection("Store").Bind(store));
        services.AddOptions<StoreOptions>().PostConfigure(store => store.DataFolder = data).ValidateRanges("StationBot:Store");
        services.AddSingleton<Func<LoopRules>>(p => () => new LoopRules(p.GetRequiredService<IAreaDirectory>().Current, p.GetRequiredService<IOptions<ClockOptions>>().Value));
        services.AddSingleton<CaseWork>().AddSingleton<SuggestionWork>().AddSingleton<IStaffSteps, StaffSteps>();
        services.AddOptions<TicketOptions>().Bind(settings.GetSection("Tickets")).ValidateRanges("StationBot:Tickets")
            .Validate(o => o.Possible <= o.Sure, "Tickets: Possible must not be above Sure.").ValidateOnStart();
        services.AddSingleton(p => p.GetRequiredService<IOptions<TicketOptions>>().Value).AddSingleton<TicketImport>().AddSingleton<SimilarCases>();
        services.AddUnderstanding(settings.GetSection("Understanding"));
        services.PostConfigure<UnderstandingOptions>(o => o.Models = o.Models.Length == 0 && Directory.Exists(ModelVerb.FolderOf(data)) ? ModelVerb.FolderOf(data) : o.Models);
        services.AddConversations(Path.Combine(AppContext.BaseDirectory, "dialogs"));
        services.AddChannels(settings, channels);
        services.PostConfigure<DirectLineOptions>(o => o.Folder = settings["DirectLine:Folder"] ?? Path.Combine(data, "webchat"));
        services.AddOptions<ResidentPageOptions>().Configure<DialogDefinition>((page, dialogs) =>
        {
            foreach (var (key, text) in dialogs.Page)
            {
                page.Texts[key] = text;
            }
            foreach (var number in dialogs.Numbers.Where(n => n.Shown))
            {
                page.Numbers.Add(new ServiceNumber { Number = number.Number, For = number.For });
            }
        });
        services.AddSingleton(provider =>
        {
            var words = new ChannelWords();
            foreach (var (key, text) in provider.GetRequiredService<DialogDefinition>().Channels)
            {
                words.Texts[key] = text;
            }
            return words;
        });
        return services;
    }

    /// <summary>The station for a verb that works on a data folder beside the server, or without one.</summary>
    public static ServiceProvider ForVerb(string dataFolder) => new ServiceCollection().AddLogging().AddStation(
        new ConfigurationBuilder().AddConfiguration(Settings.Read())
            .AddInMemoryCollection(new Dictionary<string, string?> { ["StationBot:DataFolder"] = dataFolder }).Build(),
        TimeProvider.System).BuildServiceProvider();

    /// <summary>Puts the stored district into force.</summary>
    /// <returns>False when nothing was ever stored there; nothing is made then.</returns>
    public static async Task<bool> OpenStoreAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!await services.HasStoreAsync(cancellationToken))
        {
            return false;
        }
        await MigrateAsync(services, cancellationToken);
        if (await services.GetRequiredService<IDirectoryFiles>().LoadAsync(cancellationToken) is not { } files)
        {
            return false;
        }
        services.GetRequiredService<LiveDirectory>().Replace(District.Read(files));
        return true;
    }

    public static Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.MigrateStoreAsync(cancellationToken);

    /// <summary>Brings the database up to date and the district into force; an empty store gets the demo district when asked.</summary>
    /// <exception cref="DistrictException">What was imported no longer passes the checks.</exception>
    /// <exception cref="DialogDefinitionException">The dialogs name a problem type that the district does not have.</exception>
    /// <exception cref="ModelFileException">A model file is missing or damaged, or of another kind.</exception>
    public static async Task PrepareAsync(IServiceProvider services, bool demo, CancellationToken cancellationToken)
    {
        // The models take as long to read as the database to open: both at once.
        var sorter = Task.Run(services.GetRequiredService<ISorter>, cancellationToken);
        await MigrateAsync(services, cancellationToken);
        var stored = services.GetRequiredService<IDirectoryFiles>();
        var files = await stored.LoadAsync(cancellationToken);
        if (files is null && demo)
        {
            files = District.Demo();
            await stored.SaveAsync(files, cancellationToken);
        }
        if (files is not null)
        {
            var district = District.Read(files);
            services.GetRequiredService<DialogDefinition>().EnsureFits(district);
            services.GetRequiredService<LiveDirectory>().Replace(district);
        }
        await sorter;
        if (files is not null)
        {
            services.GetRequiredService<LearnedModels>().EnsureFits(services.GetRequiredService<LiveDirectory>().Current);
        }
    }
}

/// <summary>The store's own words on its health.</summary>
internal sealed class StoreHealth(StoreProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var wrong = await probe.ProblemsAsync(cancellationToken);
        return wrong.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join("; ", wrong));
    }
}
