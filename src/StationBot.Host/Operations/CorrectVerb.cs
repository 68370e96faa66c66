using StationBot.Handling.Cases;
using StationBot.Handling.Roster;

namespace StationBot.Host.Operations;

/// <summary>Staff put a case's problem type right; the correction is kept with the case and learned from (<c>train --from-store</c>).</summary>
internal static class CorrectVerb
{
    public static async Task<int> RunAsync(string number, string typeCode, string by, string reason, string dataFolder, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        var directory = services.GetRequiredService<IAreaDirectory>().Current;
        if (directory.ProblemType(typeCode) is not { } type)
        {
            return Failure.Tell($"没有“{typeCode}”这个问题类型 / no such problem type. 可以用 / use one of: {string.Join(' ', directory.ProblemTypes.Select(t => t.Code))}");
        }
        var cases = services.GetRequiredService<ICases>();
        if (await cases.FindAsync(new CaseNo(number), cancellationToken) is not { } one)
        {
            return Failure.Tell($"没有编号为 {number} 的事项 / no such case");
        }
        var was = one.ProblemType;
        var rules = services.GetRequiredService<Func<LoopRules>>()();
        if (Correction.Apply(one, type, by, reason, rules, await cases.OpenPerDeputyAsync(cancellationToken), services.GetRequiredService<TimeProvider>().GetUtcNow()) is StepResult.Refused refused)
        {
            return Failure.Tell($"改不了 / refused ({refused.Code}): {refused.Reason}");
        }
        if (!await cases.SaveAsync(one, cancellationToken))
        {
            return Failure.Tell("刚才别人改了这件事,请再试一次 / somebody else has just changed this case, try again");
        }
        Console.WriteLine($"{number}: {was ?? "-"} → {type.Code} {type.Name},{directory.Department(one.Lead)?.ShortName ?? one.Lead}");
        return 0;
    }
}
