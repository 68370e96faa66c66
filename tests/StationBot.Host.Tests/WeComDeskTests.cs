using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Host.Tests.Api;
using StationBot.Platform;
using StationBot.Platform.WeCom;

namespace StationBot.Host.Tests;

/// <summary>Departments, deputies, the office and the station answer in WeCom what they were told there: the same steps, the same rules as by the API.</summary>
public sealed class WeComDeskTests : IAsyncLifetime
{
    private const string Answer = "电缆已经更换完毕，路灯今晚起全部恢复照明，已经请书香里居民到现场看过。";
    private PlatformServer _platform = null!;
    private WeComApp _app = null!;
    private ApiStation _station = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await PlatformServer.StartAsync(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(ApiStation.Moment), cancellationToken: Cancel);
        _app = _platform.Add(new WeComAppSettings());
        var settings = _app.Settings.ForStation(0).ToDictionary(s => "StationBot:WeCom:" + s.Key, s => (string?)s.Value);
        settings["StationBot:WeCom:ApiAddress"] = _platform.BaseAddress.AbsoluteUri;
        foreach (var (index, role, unit, member) in new[] { (0, "Department", "urban", "LiGong"), (1, "Department", "env", "SunGong"), (2, "Deputy", "D01", "ChenDaibiao"), (3, "Department", null, "Everybody"), (4, "Office", null, "ZhaoZhuren"), (5, "StationStaff", null, "WangXiaomei") })
        {
            settings[$"StationBot:WeCom:Receivers:{index}:Role"] = role;
            settings[$"StationBot:WeCom:Receivers:{index}:Unit"] = unit;
            settings[$"StationBot:WeCom:Receivers:{index}:Agent"] = _app.Name;
            settings[$"StationBot:WeCom:Receivers:{index}:Users:0"] = member;
        }
        _station = await ApiStation.StartAsync(settings);
        _app.CallbackUrl = $"{_station.As(null).BaseAddress!.AbsoluteUri.TrimEnd('/')}/wecom/{_app.Name}";
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task A_department_signs_reports_and_answers_in_the_app()
    {
        var one = await AssignedAsync();

        Assert.Equal($"{one.Number}：“签收”已登记，事项现在是“办理中”。", await SayAsync("LiGong", $"{one.Number} 已签收，明天上午清运"));
        Assert.StartsWith($"{one.Number}：“报告进展”已登记", await SayAsync("LiGong", $"【民情】{one.Number}：计划 先查线路，再换电缆"), StringComparison.Ordinal);
        Assert.StartsWith($"{one.Number}：“报告进展”已登记", await SayAsync("LiGong", $"{one.Number} 进展：电缆已经到货"), StringComparison.Ordinal);
        Assert.Equal($"{one.Number}：“答复”已登记，事项现在是“已答复”。", await SayAsync("LiGong", $"{one.Number} 答复 已解决 {Answer}"));

        var log = await _station.Services.GetRequiredService<ILoopStore>().EventsAsync(one.Id, Cancel);
        Assert.Equal(["Acknowledge", "Progress", "Progress", "Reply"], log.Select(e => e.Action).TakeLast(4));
        Assert.All(log.TakeLast(4), e => Assert.Equal((CaseActor.Department, "urban LiGong"), (e.Actor, e.By)));
        var data = Assert.IsType<ReplyData>(StepJson.Read(CaseAction.Reply, log[^1].Data));
        Assert.Equal((Answer, ReplyClass.Solved), (data.Text, data.Class!.Value));
    }

    [Fact]
    public async Task A_return_names_unit_basis_and_reason_and_without_them_they_hear_how()
    {
        var one = await AssignedAsync();

        string[] how = [await SayAsync("LiGong", $"{one.Number} 退回 不归我们管"), await SayAsync("LiGong", $"{one.Number} 签收不了"), await SayAsync("LiGong", $"{one.Number} 进展")];
        Assert.All(how, said => Assert.Contains("单位：", said, StringComparison.Ordinal));
        Assert.Equal(CaseStatus.Assigned, (await _station.Services.GetRequiredService<ICases>().FindAsync(one.Number!.Value, Cancel))!.Status);
        // Where two units fit, nobody knows which is meant.
        Assert.Contains("“管理局”不在目录里", await SayAsync("LiGong", $"{one.Number} 退回 单位：管理局 依据：小区公共照明不归我局 理由：不是我局职责"), StringComparison.Ordinal);
        var done = await SayAsync("LiGong", $"{one.Number} 退回 单位：环境局 依据：小区公共照明不归我局 理由：不是我局职责");

        Assert.Equal($"{one.Number}：“退回”已登记，事项现在是“单位退回”。", done);
    }

