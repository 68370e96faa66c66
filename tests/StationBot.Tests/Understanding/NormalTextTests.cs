using StationBot.Understanding.Offline;

namespace StationBot.Tests.Understanding;

public sealed class NormalTextTests
{
    private static readonly Spelling Words = new(Resource.Read("spelling.yaml"));

    [Theory]
    [InlineData("不 想 活 了", "不想活了")]
    [InlineData("不,想。活!了", "不想活了")]
    [InlineData("不🙂想🙂活了", "不想活了")]
    [InlineData("不...想...活了", "不想活了")]
    [InlineData("依保报消", "医保报销")]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("沒電了", "没电了")]
    [InlineData("垃圾,没人清。", "垃圾,没人清。")]
    [InlineData("QH20261110-0012", "qh20261110-0012")]
    [InlineData("138 0013 8000", "138 0013 8000")]
    [InlineData("\ud83d", "")]
    public void One_form_for_every_way_of_writing(string written, string normal) =>
        Assert.Equal(normal, NormalText.Of(written, Words).Text);

    [Fact]
    public void The_way_back_leads_to_the_written_word()
    {
        var text = NormalText.Of("那个 拉 圾 堆", Words);

        var (start, length) = text.ToOriginal(2, 2);

        Assert.Equal("拉 圾", text.Original.Substring(start, length));
    }

    [Fact]
    public void A_correction_of_another_length_points_at_the_whole_word()
    {
        var text = NormalText.Of("想自sha", Words);

        var (start, length) = text.ToOriginal(1, 2);

        Assert.Equal(("想自杀", "自sha"), (text.Text, text.Original.Substring(start, length)));
    }
}
