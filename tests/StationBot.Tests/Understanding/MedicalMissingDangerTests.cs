using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

/// <summary>Illness, injury and missing people, as residents put it; and the everyday talk that sounds alike.</summary>
public sealed class MedicalMissingDangerTests
{
    [Theory]
    [InlineData("爷爷半边身子动不了,嘴也斜了")]
    [InlineData("我奶说话大舌头了,一只手没劲")]
    [InlineData("宝宝被汤圆卡到了,脸憋得发青")]
    [InlineData("手被绞进机器里了拿不出来")]
    [InlineData("孙子误把洁厕灵当饮料喝了")]
    [InlineData("被五步蛇咬了,脚肿到膝盖")]
    [InlineData("刚打完疫苗人就软了,嘴唇乌青")]
    [InlineData("河里有个娃在扑腾,快沉下去了")]
    [InlineData("佢晕咗喺地铁口,冇人理")]
    [InlineData("妈妈躺在地板上,我推她她不动,我好怕")]
    [InlineData("上吐下泻三个娃,都吃了学校的凉菜")]
    [InlineData("我媳妇怀孕七个月突然下面出好多血")]
    [InlineData("外公突然一句话也说不出来,拿筷子掉筷子")]
    public void Someone_in_mortal_danger_is_seen(string text) => Raises(text, Flag.Medical);

    [Theory]
    [InlineData("娃儿不见咯,到处都找不到")]
    [InlineData("爷爷出门买烟,四个钟头了还没回屋")]
    [InlineData("刚才还在门口玩,一眨眼孩子没影了")]
    [InlineData("阿婆唔见咗,佢有脑退化")]
    [InlineData("路边有个老婆婆迷路了,问她住哪答不上来")]
    [InlineData("我孙女被一个骑摩托的男人抱走了")]
    [InlineData("独居老人三天没露面了,门敲不开")]
    [InlineData("我找不到我妈妈了")]
    [InlineData("幼儿园说孩子被接走了,可不是我们家的人接的")]
    [InlineData("女朋友失联了,最后一次定位在江边")]
    [InlineData("寻人,我爹,有痴呆症")]
    [InlineData("人没了找不着了,我娘")]
    public void Someone_missing_is_seen(string text) => Raises(text, Flag.MissingPerson);

    [Theory]
    [InlineData("我奶奶脑梗住院花了五万,医保报多少")]
    [InlineData("菜刀切到手,去社区包扎要收五十块")]
    [InlineData("我老婆要生了,想问生育津贴怎么领")]
    [InlineData("叫了物业三次没反应")]
    [InlineData("有人把垃圾倒在路边")]
    [InlineData("教室没暖气,孩子冻得嘴唇发紫")]
    [InlineData("孩子晕车,校车太挤")]
    [InlineData("树枝掉下来砸到车了")]
    [InlineData("工人从脚手架上摔下来死了,公司不赔,已经仲裁")]
    [InlineData("气得我心口疼,就为了一张社保卡")]
    [InlineData("孩子的书包不见了")]
    [InlineData("老板跑路联系不上,工资没发")]
    [InlineData("孩子放学没人接,能不能办课后托管")]
    [InlineData("昨天孩子走丢了,已经找到了,谢谢民警")]
    [InlineData("查水表敲门没人应")]
    [InlineData("奶奶三天没下楼,电梯停了")]
    [InlineData("商场里迷路了,指示牌太少")]
    [InlineData("树倒了没压到人")]
    [InlineData("孩子没摔伤,就是哭了,栏杆要修")]
    public void Everyday_talk_is_not(string text) =>
        Assert.DoesNotContain(Sorting.Of(text).Flags, f => !f.IsPastDanger && f.Flag is Flag.Medical or Flag.MissingPerson);

    private static void Raises(string text, Flag flag)
    {
        var flags = Sorting.Of(text).Flags.Where(f => !f.IsPastDanger).Select(f => f.Flag).ToArray();

        Assert.Contains(Flag.Emergency, flags);
        Assert.Contains(flag, flags);
    }
}