    [Fact]
    public async Task A_promise_goes_with_the_answer_and_what_the_loop_refuses_is_told_in_its_words()
    {
        var one = await AssignedAsync();
        await SayAsync("LiGong", $"{one.Number} 签收");

        var refused = await SayAsync("LiGong", $"{one.Number} 答复 正在解决 {Answer}");
        var done = await SayAsync("LiGong", $"{one.Number} 答复 正在解决 {Answer} 承诺：更换电缆 2026-12-10");

        var two = await _station.ReadAsync(db => db.CaseEvents.Where(e => e.CaseId == one.Id && e.Action == "Reply").Select(e => e.Data).ToListAsync(Cancel));
        Assert.Equal([new Promise("更换电缆", new DateOnly(2026, 12, 10))], Assert.IsType<ReplyData>(StepJson.Read(CaseAction.Reply, two.Single())).Commitments!);
        Assert.StartsWith($"{one.Number}：没有登记。", refused, StringComparison.Ordinal);
        Assert.StartsWith($"{one.Number}：“答复”已登记", done, StringComparison.Ordinal);
        Assert.Contains("case.guard.promises", await _station.RefusedAsync(one));
    }

    [Fact]
    public async Task Another_unit_and_whoever_has_none_set_down_change_nothing_and_learn_nothing()
    {
        var one = await AssignedAsync();
        var before = await _station.EventsAsync(one);

        var other = await SayAsync("SunGong", $"{one.Number} 已签收");
        var nobodys = await SayAsync("Everybody", $"{one.Number} 已签收");
        var unknown = await SayAsync("LiGong", "QH20261123-9999 已签收");

        Assert.Equal($"没有编号是{one.Number}、由您办理的事项，请核对编号。", other);
        Assert.Contains("没有写明您代表哪个单位", nobodys, StringComparison.Ordinal);
        Assert.StartsWith("没有编号是QH20261123-9999", unknown, StringComparison.Ordinal);
        Assert.Equal(before, await _station.EventsAsync(one));
    }

    [Fact]
    public async Task An_extension_asked_for_agreed_to_answered_sent_back_and_closed_all_in_the_app()
    {
        var one = await AssignedAsync();
        await SayAsync("LiGong", $"{one.Number} 签收");

        // Too long: the refusal names the last day that may be asked for.
        var last = System.Text.RegularExpressions.Regex.Match(await SayAsync("LiGong", $"{one.Number} 申请延期 2027-12-17 电缆要从外地调货"), "最迟延?到 ([0-9]{4}-[0-9]{2}-[0-9]{2})").Groups[1].Value;
        Assert.StartsWith($"{one.Number}：“申请延期”已登记", await SayAsync("LiGong", $"{one.Number} 申请延期 {last} 电缆要从外地调货"), StringComparison.Ordinal);
        Assert.Contains("已告知居民", await SayAsync("ZhaoZhuren", $"{one.Number} 同意延期 {last}"), StringComparison.Ordinal);
        Assert.StartsWith($"{one.Number}：“批准延期”已登记", await SayAsync("ZhaoZhuren", $"{one.Number} 同意延期 {last} 已告知居民"), StringComparison.Ordinal);
        await SayAsync("LiGong", $"{one.Number} 答复 已解决 {Answer}");
        Assert.Contains("事项现在是“办理中”", await SayAsync("WangXiaomei", $"{one.Number} 答复不合格 没有说哪天修好的"), StringComparison.Ordinal);
        await SayAsync("LiGong", $"{one.Number} 答复 已解决 {Answer} 十一月二十日修好。");
        await SayAsync("WangXiaomei", $"{one.Number} 反馈 路灯十一月二十日已经修好，请您看看。");
        Assert.StartsWith($"{one.Number}：没有登记。", await SayAsync("WangXiaomei", $"{one.Number} 销号"), StringComparison.Ordinal);

        var log = await _station.Services.GetRequiredService<ILoopStore>().EventsAsync(one.Id, Cancel);
        Assert.Equal(["Acknowledge", "RequestExtension", "ApproveExtension", "Reply", "RejectReply", "Reply", "Feedback"], log.Select(e => e.Action).TakeLast(7));
        Assert.Equal((CaseActor.StationStaff, "WangXiaomei"), (log[^1].Actor, log[^1].By));
    }

