using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Care for people in danger and for children (domain.md §8): what fits who is in danger, and nothing of what must never be said.</summary>
public sealed class DangerCareTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Theory]
    [InlineData("我不敢报警")]
    [InlineData("我没报警，报警也没用")]
    [InlineData("不想报警，家丑不可外扬")]
    [InlineData("报警了他们说不管")]
    [InlineData("打了110，说是家务事，走了")]
    [InlineData("手机没信号打不出去")]
    public async Task Who_does_not_call_or_called_in_vain_is_not_told_to_do_as_the_police_say(string text)
    {
        await _chat.SayAsync("我老公拿皮带抽我");

        var said = await _chat.SayAsync(text);

        Assert.DoesNotContain("电话里说的做", said, StringComparison.Ordinal);
        Assert.DoesNotContain("怎么解决", said, StringComparison.Ordinal);
        Assert.Contains("12110", said, StringComparison.Ordinal);
        Assert.Contains("12338", said, StringComparison.Ordinal);
        Assert.Contains("工作人员", said, StringComparison.Ordinal);
        Assert.Equal(ConversationStage.Emergency, _chat.Record.Stage);
        Assert.Contains(_chat.Last.Triage, t => t.Severity == Severity.P0);
    }

    [Theory]
    [InlineData("孩子被后妈打", "不敢报警", "12355")]
    [InlineData("我不想活了", "我不敢打电话", "12356")]
    [InlineData("有人拿刀在门口砍人", "电话打不通", "12110")]
    public async Task Who_does_not_call_hears_of_another_way_that_fits_the_danger(string text, string answer, string number)
    {
        await _chat.SayAsync(text);

        Assert.Contains(number, await _chat.SayAsync(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我老公拿皮带抽我", "打了110了")]
    [InlineData("家里着火了", "我已经报警了，消防在路上")]
    public async Task Who_has_called_is_to_do_as_they_are_told(string text, string answer)
    {
        await _chat.SayAsync(text);

        Assert.Contains("电话里说的做", await _chat.SayAsync(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("奶奶不见了两个小时了", "她手机打不通")]
    public async Task A_silent_telephone_of_who_is_looked_for_belongs_to_the_search(string text, string answer)
    {
        await _chat.SayAsync(text);

        Assert.DoesNotContain("12110", await _chat.SayAsync(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我妈喝了农药", "送到医院了，在洗胃", "12356")]
    [InlineData("我老公拿皮带抽我", "村里没人管", "110")]
    [InlineData("学校门口有人拿刀砍人", "老师都不让我们出去", "110")]
    public async Task Nobody_in_danger_is_asked_what_is_to_be_done(string text, string answer, string number)
    {
        await _chat.SayAsync(text);

        var said = await _chat.SayAsync(answer);

        Assert.DoesNotContain("怎么解决", said, StringComparison.Ordinal);
        Assert.Contains(number, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我在河湾桥上，跟大家说声再见")]
    [InlineData("我给孩子留了封信，存折在柜子里")]
    [InlineData("我就想睡一觉别再醒")]
    [InlineData("反正也没人在乎我死活")]
    [InlineData("老天爷收了我吧")]
    [InlineData("要是我明天不在了，猫麻烦你们喂")]
    [InlineData("孩子他爸走了我也不想独活")]
    public async Task A_farewell_is_met_with_care(string text)
    {
        var said = await _chat.SayAsync(text);

        Assert.Contains("12356", said, StringComparison.Ordinal);
        Assert.Contains("110", said, StringComparison.Ordinal);
        Assert.DoesNotContain("孩子的安全", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("药我都吃了，一整瓶")]
    [InlineData("我刚把整板药吞下去了")]
    public async Task What_is_swallowed_already_needs_the_ambulance_first(string text) =>
        Assert.StartsWith("请马上打120", await _chat.SayAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("有人骑车掉进去了，头破血流", "请马上打120", "着火")]
    [InlineData("水都漫到二楼了，我们出不去", "请马上打119", "着火")]
    [InlineData("我被关在传销窝里，手机马上被收", "请马上打110", "锁好门")]
    [InlineData("我被他们扣着不让走，在河湾路一个出租屋", "请马上打110", "锁好门")]
    [InlineData("他把我锁在屋里", "请马上打110", "着火")]
    [InlineData("车翻沟里了，司机满头血", "请马上打120", "着火")]
    [InlineData("地下车库进水了，有人困在车里", "请马上打119", "车道")]
    public async Task The_first_number_and_the_advice_fit_what_happened(string text, string first, string never)
    {
        var said = await _chat.SayAsync(text);

        Assert.StartsWith(first, said, StringComparison.Ordinal);
        Assert.DoesNotContain(never, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("对门老太太天天被她儿媳妇骂，饭也不给，瘦得皮包骨")]
    [InlineData("三楼的瘸子大哥被他弟弟关在猪圈里")]
    [InlineData("楼下坐轮椅的叔叔被他嫂子拿开水烫")]
    [InlineData("隔壁瘫痪的大爷，儿子天天骂他，屎尿也不管，身上都烂了")]
    public async Task An_old_or_disabled_person_is_not_spoken_of_as_a_child(string text)
    {
        var said = await _chat.SayAsync(text);

        Assert.DoesNotContain("孩子", said, StringComparison.Ordinal);
        Assert.Contains("今天联系您", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_chat.Record.Flags, f => f == Flag.MinorVictim);
    }

    [Fact]
    public async Task Who_gives_up_their_matter_and_their_life_has_not_withdrawn()
    {
        await _chat.SayAsync("河湾公园路灯坏了");

        var said = await _chat.SayAsync("不用修了，反正我也活不到那天了");

        Assert.Contains("12356", said, StringComparison.Ordinal);
        Assert.DoesNotContain("不记了", said, StringComparison.Ordinal);
        Assert.NotEqual(Disposition.Withdrawn, _chat.Record.Disposition);
    }

    [Fact]
    public async Task A_danger_in_the_middle_of_a_complaint_stands_in_its_case_and_staff_decide()
    {
        await _chat.SayAsync("石桥街上有个大坑，一个星期了");
        await _chat.SayAsync("填上");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("有人骑车掉进去了，头破血流");
        var said = await _chat.SayAsync("救护车来了，没事了");
        Assert.Contains("大坑", said, StringComparison.Ordinal);

        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(CaseStatus.InTriage, made.Status);
        Assert.Contains("头破血流", made.RawText, StringComparison.Ordinal);
        Assert.Contains("大坑", made.RawText, StringComparison.Ordinal);
        Assert.Contains("emergency", made.Flags);
    }

    [Fact]
    public async Task What_a_resident_said_of_their_own_life_goes_to_no_unit_but_staff_see_the_case()
    {
        await _chat.SayAsync("河湾公园路灯坏了，修一下");
        await _chat.SayAsync("我不想活了");
        await _chat.SayAsync("没危险,我就是说气话");
        await _chat.SayAsync("就这些");
        await _chat.SayAsync("对");

        var made = Assert.Single(_chat.Cases.All);
        Assert.Equal(CaseStatus.InTriage, made.Status);
        Assert.DoesNotContain("不想活", made.RawText, StringComparison.Ordinal);
        Assert.DoesNotContain("不想活", made.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misheard_danger_leaves_the_complaint_as_it_was()
    {
        await _chat.SayAsync("河湾公园路灯坏了，一个星期了，修一下");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("我家着火了");
        await _chat.SayAsync("我是打个比方");
        await _chat.SayAsync("就这些");
        await _chat.SayAsync("对");

        Assert.DoesNotContain("fire", Assert.Single(_chat.Cases.All).Flags);
    }

    [Fact]
    public async Task A_complaint_that_a_danger_interrupted_is_not_lost_when_its_resident_stays_away()
    {
        await _chat.SayAsync("河湾公园路灯坏了，修一下");
        await _chat.SayAsync("有人骑车掉进沟里，头破血流");
        _chat.Now += TimeSpan.FromHours(30);

        await _chat.IdleAsync();

        Assert.Equal(CaseStatus.InTriage, Assert.Single(_chat.Cases.All).Status);
    }

    [Theory]
    [InlineData("俺上初一，作业写不完，新湖中学", "少布置点")]
    [InlineData("我们班同学都不敢上厕所，厕所门坏了，老师不管", "白鹭小学四年级")]
    [InlineData("我在新湖花园游乐场滑梯上划破手了，滑梯铁皮翘起来了", "八岁")]
    public async Task A_child_is_heard_and_asked_for_no_number(string text, string answer)
    {
        await _chat.SayAsync(text);
        await _chat.SayAsync(answer);
        await _chat.SayAsync("修好它");

        Assert.Contains(_chat.Record.Flags, f => f == Flag.Minor);
        Assert.DoesNotContain("电话", _chat.Said, StringComparison.Ordinal);
        Assert.NotEqual(Ask.Contact, _chat.Asked);
    }

    [Fact]
    public async Task The_number_that_a_child_left_before_it_was_known_as_one_is_not_kept()
    {
        await _chat.SayAsync("新湖花园游乐场滑梯铁皮翘起来了，把我手划破了，修一下，昨天的事");
        await _chat.SayAsync("13812340002");
        await _chat.SayAsync("我今年八岁");
        await _chat.SayAsync("对");

        Assert.DoesNotContain("13812340002", _chat.Record.Memory, StringComparison.Ordinal);
        Assert.All(_chat.Cases.All, c => Assert.Null(c.Contact));
    }

    [Fact]
    public async Task How_old_who_writes_is_is_no_part_of_the_matter()
    {
        await _chat.SayAsync("校门口没有斑马线，白鹭小学");
        await _chat.SayAsync("我是五年级的");

        Assert.DoesNotContain("五年级", _chat.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("我儿子在新湖花园滑梯上划破手了", "八岁")]
    [InlineData("孩子在白鹭小学摔了一跤，操场都是坑", "四年级")]
    [InlineData("驾校教练骂人，我们班同学都想退费", "新湖驾校")]
    public async Task Whose_child_it_is_or_who_is_grown_is_no_child(string text, string answer)
    {
        await _chat.SayAsync(text);
        await _chat.SayAsync(answer);

        Assert.DoesNotContain(_chat.Record.Flags, f => f == Flag.Minor);
    }
}
