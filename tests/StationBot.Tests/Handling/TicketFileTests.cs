using System.Text;
using StationBot.Handling.Tickets;

namespace StationBot.Tests.Handling;

/// <summary>The files that are exchanged with 12345: read strictly, every fault with its line, in the encodings that spreadsheets write.</summary>
public sealed class TicketFileTests
{
    private const string Header = "工单号,受理时间,类别,内容,地点,状态,办理单位,办结时间,事项编号";
    private static readonly TicketOptions Options = new();

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-8 with its mark")]
    [InlineData("GB18030")]
    public void A_file_is_read_in_the_encodings_that_spreadsheets_write(string encoding)
    {
        const string Text = Header + "\r\nGD1,2026-11-20 09:30,市容,\"垃圾站三天没清,\n\"\"很臭\"\"\",书香里,已办结,城管局,2026/11/21 8:05:00,QH20261120-0001\r\n\r\nGD2,,,路灯不亮,,办理中,,,\r\n";
        byte[] bytes = encoding switch
        {
            "GB18030" => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Text),
            "utf-8" => Encoding.UTF8.GetBytes(Text),
            _ => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
        };

        var lines = TicketFile.Read(bytes, The.Directory.Calendar, The.Moment, Options, out var problems);

        Assert.Empty(problems);
        Assert.Equal(
            [
                new TicketLine(2, "GD1", At(20, 9, 30), "市容", "垃圾站三天没清,\n\"很臭\"", "书香里", "已办结", "城管局", At(21, 8, 5), "QH20261120-0001"),
                new TicketLine(5, "GD2", null, "", "路灯不亮", "", "办理中", "", null, null),
            ],
            lines);
    }

    [Fact]
    public void Columns_may_stand_in_any_order()
    {
        var lines = Read("状态,内容,工单号,地点,事项编号,办结时间,办理单位,类别,受理时间\n办理中,路灯不亮,GD1,书香里,,,,,", out var problems);

        Assert.Empty(problems);
        Assert.Equal(("GD1", "路灯不亮", "办理中", "书香里"), (lines[0].Number, lines[0].Text, lines[0].Status, lines[0].Place));
    }

    [Theory]
    [InlineData("GD1,,,路灯不亮,,,,,", 2, "状态")]
    [InlineData(",,,路灯不亮,,办理中,,,", 2, "工单号")]
    [InlineData("GD1,,,,,办理中,,,", 2, "内容")]
    [InlineData("GD1,,,路灯不亮,,张三13900003333,,,", 2, "状态")]
    [InlineData("GD1,,,路灯不亮,,办理中,李四110101199003071233,,", 2, "办理单位")]
    [InlineData("GD 1,,,路灯不亮,,办理中,,,", 2, "GD 1")]
    [InlineData("GD1,昨天,,路灯不亮,,办理中,,,", 2, "昨天")]
    [InlineData("GD1,2026-02-30,,路灯不亮,,办理中,,,", 2, "2026-02-30")]
    [InlineData("GD1,2026-11-24,,路灯不亮,,办理中,,,", 2, "还没有到")]
    [InlineData("GD1,2026-11-20,,路灯不亮,,已办结,,2026-11-19,", 2, "办结时间早于受理时间")]
    [InlineData("GD1,,,路灯不亮,,办理中", 2, "6 格")]
    [InlineData("GD1,,,路灯不亮,,办理中,,,\nGD2,,,停水,,办理中,,,\nGD1,,,路灯不亮,,办理中,,,", 4, "第 2 行")]
    [InlineData("GD1,,,路灯不亮,,办理中,,,\nGD2,,,\"停水,,办理中,,,\nGD3", 3, "引号")]
    public void A_fault_is_told_with_its_line_and_nothing_is_taken(string rows, int line, string words)
    {
        var lines = Read($"{Header}\n{rows}", out var problems);

        Assert.Empty(lines);
        var problem = Assert.Single(problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(words, problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("工单号,受理时间,类别,内容,地点,状态,办理单位,办结时间", "缺少“事项编号”")]
    [InlineData(Header + ",电话", "不认识“电话”")]
    [InlineData(Header + ",状态", "出现了两次")]
    [InlineData("", "没有内容")]
    public void A_header_that_is_not_whole_is_told(string header, string words)
    {
        Assert.Empty(Read(header, out var problems));

        Assert.Contains(words, Assert.Single(problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Read($"{Header}\nGD 1,昨天,,,,办理中,,,\nGD2,,,停水,,,,,", out var problems);

        Assert.Equal([2, 2, 2, 3], problems.Select(p => p.Line!.Value));
    }

    [Fact]
    public void Other_formats_and_too_much_are_refused()
    {
        TicketFile.Read(Encoding.Unicode.GetBytes(Header), The.Directory.Calendar, The.Moment, Options, out var unicode);
        TicketFile.Read([0xFF, 0xFF, 0x00], The.Directory.Calendar, The.Moment, Options, out var binary);
        Assert.Empty(TicketFile.Read(Encoding.UTF8.GetBytes($"{Header}\nGD1,,,停水,,办理中,,,\nGD2,,,停水,,办理中,,,"), The.Directory.Calendar, The.Moment, new TicketOptions { MostLines = 1 }, out var many));

        Assert.All([unicode, binary], p => Assert.Contains("UTF-8", Assert.Single(p).Text, StringComparison.Ordinal));
        Assert.Contains("最多 1 条", Assert.Single(many).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_can_be_read_again_and_no_cell_is_a_formula()
    {
        TicketLine[] lines =
        [
            new(2, "GD1", At(20, 9, 30), "市容", "=HYPERLINK(\"x\"),\n路灯", "书香里", "已办结", "城管局", At(21, 8, 5), "QH20261120-0001"),
            new(4, "GD2", null, "", "路灯不亮", "", "办理中", "", null, null),
        ];
        var bytes = TicketFile.Write(lines, The.Directory.Calendar);

        Assert.True(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.Contains("'=HYPERLINK", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        var again = TicketFile.Read(bytes, The.Directory.Calendar, The.Moment, Options, out var problems);
        Assert.Empty(problems);
        Assert.Equal([lines[0] with { Text = "'" + lines[0].Text }, lines[1]], again);
    }

    [Fact]
    public void Every_fate_has_its_sentence() => Assert.Empty(Enum.GetValues<TicketFate>().Select(f => $"fate.{f}").Except(TicketTexts.Keys));

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(8));

    private static IReadOnlyList<TicketLine> Read(string text, out IReadOnlyList<TicketProblem> problems) =>
        TicketFile.Read(Encoding.UTF8.GetBytes(text), The.Directory.Calendar, The.Moment, Options, out problems);
}
