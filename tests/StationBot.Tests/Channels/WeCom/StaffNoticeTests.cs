using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.WeCom;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Platform.Calls;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>What waits for departments, deputies and the offices, told in WeCom: the right one hears it, once, by day, and nothing personal. wechat.md §18.</summary>
public sealed class StaffNoticeTests
{
    private const string Send = "/cgi-bin/message/send";
    private static readonly Actor Staff = new(CaseActor.StationStaff, "王敏");
    private static readonly Actor Lead = new(CaseActor.Department, "李工", "urban");

    /// <summary>城管局 has a member of its own, other departments share one, the deputy and the office have theirs; the station's staff read the list.</summary>
    private static readonly (string, string)[] Receivers =
    [
        .. Receiver(0, "Department", "urban", "LiGong"), .. Receiver(1, "Department", null, "Everybody"), .. Receiver(2, "Deputy", "D01", "ChenDaibiao"), .. Receiver(3, "Office", null, "ZhaoZhuren"),
    ];

    /// <summary>城管局 has a member; the other departments share a group, whose robot waits long for lines that come together.</summary>
    private static readonly (string, string)[] WithGroup = [.. Receiver(0, "Department", "urban", "LiGong"), ("Receivers:1:Role", "Department"), ("Receivers:1:Robot", "duty"), ("RobotGathers", "00:10:00")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_hears_of_their_own_case_in_one_line_with_number_task_and_day()
    {
        await using var station = await WeComStation.OpenAsync(Receivers);
        var one = await CaseAsync(station);
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工0571-88001234", Co: ["env"])));

        Assert.Equal(3, await RunAsync(station));

        Assert.Equal([$"【民情】{one}：新交办，请签收；不归本单位的请按期退回（11-24 17:00）"], station.App.Phone("LiGong").Texts);
        // Where several units read it, it says whose turn it is; and only the lead signs.
        Assert.Equal([$"【民情】{one}：生态环境局，新交办，由您单位协办，请向主办单位提交意见（11-25 17:00）"], station.App.Phone("Everybody").Texts);
        Assert.Equal([$"【民情】{one}：有一件民情由您联系，已交单位办理（11-30 17:00）"], station.App.Phone("ChenDaibiao").Texts);
        Assert.Empty(station.App.Phone("ZhaoZhuren").Texts);
    }

    [Fact]
    public async Task The_office_hears_of_a_return_and_whoever_has_no_receiver_is_left_to_the_list()
    {
        await using var station = await WeComStation.OpenAsync(Receivers);
        var one = await CaseAsync(station);
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));
        await RunAsync(station);
        await TakeAsync(station, one, new Step(CaseAction.ReturnByDepartment, Lead, new ReturnData("housing", "小区公共照明"), "不是我局职责"));

        Assert.Equal(1, await RunAsync(station));

