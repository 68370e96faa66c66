using System.CommandLine;

namespace StationBot.Host.Operations;

/// <summary>The verbs of <c>stationbot</c>; exact forms are kept stable, as others script them.</summary>
internal static class CommandLine
{
    public static RootCommand Build() => new("StationBot:人大代表联络站(家站)的接待与分转系统。 Intake and routing for a deputies' liaison station.")
    {
        Serve(), Import(), Sort(), Converse(),
    };

    private static Command Serve()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen. Default http://127.0.0.1:5080.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var data = Data();
        var noDemo = new Option<bool>("--no-demo") { Description = "Do not fill an empty data folder with the fictional district 清禾区." };
        var command = new Command("serve", "Start the station: resident page, Bot Framework endpoint, Direct Line.") { urls, data, noDemo };
        command.SetAction((parsed, cancellationToken) =>
            ServeVerb.RunAsync(parsed.GetValue(urls)!, parsed.GetValue(data)!.FullName, !parsed.GetValue(noDemo), cancellationToken));
        return command;
    }

    private static Command Import()
    {
        var data = Data();
        var area = new Option<FileInfo?>("--area") { Description = "Townships, communities, electoral districts, stations, deputies, duty roster (JSON)." };
        var matrix = new Option<FileInfo?>("--matrix") { Description = "Departments, problem types and who leads (JSON)." };
        var workdays = new Option<FileInfo?>("--workdays") { Description = "Holidays and makeup workdays (JSON)." };
        var check = new Option<bool>("--check") { Description = "Only check the files; change nothing." };
        var command = new Command("import", "Import or replace the district's data. A file not given stays as it is.") { area, matrix, workdays, data, check };
        command.SetAction((parsed, cancellationToken) => ImportVerb.RunAsync(
            parsed.GetValue(area), parsed.GetValue(matrix), parsed.GetValue(workdays), parsed.GetValue(data)!.FullName, parsed.GetValue(check), cancellationToken));
        return command;
    }

    private static Command Sort()
    {
        var (input, output) = Files("Lines {\"id\",\"text\"}.");
        var command = new Command("sort", "Sort messages into topics, departments, slots and flags, without a conversation.") { input, output };
        command.SetAction((parsed, cancellationToken) => SortVerb.RunAsync(parsed.GetValue(input)!, parsed.GetValue(output), cancellationToken));
        return command;
    }

    private static Command Converse()
    {
        var (input, output) = Files("Dialogue cases, one JSON object per line.");
        var command = new Command("converse", "Play dialogue cases through the bot that serve runs, each in a store of its own, clock fixed at 2026-11-23 10:00 +08:00.") { input, output };
        command.SetAction((parsed, cancellationToken) => ConverseVerb.RunAsync(parsed.GetValue(input)!, parsed.GetValue(output), cancellationToken));
        return command;
    }

    private static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "Data folder: database, keys, attachments. Default ./data.",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    private static (Option<FileInfo> In, Option<FileInfo?> Out) Files(string description) =>
        (new Option<FileInfo>("--in") { Description = description, Required = true },
         new Option<FileInfo?>("--out") { Description = "Where the answers go. Default: standard output." });
}
