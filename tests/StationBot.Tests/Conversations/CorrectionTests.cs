using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>What was said wrongly, understood wrongly or said too much can be put right at any time.</summary>
public sealed class CorrectionTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    private async Task ParkingFeesAsync()
    {
        await _chat.SayAsync("桂花园物业乱收停车费");
        await _chat.SayAsync("今年开始涨了200");
        await _chat.SayAsync("13800000002");
        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("我的电话别记了")]
    [InlineData("电话不留了")]
    [InlineData("电话不留了，刚才说的号码不要了")]
    [InlineData("把我电话删了吧")]
    public async Task A_number_can_be_taken_back(string text)
    {
        await ParkingFeesAsync();

        Assert.Contains("不留也可以", await _chat.SayAsync(text), StringComparison.Ordinal);
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Null(made.Contact);
        Assert.Equal("今年", made.Slots["time"]);
        Assert.DoesNotContain("电话", made.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demand_is_what_follows_its_name()
    {
        await ParkingFeesAsync();

        Assert.Contains("您的要求：退钱", await _chat.SayAsync("诉求改成退钱"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("不对，是3栋")]
    [InlineData("3栋")]
    [InlineData("不是2栋，是3栋")]
    [InlineData("说错了，是3栋")]
    public async Task A_house_number_is_put_right_in_the_summary(string text)
    {
        await _chat.SayAsync("书香里小区2栋电梯坏了一个星期了，12栋的没坏，希望赶快修");
        await _chat.SayAsync("不用留");
        Assert.Equal(Ask.Confirm, _chat.Asked);

        var summary = await _chat.SayAsync(text);

        Assert.Contains("书香里小区3栋电梯坏了一个星期了，12栋的没坏", summary, StringComparison.Ordinal);
        Assert.Contains("地点：书香里小区3栋", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("小区2栋", summary, StringComparison.Ordinal);
        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("书香里小区门口的垃圾站三天没人清运了，气味很大，要求清走，匿名行不")]
    [InlineData("书香里小区门口的垃圾站三天没人清运了，气味很大，要求清走，你们别打我电话")]
    public async Task Who_wants_no_name_given_is_asked_for_no_number(string text)
    {
        await _chat.SayAsync(text);

        Assert.Equal(Ask.Confirm, _chat.Asked);
        Assert.DoesNotContain("留个电话", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_put_right_after_the_number_is_looked_at_by_staff()
    {
        await ParkingFeesAsync();
        await _chat.SayAsync("对");

        Assert.Contains("请工作人员核对", await _chat.SayAsync("地点错了，是书香里"), StringComparison.Ordinal);

        Assert.Contains(_chat.Last.Triage, t => t.Reason == "corrected" && t.CaseId == _chat.Cases.All[0].Id.Value);
        Assert.EndsWith("地点错了，是书香里", _chat.Cases.All[0].RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_put_right_is_not_doubled()
    {
        await _chat.SayAsync("老王烧烤半夜吵");
        await _chat.SayAsync("桂花园门口");
        await _chat.SayAsync("一个月了");

        Assert.Contains("事情：老黄烧烤半夜吵", await _chat.SayAsync("不是老王，是老黄烧烤"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trouble_put_right_replaces_what_was_told()
    {
        await _chat.SayAsync("书香里3栋垃圾堆在楼道半个月");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("不是垃圾，是下水道堵了");
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("下水道堵了", made.Slots["demand"]);
        Assert.DoesNotContain("垃圾", made.Summary, StringComparison.Ordinal);
        Assert.Contains("垃圾堆在楼道", made.RawText, StringComparison.Ordinal); // as it was said, with what put it right
    }

    [Theory]
    [InlineData("还要等多久")]
    [InlineData("怎么还没人来")]
    [InlineData("第一件呢")]
    public async Task Who_asks_how_far_it_is_is_told(string text)
    {
        await ParkingFeesAsync();
        await _chat.SayAsync("对");

        Assert.Contains("现在：", await _chat.SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(Disposition.CaseCreated, _chat.Last.Disposition);
    }

    [Fact]
    public async Task Of_many_cases_the_newest_are_told_and_the_others_named()
    {
        foreach (var text in (string[])["书香里小区路灯坏了一个月", "还有个事，桂花园电梯坏了半个月", "还有个事，白鹭村的路烂了三年", "还有个事，河湾社区广场舞吵了一个月"])
        {
            await _chat.SayAsync(text);
            await _chat.SayAsync(text.StartsWith('还') ? "对" : "不留");
            if (_chat.Asked == Ask.Confirm)
            {
                await _chat.SayAsync("对");
            }
        }
        Assert.Equal(4, _chat.Cases.All.Count);

        Assert.Contains("您还有1件", await _chat.SayAsync("我的事办得怎么样了"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我家在柳树屯，路烂了")]
    [InlineData("路灯坏了")]
    public async Task What_is_nowhere_known_goes_to_staff(string text)
    {
        await _chat.SayAsync(text);
        for (var i = 0; i < 5 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync(_chat.Asked == Ask.Time ? "三个月了" : _chat.Asked == Ask.Contact ? "不留" : "不知道");
        }
        Assert.Contains("工作人员先看过", await _chat.SayAsync("对"), StringComparison.Ordinal);

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal((CaseStatus.InTriage, null), (made.Status, made.Station));
        Assert.Contains(_chat.Last.Triage, t => t.Reason.Contains("no_station", StringComparison.Ordinal) && t.CaseId == made.Id.Value);
    }

    [Theory]
    [InlineData("我要找林秀兰代表")]
    [InlineData("能不能见见代表")]
    public async Task Who_wants_to_see_a_deputy_is_told_where(string text) =>
        Assert.Contains("当面说都可以来", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Fact]
    public async Task An_offer_may_be_refused_in_plain_words()
    {
        await _chat.SayAsync("石家庄这边物业不管事");

        Assert.DoesNotContain("请说说", await _chat.SayAsync("不用记"), StringComparison.Ordinal);
        Assert.Equal(Ask.None, _chat.Asked);
    }

    [Theory]
    [InlineData("时间应该是今年夏天开始的", "time", "今年夏天", "希望每天清运")]
    [InlineData("要求那里写错了，我要的是换成密闭的垃圾箱", "demand", "换成密闭的垃圾箱", "换成密闭的垃圾箱")]
    [InlineData("诉求不对，应该是增加一个垃圾桶", "demand", "增加一个垃圾桶", "增加一个垃圾桶")]
    [InlineData("地点写错了，应该是桂花园", "place", "桂花园社区", "希望每天清运")]
    public async Task The_line_that_is_named_is_put_right_and_no_other(string text, string slot, string value, string demand)
    {
        await _chat.SayAsync("书香里小区门口的垃圾站三天没人清运了");
        await _chat.SayAsync("希望每天清运");
        await _chat.SayAsync("不留");

        Assert.Contains("改过来了", await _chat.SayAsync(text), StringComparison.Ordinal);

        await _chat.SayAsync("对");
        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal((value, demand, "ENV-07"), (made.Slots[slot], made.Slots["demand"], made.ProblemType));
        Assert.DoesNotContain("应该是", made.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_to_call_is_not_when_the_trouble_is()
    {
        await _chat.SayAsync("书香里小区楼下饭店油烟直冲我家");
        await _chat.SayAsync("老王烧烤");
        await _chat.SayAsync("138 0000 0002 晚上打");
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(("13800000002", false), (made.Contact, made.Slots.ContainsKey("time")));
    }

    [Fact]
    public async Task What_should_be_done_is_nobodys_name_and_no_number_of_people()
    {
        await _chat.SayAsync("书香里小区门口的饭店油烟直冲我家，从上个月开始的");
        await _chat.SayAsync("换个地方排烟");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(("换个地方排烟", false), (made.Slots["demand"], made.Slots.ContainsKey("subject")));
    }

    [Fact]
    public async Task What_tells_the_matter_in_answer_to_when_is_not_lost()
    {
        await _chat.SayAsync("我要投诉物业");
        await _chat.SayAsync("书香里小区");
        await _chat.SayAsync("电梯天天坏");
        await _chat.SayAsync("修好");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");

        Assert.Contains("电梯天天坏", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_told_late_and_put_right_is_the_one_that_counts()
    {
        await _chat.SayAsync("我家楼下那个餐馆天天排油烟");
        await _chat.SayAsync("就是书香里小区门口那个");
        await _chat.SayAsync("老李饭馆");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("不对，是老黄饭馆");
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal("老黄饭馆", made.Slots["subject"]);
        Assert.DoesNotContain("老李", made.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_old_and_a_new_number_the_new_one_counts_and_nobody_has_to_look_at_it()
    {
        await ParkingFeesAsync();

        var summary = await _chat.SayAsync("我电话换了，以前留的是13800000001，现在13800000002");
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(("13800000002", CaseStatus.ReadyToAssign), (made.Contact, made.Status));
        Assert.DoesNotContain("电话换了", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_stops_talking_does_not_take_back_a_case_that_has_its_number()
    {
        await ParkingFeesAsync();
        await _chat.SayAsync("对");

        await _chat.SayAsync("算了不说了");
        Assert.Equal(CaseStatus.ReadyToAssign, Assert.Single(_chat.Cases.All).Status);

        await _chat.SayAsync("撤了吧，我跟他们说好了");
        Assert.Equal(CaseStatus.Withdrawn, Assert.Single(_chat.Cases.All).Status);
    }

    [Theory]
    [InlineData("我就是想问问为啥子给我取消了嘛")]
    [InlineData("凭什么把我家的取消了")]
    public async Task A_benefit_that_was_cancelled_is_no_withdrawal(string text)
    {
        await _chat.SayAsync("我家的低保被取消了，我住白鹭村三组");
        await _chat.SayAsync("今年七月份就没得了");
        await _chat.SayAsync("不留");
        await _chat.SayAsync(text);

        Assert.NotEqual(Disposition.Withdrawn, _chat.Last.Disposition);
        await _chat.SayAsync("对");
        Assert.Single(_chat.Cases.All);
    }

    [Fact]
    public async Task What_is_added_in_so_many_words_belongs_to_the_case_and_a_yes_may_precede_a_withdrawal()
    {
        await ParkingFeesAsync();
        await _chat.SayAsync("对");

        Assert.Contains("补充到", await _chat.SayAsync("我还想补充一下 我们有租房合同"), StringComparison.Ordinal);
        await _chat.SayAsync("对 撤回");
        Assert.Equal(CaseStatus.Withdrawn, Assert.Single(_chat.Cases.All).Status);
    }

    [Fact]
    public async Task A_word_put_right_at_the_summary_is_put_right()
    {
        await _chat.SayAsync("桂花园单元的电梯门坏了");
        await _chat.SayAsync("上周");
        await _chat.SayAsync("不留");

        Assert.Contains("门禁", await _chat.SayAsync("不是电梯，是门禁"), StringComparison.Ordinal);
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.DoesNotContain("电梯", made.Summary, StringComparison.Ordinal);
        Assert.EndsWith("不是电梯，是门禁", made.RawText, StringComparison.Ordinal); // the record has it as it was said
    }

    [Fact]
    public async Task A_place_that_is_denied_is_taken_out_and_never_put_in()
    {
        await _chat.SayAsync("建设路夜市和桂花园的烧烤摊太熏人");
        await _chat.SayAsync("上个月");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("不是桂花园");
        Assert.Contains("地点：建设路夜市", _chat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("地点：桂花园", _chat.Said, StringComparison.Ordinal);

        Assert.Contains("请问在哪个小区", await _chat.SayAsync("不是建设路夜市"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_matter_is_let_go_for_another()
    {
        await _chat.SayAsync("河湾公园的路灯不亮");

        Assert.Contains("这件事不记了", await _chat.SayAsync("算了不说路灯了，说说我爸的养老金，停发三个月了"), StringComparison.Ordinal);
        await _chat.SayAsync("白鹭村");
        for (var i = 0; i < 3 && _chat.Asked != Ask.Confirm; i++)
        {
            await _chat.SayAsync("不留");
        }
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(("ELD-01", "hrss", "白鹭村"), (made.ProblemType, made.Lead, made.Slots["place"]));
        Assert.DoesNotContain("路灯", made.RawText, StringComparison.Ordinal);
    }

    private async Task LampsAsync()
    {
        await _chat.SayAsync("桂花园路灯坏了,修一修");
        await _chat.SayAsync("不留");
        Assert.Equal(Ask.Confirm, _chat.Asked);
    }

    [Theory]
    [InlineData("不对,我要的是换成声控的", "换成声控的")]
    [InlineData("我的意思是换一盏亮点的", "换一盏亮点的")]
    [InlineData("不对,我没说拆掉,就是往旁边挪一挪,别挡着道", "往旁边挪一挪,别挡着道")]
    [InlineData("不是让你们拆,是要换成太阳能的", "要换成太阳能的")]
    [InlineData("错了，我可没要求赔钱，只是想快点修", "快点修")]
    public async Task A_wish_that_was_understood_otherwise_is_replaced(string text, string wish)
    {
        await LampsAsync();

        var summary = await _chat.SayAsync(text);

        Assert.Contains("改过来了", summary, StringComparison.Ordinal);
        Assert.Contains("您的要求：" + wish, summary, StringComparison.Ordinal);
        Assert.DoesNotContain(text, summary, StringComparison.Ordinal);
        await _chat.SayAsync("对");
        Assert.Equal(wish, Assert.Single(_chat.Cases.All).Slots["demand"]);
    }

    [Theory]
    [InlineData("不对，我说的是河湾公园", "地点：河湾公园")]
    [InlineData("不对，是上个月开始的", "时间：上个月")]
    public async Task A_place_or_a_time_is_no_wish(string text, string line)
    {
        await LampsAsync();

        var summary = await _chat.SayAsync(text);

        Assert.Contains(line, summary, StringComparison.Ordinal);
        Assert.Contains("您的要求：修一修", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impatience_leaves_the_matter_what_it_was()
    {
        await _chat.SayAsync("南坪街上那个公厕臭得下不去脚,找人洗洗");
        await _chat.SayAsync("你咋那么多问题,快点记上得了");

        Assert.Equal("ENV-07", DialogMemory.Read(_chat.Last.Memory).Draft!.Items[0].ProblemType);
    }

    [Fact]
    public async Task A_no_that_nothing_understands_is_kept_in_its_words()
    {
        await LampsAsync();

        Assert.Contains("接娃的人看不见道", await _chat.SayAsync("不对，接娃的人看不见道"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("不对，你们写的什么呀")]
    [InlineData("不对，完全理解错我的意思了")]
    public async Task A_no_that_tells_nothing_asks_what_is_wrong(string text)
    {
        await LampsAsync();

        Assert.Contains("哪里不对", await _chat.SayAsync(text), StringComparison.Ordinal);
    }
}