        await TakeAsync(station, one, new Step(CaseAction.ReferToTriage, new Actor(CaseActor.Office, "赵主任"), new ReferData(["一", "二"], LeadsDisagree: true)));
        Assert.StartsWith($"【民情】{one}：单位退回，请改派或指定承办（", Assert.Single(station.App.Phone("ZhaoZhuren").Texts), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(station));
        Assert.Empty(await station.ReadAsync(db => db.StaffNotices.Where(n => n.TellAt != null).ToList()));
        Assert.Single(await station.ReadAsync(db => db.StaffNotices.Where(n => n.Role == CaseActor.StationStaff && n.ReadAt == null).ToList()));
    }

    [Fact]
    public async Task What_is_done_before_it_could_be_told_is_not_asked_for()
    {
        await using var station = await WeComStation.OpenAsync(Receivers);
        var one = await CaseAsync(station);
        station.Clock.AdjustTime(new DateTimeOffset(2026, 11, 23, 22, 0, 0, TimeSpan.FromHours(8)));
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));
        await TakeAsync(station, one, new Step(CaseAction.Acknowledge, Lead, new AcknowledgeData("李工")));
        await TakeAsync(station, one, new Step(CaseAction.RequestExtension, Lead, new ExtensionData(new(2026, 12, 4)), "要等设备到货"));
        await TakeAsync(station, one, new Step(CaseAction.RefuseExtension, new Actor(CaseActor.Office, "赵主任"), null, "能按期办完"));
        station.Clock.AdjustTime(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.FromHours(8)));

        Assert.Equal(2, await RunAsync(station));

        Assert.Contains("没有同意延期", Assert.Single(station.App.Phone("LiGong").Texts), StringComparison.Ordinal);
        Assert.Single(station.App.Phone("ChenDaibiao").Texts);
        Assert.Empty(station.App.Phone("ZhaoZhuren").Texts);
        Assert.Empty(await station.ReadAsync(db => db.StaffNotices.Where(n => n.TellAt != null && n.Role != CaseActor.StationStaff).ToList()));
    }

    [Fact]
    public async Task What_did_not_go_out_goes_out_later_and_what_did_does_not_come_again()
    {
        await using var station = await WeComStation.OpenAsync(Receivers);
        var one = await CaseAsync(station);
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));
        station.Platform.Faults.Next(Send, new Fault.Code(-1));

        var (first, atOnce) = (await RunAsync(station), await RunAsync(station));
        station.Clock.AdjustTime(station.Clock.GetUtcNow().AddMinutes(6));
        var later = await RunAsync(station);

        Assert.Equal((1, 0, 1), (first, atOnce, later));
        Assert.Single(station.App.Phone("LiGong").Texts);
        Assert.Single(station.App.Phone("ChenDaibiao").Texts);
    }

    [Fact]
    public async Task Everybody_who_is_set_down_for_a_unit_hears_and_one_is_enough_for_it_to_be_told()
    {
        await using var station = await WeComStation.OpenAsync(
            [.. Receiver(0, "Department", "urban", "LiGong"), .. Receiver(1, "Department", "urban", "ZhangGong"), ("Receivers:2:Role", "Department"), ("Receivers:2:Unit", "urban"), ("Receivers:2:Robot", "duty"), .. Receiver(3, "Department", "urban", "Gone"), .. Receiver(4, "Department", null, "Everybody"), ("RobotGathers", "00:00:00")]);
        station.App.Members = new HashSet<string> { "LiGong", "ZhangGong", "Everybody" };
        var one = await CaseAsync(station);
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));

        var told = await RunAsync(station);
        await station.UntilAsync(() => station.Group.Messages.Count == 1);
        station.Clock.AdjustTime(station.Clock.GetUtcNow().AddMinutes(6));

        Assert.Equal((1, 0), (told, await RunAsync(station)));
        string[] line = [$"【民情】{one}：新交办，请签收；不归本单位的请按期退回（11-24 17:00）"];
        Assert.Equal([line, line, line], [station.App.Phone("LiGong").Texts, station.App.Phone("ZhangGong").Texts, station.Group.Messages.All.Select(m => m.Text)]);
        Assert.Empty(station.App.Phone("Everybody").Texts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_no_answer_ever_is_the_platforms_a_line_comes_a_few_times_marked_and_health_says_so(bool isGroup)
    {
        (string, string)[] receiver = isGroup ? [("Receivers:0:Role", "Department"), ("Receivers:0:Unit", "urban"), ("Receivers:0:Robot", "duty"), ("RobotGathers", "00:00:00")] : Receiver(0, "Department", "urban", "LiGong");
        await using var station = await WeComStation.OpenAsync(receiver);
        station.Platform.Faults.Always(isGroup ? "/cgi-bin/webhook/send" : Send, new Fault.Spoiled(502));
        var one = await CaseAsync(station);
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));

        for (var i = 0; i < 40; i++)
        {
            var round = RunAsync(station);
            await station.UntilAsync(() => round.IsCompleted, TimeSpan.FromSeconds(1));
            station.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        var texts = isGroup ? [.. station.Group.Messages.All.Select(m => m.Text)] : station.App.Phone("LiGong").Texts;
        Assert.InRange(texts.Count, 2, 5);
        Assert.All(texts.Skip(1), t => Assert.StartsWith("（重发）" + texts[0], t, StringComparison.Ordinal));
        Assert.Contains("502", await station.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_machines_tell_it_once()
    {
        await using var station = await WeComStation.OpenAsync(Receivers);
        var second = await station.AddMachineAsync(Receivers);
        for (var i = 0; i < 5; i++)
        {
            await TakeAsync(station, await CaseAsync(station), new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));
        }
        var theirs = second.GetRequiredService<StaffNoticeSender>();

        var sent = await Task.WhenAll(RunAsync(station), theirs.RunAsync(Cancel), RunAsync(station), theirs.RunAsync(Cancel));

        Assert.Equal(10, sent.Sum());
        Assert.Equal(5, station.App.Phone("LiGong").Texts.Distinct().Count());
        Assert.Equal(5, station.App.Phone("LiGong").Texts.Count);
    }

    [Fact]
    public async Task What_a_group_hears_of_one_round_is_one_message_and_what_a_life_depends_on_is_never_only_counted()
    {
        await using var station = await WeComStation.OpenAsync([.. WithGroup, ("RobotGathers", "00:00:02")]);
        for (var i = 0; i < 12; i++)
        {
            await TakeAsync(station, await CaseAsync(station), ToUrbanAndEnv);
        }
        var urgent = await CaseAsync(station);
        await TakeAsync(station, urgent, new Step(CaseAction.RaiseFlag, Staff, new FlagData(Flag.Fire.Code())));
        await TakeAsync(station, urgent, ToUrbanAndEnv);

        var round = RunAsync(station);
        await station.UntilAsync(() => round.IsCompleted, TimeSpan.FromSeconds(1));

        Assert.Equal(26, await round);
        Assert.Equal(2, station.Group.Messages.Count);
        Assert.StartsWith($"【民情】{urgent}：生态环境局，新交办", station.Group.Messages.All[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("一共12条办理提醒", station.Group.Messages.All[1].Text, StringComparison.Ordinal);
        Assert.Contains(urgent.Value, station.App.Phone("LiGong").Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_is_long_in_being_told_keeps_nobody_waiting_and_nobody_else_tells_it_meanwhile()
    {
        await using var station = await WeComStation.OpenAsync(WithGroup);
        var second = await station.AddMachineAsync(WithGroup);
        await TakeAsync(station, await CaseAsync(station), ToUrbanAndEnv);
        var first = RunAsync(station);
        await station.UntilAsync(() => station.App.Phone("LiGong").Texts.Count == 1);
        await TakeAsync(station, await CaseAsync(station), ToUrbanAndEnv);
        var next = RunAsync(station);
        await station.UntilAsync(() => station.App.Phone("LiGong").Texts.Count == 2);

        for (var i = 0; i < 24; i++)
        {
            station.Clock.Advance(TimeSpan.FromSeconds(15));
            await station.UntilAsync(async () => await LeasedAsync(station.Clock.GetUtcNow().AddMinutes(4)) == 2, TimeSpan.FromSeconds(1));
        }
        Assert.Equal((false, false, 0), (first.IsCompleted, next.IsCompleted, await second.GetRequiredService<StaffNoticeSender>().RunAsync(Cancel)));
        await station.UntilAsync(() => first.IsCompleted && next.IsCompleted, TimeSpan.FromSeconds(5));

        Assert.Equal((2, 2), (await first, await next));
        Assert.Equal(2, Assert.Single(station.Group.Messages.All).Text.Split('\n').Length);
        Assert.Empty(await station.ReadAsync(db => db.StaffNotices.Where(n => n.TellAt != null && n.Role == CaseActor.Department).ToList()));

        Task<int> LeasedAsync(DateTimeOffset longerThan) => station.ReadAsync(db => db.StaffNotices.Count(n => n.Unit == "env" && n.TellAt > longerThan));
    }

    [Fact]
    public async Task What_a_stop_kept_from_a_group_is_told_by_the_next_machine_at_once()
    {
        await using var station = await WeComStation.OpenAsync();
        await station.AddMachineAsync(WithGroup);
        await TakeAsync(station, await CaseAsync(station), ToUrbanAndEnv);
        await station.UntilAsync(() => station.App.Phone("LiGong").Texts.Count == 1, TimeSpan.FromSeconds(5));

        await station.EndMachineAsync();
        await station.AddMachineAsync([.. WithGroup, ("RobotGathers", "00:00:00")]);

        await station.UntilAsync(() => station.Group.Messages.Count == 1);
        Assert.Single(station.App.Phone("LiGong").Texts);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(Flag.Fire, 2)]
    public async Task At_night_only_what_a_life_depends_on_is_told_and_the_rest_in_the_morning(Flag? flag, int atNight)
    {
        await using var station = await WeComStation.OpenAsync(Receivers);
        var one = await CaseAsync(station);
        station.Clock.AdjustTime(new DateTimeOffset(2026, 11, 23, 22, 0, 0, TimeSpan.FromHours(8)));
        if (flag is { } danger)
        {
            await TakeAsync(station, one, new Step(CaseAction.RaiseFlag, Staff, new FlagData(danger.Code())));
        }
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));

        Assert.Equal(atNight, await RunAsync(station));
        station.Clock.AdjustTime(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.FromHours(8)));
        Assert.Equal(2 - atNight, await RunAsync(station));
    }

    [Fact]
    public async Task What_was_read_in_the_list_or_is_days_old_is_no_news()
    {
        await using var station = await WeComStation.OpenAsync(Receivers);
        await TakeAsync(station, await CaseAsync(station), new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));
        await station.ReadAsync(db => db.StaffNotices.Where(n => n.Role == CaseActor.Department).ExecuteUpdate(s => s.SetProperty(n => n.ReadAt, station.Clock.GetUtcNow())));
        station.Clock.AdjustTime(station.Clock.GetUtcNow().AddDays(4));

        Assert.Equal(0, await RunAsync(station));
    }

    [Fact]
    public async Task Each_message_leaves_its_line_and_whom_the_platform_does_not_know_is_told_by_the_settings_name()
    {
        await using var station = await WeComStation.OpenAsync([.. Receivers, ("Receivers:0:Users:1", "Gone")]);
        station.App.Members = new HashSet<string> { "LiGong", "ChenDaibiao" };
        var one = await CaseAsync(station);
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));

        Assert.Equal(2, await RunAsync(station));

        Assert.Single(station.App.Phone("LiGong").Texts);
        await station.UntilAsync(() => station.ReadAsync(db => db.ChannelLog.Count(l => l.What == "message/send") == 2));
        Assert.Equal(["ok", "partly"], (await station.ReadAsync(db => db.ChannelLog.Where(l => l.What == "message/send" && l.ConversationId != null).Select(l => l.Outcome).ToList())).Order(StringComparer.Ordinal));
        Assert.Equal("receiver_unknown:WeCom:Receivers:0", Assert.Single(await station.ReadAsync(db => db.TriageItems.Where(t => t.Severity == Severity.P1).Select(t => t.Reason).ToList())));
        Assert.Contains("WeCom:Receivers:0", await station.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_of_a_unit_is_known_the_notice_still_waits_and_what_is_put_right_clears_the_warning()
    {
        await using var station = await WeComStation.OpenAsync(Receivers);
        station.App.Members = new HashSet<string> { "ChenDaibiao" };
        var one = await CaseAsync(station);
        await TakeAsync(station, one, new Step(CaseAction.Assign, Staff, new AssignData(Liaison: "李工")));

        Assert.Equal(1, await RunAsync(station));
        Assert.Contains("WeCom:Receivers:0", await station.HealthAsync(), StringComparison.Ordinal);
        Assert.Single(await station.ReadAsync(db => db.TriageItems.Where(t => t.Reason == "receiver_unknown:WeCom:Receivers:0").ToList()));
        station.App.Members = null;
        station.Clock.AdjustTime(station.Clock.GetUtcNow().AddMinutes(6));

        Assert.Equal(1, await RunAsync(station));
        Assert.Single(station.App.Phone("LiGong").Texts);
        Assert.Empty(await station.HealthAsync());
    }

    private static Step ToUrbanAndEnv => new(CaseAction.Assign, Staff, new AssignData(Liaison: "李工", Co: ["env"]));

    private static Task<int> RunAsync(WeComStation station) => station.Services.GetRequiredService<StaffNoticeSender>().RunAsync(Cancel);

    private static (string, string)[] Receiver(int index, string role, string? unit, string user) =>
    [
        ($"Receivers:{index}:Role", role), .. unit is null ? Array.Empty<(string, string)>() : [($"Receivers:{index}:Unit", unit)],
        ($"Receivers:{index}:Agent", "staff"), ($"Receivers:{index}:Users:0", user),
    ];

    private static async Task TakeAsync(WeComStation station, CaseNo one, Step step)
    {
        var work = new CaseWork(station.Services.GetRequiredService<ICases>(), station.Services.GetRequiredService<ILoopStore>(), station.Services.GetRequiredService<ISuggestions>(), () => The.Rules, station.Clock);
        var result = await work.TakeAsync(one, step, Cancel);
        Assert.True(result is WorkResult.Done, (result as WorkResult.Refused)?.Why.ToString());
    }

    private static async Task<CaseNo> CaseAsync(WeComStation station)
    {
        var now = station.Clock.GetUtcNow();
        var fresh = new ConversationRecord
        {
            Id = Guid.CreateVersion7(), Key = new ConversationKey("webchat", Guid.NewGuid().ToString()), ResidentId = await station.Store.ResidentAsync("webchat", "somebody", Cancel), StartedAt = now, LastInboundAt = now,
        };
        var one = new Case(CaseId.New(), fresh.Id, fresh.ResidentId, "webchat", now)
        {
            Number = await station.Services.GetRequiredService<ICases>().NextNumberAsync("QH", DateOnly.FromDateTime(The.Moment.DateTime), Cancel), RawText = "路灯不亮，电话13800001234", Contact = "13800001234",
        };
        Assert.IsType<StepResult.Done>(one.Apply(new Step(CaseAction.Confirm, Actor.Resident, new ConfirmData(
            "路灯不亮", 5, "webchat", "notice", "书香里", ["修好"], CaseClasses.Simple, [], [new Subscriber(fresh.ResidentId, fresh.Id)])), now, The.Rules));
        Assert.IsType<StepResult.Done>(one.Apply(new Step(CaseAction.Sort, Actor.Bot, new SortData("Other", "OTH-04", "urban", [], null, "D01", 0.9)), now, The.Rules));
        Assert.IsType<CommitResult.Committed>(await station.Store.CommitAsync(new TurnCommit { Conversation = fresh, Cases = [one] }, Cancel));
        return one.Number!.Value;
    }
}
