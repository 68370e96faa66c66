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

    [Theory]
    [InlineData("我局领导对此高度重视,立即组织召开专题会议研究部署,下一步将持续推进。")]
    [InlineData("分管领导十分重视，迅速作出工作部署，将继续跟进，感谢您的监督。")]
    [InlineData("我单位已按职责办理完毕,请您知悉,如有疑问请拨打12345热线咨询。")]
    [InlineData("我办已经按照相关职责处理完毕，特此告知，如有其他问题欢迎随时致电63001234。")]
    [InlineData("待上级部门批复后再行研究处理,具体时间请关注后续通知公告。")]
    [InlineData("此事须等待有关部门研究同意以后再行安排，请您留意相关通知，耐心等待。")]
    [InlineData("同上一条答复,详见上一条答复的内容,不再赘述谢谢您。")]
    [InlineData("与前一次回复内容一致，参见之前的答复，此处不再重复说明。")]
    [InlineData("asdfghjklqwertyuiopzxcvb")]
    [InlineData("qazwsx edcrfv tgbyhn ujmikolp 123456")]
    [InlineData("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸")]
    [InlineData("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥，一二三四五六七。")]
    [InlineData("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张")]
    [InlineData("春夏秋冬风花雪月琴棋书画柴米油盐酱醋茶梅兰竹菊")]
    [InlineData("苹果香蕉橘子西瓜葡萄草莓樱桃芒果荔枝龙眼柚子核桃")]
    public void A_kind_of_speech_that_fills_a_reply_answers_nothing(string text) => Assert.Equal("case.guard.boilerplate", Try(text));

    [Theory]
    [InlineData("根据相关法律法规和政策规定,该事项不属于我单位职责范围,请向相关部门反映。")]
    [InlineData("经核实，您反映的问题不归我局管理，建议您咨询有关职能部门。")]
    [InlineData("不属于我局职责。")]
    public void A_return_is_no_answer(string text) => Assert.Equal("case.guard.not_ours", Try(text));

    [Theory]
    [InlineData("局领导高度重视，召开专题会议研究部署，决定11月30日前把两盏路灯换成新灯，由市政所负责。")]
    [InlineData("已按职责办理完毕：坏灯换了新灯头，昨晚七点亮灯，今后每周巡查，如有疑问请拨打12345热线咨询。")]
    [InlineData("待上级资金到位后再行施工，已列入2027年改造计划，预计三月开工，先装了两盏临时灯照明。")]
    [InlineData("同上一条答复里说的时间，今天上午已经把坏的灯杆拆走，新灯杆明天下午立起来。")]
    [InlineData("这盏灯不属于我局管理，产权是供电公司的，我局已经打电话报修，他们答应三天内派人来换。")]
    [InlineData("甲乙丙三栋的路灯昨晚已全部换新，第一、二、三、四单元门口各加装一盏。")]
    [InlineData("一号楼、二号楼、三号楼、四号楼、五号楼楼道灯11月25日全部更换。")]
    [InlineData("书香里小区南门垃圾站今早清运四车，垃圾桶增至十二只。")]
    [InlineData("如再遇停水请拨打一二三四五热线，爆裂的水管今天中午接好，二十户恢复供水。")]
    [InlineData("LED-40W灯头12只、YJV电缆35米已更换，今晚起照明恢复正常。")]
    public void Substance_may_stand_beside_such_speech(string text) => Assert.Equal("done", Try(text));

    [Theory, InlineData("好"), InlineData("嗯嗯嗯嗯"), InlineData("已阅。")]
    public void A_co_opinion_says_something(string text)
    {
        var one = LoopCase.In(CaseStatus.ReadyToAssign).Assign(new AssignData(Co: ["env"], Liaison: "小刘"));

        Assert.Equal("case.guard.opinion", one.Try(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: text)));
        Assert.Equal("done", one.Try(GiveCoOpinion, LoopCase.OtherUnit, new OpinionData(Text: "同意,我局周三到场采样")));
    }

    private static string Try(string text) => LoopCase.In(CaseStatus.InProgress).Try(CaseAction.Reply, LoopCase.Lead, new ReplyData(text, ReplyClass.Explained));
}
