using System.CommandLine;
using StationBot.Handling.Loop;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Host.Operations;

/// <summary>The verbs of <c>stationbot</c>; exact forms are kept stable, as others script them.</summary>
internal static class CommandLine
{
    public static RootCommand Build() => new("StationBot:人大代表联络站(家站)的接待与分转系统。 Intake and routing for a deputies' liaison station.")
    {
        Serve(), Import(), Sort(), Converse(), Correct(), Loop(), Outbox(), Tickets(), Token(), WeChat(), Train(), Evaluate(), Model(),
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

    private static Command Loop()
    {
        var steps = new Option<bool>("--steps") { Description = "Print the table of steps T01 to T36 and the notes." };
        var check = new Option<bool>("--check") { Description = "Hold the stored cases against the table: every event legal, every state equal to its replay, every deadline worked out again." };
        var at = new Option<DateTimeOffset?>("--at") { Description = "As of a moment, for a backup: no event lies behind it, and no clock of later has to have spoken. Default: now." };
        var data = Data();
        var command = new Command("loop", "The handling loop: its steps, and a check of what is stored.") { steps, check, at, data };
        command.Validators.Add(result =>
        {
            if (result.GetValue(steps) == result.GetValue(check))
            {
                result.AddError("请写 --steps 或 --check 其中一个 / say either --steps or --check.");
            }
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(steps) ? Task.FromResult(LoopVerb.Steps()) : LoopVerb.CheckAsync(parsed.GetValue(data)!.FullName, parsed.GetValue(at), cancellationToken));
        return command;
    }

    private static Command Correct()
    {
        var number = new Argument<string>("case") { Description = "Case number." };
        var type = new Option<string>("--type") { Description = "The right problem type, a code of the competence matrix.", Required = true };
        var by = new Option<string>("--by") { Description = "Who says so.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, for the case's log.", DefaultValueFactory = _ => "" };
        var data = Data();
        var command = new Command("correct", "Put a case's problem type right; the station's own sorter learns from it (train --from-store).") { number, type, by, reason, data };
        command.SetAction((parsed, cancellationToken) => CorrectVerb.RunAsync(
            parsed.GetValue(number)!, parsed.GetValue(type)!, parsed.GetValue(by)!, parsed.GetValue(reason)!, parsed.GetValue(data)!.FullName, cancellationToken));
        return command;
    }

    private static Command Outbox()
    {
        var data = Data();
        var list = new Command("list", "Messages that did not reach their resident, and why.") { data };
        list.SetAction((parsed, cancellationToken) => OutboxVerb.ListAsync(parsed.GetValue(data)!.FullName, cancellationToken));
        var id = new Argument<Guid>("id") { Description = "Of the list." };
        var resend = new Command("resend", "Send one of them again; a running server does so within 15 seconds.") { id, data };
        resend.SetAction((parsed, cancellationToken) => OutboxVerb.ResendAsync(parsed.GetValue(id), parsed.GetValue(data)!.FullName, cancellationToken));
        var conversation = new Option<Guid?>("--conversation") { Description = "Of the list." };
        var number = new Option<string?>("--case") { Description = "Case number, for the conversation that it came from." };
        var log = new Command("log", "What was exchanged with the platform about one conversation, and how it ended: no words, no names.") { conversation, number, data };
        log.SetAction((parsed, cancellationToken) => OutboxVerb.LogAsync(parsed.GetValue(conversation), parsed.GetValue(number), parsed.GetValue(data)!.FullName, cancellationToken));
        return new Command("outbox", "What waits for a resident or for staff: list, resend, log.") { list, resend, log };
    }

    private static Command Tickets()
    {
        var data = Data();
        var since = new Option<string>("--since") { Description = "First day, yyyy-MM-dd.", Required = true };
        var output = new Option<FileInfo>("--out") { Description = "Where the file goes (CSV).", Required = true };
        var export = new Command("export", "What is 12345's to handle: redirected there, linked there, or an urgent service that is still open.") { since, output, data };
        export.SetAction((parsed, cancellationToken) => TicketsVerb.ExportAsync(parsed.GetValue(since)!, parsed.GetValue(output)!, parsed.GetValue(data)!.FullName, cancellationToken));
        var input = new Option<FileInfo>("--in") { Description = "CSV with 12345's tickets, UTF-8 or GB18030.", Required = true };
        var check = new Option<bool>("--check") { Description = "Only check the file and show what would be done." };
        var link = new Option<bool>("--link") { Description = "Also link tickets that name no case of ours but say nearly the same as one." };
        var import = new Command("import", "Link 12345's tickets to our cases and note how they stand; twice changes nothing.") { input, check, link, data };
        import.SetAction((parsed, cancellationToken) => TicketsVerb.ImportAsync(
            parsed.GetValue(input)!, parsed.GetValue(check), parsed.GetValue(link), parsed.GetValue(data)!.FullName, cancellationToken));
        return new Command("tickets", "Files to and from the hotline 12345: export, import.") { export, import };
    }

    private static Command Token()
    {
        var data = Data();
        var role = new Option<TokenRole>("--role") { Description = "In which part the holder speaks.", Required = true };
        var name = new Option<string>("--for") { Description = "Who holds it: a name for logs and lists.", Required = true };
        var unit = new Option<string?>("--unit") { Description = "Code of the department or deputy; a station's, for staff who see no other; a resident's id." };
        var create = new Command("create", "Make a token for the API and print it, once.") { role, name, unit, data };
        create.SetAction((parsed, cancellationToken) => TokenVerb.CreateAsync(
            parsed.GetValue(role), parsed.GetValue(name)!, parsed.GetValue(unit), parsed.GetValue(data)!.FullName, cancellationToken));
        var list = new Command("list", "Who holds a token, and which were revoked.") { data };
        list.SetAction((parsed, cancellationToken) => TokenVerb.ListAsync(parsed.GetValue(data)!.FullName, cancellationToken));
        var id = new Argument<Guid>("id") { Description = "Of the list." };
        var revoke = new Command("revoke", "Put a token out of force; a running server refuses it from then on.") { id, data };
        revoke.SetAction((parsed, cancellationToken) => TokenVerb.RevokeAsync(parsed.GetValue(id), parsed.GetValue(data)!.FullName, cancellationToken));
        return new Command("token", "Who may use the API: create, list, revoke.") { create, list, revoke };
    }

    private static Command WeChat()
    {
        var data = Data();
        var account = new Option<string?>("--account") { Description = "Name of the Official Account. Default: the only one." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would be sent." };
        var delete = new Option<bool>("--delete") { Description = "Take the account's menu away instead." };
        var menu = new Command("menu", "Put the configured menu in place of the account's.") { account, data, dryRun, delete };
        menu.SetAction((parsed, cancellationToken) => WeChatVerb.MenuAsync(
            parsed.GetValue(account), parsed.GetValue(data)!.FullName, parsed.GetValue(dryRun), parsed.GetValue(delete), cancellationToken));
        var scene = new Argument<string>("scene") { Description = "Code of a station or deputy, or a key of the account's QrCodes." };
        var code = new Command("qrcode", "Have a lasting QR code made; whoever scans it is known to come from there.") { scene, account, data, dryRun };
        code.SetAction((parsed, cancellationToken) => WeChatVerb.QrCodeAsync(
            parsed.GetValue(account), parsed.GetValue(scene)!, parsed.GetValue(data)!.FullName, parsed.GetValue(dryRun), cancellationToken));
        return new Command("wechat", "Set up an Official Account at the platform: menu, qrcode.") { menu, code };
    }

    private static Command Train()
    {
        var fromStore = new Option<bool>("--from-store") { Description = "Learn from the staff's corrections in --data instead of files, compare with the model in use, and install what is not worse." };
        var data = Data();
        var input = new Option<FileInfo[]>("--in") { Description = "Tab-separated files whose first line names the columns.", AllowMultipleArgumentsPerToken = true };
        var (text, label, group, many) = ColumnOptions();
        (text.Required, label.Required) = (false, false);
        var output = new Option<FileInfo>("--out") { Description = "Where the model goes." };
        var longest = new Option<int>("--longest") { Description = "Characters of the longest run looked at (1 to 4). Default 2.", DefaultValueFactory = _ => 2 };
        var least = new Option<int>("--least") { Description = "Messages in which a run must occur. Default 2.", DefaultValueFactory = _ => 2 };
        var cost = new Option<double>("--cost") { Description = "How much a wrong example costs against simple weights. Default 1.", DefaultValueFactory = _ => 1 };
        var balance = new Option<double>("--balance") { Description = "How much more an example of a label costs than one without it. Default 1.", DefaultValueFactory = _ => 1 };
        var folds = new Option<int>("--folds") { Description = "Parts for measuring and calibrating, never splitting a group. Default 4.", DefaultValueFactory = _ => 4 };
        longest.Validators.Add(r => Within(r, longest, 1, 4));
        folds.Validators.Add(r => Within(r, folds, 2, 20));
        var command = new Command("train", "Train a text classifier from labelled messages, measured on parts that were kept from it.") { input, text, label, group, many, output, fromStore, data, longest, least, cost, balance, folds };
        command.Validators.Add(r =>
        {
            if (!r.GetValue(fromStore) && (r.GetValue(input) is not { Length: > 0 } || r.GetValue(text) is null || r.GetValue(label) is null || r.GetValue(output) is null))
            {
                r.AddError("train needs --in, --text, --label and --out, or --from-store.");
            }
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(fromStore)
            ? LearnVerb.RunAsync(parsed.GetValue(data)!.FullName, new TrainingOptions("types", false, parsed.GetValue(longest), parsed.GetValue(least), parsed.GetValue(cost), parsed.GetValue(balance), parsed.GetValue(folds)), cancellationToken)
            : TrainVerb.RunAsync(
            parsed.GetValue(input)!, ColumnsOf(parsed, text, label, group, many),
            new TrainingOptions(Path.GetFileNameWithoutExtension(parsed.GetValue(output)!.Name), parsed.GetValue(many), parsed.GetValue(longest), parsed.GetValue(least), parsed.GetValue(cost), parsed.GetValue(balance), parsed.GetValue(folds)),
            parsed.GetValue(output)!, cancellationToken));
        return command;
    }

    private static Command Evaluate()
    {
        var model = new Option<FileInfo>("--model") { Description = "A model that train made.", Required = true };
        var input = new Option<FileInfo>("--in") { Description = "A tab-separated file whose first line names the columns.", Required = true };
        var (text, label, group, many) = ColumnOptions();
        var alt = new Option<string?>("--alt") { Description = "Column with another label that is accepted as well." };
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var command = new Command("evaluate", "Measure a model on labelled messages that it was not trained on.") { model, input, text, label, alt, json };
        command.SetAction(parsed => EvaluateVerb.Model(parsed.GetValue(model)!, parsed.GetValue(input)!, ColumnsOf(parsed, text, label, null, null) with { Alt = parsed.GetValue(alt) }, parsed.GetValue(json)));

        var sorterText = new Option<string>("--text") { Description = "Columns of text, the longest last. Default title,body.", DefaultValueFactory = _ => "title,body" };
        var sorterLabel = new Option<string>("--label") { Description = "Column of the topic. Default topic.", DefaultValueFactory = _ => "topic" };
        var sorter = new Command("sort", "Measure the shipped sorter on the six topics.") { input, sorterText, sorterLabel, alt, json };
        sorter.SetAction((parsed, _) => EvaluateVerb.SorterAsync(parsed.GetValue(input)!, ColumnsOf(parsed, sorterText, sorterLabel, null, null) with { Alt = parsed.GetValue(alt) }, parsed.GetValue(json)));
        command.Subcommands.Add(sorter);
        return command;
    }

    private static Command Model()
    {
        var data = Data();
        ModelVerb Of(ParseResult parsed) => new(parsed.GetValue(data)!.FullName, TimeProvider.System);
        Argument<string> Name()
        {
            var name = new Argument<string>("name") { Description = string.Join(", ", LearnedModels.Names) };
            name.AcceptOnlyFromAmong([.. LearnedModels.Names]);
            return name;
        }
        var list = new Command("list", "Which models are in use, and what can be gone back to.") { data };
        list.SetAction(parsed => Of(parsed).List());
        var (installed, file) = (Name(), new Argument<FileInfo>("file") { Description = "A model that train made." });
        var install = new Command("install", "Put a model trained here in place of the one in use, which is kept.") { installed, file, data };
        install.SetAction((parsed, cancellationToken) => Of(parsed).InstallAsync(parsed.GetValue(installed)!, parsed.GetValue(file)!, cancellationToken));
        var taken = Name();
        var rollback = new Command("rollback", "Go back to the model before, at last to the shipped one.") { taken, data };
        rollback.SetAction(parsed => Of(parsed).Rollback(parsed.GetValue(taken)!));
        return new Command("model", "The sorter's learned models: list, install, rollback.") { list, install, rollback };
    }

    private static (Option<string> Text, Option<string> Label, Option<string?> Group, Option<bool> Many) ColumnOptions() =>
        (new Option<string>("--text") { Description = "Columns of text, with commas between, the longest (body) last.", Required = true },
         new Option<string>("--label") { Description = "Column of the label.", Required = true },
         new Option<string?>("--group") { Description = "Column that near-duplicates share; a group is never split. Default: each row alone." },
         new Option<bool>("--many") { Description = "A label cell may hold several labels (a,b) or none (-)." });

    private static Columns ColumnsOf(ParseResult parsed, Option<string> text, Option<string> label, Option<string?>? group, Option<bool>? many) => new(
        parsed.GetValue(text)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), parsed.GetValue(label)!,
        group is null ? null : parsed.GetValue(group), null, many is not null && parsed.GetValue(many));

    private static void Within(System.CommandLine.Parsing.OptionResult result, Option<int> option, int least, int most)
    {
        if (result.GetValue(option) is var value && (value < least || value > most))
        {
            result.AddError($"{option.Name} must be from {least} to {most}.");
        }
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
