using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using OpenAI;
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
            .Validate(o => o.Authentication is "key" or "entra", "Understanding:Authentication must be 'key' or 'entra'.")
            .Validate(
                o => !o.UsesModel || o.Endpoint is null || !o.Endpoint.IsAbsoluteUri || o.IsEndpointSafe,
                "Understanding:Endpoint must be https, or http on this machine or in the private network and with a key. 地址要用 https。")
            .Validate(o => !o.UsesModel || !o.UsesEntra || o.IsScopeWhole, "Understanding:EntraScope must name a resource and end with /.default, such as https://cognitiveservices.azure.cn/.default.")
            .Validate(o => o.LongestText is >= 100 and <= 20000, "Understanding:LongestText must be from 100 to 20000 characters.")
            .Validate(o => o.TokensPerDay >= 0 && o.InputPrice >= 0 && o.OutputPrice >= 0, "Understanding:TokensPerDay, InputPrice and OutputPrice cannot be negative.")
            .Validate(o => o.TimeoutSeconds is > 0 and <= 60, "Understanding:TimeoutSeconds must be above 0 and at most 60.")
            .Validate(o => o.AtOnce is >= 1 and <= 1000, "Understanding:AtOnce must be from 1 to 1000.")
            .Validate(o => o.Models.Length == 0 || Directory.Exists(o.Models), "Understanding:Models must name a folder that exists.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(HttpClientName).ConfigureHttpClient(c => c.Timeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton(p => LearnedModels.Load(LearnedModels.ShippedFolder, p.GetRequiredService<IOptions<UnderstandingOptions>>().Value.Models));
        services.AddSingleton<OfflineSorter>();
        services.AddSingleton<SortPlugin>();
        services.AddSingleton(BuildKernel);
        services.AddSingleton<ModelGateway>().AddSingleton<ModelState>();
        services.AddSingleton(p => p.GetRequiredService<IOptions<UnderstandingOptions>>().Value is { UsesModel: true } options
            ? new StaffDrafts(new Lazy<ModelGateway>(p.GetRequiredService<ModelGateway>), options.LongestText)
            : new StaffDrafts(null, 0));
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton(ChooseSorter);
        return services;
    }

    private static ISorter ChooseSorter(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<UnderstandingOptions>>().Value;
        var offline = services.GetRequiredService<OfflineSorter>();
        return options.UsesModel
            ? new ModelSorter(offline, services.GetRequiredService<ModelGateway>(), options.LongestText)
            : offline;
    }

    private static Kernel BuildKernel(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<UnderstandingOptions>>().Value;
        var builder = Kernel.CreateBuilder();
        // No logger for the kernel: its functions and connectors log what was asked and what a service answers, with the resident's words in it.
        // The gateway says in its own line what went wrong.
        var functions = new List<KernelFunction>(KernelPluginFactory.CreateFromObject(services.GetRequiredService<SortPlugin>(), SortPlugin.Name));
        if (options.UsesModel)
        {
            builder.AddOpenAIChatCompletion(options.Model, Client(services, options));
            functions.AddRange(PromptFunctions(SortPlugin.Name, options));
            builder.Plugins.Add(KernelPluginFactory.CreateFromFunctions(StaffDrafts.Plugin, PromptFunctions(StaffDrafts.Plugin, options)));
        }
        builder.Plugins.Add(KernelPluginFactory.CreateFromFunctions(SortPlugin.Name, functions));
        return builder.Build();
    }

    /// <summary>No retries and no limit of its own: the gateway decides how long a resident waits.</summary>
    private static OpenAIClient Client(IServiceProvider services, UnderstandingOptions options)
    {
        var settings = new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            Transport = new HttpClientPipelineTransport(services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName)),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        return options.UsesEntra
#pragma warning disable OPENAI001 // The only way to a token of Entra ID; the constructor is what Azure's own documentation uses.
            ? new OpenAIClient(new BearerTokenPolicy(services.GetRequiredService<TokenCredential>(), options.EntraScope), settings)
#pragma warning restore OPENAI001
            // A local service may want no key; the client insists on one.
            : new OpenAIClient(new ApiKeyCredential(options.ApiKey.Length > 0 ? options.ApiKey : "none"), settings);
    }

    /// <summary>One function per folder: <c>skprompt.txt</c> with <c>config.json</c>.</summary>
    private static IEnumerable<KernelFunction> PromptFunctions(string plugin, UnderstandingOptions options)
    {
        foreach (var directory in Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, options.Prompts, plugin)))
        {
            var config = PromptTemplateConfig.FromJson(File.ReadAllText(Path.Combine(directory, "config.json")));
            if (!options.StructuredAnswers)
            {
                foreach (var settings in config.ExecutionSettings.Values)
                {
                    settings.ExtensionData!["response_format"] = "json_object";
                }
            }
            config.Name = Path.GetFileName(directory);
            config.Template = File.ReadAllText(Path.Combine(directory, "skprompt.txt"));
            yield return KernelFunctionFactory.CreateFromPrompt(config);
        }
    }
}
