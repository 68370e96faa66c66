using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Tests.Conversations;

public sealed class DialogTests
{
    private const string Garbage = "书香里小区门口的垃圾站三天没人清运了，气味很大";
    private readonly Conversation _chat = new();

    public DialogTests() => _chat.Sorter
        .Knows(Garbage, "ENV-07", slots: [(Slot.Place, "书香里社区"), (Slot.Time, "三天"), (Slot.Demand, "没人清运")])
        .Knows("不留", signals: Signals.Declines)
        .Knows("13800000000", slots: [(Slot.Contact, "13800000000")])
        .Knows("对", signals: Signals.Affirm)
        .Knows("不对", signals: Signals.Deny)
        .Knows("就这些", signals: Signals.NothingMore)
        .Knows("我那件事怎么样了", intent: Intent.ProgressQuery)
        .Knows("人工", intent: Intent.HumanHandoff, flags: [Flag.HumanRequested])
        .Knows("谢谢", intent: Intent.Thanks)
        .Knows("家里着火了", "OTH-06", intent: Intent.Emergency, flags: [Flag.Emergency, Flag.Fire]);

    private async Task SubmitAsync()
    {
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
    }

    [Fact]
    public async Task A_clear_complaint_becomes_a_numbered_routed_case_in_three_turns()
    {
        var first = await _chat.SayAsync(Garbage);
        Assert.Contains("AI助手", first, StringComparison.Ordinal);
        Assert.Equal(Ask.Contact, _chat.Asked);
        Assert.Contains("拟转：城管局", await _chat.SayAsync("不留"), StringComparison.Ordinal);
        Assert.Equal(Ask.Confirm, _chat.Asked);

        var last = await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(CaseStatus.ReadyToAssign, made.Status);
        Assert.Equal("urban", made.Lead);
        Assert.Contains(made.Number!.Value.Value, last, StringComparison.Ordinal);
        Assert.Contains(The.Directory.Deputy(made.Deputy)!.Name, last, StringComparison.Ordinal);
        Assert.Contains($"{made.DueOn!.Value.Month}月{made.DueOn.Value.Day}日", last, StringComparison.Ordinal);
        Assert.Equal(Disposition.CaseCreated, _chat.Record.Disposition);
        Assert.Equal(["T01", "T03"], made.Uncommitted.Select(e => e.Transition));
    }

