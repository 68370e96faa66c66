using StationBot.Handling.Cases;
using static StationBot.Handling.Cases.CaseAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>What is no answer, however long it is (T18, domain.md §4.3).</summary>
public sealed class ReplyGateTests
{
    [Theory]
    [InlineData("经现场核实您反映的情况属实，我局将进一步加强管理，举一反三，切实抓好落实，确保群众满意。")]
    [InlineData("我单位将进一步压实工作责任，强化日常监管，健全长效机制，不断提升服务水平，切实维护群众利益。")]
    [InlineData("针对您反映的问题，我们高度重视，将加大巡查力度，加强监督检查，发现问题及时整改，坚决杜绝类似问题再次发生。")]
    [InlineData("下一步，我局将持续关注此事，积极推进相关工作，争取早日解决，感谢您对我们工作的监督和支持，欢迎继续监督。")]
    public void Phrases_without_a_fact_answer_nothing(string text) => Assert.Equal("case.guard.boilerplate", Try(text));

    [Theory]
    [InlineData("经现场核实情况属实。已于11月24日清运垃圾三车,并安排保洁员每日早晚各巡查一次。")]
    [InlineData("经核实，该地块属于私人宅基地，我局没有执法权限，建议您向自然资源局申请调解或者向法院起诉。")]
    [InlineData("垃圾站清运车已修好，今后每日早晨六点清运一次。")]
    [InlineData("路灯已经修好，换了新的灯头和电缆，今晚起正常照明，以后每周巡查一次。")]
    [InlineData("我局已约谈施工单位，责令夜间十点后停工，并对超时施工立案调查，罚款五千元。")]
    public void Facts_may_stand_beside_phrases(string text) => Assert.Equal("done", Try(text));

    [Theory, InlineData("好"), InlineData("嗯嗯嗯嗯"), InlineData("已阅。")]
    public void A_co_opinion_says_something(string text)
    {
        var one = LoopCase.In(CaseStatus.ReadyToAssign).Assign(new AssignData(Co: ["env"], Liaison: "小刘"));

        Assert.Equal("case.guard.opinion", one.Try(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: text)));
        Assert.Equal("done", one.Try(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: "同意,我局周三到场采样")));
    }

    private static string Try(string text) => LoopCase.In(CaseStatus.InProgress).Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(text, ReplyClass.Explained));
}
