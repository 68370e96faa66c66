using StationBot.Conversations.Definitions;
using StationBot.Handling.Roster;
using StationBot.Store;

namespace StationBot.Host.Operations;

/// <summary>Replaces the district's data, after checking all of it together; a server that runs takes it at its next start.</summary>
internal static class ImportVerb
{
    public static async Task<int> RunAsync(FileInfo? area, FileInfo? matrix, FileInfo? workdays, string dataFolder, bool checkOnly, CancellationToken cancellationToken)
    {
        if (area is null && matrix is null && workdays is null)
        {
            await Console.Error.WriteLineAsync("没有给文件 / no file given: use --area, --matrix or --workdays (stationbot import --help).");
            return 1;
        }
        if (new[] { area, matrix, workdays }.FirstOrDefault(f => f is { Exists: false }) is { } missing)
        {
            await Console.Error.WriteLineAsync($"找不到文件 / no such file: {missing.FullName}");
            return 1;
        }
        await using var services = StationServices.ForVerb(dataFolder);
        if (!checkOnly)
        {
            DataFolder.Create(dataFolder);
            await StationServices.MigrateAsync(services, cancellationToken);
        }
        var known = await KnownAsync(services, cancellationToken) ?? District.Demo();
        async Task<string> Read(FileInfo? file, string otherwise) => file is null ? otherwise : await File.ReadAllTextAsync(file.FullName, cancellationToken);
        var files = new DirectoryFiles(await Read(area, known.AreaJson), await Read(matrix, known.MatrixJson), await Read(workdays, known.WorkdaysJson));
        try
        {
            var usual = DirectoryFileNames.Usual;
            var directory = District.Read(files, new(area?.Name ?? usual.Area, matrix?.Name ?? usual.Matrix, workdays?.Name ?? usual.Workdays));
            // What the next start would refuse is refused now, while the old data still stands.
            services.GetRequiredService<DialogDefinition>().EnsureFits(directory);
            foreach (var warning in directory.Warnings)
            {
                await Console.Error.WriteLineAsync($"注意 / note: {warning.Where}: {warning.Message}");
            }
            var year = directory.Calendar.DayOf(services.GetRequiredService<TimeProvider>().GetUtcNow()).Year;
            if (!directory.Calendar.OfficialYears.Contains(year))
            {
                await Console.Error.WriteLineAsync(
                    $"注意 / note: 工作日历里没有 {year} 年的正式安排,今年的期限只按双休日和法定节日推算,没有调休,请用 --workdays 补上。 The official holidays of {year} are missing: deadlines of this year are a guess.");
            }
            if (!checkOnly)
            {
                await services.GetRequiredService<IDirectoryFiles>().SaveAsync(files, cancellationToken);
            }
            Console.WriteLine($"{directory.Area.Name}:{directory.Townships.Count} 镇街、{directory.Communities.Count} 村居、{directory.Districts.Count} 选区、"
                + $"{directory.Stations.Count} 站点、{directory.Deputies.Count} 代表、{directory.Departments.Count} 部门、{directory.ProblemTypes.Count} 问题类型。"
                + (checkOnly ? "检查通过,没有写入。" : "已导入,重启服务后生效。"));
            return 0;
        }
        catch (Exception wrong) when (wrong is DistrictException or DialogDefinitionException)
        {
            await Console.Error.WriteLineAsync($"没有导入,请先改正 / not imported:{Environment.NewLine}{wrong.Message}");
            return 1;
        }
    }

    // A check makes no database, so there may be none.
    private static async Task<DirectoryFiles?> KnownAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        await services.HasStoreAsync(cancellationToken) ? await services.GetRequiredService<IDirectoryFiles>().LoadAsync(cancellationToken) : null;
}
