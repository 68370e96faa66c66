using Microsoft.Extensions.Time.Testing;
using StationBot.Channels.Sending;
using StationBot.Channels.WeCom;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Cases;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>What members write about a case, by the words of the shipped dialogs.</summary>
public sealed class StaffCommandTests
{
    private static readonly StaffCommands Commands = new(Words(), new TheDistrict(), new FakeTimeProvider(The.Moment));
    private static readonly Actor LiGong = new(CaseActor.Department, "LiGong", "urban");

    [Theory]
    [InlineData("QH20261127-0001 已签收", "QH20261127-0001", "已签收")]
    [InlineData(" 【民情】qh20261127-0001：已签收。", "QH20261127-0001", "已签收。")]
    [InlineData("QH20261127—0001 已签收", "QH20261127-0001", "已签收")]
    [InlineData("qh20261127——0001，已签收", "QH20261127-0001", "已签收")]
    [InlineData("【民情】QH20261127－0001：已签收", "QH20261127-0001", "已签收")]
    [InlineData("QH20261127 – 0001 已签收", "QH20261127-0001", "已签收")]
    [InlineData("请看QH20261127-0001 已签收", "QH20261127-0001", "")]
    [InlineData("已签收", null, null)]
    public void A_number_says_of_what_the_words_are_only_at_the_beginning(string text, string? number, string? rest)
    {
        var message = StaffCommands.Message(text);

        Assert.Equal((number, rest), (message?.Number.Value, message?.Rest));
    }

