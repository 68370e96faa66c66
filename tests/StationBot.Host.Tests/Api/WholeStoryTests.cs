using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>
/// One complaint from its first word to 销号: the resident in the chat, staff, departments and the office over the API, days between them. What the
/// resident reads is held word by word, so that nothing is missing and nothing is said twice.
/// </summary>
public sealed class WholeStoryTests : IAsyncLifetime
{
    private const string Greeting = "您好，我是清禾区人大代表联络站的AI助手（不是真人）。您可以直接说要反映的事。我会记下来，转给代表和负责的部门。请不要发身份证号、银行卡号。回复“人工”可找工作人员。";
    private const string Opening = "您好，我是清禾区人大代表联络站的AI助手（不是真人）。您反映的事有新情况：";
    private const string Question = "这件事解决了吗？";
    private ApiStation _station = null!;
    private Chat _chat = null!;
    private Dictionary<string, HttpClient> _people = [];
    private string _no = "";

    public async ValueTask InitializeAsync()
    {
        _station = await ApiStation.StartAsync(Chat.Settings);
        _chat = await Chat.StartAsync(_station);
        _people = new()
        {
            ["station"] = await _station.AsAsync(TokenRole.Staff), ["office"] = await _station.AsAsync(TokenRole.Office, name: "赵主任"),
            ["urban"] = await _station.AsAsync(TokenRole.Department, "urban", "李工"), ["housing"] = await _station.AsAsync(TokenRole.Department, "housing", "孙工"),
        };
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task From_the_first_word_to_the_close_out_everybody_reads_what_concerns_them_and_nobody_reads_it_twice()
    {
        _no = await _chat.ComplainAsync("书香里小区3号楼门口的路灯坏了半个月,孩子晚上放学看不见路");
        Assert.Equal($"已记录，编号{_no}。拟由城管局办理，赵国梁代表关注。11月30日前给您回音。随时问我进展。", _chat.Heard[^1]);

        await HandedOutAndSentBackAsync();
        await PlannedAndExtendedAsync();
        await AnsweredWithAPromiseAsync();
        await KeptAndJudgedAsync();
        await DoneAgainAsync();
        await ClosedOutAsync();

        Assert.All(_chat.Heard.Where(t => t.Contains(_no, StringComparison.Ordinal)).GroupBy(t => t), said => Assert.Single(said));
        Assert.Equal(
            ["T01", "T03", "T11", "T13", "T14", "T12", "T16", "T16", "T17", "T17", "T18", "T20", "T24", "T25", "T20", "T22", "T18", "T20", "T21", "T26"],
            (await LogAsync()).Where(t => t.Length > 0));
        var (code, output, errors) = await StationProcess.RunAsync("loop", "--check", "--at", _station.Clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture), "--data", _station.Folder);
        Assert.True(code == 0, output + errors);
        Assert.Contains("1 cases", output, StringComparison.Ordinal);
        Assert.Contains(" 0 faults", output, StringComparison.Ordinal);
    }

    private async Task HandedOutAndSentBackAsync()
    {
        await StepAsync(At(11, 23, 11), "station", "assign", new { data = new { lead = "urban", co = Array.Empty<string>(), liaison = "李工" } }, CaseStatus.Assigned,
            $"您的事（{_no}）转给城管局办了，赵国梁代表关注。按规定11月30日前给您回音。");
        await StepAsync(At(11, 23, 14), "urban", "return-by-department",
            new { data = new { proposedUnit = "housing", legalBasis = "小区内的公共照明由住建部门指导物业维修" }, reason = "灯在小区里面,不是市政路灯" }, CaseStatus.Returned);
        await SaysAsync(At(11, 23, 14, 5), "我那件事怎么样了", $"您的事（{_no}）现在：正在换承办单位。工作人员正在看，11月30日前给您回音。");
        await StepAsync(At(11, 23, 15), "office", "reassign", new { data = new { lead = "housing", co = Array.Empty<string>(), liaison = "孙工" }, reason = "小区内照明由住建局牵头" }, CaseStatus.Assigned,
            $"您的事（{_no}）改由住建局来办，您不用再跑一趟。按规定11月30日前给您回音。");
    }