    [Fact]
    public async Task A_number_within_the_story_rests_with_the_contact_alone()
    {
        const string Told = "书香里小区路灯坏了，我叫张三，电话13712345678";
        _chat.Sorter.Knows(Told, "OTH-04", slots: [(Slot.Place, "书香里社区"), (Slot.Demand, "路灯坏了，电话13712345678"), (Slot.Time, "三天"), (Slot.Contact, "13712345678")]);

        await _chat.SayAsync(Told);
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("13712345678", made.Contact);
        Assert.All([made.Summary, made.RawText, .. made.Slots.Values, .. made.Uncommitted.Select(e => e.Data)], text => Assert.DoesNotContain("13712345678", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_asks_how_something_is_done_is_not_asked_where_it_happened()
    {
        _chat.Sorter.Knows("社保卡丢了怎么补办啊", "OTH-14", intent: Intent.Consult);

        Assert.Contains("工作人员", await _chat.SayAsync("社保卡丢了怎么补办啊"), StringComparison.Ordinal);

        Assert.Equal((Disposition.Consulted, Ask.Human), (_chat.Record.Disposition, _chat.Asked));
    }

    [Fact]
    public async Task Who_agrees_to_leave_a_number_is_asked_for_it_once()
    {
        await _chat.SayAsync(Garbage);

        Assert.Contains("号码", await _chat.SayAsync("对"), StringComparison.Ordinal);
        Assert.Equal(Ask.Contact, _chat.Asked);
        await _chat.SayAsync("对");

        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Fact]
    public async Task A_bare_yes_after_the_number_adds_nothing_to_the_case()
    {
        await SubmitAsync();

        await _chat.SayAsync("对");

        Assert.DoesNotContain(Assert.Single(_chat.Cases.All).Uncommitted, e => e.Action == "Supplement");
        Assert.DoesNotContain("\n对", _chat.Cases.All[0].RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_told_later_rests_with_the_contact_only()
    {
        _chat.Sorter.Knows("电话打错了,是13987654322", slots: [(Slot.Contact, "13987654322")]);
        await SubmitAsync();

        await _chat.SayAsync("电话打错了,是13987654322");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("13987654322", made.Contact);
        Assert.DoesNotContain("13987654322", made.RawText + string.Concat(made.Uncommitted.Select(e => e.Reason)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_model_took_on_the_way_is_booked_to_the_case()
    {
        _chat.Sorter.Took(Garbage, new ModelUse(900, 100, 0.0026m));
        _chat.Sorter.Took("不留", new ModelUse(500, 50, 0.0014m));
        await SubmitAsync();

        var sorted = Assert.Single(_chat.Cases.All).Uncommitted.Single(e => e.Transition == "T03");

        Assert.Contains("\"modelTokens\":\"1550\"", sorted.Data, StringComparison.Ordinal);
        Assert.Contains("\"modelCost\":\"0.004\"", sorted.Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offline", "R5: 按职责表")]
    [InlineData("model", "大模型判断的,请核对")]
    [InlineData("offline (model failed: timeout)", "大模型没有帮上忙(offline (model failed: timeout))")]
    public async Task Whose_opinion_the_type_is_goes_with_the_case(string provider, string reason)
    {
        _chat.Sorter.SortedBy(Garbage, provider);
        await SubmitAsync();

        var made = Assert.Single(_chat.Cases.All);

        Assert.Contains($"\"sortedBy\":\"{provider}\"", made.Uncommitted.Single(e => e.Transition == "T03").Data, StringComparison.Ordinal);
        Assert.Contains(reason, made.RoutingReasons.First(r => r.StartsWith("R5", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offline", "")]
    [InlineData("model", ",by_model")]
    [InlineData("offline (model failed: timeout)", ",model_failed")]
    public async Task Whose_opinion_the_type_is_stands_with_what_staff_look_at(string provider, string mark)
    {
        _chat.Sorter.Knows(Garbage, "ENV-07", flags: [Flag.UnclearJurisdiction], slots: [(Slot.Place, "书香里社区"), (Slot.Time, "三天"), (Slot.Demand, "没人清运")]);
        _chat.Sorter.SortedBy(Garbage, provider);
        await SubmitAsync();

        var made = Assert.Single(_chat.Cases.All);
        var item = Assert.Single(_chat.Last.Triage, t => t.CaseId == made.Id.Value);
        Assert.Contains("unclear_jurisdiction", item.Reason, StringComparison.Ordinal);
        Assert.Equal(mark.Length > 0, item.Reason.Contains("model", StringComparison.Ordinal));
        Assert.EndsWith(mark, item.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_mends_a_slot_is_no_part_of_the_matter()
    {
        _chat.Sorter.Knows("地点搞错了,应该是桂花园", slots: [(Slot.Place, "桂花园社区")], signals: Signals.Corrects);
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("不留");

        var summary = await _chat.SayAsync("地点搞错了,应该是桂花园");

        Assert.Contains("桂花园社区", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("搞错", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_danger_another_clear_matter_is_taken_as_usual()
    {
        await _chat.SayAsync("家里着火了");

        await _chat.SayAsync(Garbage);

        Assert.NotEqual(ConversationStage.Emergency, _chat.Record.Stage);
        Assert.Equal(Ask.Contact, _chat.Asked);
    }

    [Fact]
    public async Task Only_what_is_missing_is_asked_and_one_thing_at_a_time()
    {
        _chat.Sorter.Knows("垃圾没人清", "ENV-07", slots: [(Slot.Demand, "没人清")])
            .Knows("书香里", slots: [(Slot.Place, "书香里社区")])
            .Knows("三天了", slots: [(Slot.Time, "三天")]);
        List<Ask> asked = [];

        foreach (var text in new[] { "垃圾没人清", "书香里", "三天了", "13800000000", "对" })
        {
            await _chat.SayAsync(text);
            asked.Add(_chat.Asked);
            Assert.All(_chat.Last.Replies, r => Assert.True(r.Text.Count(c => c is '？' or '?') <= 1, r.Text));
        }

        Assert.Equal([Ask.Place, Ask.Time, Ask.Contact, Ask.Confirm, Ask.None], asked);
        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("13800000000", made.Contact);
        Assert.DoesNotContain("contact", made.Slots.Keys);
    }

    [Fact]
    public async Task An_interruption_leaves_the_dialog_where_it_was()
    {
        await _chat.SayAsync(Garbage);

        await _chat.SayAsync("我那件事怎么样了");

        Assert.Equal(Ask.Contact, _chat.Asked);
        await _chat.SayAsync("不留");
        await _chat.SayAsync("谢谢");
        Assert.Equal(Ask.Confirm, _chat.Asked);
        await _chat.SayAsync("对");
        Assert.Single(_chat.Cases.All);
    }

    [Fact]
    public async Task What_was_wrong_in_the_summary_is_put_right()
    {
        _chat.Sorter.Knows("不是书香里，是桂花园", signals: Signals.Corrects | Signals.Deny, slots: [(Slot.Place, "桂花园社区")]);
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("不留");
        await _chat.SayAsync("不对");
        Assert.Contains("哪里不对", _chat.Said, StringComparison.Ordinal);

        await _chat.SayAsync("不是书香里，是桂花园");

        Assert.Contains("桂花园社区", _chat.Said, StringComparison.Ordinal);
        Assert.Equal(Ask.Confirm, _chat.Asked);
        await _chat.SayAsync("对");
        Assert.Equal("WT02", Assert.Single(_chat.Cases.All).Community);
    }

    [Fact]
    public async Task Another_matter_waits_and_is_then_taken_up()
    {
        const string Lamp = "还有一件事，桂花园的路灯坏了一个月";
        _chat.Sorter.Knows(Lamp, "OTH-04", Signals.NewMatter, slots: [(Slot.Place, "桂花园社区"), (Slot.Time, "一个月"), (Slot.Demand, "路灯坏了")]);
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync(Lamp);
        Assert.Equal(Ask.Contact, _chat.Asked);
        await _chat.SayAsync("不留");

        await _chat.SayAsync("对");

        Assert.Single(_chat.Cases.All);
        Assert.Contains("路灯", _chat.Said, StringComparison.Ordinal);
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
        Assert.Equal(["ENV-07", "OTH-04"], _chat.Cases.All.Select(c => c.ProblemType));
    }

    [Fact]
    public async Task Danger_gets_its_number_in_the_first_line_and_staff_at_once()
    {
        await _chat.SayAsync("家里着火了");

        Assert.Contains("119", _chat.Last.Replies[0].Text, StringComparison.Ordinal);
        Assert.Equal(Ask.Safety, _chat.Asked);
        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
        Assert.Equal(Disposition.EmergencyGuided, _chat.Record.Disposition);
        var item = Assert.Single(_chat.Last.Triage);
        Assert.Equal((Severity.P0, The.Moment.AddMinutes(15)), (item.Severity, item.DueAt.ToOffset(The.Moment.Offset)));
        Assert.Empty(_chat.Cases.All);
    }

    [Fact]
    public async Task A_danger_that_is_over_raises_no_flag_but_a_human_looks()
    {
        _chat.Sorter.Knows("去年楼道着过火，现在还有人飞线充电", "OTH-06", slots: [(Slot.Place, "书香里社区")], past: [Flag.Fire]);

        await _chat.SayAsync("去年楼道着过火，现在还有人飞线充电");

        Assert.Empty(_chat.Record.Flags);
        Assert.NotEqual(ConversationStage.Emergency, _chat.Record.Stage);
        Assert.Equal(Severity.P2, Assert.Single(_chat.Last.Triage).Severity);
    }

    [Fact]
    public async Task Danger_interrupts_a_matter_too()
    {
        await _chat.SayAsync(Garbage);

        await _chat.SayAsync("家里着火了");

        Assert.Contains("119", _chat.Last.Replies[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_emergency_the_matter_goes_on_where_it_was()
    {
        _chat.Sorter.Knows("安全了", signals: Signals.Safe);
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("家里着火了");

        await _chat.SayAsync("安全了");

        Assert.Equal(Ask.Contact, _chat.Asked);
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(("ENV-07", CaseStatus.InTriage), (made.ProblemType, made.Status));
        Assert.Contains("着火", made.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corrected_is_said_only_when_something_changed_and_the_correction_is_no_part_of_the_matter()
    {
        _chat.Sorter.Knows("不对，不是三天，是一周", signals: Signals.Corrects | Signals.Deny, slots: [(Slot.Time, "一周")])
            .Knows("不对，你们再好好看看我说的话", signals: Signals.Corrects | Signals.Deny);
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("不留");

        Assert.Contains("改过来了", await _chat.SayAsync("不对，不是三天，是一周"), StringComparison.Ordinal);
        Assert.DoesNotContain("改过来了", await _chat.SayAsync("不对，你们再好好看看我说的话"), StringComparison.Ordinal);
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("一周", made.Slots["time"]);
        Assert.DoesNotContain("不是三天", made.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("为什么要问这个")]
    [InlineData("我在")]
    [InlineData("hi")]
    public async Task Small_talk_is_no_answer(string text)
    {
        _chat.Sorter.Knows("垃圾没人清", "ENV-07", slots: [(Slot.Demand, "没人清"), (Slot.Place, "书香里社区")]);
        await _chat.SayAsync("垃圾没人清");
        Assert.Equal(Ask.Time, _chat.Asked);

        await _chat.SayAsync(text);

        Assert.DoesNotContain("时间：", _chat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("\"time\"", _chat.Record.Memory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phone_left_for_a_human_is_kept()
    {
        await _chat.SayAsync("人工");

        await _chat.SayAsync("13800000000");

        Assert.Contains("联系方式记下了", _chat.Said, StringComparison.Ordinal);
        Assert.Equal("contact_left", Assert.Single(_chat.Last.Triage).Reason);
    }

    [Theory]
    [InlineData("2026-11-23T10:00:00+08:00", false)]
    [InlineData("2026-11-22T10:00:00+08:00", true)]
    [InlineData("2026-11-23T21:00:00+08:00", true)]
    public async Task A_human_can_always_be_called_and_the_hours_are_said(string at, bool closed)
    {
        var chat = new Conversation(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        chat.Sorter.Knows("人工", intent: Intent.HumanHandoff, flags: [Flag.HumanRequested]);

        await chat.SayAsync("人工");

        Assert.Contains("9:00", chat.Said, StringComparison.Ordinal);
        Assert.Equal(closed, chat.Said.Contains("不是工作时间", StringComparison.Ordinal));
        Assert.Equal("human_requested", Assert.Single(chat.Last.Triage).Reason);
    }

    [Fact]
    public async Task Progress_is_told_to_the_one_who_reported_and_to_nobody_else()
    {
        await SubmitAsync();
        var number = _chat.Cases.All[0].Number!.Value.Value;
        _chat.Sorter.Knows("查" + number, intent: Intent.ProgressQuery, slots: [(Slot.CaseNo, number)]);
        Assert.Contains("城管局", await _chat.SayAsync("查" + number), StringComparison.Ordinal);
        var stranger = new Conversation();
        stranger.Cases.Save(_chat.Cases.All);
        stranger.Sorter.Knows("查" + number, intent: Intent.ProgressQuery, slots: [(Slot.CaseNo, number)]);

        await stranger.SayAsync("查" + number);

        Assert.DoesNotContain("城管局", stranger.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(number, stranger.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_turns_that_cannot_be_understood_bring_a_human()
    {
        await _chat.SayAsync("你们管不管？");
        Assert.Equal(Ask.Demand, _chat.Asked);

        await _chat.SayAsync("就是那个事啊");

        Assert.Contains("工作人员", _chat.Said, StringComparison.Ordinal);
        Assert.Contains(Flag.LowConfidence, _chat.Record.Flags);
        Assert.Empty(_chat.Cases.All);
    }

    [Theory]
    [InlineData(Flag.Discipline, "12388")]
    [InlineData(Flag.Litigation, "12368")]
    [InlineData(Flag.Petition, "上一级")]
    [InlineData(Flag.Conflict, "工作人员")]
    public async Task A_matter_with_a_door_of_its_own_is_shown_it_and_nothing_is_asked(Flag flag, string door)
    {
        _chat.Sorter.Knows("我要反映", "EDU-10", flags: [flag]);

        await _chat.SayAsync("我要反映");

        Assert.Contains(door, _chat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("？", _chat.Said, StringComparison.Ordinal);
        Assert.Equal(Disposition.Redirected, _chat.Record.Disposition);
        Assert.Empty(_chat.Cases.All);
        Assert.Equal(Severity.P1, Assert.Single(_chat.Last.Triage).Severity);
    }

    [Fact]
    public async Task An_identity_number_is_masked_before_anything_is_kept()
    {
        const string Number = "110101199003078515";

        await _chat.SayAsync($"我的身份证{Number}你查查");

        Assert.DoesNotContain(Number, _chat.Last.MaskedText!, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, _chat.Record.Memory!, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, _chat.Said, StringComparison.Ordinal);
        Assert.Contains(Flag.Pii, _chat.Record.Flags);
    }

    [Fact]
    public async Task No_phone_number_is_repeated_in_full()
    {
        const string Text = "书香里小区的垃圾站三天没人清了，我电话13800000000";
        _chat.Sorter.Knows(Text, "ENV-07", slots: [(Slot.Place, "书香里社区"), (Slot.Time, "三天"), (Slot.Demand, "没人清"), (Slot.Contact, "13800000000")]);

        await _chat.SayAsync(Text);

        Assert.DoesNotContain("13800000000", _chat.Said, StringComparison.Ordinal);
        Assert.Contains("138****0000", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_for_a_day_files_what_was_clear_unconfirmed()
    {
        await _chat.SayAsync(Garbage);
        _chat.Now = _chat.Now.AddHours(23);
        Assert.False(await _chat.IdleAsync());
        _chat.Now = _chat.Now.AddHours(2);

        Assert.True(await _chat.IdleAsync());

        Assert.True(Assert.Single(_chat.Cases.All).Unconfirmed);
        Assert.Equal((ConversationStage.Ended, Disposition.CaseCreated), (_chat.Record.Stage, _chat.Record.Disposition));
    }

    [Fact]
    public async Task Silence_after_nothing_clear_ends_as_abandoned_without_a_word()
    {
        await _chat.SayAsync("在吗");
        _chat.Now = _chat.Now.AddHours(25);

        Assert.True(await _chat.IdleAsync());

        Assert.Equal((ConversationStage.Ended, Disposition.Abandoned), (_chat.Record.Stage, _chat.Record.Disposition));
        Assert.Empty(_chat.Last.Replies);
    }

    [Fact]
    public async Task What_comes_after_the_number_is_added_to_the_case()
    {
        await SubmitAsync();
        _chat.Sorter.Knows("今天还是没清");

        await _chat.SayAsync("今天还是没清");

        Assert.Contains("今天还是没清", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
        Assert.Equal(Disposition.CaseExtended, _chat.Record.Disposition);
    }

    [Fact]
    public async Task A_resident_may_take_it_back()
    {
        _chat.Sorter.Knows("算了不反映了", signals: Signals.Withdraws);
        await SubmitAsync();

        await _chat.SayAsync("算了不反映了");

        Assert.Equal(CaseStatus.Withdrawn, Assert.Single(_chat.Cases.All).Status);
        Assert.Equal(Disposition.Withdrawn, _chat.Record.Disposition);
    }

    [Fact]
    public async Task A_photo_joins_the_matter_and_a_sticker_is_answered_kindly()
    {
        await _chat.SayAsync(Garbage);
        await _chat.SayAsync("", new IncomingFile("照片.jpg", "image/jpeg", "/a/1", 10));
        Assert.Equal(Ask.Contact, _chat.Asked);

        await _chat.SayAsync("");

        Assert.Contains("打字", _chat.Said, StringComparison.Ordinal);
        Assert.Equal(Ask.Contact, _chat.Asked);
    }

    [Fact]
    public async Task The_greeting_comes_once_even_when_the_resident_joined_first()
    {
        await _chat.JoinAsync();
        Assert.Contains("AI助手", _chat.Said, StringComparison.Ordinal);

        await _chat.SayAsync(Garbage);

        Assert.DoesNotContain("AI助手", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_of_another_release_locks_nobody_out()
    {
        await _chat.SayAsync(Garbage);
        var broken = new Conversation();
        var record = broken.Record with { Memory = """{"Draft":"what was this","LastAsk":77}""" };

        var memory = StationBot.Conversations.Turns.DialogMemory.Read(record.Memory);

        Assert.True(memory.Greeted);
        Assert.Null(memory.Draft);
    }
}