    [Theory]
    [InlineData("QH20261127-0001 已签收\nQH20261127-0002 已签收", "0001:已签收|0002:已签收")]
    [InlineData("QH20261127-0001、QH20261127-0002 已签收", "0001:已签收|0002:已签收")]
    [InlineData("QH20261127-0001\n【民情】QH20261127-0002\n已签收", "0001:已签收|0002:已签收")]
    [InlineData("QH20261127-0001 进展 电缆到货\n明天安装\nQH20261127-0002 已签收", "0001:进展 电缆到货\n明天安装|0002:已签收")]
    [InlineData("QH20261127-0001 答复 已解决 与\nQH20261127-0002 的电缆一并更换", "0001:答复 已解决 与\nQH20261127-0002 的电缆一并更换")]
    [InlineData("「联络站：【民情】QH20261127-0001：新交办，请签收」\n- - - - - - - - - - - - - - -\n已签收", "0001:已签收")]
    [InlineData("“【民情】QH20261127-0001：新交办，请签收”\n——————\nQH20261127-0002 已签收", "0002:已签收")]
    [InlineData("好的\nQH20261127-0001 已签收", "0001:")]
    [InlineData("已签收", "")]
    public void Each_case_has_its_own_words(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Commands.Messages(text).Select(m => $"{m.Number.Value[^4..]}:{m.Rest}")));

    [Theory]
    [InlineData("签收？", null)]
    [InlineData("签收 ?", null)]
    [InlineData("签收 不了，不归我们管", null)]
    [InlineData("已签收，还没派人", null)]
    [InlineData("已签收，没问题", CaseAction.Acknowledge)]
    [InlineData("已签收，请问居民电话是多少？", CaseAction.Acknowledge)]
    [InlineData("进展：没有配件，等到货", CaseAction.Progress)]
    [InlineData("签收不了", null)]
    [InlineData("已签收", CaseAction.Acknowledge)]
    [InlineData("已联系，居民同意", CaseAction.Progress)]
    [InlineData("已联系居民", null)]
    [InlineData("协办意见：没有意见", CaseAction.GiveCoOpinion)]
    [InlineData("延期 2026-12-20 调货", CaseAction.RequestExtension)]
    [InlineData("承诺兑现 1 已装好", CaseAction.ReportCommitment)]
    [InlineData("催办", null)]
    [InlineData("同意延期 2026-12-20 已告知居民", null)]
    [InlineData("", null)]
    public void A_word_of_a_step_is_a_whole_word(string rest, CaseAction? action) => Assert.Equal(action, Commands.Read(rest, LiGong)?.Action);

    [Theory]
    [InlineData(CaseActor.Deputy, "催办", CaseAction.Nudge)]
    [InlineData(CaseActor.Deputy, "销号", null)]
    [InlineData(CaseActor.Office, "催办：请抓紧", CaseAction.Nudge)]
    [InlineData(CaseActor.Office, "改派 单位：环境局 理由：归环境局", CaseAction.Reassign)]
    [InlineData(CaseActor.Office, "反馈 已修好", null)]
    [InlineData(CaseActor.StationStaff, "反馈 已修好", CaseAction.Feedback)]
    [InlineData(CaseActor.StationStaff, "答复不合格 没说何时修好", CaseAction.RejectReply)]
    [InlineData(CaseActor.StationStaff, "销号", CaseAction.CloseOut)]
    [InlineData(CaseActor.StationStaff, "已签收", null)]
    public void Everybody_has_the_words_of_their_own_steps(CaseActor role, string rest, CaseAction? action) =>
        Assert.Equal(action, Commands.Read(rest, new Actor(role, "Wang", role == CaseActor.Deputy ? "D01" : null))?.Action);

    [Fact]
    public void A_day_and_what_is_said_besides_go_to_an_extension_and_it_is_agreed_to_only_with_the_resident_told()
    {
        var asked = Commands.Read("申请延期 2026-12-20，电缆要调货", LiGong)!;
        var office = new Actor(CaseActor.Office, "Zhao");

        Assert.Equal((new ExtensionData(new DateOnly(2026, 12, 20)), "电缆要调货"), ((ExtensionData)asked.Data!, asked.Reason));
        Assert.Equal(new ExtensionData(new DateOnly(2026, 12, 20), true), Commands.Read("同意延期 2026-12-20 已告知居民", office)!.Data);
        // That the resident was told is no reason.
        Assert.Equal(["", "电缆确实没到"], new[] { "同意延期 2026-12-20 已告知居民", "批准延期 2026-12-20，电缆确实没到，居民已知道。" }.Select(t => Commands.Read(t, office)!.Reason));
        Assert.Equal((new NoData(), "来得及"), ((NoData)Commands.Read("不同意延期 来得及", office)!.Data!, Commands.Read("不同意延期 来得及", office)!.Reason));
        Assert.All([Commands.Read("申请延期 电缆要调货", LiGong), Commands.Read("申请延期 2026-12-20", LiGong), Commands.Read("同意延期 2026-12-20", office), Commands.Read("同意延期 已告知居民", office), Commands.Read("不同意延期", office)], c => Assert.Null(c!.Data));
    }

    [Theory]
    [InlineData("2026—12—20 调货", "2026-12-20", "调货")]
    [InlineData("2026——12——20，调货", "2026-12-20", "调货")]
    [InlineData("2026－12－20调货", "2026-12-20", "调货")]
    [InlineData("2026/12/20 调货", "2026-12-20", "调货")]
    [InlineData("2026.12.20 调货", "2026-12-20", "调货")]
    [InlineData("2026年12月20日 调货", "2026-12-20", "调货")]
    [InlineData("到2026年1月5号，调货", "2026-01-05", "到，调货")]
    [InlineData("12月20日前 调货", "2026-12-20", "调货")]
    [InlineData("1月5日 调货", "2027-01-05", "调货")]
    [InlineData("11月20日 调货", "2026-11-20", "调货")]
    [InlineData("设备12月5日才到 2026-12-20", "2026-12-20", "设备12月5日才到")]
    [InlineData("2月30日 调货", null, null)]
    [InlineData("2026-13-01 调货", null, null)]
    [InlineData("12月 调货", null, null)]
    [InlineData("2026-12-201 调货", null, null)]
    public void A_day_is_read_as_people_write_it(string text, string? day, string? besides)
    {
        var asked = Commands.Read("申请延期 " + text, LiGong)!;

        Assert.Equal((day, besides), (((ExtensionData?)asked.Data)?.NewDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), asked.Data is null ? null : asked.Reason));
    }

    [Fact]
    public void A_visit_is_set_down_with_its_way_day_and_outcome_and_confirmed_only_by_others_than_the_department()
    {
        const string visit = "面商 上门 2026-11-20 谈妥先装临时灯，居民已确认";

        var (theirs, deputys) = ((ConsultData)Commands.Read(visit, LiGong)!.Data!, (ConsultData)Commands.Read(visit, new Actor(CaseActor.Deputy, "Chen", "D01"))!.Data!);

        Assert.Equal((ConsultationMode.InPerson, new DateOnly(2026, 11, 20), "谈妥先装临时灯，居民已确认"), (theirs.Mode!.Value, theirs.On!.Value, theirs.Outcome!));
        Assert.Equal((null, true), (theirs.Confirmed, deputys.Confirmed));
        Assert.All([Commands.Read("面商 2026-11-20 谈妥", LiGong), Commands.Read("面商 上门 谈妥", LiGong), Commands.Read("面商 电话 2026-11-20", LiGong)], c => Assert.Null(c!.Data));
    }

    [Fact]
    public void A_kept_promise_is_named_by_its_number_with_what_was_done()
    {
        Assert.Equal(new CommitmentData(2, true, "临时灯已装好"), Commands.Read("承诺兑现 2，临时灯已装好", LiGong)!.Data);
        Assert.All([Commands.Read("兑现 已装好", LiGong), Commands.Read("兑现 2", LiGong), Commands.Read("兑现 20261210 已装好", LiGong)], c => Assert.Null(c!.Data));
    }

    [Fact]
    public void A_replys_parts_go_where_their_labels_say_and_nothing_of_it_is_lost()
    {
        var reply = Assert.IsType<ReplyData>(Commands.Read("答复：列入计划 依据：明年预算已批。 诉求2：路面年底修好 诉求1：路灯下周装好 承诺：装路灯，2026-12-10", LiGong)!.Data);

        Assert.Equal(("依据：明年预算已批。", ReplyClass.Planned), (reply.Text, reply.Class!.Value));
        Assert.Equal([new DemandAnswer(2, "路面年底修好"), new DemandAnswer(1, "路灯下周装好")], reply.Answers!);
        Assert.Equal([new Promise("装路灯", new DateOnly(2026, 12, 10))], reply.Commitments!);
        Assert.Null(Commands.Read("答复 修好了", LiGong)!.Data);
    }

    private static ChannelWords Words()
    {
        var words = new ChannelWords();
        foreach (var (key, text) in DialogLoader.Load(Path.Combine(AppContext.BaseDirectory, "dialogs")).Channels)
        {
            words.Texts[key] = text;
        }
        return words;
    }
}
