using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Another matter, told with a yes or in the place of an answer, is taken up by itself; what was let go can be taken up again.</summary>
public sealed class TakingUpTests
{
    private readonly Conversation _chat = new(sorter: Sorting.Offline);

    [Fact]
    public async Task What_is_told_beside_a_yes_is_taken_up_after_it()
    {
        await _chat.SayAsync("建设路夜市油烟大，一个月了，希望管管");
        await _chat.SayAsync("老王烧烤");
        await _chat.SayAsync("不留");
        if (_chat.Asked != Ask.Confirm)
        {
            await _chat.SayAsync("就这些");
        }

        var said = await _chat.SayAsync("对，另外还有噪音");

        Assert.Contains("已记录", said, StringComparison.Ordinal);
        Assert.Contains("再说您的另一件：噪音", said, StringComparison.Ordinal);
        Assert.DoesNotContain("噪音", Assert.Single(_chat.Cases.All).RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("高坎村卫生室没人，希望派医生", "我妈的低保也停了")]
    [InlineData("桂花园门口有个坑，赶紧填上", "垃圾也没人收")]
    [InlineData("白鹭村自来水浑，要求换管子", "路也不好走")]
    [InlineData("老板不发工资，要求补发", "河湾公园厕所也太脏了")]
    [InlineData("老板不发工资，要求补发", "河湾公园厕所太脏")]
    public async Task Another_trouble_in_the_place_of_an_answer_waits_its_turn(string first, string second)
    {
        await _chat.SayAsync(first);
        var asked = _chat.Asked;

        Assert.Contains("这件也记下了", await _chat.SayAsync(second), StringComparison.Ordinal);
        Assert.Equal(asked, _chat.Asked);
        Assert.DoesNotContain("subject\":\"河湾", _chat.Record.Memory, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("老板不发工资，要求补发", "社保也没交")]
    [InlineData("书香里路灯坏了，要求修", "晚上也不亮")]
    [InlineData("书香里垃圾没人收，要求清走", "楼道里也臭")]
    public async Task More_of_the_same_is_no_other_matter(string first, string more)
    {
        await _chat.SayAsync(first);

        Assert.DoesNotContain("这件也记下了", await _chat.SayAsync(more), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teacher_who_hits_is_no_demand_about_the_canteen()
    {
        await _chat.SayAsync("新湖中学食堂难吃");

        await _chat.SayAsync("还有老师打人");

        Assert.Contains(Flag.MinorVictim, _chat.Record.Flags);
        Assert.Contains("110", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_let_go_is_taken_up_again_with_all_that_was_told()
    {
        await _chat.SayAsync("新湖花园门口积水");
        await _chat.SayAsync("算了，不反映了");

        var said = await _chat.SayAsync("还是帮我记一下吧");

        Assert.Contains("新湖花园门口积水", said, StringComparison.Ordinal);
        Assert.Contains("地点：", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_third_complaint_of_one_matter_brings_an_apology_and_a_human()
    {
        await NoDoctorAsync();

        await _chat.SayAsync("怎么还没人来");
        Assert.DoesNotContain(Flag.RepeatDissatisfied, _chat.Record.Flags);
        await _chat.SayAsync("都三天了还没人来！你们是不是不管");

        Assert.Contains(Flag.RepeatDissatisfied, _chat.Record.Flags);
        Assert.Contains("对不起", _chat.Said, StringComparison.Ordinal);
        Assert.Contains(_chat.Last.Triage, t => t.Reason == "repeat_dissatisfied");
        Assert.Contains("补充到", await _chat.SayAsync("再不来我就不交费了"), StringComparison.Ordinal);
    }

    private async Task NoDoctorAsync()
    {
        await _chat.SayAsync("石桥卫生院晚上没医生值班，希望派医生，上个月开始的");
        await _chat.SayAsync("不留");
        await _chat.SayAsync("对");
        Assert.Single(_chat.Cases.All);
    }

    [Fact]
    public async Task A_remark_on_what_was_told_adds_to_the_case()
    {
        await NoDoctorAsync();

        Assert.Contains("补充到", await _chat.SayAsync("那个医生其实是请假了"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_case_and_another_matter_in_hand_it_is_asked_which_is_taken_back()
    {
        await NoDoctorAsync();
        await _chat.SayAsync("另外还有个事，桂花园路灯坏了");

        Assert.Contains("要撤回哪一件", await _chat.SayAsync("我要撤回"), StringComparison.Ordinal);
        var choices = _chat.Last.Replies[^1].Choices!;
        Assert.Equal(2, choices.Count);
        await _chat.SayAsync(choices[1]);

        Assert.NotEqual(CaseStatus.Withdrawn, _chat.Cases.All[0].Status);
        Assert.Contains("不记了", _chat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_cases_the_other_can_be_taken_back_too()
    {
        await NoDoctorAsync();
        await _chat.SayAsync("另外还有个事，桂花园路灯坏了一个月，希望修好");
        if (_chat.Asked != Ask.Confirm)
        {
            await _chat.SayAsync("不留");
        }
        await _chat.SayAsync("对");
        Assert.Equal(2, _chat.Cases.All.Count);

        await _chat.SayAsync("路灯那个我撤回");
        await _chat.SayAsync("另一个也撤回");

        Assert.All(_chat.Cases.All, c => Assert.Equal(CaseStatus.Withdrawn, c.Status));
    }
}
