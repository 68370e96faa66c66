using StationBot.Handling.Flags;
using StationBot.Understanding.Offline;
using YamlDotNet.RepresentationModel;

namespace StationBot.Tests.Understanding;

/// <summary>The word lists and rules are data: these tests hold them against the matrix and the flag table.</summary>
public sealed class RuleFileTests
{
    [Fact]
    public void Every_problem_type_has_words_and_no_other_has()
    {
        var matrix = The.Directory.ProblemTypes.Select(t => t.Code).Where(c => c != "OTH-99").Order(StringComparer.Ordinal);

        Assert.Equal(matrix, Sorting.Offline.Lexicon.Types.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_matrix_words_of_a_type_speak_for_it()
    {
        var silent = The.Directory.ProblemTypes
            .Where(t => t.Code != "OTH-99")
            .Where(t => !Sorting.Offline.Lexicon.Read(string.Join(',', t.Words), []).Scores.Take(6).Any(s => s.Type == t.Code))
            .Select(t => t.Code);

        Assert.Empty(silent);
    }

    [Fact]
    public void Every_flag_has_a_rule()
    {
        // Raised by the sorter itself: from the scores and from the gazetteer.
        Flag[] computed = [Flag.LowConfidence, Flag.OutOfArea];
        var ruled = Sorting.Offline.Rules.Rules.SelectMany(r => r.Flags).Concat(computed).ToHashSet();

        Assert.Empty(Enum.GetValues<Flag>().Except(ruled));
    }

    [Fact]
    public void Every_pattern_compiles_and_has_a_bound()
    {
        foreach (var rule in Sorting.Offline.Rules.Rules)
        {
            Assert.All(rule.AllPatterns, p => Assert.NotNull(p.Regex));
        }
    }

    [Fact]
    public void A_pattern_without_a_bound_is_refused()
    {
        var error = Assert.Throws<FormatException>(() => Pattern.Compile("着火.*快跑"));

        Assert.Contains("着火.*快跑", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_list_is_refused()
    {
        var file = Yaml("rules: [{ id: a, raise: [fire], any: ['{nobody}着火'] }]");

        Assert.Throws<FormatException>(() => new RuleBook(Resource.Read("circumstances.yaml"), file));
    }

    [Theory]
    [InlineData("着火|起火", new[] { "着火", "起火" })]
    [InlineData("(烧|焚)(?:[^。]{0,8})(蔓延|控制不住)", new[] { "蔓延", "控制不住" })]
    [InlineData("不(想|愿)活", new[] { "不" })]
    [InlineData("刚刚?转", new[] { "刚" })]
    [InlineData("[0-9]{3}", new string[0])]
    [InlineData("(?!x)(好的?)?", new string[0])]
    public void A_pattern_is_only_tried_where_one_of_its_words_stands(string pattern, string[] words) =>
        Assert.Equal(words, Anchors.Of(pattern));

    [Fact]
    public void Anchors_never_hide_a_match()
    {
        // Each pattern's own anchors must stand in whatever it matches in these texts.
        string[] texts = ["着火了", "我不想活了", "老师打我儿子", "我今年12岁,他们不让我上学", "加微信abc123低息贷款", "十几个孩子都吐了", "我老公打我", "孩子放学到现在没回家"];
        foreach (var pattern in Sorting.Offline.Rules.Rules.SelectMany(r => r.Patterns).Where(p => p.Anchors.Count > 0))
        {
            Assert.All(texts.Where(t => pattern.Regex.IsMatch(t)), t => Assert.Contains(pattern.Anchors, a => t.Contains(a, StringComparison.Ordinal)));
        }
    }

    private static YamlMappingNode Yaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
