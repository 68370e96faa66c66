using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;
using StationBot.Store;

namespace StationBot.Host.Operations;

/// <summary>Who may use the API: makes tokens, lists and revokes them. A running server honours each change from the next request on.</summary>
internal static class TokenVerb
{
    private const int Most = 1000;

    /// <summary>Prints the token, and nothing else, on standard output. It is shown this once: only its hash is kept.</summary>
    public static async Task<int> CreateAsync(TokenRole role, string name, string? unit, string dataFolder, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        if (string.IsNullOrWhiteSpace(name))
        {
            return Failure.Tell("--for 要写使用人 / --for must name who holds it");
        }
        if (await WrongAsync(services, role, unit, cancellationToken) is { } wrong)
        {
            return Failure.Tell(wrong);
        }
        var text = TokenText.Make();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var token = new ApiToken(Guid.CreateVersion7(now), TokenText.Hash(text), role, name.Trim(), unit, now);
        await services.GetRequiredService<ITokens>().AddAsync(token, cancellationToken);
        await Console.Error.WriteLineAsync($"{token.Id}\t{role}\t{token.Name}\t{unit}\t只显示这一次 / shown only this once");
        Console.WriteLine(text);
        return 0;
    }

    public static async Task<int> ListAsync(string dataFolder, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        var calendar = services.GetRequiredService<LiveDirectory>().Current.Calendar;
        foreach (var token in await services.GetRequiredService<ITokens>().ListAsync(Most, cancellationToken))
        {
            var state = token.RevokedAt is { } at ? $"revoked 已停用 {calendar.Local(at):yyyy-MM-dd HH:mm}" : "in force 有效";
            Console.WriteLine($"{token.Id}\t{calendar.Local(token.At):yyyy-MM-dd HH:mm}\t{token.Role}\t{token.Name}\t{token.Unit ?? "-"}\t{state}");
        }
        return 0;
    }

    public static async Task<int> RevokeAsync(Guid id, string dataFolder, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        return await services.GetRequiredService<ITokens>().RevokeAsync(id, services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken)
            ? 0
            : Failure.Tell($"没有这个有效的令牌 / no such token in force: {id}");
    }

    /// <summary>A token for nobody would see nothing, and say nothing about why.</summary>
    private static async Task<string?> WrongAsync(ServiceProvider services, TokenRole role, string? unit, CancellationToken cancellationToken)
    {
        var area = services.GetRequiredService<IAreaDirectory>().Current;
        return role switch
        {
            TokenRole.Department when area.Department(unit) is null => Unknown("department code", area.Departments.Select(d => d.Code)),
            TokenRole.Deputy when area.Deputy(unit) is null => Unknown("deputy code", area.Deputies.Select(d => d.Code)),
            TokenRole.Staff when unit is not null && area.Station(unit) is null => Unknown("station code, or nothing", area.Stations.Select(s => s.Code)),
            TokenRole.Resident when !await IsResidentAsync(services, unit, cancellationToken) => "--unit 要写居民的内部编号 / --unit must be the id of a resident",
            TokenRole.Office or TokenRole.Auditor when unit is not null => "这种身份不写 --unit / this role takes no --unit",
            _ => null,
        };

        static string Unknown(string what, IEnumerable<string> codes) => $"--unit 要写目录里的编号 / --unit must be a {what}: {string.Join(' ', codes)}";
    }

    private static async Task<bool> IsResidentAsync(ServiceProvider services, string? unit, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return Guid.TryParse(unit, out var id) && await scope.ServiceProvider.GetRequiredService<StationDb>().Residents.AnyAsync(r => r.Id == id, cancellationToken);
    }
}