    private async Task PlannedAndExtendedAsync()
    {
        await StepAsync(At(11, 24, 9), "housing", "acknowledge", new { data = new { handler = "孙工" } }, CaseStatus.InProgress);
        await StepAsync(At(11, 24, 9, 30), "housing", "progress", new { data = new { kind = "Plan", text = "先查线路,再换电缆和灯" } }, CaseStatus.InProgress, $"您的事（{_no}），住建局打算这样办：先查线路,再换电缆和灯");
        await StepAsync(At(11, 24, 10), "housing", "progress", new { data = new { kind = "Contact", text = "已经到现场见了居民" } }, CaseStatus.InProgress);
        // A day without a word: the talk has ended, and who comes back is told again that this is no human.
        await SaysAsync(At(11, 25, 10), "我那件事怎么样了", Greeting, $"您的事（{_no}）现在：办理中。住建局说：先查线路,再换电缆和灯。预计11月30日前答复。");
        await StepAsync(At(11, 26, 10), "housing", "request-extension", new { data = new { newDate = "2026-12-04" }, reason = "电缆要订货" }, CaseStatus.InProgress);
        await StepAsync(At(11, 26, 11), "office", "approve-extension", new { data = new { told = true }, reason = "电缆要订货" }, CaseStatus.InProgress,
            Opening, $"您的事（{_no}）要多用些时间，预计12月4日前答复。\n原因：电缆要订货");
        await StepAsync(At(11, 27, 10), "housing", "consult", new { data = new { mode = "InPerson", on = "2026-11-27", outcome = "居民同意先装临时照明" } }, CaseStatus.InProgress);
        await StepAsync(At(11, 27, 10, 30), "station", "consult", new { data = new { mode = "InPerson", on = "2026-11-27", outcome = "问过居民,说好先装临时照明", confirmed = true } }, CaseStatus.InProgress);
    }

    private async Task AnsweredWithAPromiseAsync()
    {
        await StepAsync(At(11, 30, 10), "housing", "reply", new
        {
            data = new
            {
                text = "路灯不亮是因为地下电缆进水,临时照明今晚装好,新电缆已经订货,12月10日前换好。", @class = "InProgress",
                commitments = new[] { new { text = "更换电缆,路灯恢复照明", dueOn = "2026-12-10" } },
            },
        }, CaseStatus.Replied);
        await SaysAsync(At(11, 30, 10, 30), "我那件事怎么样了", $"您的事（{_no}）现在：已有答复，正在核对。核对好了就告诉您。");
        await StepAsync(At(11, 30, 11), "station", "feedback", new { data = new { message = "住建局查过了,是地下电缆进水。临时照明今晚装好。" } }, CaseStatus.CommitmentTracking,
            $"您的事（{_no}）有答复了：住建局查过了,是地下电缆进水。临时照明今晚装好。\n12月10日前：更换电缆,路灯恢复照明", $"您的事（{_no}）答应要做的，联络站接着盯，做好了再请您评价。");
        await SaysAsync(At(11, 30, 11, 5), "我那件事怎么样了", $"您的事（{_no}）现在：按承诺继续办。\n12月10日前：更换电缆,路灯恢复照明");
    }

    private async Task KeptAndJudgedAsync()
    {
        await StepAsync(At(12, 7, 9), "housing", "progress", new { data = new { kind = "Progress", text = "电缆到货" } }, CaseStatus.CommitmentTracking);
        await StepAsync(At(12, 9, 9), "housing", "report-commitment", new { data = new { commitment = 1, done = true, text = "新电缆换好,路灯都亮了", evidence = new[] { "照片" } } }, CaseStatus.Replied);
        await StepAsync(At(12, 9, 10), "station", "feedback", new { data = new { message = "新电缆换好了,路灯都亮了。" } }, CaseStatus.AwaitingEvaluation,
            Opening, $"您的事（{_no}）有答复了：新电缆换好了,路灯都亮了。", Question);
        Assert.Equal(["解决了", "解决了一部分", "没解决"], await _chat.ButtonsAsync());
        await SaysAsync(At(12, 9, 10, 5), "我那件事怎么样了", $"您的事（{_no}）现在：已答复，等您评价。住建局答复：新电缆换好,路灯都亮了", Question);
        await SaysAsync(At(12, 9, 20), "没有,还是老样子", "对不起，让您费心了。我转工作人员复核，5个工作日内回复您。哪里没解决、哪里不满意，随时说。", "再问一句，这次办理您满意吗？");
        Assert.Equal("Rework", (await CaseAsync())["status"]!.ToString());
        await SaysAsync(At(12, 9, 20, 5), "3号楼门口那盏还是不亮", $"好的，补充到{_no}里了。");
        // After closing time: the round's five days count from the 10th. The plan of the first round is none of the second.
        await SaysAsync(At(12, 9, 20, 6), "我那件事怎么样了", $"您的事（{_no}）现在：重新办理。由住建局办理，12月17日前给您回音。");
    }