    [Fact]
    public async Task A_deputy_and_the_office_press_and_other_words_are_a_residents()
    {
        var one = await AssignedAsync();

        Assert.StartsWith($"{one.Number}：“催办”已登记", await SayAsync("ChenDaibiao", $"{one.Number} 催办 请尽快"), StringComparison.Ordinal);
        Assert.Contains("催办", await SayAsync("ChenDaibiao", $"请看看{one.Number}"), StringComparison.Ordinal);
        Assert.StartsWith($"{one.Number}：“催办”已登记", await SayAsync("ZhaoZhuren", $"{one.Number} 催办"), StringComparison.Ordinal);
        Assert.Contains("同意延期", await SayAsync("ZhaoZhuren", $"{one.Number} 同意"), StringComparison.Ordinal);
        Assert.Contains("已签收", await SayAsync("LiGong", one.Number!.Value.Value), StringComparison.Ordinal);
        Assert.DoesNotContain("登记", (await SayAsync("LiGong", "你好")).Split('\n')[0], StringComparison.Ordinal);
        // Whoever is no receiver is a resident whatever they write.
        Assert.DoesNotContain("已登记", await SayAsync("WangWu", $"{one.Number} 已签收"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_cases_in_one_message_are_each_taken_and_said()
    {
        var (one, two) = (await AssignedAsync(), await AssignedAsync());

        var said = await SayAsync("LiGong", $"{one.Number} 已签收\n{two.Number} 已签收");

        Assert.Equal($"{one.Number}：“签收”已登记，事项现在是“办理中”。\n{two.Number}：“签收”已登记，事项现在是“办理中”。", said);
        Assert.DoesNotContain("已登记", await SayAsync("LiGong", $"{one.Number} 签收？"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_one_step_and_one_answer()
    {
        var one = await AssignedAsync();
        var first = await _app.SendAsync("LiGong", $"{one.Number} 已签收", Cancel);
        await AnswersAsync("LiGong", 1);

        await _app.RepeatAsync(first, Cancel);
        await SayAsync("LiGong", $"{one.Number} 进展 电缆已经到货");

        Assert.Equal(2, _app.Phone("LiGong").Texts.Count(t => t.Contains("已登记", StringComparison.Ordinal)));
        Assert.Single(await _station.ReadAsync(db => db.CaseEvents.Where(e => e.CaseId == one.Id && e.Action == "Acknowledge").ToListAsync(Cancel)));
        // The words of the step rest with the case alone.
        Assert.DoesNotContain(await _station.ReadAsync(db => db.Turns.Where(t => t.Direction == MessageDirection.In).Select(t => t.Raw).ToListAsync(Cancel)), raw => raw.Contains("电缆", StringComparison.Ordinal));
    }

    private async Task<Case> AssignedAsync()
    {
        var one = await _station.CaseAsync();
        A.Take(one, _station.Clock, _station.Services, CaseAction.Assign, CaseActor.StationStaff, null, new AssignData(Liaison: "李工"));
        await A.SaveAsync(_station.Services, one);
        return one;
    }

    /// <summary>Says something in the app and waits for the next answer that is no notice.</summary>
    private async Task<string> SayAsync(string member, string text)
    {
        var before = Answers(member).Count;
        await _app.SendAsync(member, text, Cancel);
        return (await AnswersAsync(member, before + 1))[before];
    }

    private List<string> Answers(string member) => [.. _app.Phone(member).Texts.Where(t => !t.StartsWith("【民情】", StringComparison.Ordinal))];

    private async Task<List<string>> AnswersAsync(string member, int count)
    {
        for (var look = 0; Answers(member).Count < count; look++)
        {
            Assert.True(look < 1000, "No answer came.");
            await Task.Delay(20, Cancel);
        }
        return Answers(member);
    }
}
