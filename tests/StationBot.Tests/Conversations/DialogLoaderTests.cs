using StationBot.Conversations.Definitions;

namespace StationBot.Tests.Conversations;

public sealed class DialogLoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stationbot-dialogs-");

    public DialogLoaderTests()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "dialogs")))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_shipped_dialogs_load()
    {
        var definition = DialogLoader.Load(_folder.FullName);

        Assert.Equal(4, definition.Limits.Questions);
        Assert.Contains("110", definition.Texts["emergency_crime"], StringComparison.Ordinal);
        Assert.Contains(definition.Numbers, n => n is { Number: "12345", Shown: true });
    }

    [Theory]
    [InlineData("texts.yaml", "spam: 这里只收", "spamm: 这里只收", "没有“spamm”这一项", "缺少“spam”这句话")]
    [InlineData("texts.yaml", "到安全的地方打119！", "到安全的地方！", "“emergency_fire”里必须保留“119”")]
    [InlineData("texts.yaml", "已记录，编号{caseNo}。拟由{lead}办理，{deputy}代表关注", "已记录，编号{caseNo}。拟由{bureau}办理，{deputy}代表关注", "“submitted”不能用 {bureau},可以用的是：{caseNo}、{lead}、{deputy}、{date}")]
    [InlineData("texts.yaml", "请问在哪个小区、村或路段？", "请问在哪？什么时候？", "“ask_place”问了不止一个问题")]
    [InlineData("intake.yaml", "slot: people", "slot: persons", "不认识“persons”,可以写的是：place、time")]
    [InlineData("intake.yaml", "text: ask_people", "text: ask_everyone", "“text: ask_everyone”在 texts.yaml 里没有这句话")]
    [InlineData("intake.yaml", "questions: 4", "questions: many", "“questions”应是 1 到 10 之间的整数")]
    [InlineData("intake.yaml", "flag: fire,", "flag: smoke,", "不认识“smoke”")]
    [InlineData("intake.yaml", "{ signal: [Repeats] }", "{ mood: [Repeats] }", "没有“mood”这一项")]
    [InlineData("intake.yaml", "{ when: { flag: [medical] }, text: emergency_suicide_hurt", "{ when: { topic: [elderly] }, text: emergency_suicide_hurt", "只能写 flag、signal 或 words")]
    [InlineData("page.yaml", "human: 人工", "human: 找人", "“human”里必须保留“人工”")]
    [InlineData("page.yaml", "send: 发送", "sends: 发送", "没有“sends”这一项", "缺少“send”这句话")]
    [InlineData("page.yaml", "{megabytes}MB", "{mb}MB", "“file_size”不能用 {mb}")]
    [InlineData("intake.yaml", "  Withdrawn: 已撤回", "", "状态“Withdrawn”没有写怎么说")]
    public void A_slip_of_the_pen_stops_the_start_with_file_line_and_reason(string file, string was, string now, params string[] expected)
    {
        var line = Edit(file, was, now);

        var wrong = Assert.Throws<DialogDefinitionException>(() => DialogLoader.Load(_folder.FullName));

        Assert.All(expected, words => Assert.Contains(wrong.Problems, p => p.Message.Contains(words, StringComparison.Ordinal) && p.File == "dialogs/" + file));
        Assert.Contains(wrong.Problems, p => p.Line == line || p.Message.StartsWith("缺少", StringComparison.Ordinal) || p.Message.StartsWith("状态", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_in_another_encoding_is_said_to_be_so()
    {
        var path = Path.Combine(_folder.FullName, "texts.yaml");
        File.WriteAllBytes(path, [0xC4, 0xFA, 0xBA, 0xC3, .. File.ReadAllBytes(path)]); // 您好 as an old Notepad writes it

        var wrong = Assert.Throws<DialogDefinitionException>(() => DialogLoader.Load(_folder.FullName));

        Assert.Contains(wrong.Problems, p => p.File == "dialogs/texts.yaml" && p.Message.Contains("UTF-8", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_longer_than_a_channel_shows_stops_the_start()
    {
        Edit("texts.yaml", "noted: 记下了。", "noted: " + new string('好', 301));

        var wrong = Assert.Throws<DialogDefinitionException>(() => DialogLoader.Load(_folder.FullName));

        Assert.Contains("“noted”有 301 个字", Assert.Single(wrong.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_that_save_lives_cannot_be_hidden()
    {
        Edit("numbers.yaml", "for: 急救, shown: yes", "for: 急救, shown: no");

        var wrong = Assert.Throws<DialogDefinitionException>(() => DialogLoader.Load(_folder.FullName));

        Assert.Contains("120 必须在这里", Assert.Single(wrong.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_type_that_the_district_does_not_have_is_refused_with_its_line()
    {
        DialogLoader.Load(_folder.FullName).EnsureFits(The.Directory);
        var line = Edit("intake.yaml", "{ problemType: [EMP-05] }", "{ problemType: [EMP-50] }");

        var wrong = Assert.Throws<DialogDefinitionException>(() => DialogLoader.Load(_folder.FullName).EnsureFits(The.Directory));

        var problem = Assert.Single(wrong.Problems);
        Assert.Equal(("dialogs/intake.yaml", line), (problem.File, problem.Line));
        Assert.Contains("“EMP-50”", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_broken_yaml_are_named()
    {
        File.Delete(Path.Combine(_folder.FullName, "numbers.yaml"));
        Edit("texts.yaml", "noted: 记下了。", "noted: [记下了。");

        var wrong = Assert.Throws<DialogDefinitionException>(() => DialogLoader.Load(_folder.FullName));

        Assert.Contains(wrong.Problems, p => p.File == "dialogs/numbers.yaml" && p.Message == "没有这个文件。");
        Assert.Contains(wrong.Problems, p => p.File == "dialogs/texts.yaml" && p.Message.StartsWith("这里的写法不对", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("noted: 记下了。", "noted: [记下了。")]
    [InlineData("noted: 记下了。", "noted: 记下了。\nnoted: 又一遍。")]
    public void One_slip_in_the_texts_is_one_problem(string was, string now)
    {
        Edit("texts.yaml", was, now);

        var wrong = Assert.Throws<DialogDefinitionException>(() => DialogLoader.Load(_folder.FullName));

        Assert.Equal("dialogs/texts.yaml", Assert.Single(wrong.Problems).File);
    }

    /// <returns>The line that was changed.</returns>
    private long Edit(string file, string was, string now)
    {
        var path = Path.Combine(_folder.FullName, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(was, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} no longer has: {was}");
        File.WriteAllText(path, text.Remove(at, was.Length).Insert(at, now));
        return text.AsSpan(0, at).Count('\n') + 1;
    }
}
