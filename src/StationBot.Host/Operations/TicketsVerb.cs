using System.Globalization;
using Microsoft.Extensions.Options;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;
using StationBot.Handling.Tickets;

namespace StationBot.Host.Operations;

/// <summary><c>stationbot tickets</c>: files to and from 12345 (接单派单).</summary>
internal static class TicketsVerb
{
    public static async Task<int> ExportAsync(string since, FileInfo output, string dataFolder, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Failure.Tell($"--since 要写日期,如 2026-11-23 / --since must be a day such as 2026-11-23: {since}");
        }
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        var directory = services.GetRequiredService<IAreaDirectory>().Current;
        var handedOver = await services.GetRequiredService<ITicketDesk>().HandedOverAsync(directory.Calendar.Moment(day, TimeOnly.MinValue), TicketExport.Doors, cancellationToken);
        TicketLine[] lines = [.. TicketExport.Lines(handedOver, directory)];
        try
        {
            await File.WriteAllBytesAsync(output.FullName, TicketFile.Write(lines, directory.Calendar), cancellationToken);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return Failure.Tell($"不能写入文件 / cannot write the file: {output.FullName}: {wrong.Message}");
        }
        Console.WriteLine(TicketTexts.Of("told.exported", lines.Length));
        return 0;
    }

    /// <summary>Checks the whole file first; nothing is imported when a line of it is wrong.</summary>
    /// <returns>1 when something is wrong or was refused; what, is said on standard error, a line each.</returns>
    public static async Task<int> ImportAsync(FileInfo input, bool checkOnly, bool link, string dataFolder, CancellationToken cancellationToken)
    {
        if (!input.Exists)
        {
            return Failure.Tell($"找不到文件 / no such file: {input.FullName}");
        }
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        var (calendar, options) = (services.GetRequiredService<IAreaDirectory>().Current.Calendar, services.GetRequiredService<IOptions<TicketOptions>>().Value);
        if (await BytesAsync(input, options, cancellationToken) is not { } bytes)
        {
            return Failure.Tell($"文件读不了,或者超过 {options.MostMegabytes} 兆字节 / the file cannot be read, or is larger than {options.MostMegabytes} MB: {input.FullName}");
        }
        var lines = TicketFile.Read(bytes, calendar, services.GetRequiredService<TimeProvider>().GetUtcNow(), options, out var wrong);
        List<TicketProblem> problems = [.. wrong];
        var import = services.GetRequiredService<TicketImport>();
        var plans = await import.PlanAsync(lines, problems, cancellationToken);
        if (problems.Count > 0)
        {
            problems.ForEach(Tell);
            return Failure.Tell(TicketTexts.Of("told.nothing"));
        }
        foreach (var plan in plans)
        {
            Console.WriteLine(TicketTexts.Of($"fate.{(link && plan.Fate == TicketFate.Sure ? TicketFate.Link : plan.Fate)}", plan.Line.Line, plan.Line.Number, plan.Case, plan.Likeness.ToString("0.00", CultureInfo.InvariantCulture)));
            if (!checkOnly && await import.ApplyAsync(plan, link, cancellationToken) is { } refused)
            {
                problems.Add(refused);
            }
        }
        problems.ForEach(Tell);
        int Count(params TicketFate[] fates) => plans.Count(p => fates.Contains(p.Fate));
        var sure = Count(TicketFate.Sure);
        Console.WriteLine(TicketTexts.Of(
            "told.sum", plans.Count, Count(TicketFate.Link) + (link ? sure : 0), Count(TicketFate.Update), Count(TicketFate.Known), Count(TicketFate.Possible) + (link ? 0 : sure), Count(TicketFate.New)));
        if (checkOnly)
        {
            Console.WriteLine(TicketTexts.Of("told.checked"));
        }
        return problems.Count == 0 ? 0 : 1;
    }

    private static void Tell(TicketProblem problem) =>
        Console.Error.WriteLine(problem.Line is { } line ? TicketTexts.Of("told.line", line, problem.Text) : problem.Text);

    private static async Task<byte[]?> BytesAsync(FileInfo input, TicketOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return input.Length > options.MostMegabytes * 1024L * 1024 ? null : await File.ReadAllBytesAsync(input.FullName, cancellationToken);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