    private async Task DoneAgainAsync()
    {
        await StepAsync(At(12, 10, 9), "housing", "progress", new { data = new { kind = "Plan", text = "今天到3号楼换灯头" } }, CaseStatus.Rework, $"您的事（{_no}），住建局打算这样办：今天到3号楼换灯头");
        await StepAsync(At(12, 11, 9), "housing", "reply", new { data = new { text = "3号楼门口那盏是灯头烧坏,昨天已经换好,晚上现场看过,灯亮了。", @class = "Solved", evidence = new[] { "照片" } } }, CaseStatus.Replied);
        await StepAsync(At(12, 11, 10), "station", "feedback", new { data = new { message = "3号楼门口的灯头换好了,昨晚已经亮了。" } }, CaseStatus.AwaitingEvaluation,
            Opening, $"您的事（{_no}）有答复了：3号楼门口的灯头换好了,昨晚已经亮了。", Question);
        await SaysAsync(At(12, 11, 19), "解决了,很满意", "谢谢您的评价，我转告代表和负责的单位。");
        var judged = await CaseAsync();
        Assert.Equal(("Completed", "Yes", "Satisfied", 1), (judged["status"]!.ToString(), judged["solved"]!.ToString(), judged["satisfaction"]!.ToString(), (int)judged["reworkCount"]!));
    }

    private async Task ClosedOutAsync()
    {
        await StepAsync(At(12, 14, 9), "station", "no-suggestion", new { reason = "一盏灯的事,不必提建议" }, CaseStatus.Completed);
        await StepAsync(At(12, 14, 9, 5), "station", "close-out", null, CaseStatus.ClosedOut, Opening, $"您的事（{_no}）办结归档了，谢谢您反映。同样的问题再出现，随时告诉我。");
        await _station.PassToAsync(At(12, 15, 9));
        Assert.Empty(await _chat.NewsAsync());
    }

    /// <summary>Somebody takes a step at a moment, and the resident reads this of it, and nothing before it.</summary>
    private async Task StepAsync(DateTimeOffset at, string who, string action, object? body, CaseStatus to, params string[] told)
    {
        await _station.PassToAsync(at);
        Assert.Empty(await _chat.NewsAsync());

        var got = await _people[who].PostAsync($"/cases/{_no}/{action}", body);

        Assert.True(got.Status == 200, $"{action}: {got.Status} {got.Body}");
        Assert.Equal(to.ToString(), got.Body!["status"]!.ToString());
        await _station.TellAsync();
        await _station.TellAsync();
        Assert.Equal(told, await _chat.NewsAsync());
    }

    private async Task SaysAsync(DateTimeOffset at, string text, params string[] answers)
    {
        await _station.PassToAsync(at);

        Assert.Equal(answers, await _chat.SayAsync(text));
    }

    private async Task<System.Text.Json.Nodes.JsonNode> CaseAsync() => (await _people["station"].AskAsync($"/cases/{_no}")).Body!;

    private async Task<string[]> LogAsync() => [.. (await _people["station"].AskAsync($"/cases/{_no}/events")).Body!.AsArray().Select(e => e!["transition"]!.ToString())];

    private static DateTimeOffset At(int month, int day, int hour, int minute = 0) => new(2026, month, day, hour, minute, 0, TimeSpan.FromHours(8));
}
