using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using StationBot.Handling.Sorting;
using StationBot.Understanding.Llm;
using StationBot.Understanding.Offline;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Understanding;

public static class UnderstandingServices
{
    private const string HttpClientName = "model";

    /// <summary>
    /// Registers <see cref="ISorter"/> and, for whoever wants it, the one <see cref="Kernel"/> with the plugin <c>Sort</c>.
    /// Needs <see cref="Handling.Roster.IAreaDirectory"/> for the kernel's function only.
    /// </summary>
    /// <param name="section">Configuration section <c>Understanding</c>; wrong values stop the program at start.</param>
    public static IServiceCollection AddUnderstanding(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<UnderstandingOptions>().Bind(section)
            .Validate(o => o.Provider is "offline" or "model", "Understanding:Provider must be 'offline' or 'model'.")
            .Validate(o => !o.UsesModel || (o.Endpoint is { IsAbsoluteUri: true } && o.Model.Length > 0), "Understanding:Provider 'model' needs Understanding:Endpoint (absolute) and Understanding:Model.")
            .Validate(o => o.TimeoutSeconds is > 0 and <= 60, "Understanding:TimeoutSeconds must be above 0 and at most 60.")
            .Validate(o => o.Models.Length == 0 || Directory.Exists(o.Models), "Understanding:Models must name a folder that exists.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(HttpClientName).ConfigureHttpClient(c => c.Timeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton(p => LearnedModels.Load(LearnedModels.ShippedFolder, p.GetRequiredService<IOptions<UnderstandingOptions>>().Value.Models));
        services.AddSingleton<OfflineSorter>();
        services.AddSingleton<SortPlugin>();
        services.AddSingleton(BuildKernel);
        services.AddSingleton(ChooseSorter);
        return services;
    }

    private static ISorter ChooseSorter(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<UnderstandingOptions>>().Value;
        var offline = services.GetRequiredService<OfflineSorter>();
        return options.UsesModel
            ? new ModelSorter(
                offline, services.GetRequiredService<Kernel>(), TimeSpan.FromSeconds(options.TimeoutSeconds),
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ModelSorter>>())
            : offline;
    }

    private static Kernel BuildKernel(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<UnderstandingOptions>>().Value;
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        var functions = new List<KernelFunction>(KernelPluginFactory.CreateFromObject(services.GetRequiredService<SortPlugin>(), SortPlugin.Name));
        if (options.UsesModel)
        {
            var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);
            // A local service may want no key; the client insists on one.
            builder.AddOpenAIChatCompletion(options.Model, options.Endpoint!, options.ApiKey.Length > 0 ? options.ApiKey : "none", httpClient: http);
            functions.AddRange(PromptFunctions(Path.Combine(AppContext.BaseDirectory, options.Prompts, SortPlugin.Name)));
        }
        builder.Plugins.Add(KernelPluginFactory.CreateFromFunctions(SortPlugin.Name, functions));
        return builder.Build();
    }

    /// <summary>One function per folder: <c>skprompt.txt</c> with <c>config.json</c>.</summary>
    private static IEnumerable<KernelFunction> PromptFunctions(string folder)
    {
        foreach (var directory in Directory.EnumerateDirectories(folder))
        {
            var config = PromptTemplateConfig.FromJson(File.ReadAllText(Path.Combine(directory, "config.json")));
            config.Name = Path.GetFileName(directory);
            config.Template = File.ReadAllText(Path.Combine(directory, "skprompt.txt"));
            yield return KernelFunctionFactory.CreateFromPrompt(config);
        }
    }
}
