using StationBot.Handling.Cases;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>The log only grows and many read it: nobody's number, identity or door gets into it by any of its free texts.</summary>
public sealed class ForeignDataTests
{
    private const string Foreign = "邻居王建国,电话13900002222";
    private const string Spelled = "找他:壹叁玖零零零零贰贰贰贰";

    private static readonly (string What, Func<string, string> Try)[] Places =
    [
        ("return reason", t => LoopCase.In(CaseStatus.Assigned).Try(ReturnByDepartment, LoopCase.Lead, new ReturnData("env", "环境保护法"), t)),
        ("legal basis", t => LoopCase.In(CaseStatus.Assigned).Try(ReturnByDepartment, LoopCase.Lead, new ReturnData("env", t), "不归我局")),
        ("reassign reason", t => LoopCase.In(CaseStatus.Returned).Try(Reassign, LoopCase.Office, new ReassignData("env"), t)),
        ("decision", t => LoopCase.In(CaseStatus.Returned).Try(ForceAssign, LoopCase.Office, new ForceData(t))),
        ("handler", t => LoopCase.In(CaseStatus.Assigned).Try(Acknowledge, LoopCase.Lead, new AcknowledgeData(t))),
        ("liaison", t => LoopCase.In(CaseStatus.ReadyToAssign).Try(Assign, LoopCase.Staff, new AssignData(Liaison: t))),
        ("standard", t => LoopCase.In(CaseStatus.ReadyToAssign).Try(Assign, LoopCase.Staff, new AssignData(Liaison: "小刘", Standard: t))),
        ("evidence", t => LoopCase.In(CaseStatus.InProgress).Try(RecordEvidence, LoopCase.Staff, new EvidenceData([t]))),
        ("opinion", t => LoopCase.In(CaseStatus.ReadyToAssign).Assign(new AssignData(Co: ["env"], Liaison: "小刘")).Try(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: "我局派人采样。" + t))),
        ("sort decision", t => LoopCase.In(CaseStatus.InTriage).Try(CaseAction.Sort, LoopCase.Staff, new SortData(Decision: t))),
        ("extension reason", t => LoopCase.In(CaseStatus.InProgress).Try(RequestExtension, LoopCase.Lead, new ExtensionData(new(2026, 12, 2)), t)),
        ("what is missing", t => LoopCase.In(CaseStatus.Replied).Try(RejectReply, LoopCase.Staff, new RejectData(t))),
        ("where to meet", t => LoopCase.In(CaseStatus.InProgress).Try(Whistle, LoopCase.Office, new WhistleData(["env"], The.Moment.AddHours(3), t))),
        ("nudge reason", t => LoopCase.In(CaseStatus.InProgress).Try(Nudge, LoopCase.Deputy, new NudgeData(NudgeKind.During), t)),
        ("pull-back reason", t => LoopCase.In(CaseStatus.ReadyToAssign).Try(PullBack, LoopCase.Staff, reason: t)),
    ];

    public static TheoryData<int, string> Numbers => [.. Places.Select((p, i) => new TheoryDataRow<int, string>(i, p.What))];

    [Theory, MemberData(nameof(Numbers))]
    public void Somebody_elses_number_is_refused_wherever_it_stands(int index, string what)
    {
        Assert.NotEmpty(what);
        Assert.Equal("case.guard.foreign_data", Places[index].Try(Foreign));
        Assert.Equal("case.guard.foreign_data", Places[index].Try(Spelled));
        Assert.Equal("case.guard.foreign_data", Places[index].Try("身份证110101199003071234"));
    }

    [Theory]
    [InlineData("电话三13900003333")]
    [InlineData("联系张三13900003333")]
    [InlineData("请打13900003333一次")]
    [InlineData("+8613900003333")]
    [InlineData("86 13900003333")]
    [InlineData("008613900003333")]
    [InlineData("013900003333")]
    [InlineData("139－0000－3333")]
    [InlineData("139—0000—3333")]
    [InlineData("139.0000.3333")]
    [InlineData("139·000·03333")]
    [InlineData("139/0000/3333")]
    [InlineData("139_0000_3333")]
    [InlineData("139\u200b0000\u200b3333")]
    [InlineData("张三家住3-2-501,已上门")]
    [InlineData("5-2-301的李四家")]
    [InlineData("三零一室老王家")]
    [InlineData("电话139 - 0000 - 3333")]
    [InlineData("139(0000)3333")]
    [InlineData("139，0000，3333")]
    [InlineData("139*0000*3333")]
    [InlineData("139\n0000\n3333")]
    [InlineData("1390 000 3333")]
    [InlineData("13900 003333")]
    [InlineData("139⓪⓪⓪⓪③③③③")]
    [InlineData("𝟭𝟯𝟵𝟬𝟬𝟬𝟬𝟯𝟯𝟯𝟯")]
    [InlineData("邮箱zhangsan@qq.com")]
    [InlineData("车牌浙A12345")]
    [InlineData("抖音号zhangsan88")]
    [InlineData("１３９００００３３３３")]
    [InlineData("住三单元五零一室的那家")]
    [InlineData("V信 zhangsan123")]
    [InlineData("薇信号：zhangsan123")]
    [InlineData("13900001111元旦前联系")]
    [InlineData("工单2026112313900001111")]
    [InlineData("身份证110101200611233139")]
    [InlineData("110101 2003-03-07 1234")]
    [InlineData("3单元301门口的李四")]
    [InlineData("城管局在3号楼2单元501拆除违建")]
    [InlineData("派出所在2号楼302室核实")]
    public void A_number_is_one_however_it_is_written(string text) =>
        Assert.Equal("case.guard.foreign_data", LoopCase.In(CaseStatus.InProgress).Try(RecordEvidence, LoopCase.Staff, new EvidenceData([text])));

    [Theory]
    [InlineData("工单号1390000333312,2026.11.27登记")]
    [InlineData("010-88001234或0571 88001234")]
    [InlineData("文号〔2026〕1391号,造价13.9万元")]
    [InlineData("三单元的灯,五零一路车站旁")]
    [InlineData("请发到jubao@env.gov.cn")]
    [InlineData("13、14、15号楼,11月27日13:00-15:30停水,共1390户")]
    [InlineData("型号BJ-A12345,国A标准,501路公交站")]
    [InlineData("2026年新建厂家房3000家")]
    [InlineData("投资13900001111元,年发电13900002222千瓦时")]
    [InlineData("工单20261123139123456已办结")]
    [InlineData("项目代码2611-330100-04-01-139111")]
    [InlineData("2026-11-26 2026-11-27 2026-11-28三天都有人值守")]
    [InlineData("3单元301门口的灯已修,三单元三零一门前的下水管也通了")]
    [InlineData("2号楼101值班室、值班室在2号楼101室、警务室:5号楼102室")]
    [InlineData("社区服务中心位于2号楼101室")]
    [InlineData("2026/11/27、2026-11-27已清运,3-2号井盖,型号A3-2-50")]
    public void Other_figures_stay(string text) => Assert.Equal("done", LoopCase.In(CaseStatus.InProgress).Try(RecordEvidence, LoopCase.Staff, new EvidenceData([text])));

    [Theory, MemberData(nameof(Numbers))]
    public void What_is_nobodys_stays_allowed(int index, string what)
    {
        Assert.NotEmpty(what);
        Assert.Equal("done", Places[index].Try("由城管局二中队负责,电话0571-88001234"));
    }

    [Fact]
    public void What_residents_say_themselves_is_no_business_of_this_gate() =>
        Assert.Equal("done", LoopCase.In(CaseStatus.InProgress).Try(Supplement, Actor.Resident, reason: "王建国的电话是13900002222"));
}
