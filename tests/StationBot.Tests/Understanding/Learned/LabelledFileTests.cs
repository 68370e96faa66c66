using StationBot.Understanding.Offline.Learned;

namespace StationBot.Tests.Understanding.Learned;

/// <summary>A district's own archive: whatever is wrong with a row is told with its line, the others are used.</summary>
public sealed class LabelledFileTests
{
    [Fact]
    public void Bad_rows_are_named_and_left_out()
    {
        var problems = new List<string>();
        var rows = Read("text\tlabel\n停水\twater\n只有一格\n\twater\n没有标签\t\n\n公交\tbus\n", problems);

        Assert.Equal([(2, "停水", "water"), (7, "公交", "bus")], rows.Select(r => (r.Line, r.Texts[0], r.Labels[0])));
        Assert.Equal(["line 3", "line 4", "line 5"], problems.Select(p => p[..p.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_column_that_is_not_there_ends_the_reading_and_names_those_that_are()
    {
        var wrong = Assert.Throws<FormatException>(() => Read("body\ttopic\nx\ty\n", []));

        Assert.Contains("'text'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("body, topic", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_encoding_is_refused_and_says_how_to_save_it()
    {
        const string Archive = "text\tlabel\n学校门口天天堵\t学校\n";
        var gbk = System.Text.CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

        var wrong = Assert.Throws<FormatException>(() => Written(Archive, gbk));

        Assert.Contains("UTF-8", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("GBK", wrong.Message, StringComparison.Ordinal);
        Assert.All([System.Text.Encoding.UTF8, new System.Text.UTF8Encoding(false), System.Text.Encoding.Unicode], e => Assert.Equal("学校", Assert.Single(Written(Archive, e)).Labels[0]));
    }

    private static LabelledRow[] Written(string text, System.Text.Encoding encoding)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text, encoding);
            using var reader = LabelledFile.Open(file);
            return [.. LabelledFile.Read(reader, new Columns(["text"], "label"), _ => { })];
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_cell_may_hold_several_labels_or_none()
    {
        var rows = LabelledFile.Read(new StringReader("\ufefftext\tlabel\nx\tfire,emergency\ny\t-\n"), new Columns(["text"], "label", Many: true), _ => { }).ToArray();

        Assert.Equal(["fire", "emergency"], rows[0].Labels);
        Assert.Empty(rows[1].Labels);
    }

    private static LabelledRow[] Read(string file, List<string> problems) =>
        [.. LabelledFile.Read(new StringReader(file), new Columns(["text"], "label"), problems.Add)];
}
