using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Handling.Cases;
using StationBot.Handling.Roster;

namespace StationBot.Channels.Tencent;

/// <summary>A setting that names a station, department or deputy by code.</summary>
/// <param name="Setting">Its full name.</param>
/// <param name="Of">Whose code it is: the station's staff for a station.</param>
internal sealed record NamedPlace(string Setting, CaseActor Of, string Code);

/// <summary>
/// Codes in the settings that the directory does not know: residents would be sorted as from nowhere, and notices find nobody. A warning, never a refusal: an
/// import of the directory must not keep the station from starting.
/// </summary>
internal sealed partial class PlacesCheck<TOptions>(IAreaDirectory directory, IOptions<TOptions> options, Func<TOptions, IEnumerable<NamedPlace>> places, ILogger<PlacesCheck<TOptions>> logger)
    : IHostedService where TOptions : class
{
    /// <summary>For operators, as the directory is now; none while there is no directory at all, which is told elsewhere.</summary>
    public IEnumerable<string> Problems => places(options.Value).Where(p => directory.IsLoaded && !IsKnown(p)).Select(p => $"{p.Setting} '{p.Code}' is not in the directory");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in Problems)
        {
            LogUnknown(problem);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool IsKnown(NamedPlace place) => place.Of switch
    {
        CaseActor.Department => directory.Current.Department(place.Code) is not null,
        CaseActor.Deputy => directory.Current.Deputy(place.Code) is not null,
        _ => directory.Current.Station(place.Code) is not null,
    };

    [LoggerMessage(1087, LogLevel.Warning, "Setting {Problem}")]
    private partial void LogUnknown(string problem);
}

/// <summary>Puts the check of a channel's codes into a host.</summary>
internal static class PlacesSetup
{
    public static IServiceCollection AddPlaces<TOptions>(this IServiceCollection services, Func<TOptions, IEnumerable<NamedPlace>> places) where TOptions : class =>
        services.AddSingleton(p => new PlacesCheck<TOptions>(
                p.GetRequiredService<IAreaDirectory>(), p.GetRequiredService<IOptions<TOptions>>(), places, p.GetRequiredService<ILogger<PlacesCheck<TOptions>>>()))
            .AddHostedService(p => p.GetRequiredService<PlacesCheck<TOptions>>());
}
