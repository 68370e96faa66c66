using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>Suicide, children who are harmed and fraud under way: seen in any wording; what only sounds like them is not.</summary>
public sealed class SuicideMinorFraudDangerTests
{
    [Theory]
    [InlineData("我真的撑不住了", "emergency suicide")]
    [InlineData("我初三 同学拉群天天骂我 我在天台边上 不想下去了", "emergency suicide")]
    [InlineData("我把燃气开了,就这样吧", "emergency suicide")]
    [InlineData("我产后花了好多钱,现在又大出血了", "emergency medical")]
    [InlineData("一群人拿棍子砸店,把我打倒地上了", "emergency crime")]
    [InlineData("我把银行卡密码写纸上了,你们自己取,我不在了也够用一阵子", "emergency suicide")]
    [InlineData("把气罐搬进卧室了,门窗都封好了,就这样吧", "emergency suicide")]
    [InlineData("世界上少我一个也没关系", "emergency suicide")]
    [InlineData("佢企咗喺天台边,话要跳落去", "emergency suicide")]
    [InlineData("咱爹不吃不喝,说活够本了,绳子都找好了", "emergency suicide")]
    [InlineData("江边一双鞋一个包,人没影了", "emergency suicide")]
    [InlineData("爹娘你们多保重,儿子不孝", "emergency suicide")]
    [InlineData("吃完这些药我就可以睡很久很久了", "emergency suicide")]
    [InlineData("老子活起有锤子意思", "emergency suicide")]
    [InlineData("隔壁小孩哭得撕心裂肺,听见他爸在用衣架抽", "emergency minor_victim")]
    [InlineData("我外甥女说她后爸晚上钻她被窝", "emergency minor_victim")]
    [InlineData("我妈不要我了,把我丢在车站", "emergency minor_victim")]
    [InlineData("老汉又拿扁担打我咯", "emergency minor_victim")]
    [InlineData("楼道里有个婴儿,放纸箱里,没人", "emergency minor_victim")]
    [InlineData("家里收了彩礼要我退学嫁人,我才十六", "emergency minor_victim")]
    [InlineData("同学用圆规扎我", "emergency minor_victim")]
    [InlineData("细路仔身上一笪笪瘀,話係阿爸打", "emergency minor_victim")]
    [InlineData("托管老师拿热水泼孩子", "emergency minor_victim")]
    [InlineData("陌生男子在学校门口拉小学生上车", "emergency minor_victim")]
    [InlineData("他说我名下有张卡在洗钱,要我自证清白", "emergency fraud")]
    [InlineData("手机突然黑屏,钱一笔一笔往外转", "emergency fraud")]
    [InlineData("屋里老倌子要把存折给那个卖药的,拉不住", "emergency fraud")]
    [InlineData("做兼职点赞垫付了一万二,现在群解散了", "emergency fraud")]
    [InlineData("俾人呃咗成十几万,点算好", "emergency fraud")]
    [InlineData("我把短信里的六位数字告诉对方了", "emergency fraud")]
    [InlineData("对方说不打钱就把我照片发出去", "emergency fraud")]
    [InlineData("我刚把现金交给一个跑腿的", "emergency fraud")]
    [InlineData("我把八万块打过去以后他就把我拉黑了", "emergency fraud")]
    public void A_danger_is_seen_in_any_wording(string text, string expected) =>
        Assert.Superset(expected.Split(' ').ToHashSet(), Codes(text));

    [Theory]
    [InlineData("想死这个办事速度,太慢了")]
    [InlineData("我撑不住了,这队排了三个小时")]
    [InlineData("老伴走了三年了,遗属补助怎么领")]
    [InlineData("站在桥上看到河里全是垃圾")]
    [InlineData("安眠药处方要跑几趟医院")]
    [InlineData("今天是我最后一天上班,谢谢大家")]
    [InlineData("告别脏乱差,我们小区变美了")]
    [InlineData("孩子在楼上跑跳")]
    [InlineData("孩子在窗台上养的花被楼上浇水打坏了")]
    [InlineData("学校开了防欺凌班会,孩子回来说有意思")]
    [InlineData("老师摸着孩子的头夸他")]
    [InlineData("我爸拿棍子赶狗")]
    [InlineData("孩子打预防针后手臂红肿正常吗")]
    [InlineData("快递柜收费,取个件还要打开五六个广告")]
    [InlineData("我没转账,就是接了个诈骗电话直接挂了,跟你们说声号码多宣传")]
    [InlineData("水卡里的钱没了,去哪充")]
    [InlineData("我刚给女儿转了一千生活费")]
    [InlineData("物业让我们再交一次停车费")]
    public void What_only_sounds_like_danger_is_no_emergency(string text) =>
        Assert.DoesNotContain("emergency", Codes(text));

    private static HashSet<string> Codes(string text) => [.. Sorting.Of(text).Flags.Select(f => f.Flag.Code())];
}
