using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace StationBot.Host.Tests;

/// <summary>What those who run the station meet: one clear line, never a stack trace, and nothing changed that was not asked for.</summary>
public sealed class OperatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stationbot-operator-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_station_without_a_district_is_closed_and_says_so()
    {
        await using var station = await StationProcess.StartAsync(demo: false);

        using var page = await station.Client.GetAsync("/", Token);
        using var message = await station.Client.PostAsJsonAsync("/api/messages", new { type = "message" }, Token);
        using var place = await station.Client.GetAsync("/api/station", Token);
        using var metrics = await station.Client.GetAsync("/metrics", Token);

        Assert.All([page, message, place], a => Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (a.StatusCode, a.Headers.RetryAfter?.Delta > TimeSpan.Zero)));
        Assert.Contains("暂未开放", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("ServiceUnavailable", JsonNode.Parse(await message.Content.ReadAsStringAsync(Token))!["error"]!["code"]!.ToString());
        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
        Assert.Contains("No district has been imported", station.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", station.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_in_the_settings_keep_no_station_from_starting()
    {
        var settings = new Dictionary<string, string>
        {
            ["StationBot__WeChat__Accounts__0__Name"] = "station", ["StationBot__WeChat__Accounts__0__AppId"] = "wx1", ["StationBot__WeChat__Accounts__0__AppSecret"] = "s", ["StationBot__WeChat__Accounts__0__Token"] = "StationToken1",
            ["StationBot__WeChat__Accounts__0__EncodingAesKey"] = new string('a', 43), ["StationBot__WeChat__Accounts__0__Station"] = "NOPE",
        };
        await using var closed = await StationProcess.StartAsync(environment: settings, demo: false);
        await using var open = await StationProcess.StartAsync(environment: settings);

        Assert.Contains("WeChat:Accounts:0:Station 'NOPE' is not in the directory", open.Log, StringComparison.Ordinal);
        Assert.Contains("WeChat:Accounts:0:Station 'NOPE'", await open.Client.GetStringAsync("/healthz/ready", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SingleTenant", null, null, "BotFramework:AppPassword and BotFramework:TenantId")]
    [InlineData("SingleTenant", "secret", null, "BotFramework:TenantId")]
    [InlineData("MultiTenant", null, null, "BotFramework:AppPassword")]
    [InlineData("SingleTenant", "secret", "11111111-2222-3333-4444-555555555555", null)]
    public async Task A_bot_that_could_answer_nobody_says_what_is_missing(string type, string? secret, string? tenant, string? missing)
    {
        var settings = new Dictionary<string, string> { ["StationBot__BotFramework__AppId"] = "00000000-1111-2222-3333-444444444444", ["StationBot__BotFramework__AppType"] = type };
        if (secret is not null)
        {
            settings["StationBot__BotFramework__AppPassword"] = secret;
        }
        if (tenant is not null)
        {
            settings["StationBot__BotFramework__TenantId"] = tenant;
        }
        await using var station = await StationProcess.StartAsync(environment: settings);

        var ready = await station.Client.GetStringAsync("/healthz/ready", Token);

        Assert.Equal(missing is not null, ready.Contains("no reply can be sent", StringComparison.Ordinal));
        Assert.Contains(missing ?? "\"status\":\"Healthy\"", ready, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turns_are_timed_in_seconds()
    {
        await using var station = await StationProcess.StartAsync();
        using var said = await station.Client.PostAsJsonAsync("/api/messages", new
        {
            type = "message", id = "1", text = "你好", channelId = "emulator", deliveryMode = "expectReplies",
            from = new { id = "u" }, recipient = new { id = "bot" }, conversation = new { id = "c" },
        }, Token);

        var metrics = await station.Client.GetStringAsync("/metrics", Token);

        Assert.Matches("""stationbot_turn_duration_seconds_bucket\{[^}]*le="0\.001"\}""", metrics);
        Assert.DoesNotMatch("""stationbot_turn_duration_seconds_bucket\{[^}]*le="10000"\}""", metrics);
    }

    [Fact]
    public async Task A_data_folder_has_one_server_and_a_port_too()
    {
        await using var station = await StationProcess.StartAsync();

        var sameFolder = await StationProcess.RunAsync("serve", "--urls", $"http://127.0.0.1:{StationProcess.FreePort()}", "--data", station.DataFolder);
        var samePort = await StationProcess.RunAsync("serve", "--urls", station.BaseUrl, "--data", Path.Combine(_folder, "other"));

        AssertOneLine(sameFolder, "another stationbot serve uses this data folder");
        AssertOneLine(samePort, "cannot listen on " + station.BaseUrl);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_one_line()
    {
        var input = Path.Combine(_folder, "in.jsonl");
        await File.WriteAllTextAsync(input, """{"id":"1","text":"垃圾没人清"}""", Token);

        AssertOneLine(await StationProcess.RunAsync("sort", "--in", input, "--out", Path.Combine(_folder, "nowhere", "out.jsonl")), "cannot write the file");
    }

    [Theory]
    [InlineData("sort")]
    [InlineData("converse")]
    public async Task What_is_read_is_never_written_over(string verb)
    {
        const string Line = """{"id":"1","text":"垃圾没人清","turns":[]}""";
        var input = Path.Combine(_folder, "in.jsonl");
        var link = Path.Combine(_folder, "link.jsonl");
        await File.WriteAllTextAsync(input, Line, Token);
        File.CreateSymbolicLink(link, input);

        AssertOneLine(await StationProcess.RunAsync(verb, "--in", input, "--out", Path.Combine(_folder, ".", "in.jsonl")), "the same file");
        AssertOneLine(await StationProcess.RunAsync(verb, "--in", input, "--out", link), link);

        Assert.Equal(Line, await File.ReadAllTextAsync(input, Token));
    }

    [Theory]
    [InlineData("Clocks__SimpleWorkingDays", "-3", "StationBot:Clocks:SimpleWorkingDays must be 1 to 365")]
    [InlineData("Clocks__OfficeOpens", "18:00", "OfficeOpens must be before OfficeCloses")]
    [InlineData("Clocks__TriageP0", "soon", "a time such as 00:15:00")]
    [InlineData("Store__Provider", "Oracle", "Sqlite, Postgres")]
    [InlineData("BotFramework__Cloud", "Mars", "Public, China, UsGov")]
    [InlineData("BotFramework__TokenUrl", "http://tokens.example.org/oauth2/v2.0/token", "TokenUrl must be an https address")]
    [InlineData("DirectLine__AllowedOrigins", "nonsense", "one setting for each entry")]
    [InlineData("DirectLine__AllowedOrigins__0", "nonsense", "is not an origin")]
    public async Task A_setting_that_cannot_be_meant_stops_the_start_and_says_what_may_stand_there(string setting, string value, string words)
    {
        var environment = new Dictionary<string, string> { ["StationBot__" + setting] = value };

        var served = await StationProcess.RunAsync(environment, ["serve", "--urls", $"http://127.0.0.1:{StationProcess.FreePort()}", "--data", Path.Combine(_folder, "data")]);

        AssertOneLine(served, words);
        Assert.DoesNotContain("Failed to convert", served.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_names_the_file_that_was_given()
    {
        var area = Path.Combine(_folder, "our-district.json");
        await File.WriteAllTextAsync(area, "{}", Token);

        var (exit, _, errors) = await StationProcess.RunAsync("import", "--check", "--area", area, "--data", Path.Combine(_folder, "data"));

        Assert.Equal(1, exit);
        Assert.Contains("our-district.json", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("area.json:", errors.Replace("our-district.json", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_matrix_that_the_dialogs_do_not_fit_is_refused_before_it_stops_a_start()
    {
        var shipped = Path.Combine(Path.GetDirectoryName(StationProcess.Program)!, "Demo", "competence-matrix.json");
        var matrix = Path.Combine(_folder, "matrix.json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(shipped, Token))!;
        var types = json["problemTypes"]!.AsArray();
        types.Remove(types.Single(t => (string?)t!["code"] == "EMP-01"));
        await File.WriteAllTextAsync(matrix, json.ToJsonString(), Token);

        var (exit, output, errors) = await StationProcess.RunAsync("import", "--matrix", matrix, "--data", Path.Combine(_folder, "data"));

        Assert.Equal(1, exit);
        Assert.DoesNotContain("已导入", output, StringComparison.Ordinal);
        Assert.Contains("intake.yaml", errors, StringComparison.Ordinal);
        Assert.Contains("EMP-01", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_calendar_without_this_year_is_taken_and_said()
    {
        var workdays = Path.Combine(_folder, "workdays.json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(StationProcess.Program)!, "Demo", "workdays-cn.json"), Token))!;
        var (years, now) = (json["years"]!.AsObject(), TimeProvider.System.GetUtcNow().Year); // the program's own clock is the real one
        foreach (var year in years.Select(y => y.Key).Where(y => int.Parse(y, System.Globalization.CultureInfo.InvariantCulture) >= now).ToList())
        {
            years.Remove(year);
        }
        await File.WriteAllTextAsync(workdays, json.ToJsonString(), Token);

        var (exit, _, errors) = await StationProcess.RunAsync("import", "--check", "--workdays", workdays, "--data", Path.Combine(_folder, "data"));

        Assert.True(exit == 0, errors);
        Assert.Contains($"没有 {now} 年的正式安排", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_changes_nothing()
    {
        var data = Path.Combine(_folder, "data");
        var area = Path.Combine(Path.GetDirectoryName(StationProcess.Program)!, "Demo", "fixture-area.json");

        var (exit, output, errors) = await StationProcess.RunAsync("import", "--check", "--area", area, "--data", data);

        Assert.True(exit == 0, errors);
        Assert.Contains("没有写入", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ImportProblem {", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Theory]
    [InlineData("WeChat__Accounts__0__AppSecert", "x", "WeChat:Accounts:0:AppSecert")]
    [InlineData("WeChat__Accounts__0__Menu__0__Nmae", "x", "Menu:0:Nmae")]
    [InlineData("WeChat__Accounts__0__Template__Felds", "x", "Template:Felds")]
    [InlineData("WeCom__Agents__0__AgentNo", "1", "AgentNo")]
    [InlineData("WeCom__Agent__0__Name", "staff", "WeCom:Agent. 是不是 / did you mean Agents")]
    [InlineData("WeCom__AlertRobot__0", "duty", "did you mean AlertRobots")]
    [InlineData("WeChat__Account__0__Name", "station", "did you mean Accounts")]
    [InlineData("Speech__EndPoints", "https://speech.example.cn/v1", "did you mean Endpoint")]
    [InlineData("Speech__TimeLimit", "00:05:00", "StationBot:Speech:TimeLimit must be 00:00:01 to 00:02:00")]
    [InlineData("Clocks__MostReturns", "99", "StationBot:Clocks:MostReturns must be 1 to 9")]
    [InlineData("Store__GroupSize", "0", "StationBot:Store:GroupSize must be 1 to 10000")]
    [InlineData("WeChat__Accounts__7__Name", "late", "WeChat:Accounts:7:AppId is missing")]
    [InlineData("WeChat__Accounts__0__Mode", "Saef", "it may be Safe")]
    [InlineData("WeCom__Agents__0__AgentId", "one", "a number")]
    public async Task A_misspelt_setting_of_a_list_stops_the_start(string name, string value, string named)
    {
        var served = await StationProcess.RunAsync(new Dictionary<string, string> { ["StationBot__" + name] = value }, ["serve", "--urls", $"http://127.0.0.1:{StationProcess.FreePort()}", "--data", Path.Combine(_folder, "data")]);

        AssertOneLine(served, named);
    }

    [Fact]
    public async Task The_outbox_log_asks_for_a_conversation_or_a_case()
    {
        var data = Path.Combine(_folder, "data");
        var area = Path.Combine(Path.GetDirectoryName(StationProcess.Program)!, "Demo", "fixture-area.json");
        await StationProcess.RunAsync("import", "--area", area, "--data", data);

        AssertOneLine(await StationProcess.RunAsync("outbox", "log", "--data", data), "--conversation");
        AssertOneLine(await StationProcess.RunAsync("outbox", "log", "--case", "QH20261123-0001", "--data", data), "no such case");
        AssertOneLine(await StationProcess.RunAsync("outbox", "log", "--conversation", Guid.NewGuid().ToString(), "--data", data), "no such conversation");
    }

    [Fact]
    public async Task Without_an_account_the_wechat_verbs_say_so_and_make_nothing()
    {
        var data = Path.Combine(_folder, "data");

        AssertOneLine(await StationProcess.RunAsync("wechat", "menu", "--dry-run", "--data", data), "no account is configured");
        AssertOneLine(await StationProcess.RunAsync("wechat", "qrcode", "ST01", "--dry-run", "--data", data), "no account is configured");

        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task A_code_is_made_only_for_a_district_that_is_there()
    {
        var data = Path.Combine(_folder, "data");
        var account = new Dictionary<string, string>
        {
            ["StationBot__WeChat__Accounts__0__Name"] = "a", ["StationBot__WeChat__Accounts__0__AppId"] = "wx1", ["StationBot__WeChat__Accounts__0__AppSecret"] = "s",
            ["StationBot__WeChat__Accounts__0__Token"] = "token", ["StationBot__WeChat__Accounts__0__Mode"] = "Plain",
        };

        AssertOneLine(await StationProcess.RunAsync(account, ["wechat", "qrcode", "ST01", "--dry-run", "--data", data]), "no district has been imported");
    }

    [Fact]
    public async Task A_new_data_folder_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var data = Path.Combine(_folder, "data");
        var area = Path.Combine(Path.GetDirectoryName(StationProcess.Program)!, "Demo", "fixture-area.json");

        var imported = await StationProcess.RunAsync("import", "--area", area, "--data", data);
        var check = await StationProcess.RunAsync("import", "--check", "--area", area, "--data", data);

        Assert.True((imported.ExitCode, check.ExitCode) == (0, 0), imported.Errors + check.Errors);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(data).UnixFileMode);
    }

    [Fact]
    public async Task A_model_file_that_is_none_stops_the_start_with_its_name_and_the_cure()
    {
        var own = Path.Combine(_folder, "flags.model");
        await File.WriteAllTextAsync(own, "not a model", Token);
        var environment = new Dictionary<string, string> { ["StationBot__Understanding__Models"] = _folder };

        var served = await StationProcess.RunAsync(environment, ["serve", "--urls", $"http://127.0.0.1:{StationProcess.FreePort()}", "--data", Path.Combine(_folder, "data")]);

        AssertOneLine(served, own);
        Assert.Contains("delete your own", served.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_district_trains_on_its_own_archive_measures_and_uses_the_model()
    {
        var archive = Path.Combine(_folder, "archive.tsv");
        var rows = Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"停水{i}天了没人管\tother" : $"老师{i}次不让孩子进教室\teducation");
        await File.WriteAllLinesAsync(archive, ["text\tlabel", .. rows, "只有一格"], Token);
        var model = Path.Combine(_folder, "own", "topics.model");

        var trained = await StationProcess.RunAsync("train", "--in", archive, "--text", "text", "--label", "label", "--out", model);
        var measured = await StationProcess.RunAsync("evaluate", "--model", model, "--in", archive, "--text", "text", "--label", "label", "--json");
        var missing = await StationProcess.RunAsync("evaluate", "--model", archive, "--in", archive, "--text", "text", "--label", "label");

        Assert.True(trained.ExitCode == 0, trained.Errors);
        Assert.Contains("line 42", trained.Errors, StringComparison.Ordinal);
        Assert.Contains("40 messages, 2 labels", trained.Output, StringComparison.Ordinal);
        var figures = JsonNode.Parse(measured.Output)!;
        Assert.Equal((40, 1.0), ((int)figures["n"]!, (double)figures["accuracy"]!));
        Assert.Equal(
            ["n", "accuracy", "accuracyOrAlt", "top3", "macroF1", "perClass", "ece", "accuracyAt80", "p50Ms", "p99Ms", "modelMb"],
            figures.AsObject().Select(f => f.Key));
        AssertOneLine(missing, "no StationBot text model");

        var data = Path.Combine(_folder, "data");
        var wrongPlace = await StationProcess.RunAsync("model", "install", "flags", model, "--data", data);
        var installed = await StationProcess.RunAsync("model", "install", "topics", model, "--data", data);
        var again = await StationProcess.RunAsync("model", "install", "topics", model, "--data", data);
        var list = await StationProcess.RunAsync("model", "list", "--data", data);
        var back = await StationProcess.RunAsync("model", "rollback", "topics", "--data", data);
        var further = await StationProcess.RunAsync("model", "rollback", "topics", "--data", data);
        var noFurther = await StationProcess.RunAsync("model", "rollback", "topics", "--data", data);

        AssertOneLine(wrongPlace, "not a model for flags");
        Assert.All([installed, again, list, back, further], r => Assert.True(r.ExitCode == 0, r.Errors));
        Assert.Matches("topics +本区 own", list.Output);
        Assert.Contains("↩ topics.", list.Output, StringComparison.Ordinal);
        Assert.Contains("back to the shipped one", further.Output, StringComparison.Ordinal);
        AssertOneLine(noFurther, "in use already");
    }

    [Theory]
    [InlineData("text\tlabel\n没有水\t停水\n没有电\t停电\n", "the model does not know these labels: 停水, 停电")]
    [InlineData("text\tlabel\n", "there is no row that can be used")]
    [InlineData("text\tlabel\n学校门口天天堵\teducation\n", "save it as UTF-8", "GB18030")]
    public async Task A_file_that_measures_nothing_is_told_and_fails(string content, string words, string? encoding = null)
    {
        var file = Path.Combine(_folder, "archive.tsv");
        await File.WriteAllTextAsync(file, content, encoding is null ? new System.Text.UTF8Encoding(false) : System.Text.CodePagesEncodingProvider.Instance.GetEncoding(encoding)!, Token);

        AssertOneLine(
            await StationProcess.RunAsync("evaluate", "--model", Path.Combine(Path.GetDirectoryName(StationProcess.Program)!, "models", "topics.model"), "--in", file, "--text", "text", "--label", "label"), words);
    }

    [Theory]
    [InlineData("http://203.0.113.9/v1/", "Understanding:Endpoint must be https")]
    [InlineData("ftp://127.0.0.1/v1/", "Understanding:Endpoint must be https")]
    public async Task A_model_that_others_could_read_along_stops_the_start(string endpoint, string words)
    {
        var environment = new Dictionary<string, string>
        {
            ["StationBot__Understanding__Provider"] = "model", ["StationBot__Understanding__Model"] = "local", ["StationBot__Understanding__Endpoint"] = endpoint,
        };

        AssertOneLine(await StationProcess.RunAsync(environment, ["serve", "--urls", $"http://127.0.0.1:{StationProcess.FreePort()}", "--data", Path.Combine(_folder, "data")]), words);
    }

    [Fact]
    public async Task Learning_from_staff_says_what_is_missing()
    {
        var data = Path.Combine(_folder, "data");
        var demo = Path.GetDirectoryName(StationProcess.Program)!;

        AssertOneLine(await StationProcess.RunAsync("train", "--from-store", "--data", data), "no station's data");
        await StationProcess.RunAsync("import", "--area", Path.Combine(demo, "Demo", "fixture-area.json"), "--data", data);

        AssertOneLine(await StationProcess.RunAsync("train", "--from-store", "--data", data), "not enough corrections yet");
        AssertOneLine(await StationProcess.RunAsync("correct", "QH20261123-0001", "--type", "ENV-07", "--by", "王敏", "--data", data), "no such case");
        AssertOneLine(await StationProcess.RunAsync("correct", "QH20261123-0001", "--type", "ENV-77", "--by", "王敏", "--data", data), "no such problem type");
        var nothing = await StationProcess.RunAsync("train", "--in", Path.Combine(_folder, "a.tsv"));
        Assert.Equal(1, nothing.ExitCode);
        Assert.Contains("--from-store", nothing.Errors, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void AssertOneLine((int ExitCode, string Output, string Errors) run, string words)
    {
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
