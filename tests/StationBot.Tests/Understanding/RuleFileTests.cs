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
        foreach (var rule in Sorting.Offline.Rules.Rules.Concat(Sorting.Offline.Boundaries.Rules.Rules))
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
        Assert.Equal(words, Anchors.Of(pattern).Triggers);

    [Theory]
    [InlineData("(烧|焚)_8(蔓延|控制不住)", "烧 蔓延", true)]
    [InlineData("(烧|焚)_8(蔓延|控制不住)", "烧 大火", false)]
    [InlineData("(烧|焚)_8(蔓延|控制不住)", "蔓延", false)]
    [InlineData("着火(了|啦)?", "着火", true)]
    [InlineData("(?<!没)着火", "着火", true)]
    [InlineData("[0-9]{3}", "", true)]
    public void A_pattern_needs_every_part_that_may_not_be_absent(string pattern, string standing, bool expected)
    {
        var words = new Dictionary<string, int>();
        var read = new Pattern(pattern.Replace("_8", "[^。]{0,8}", StringComparison.Ordinal));
        read.Bind(words);
        var stands = new ulong[1];
        foreach (var word in standing.Split(' ').Where(words.ContainsKey))
        {
            stands[0] |= 1UL << words[word];
        }

        Assert.Equal(expected, read.MayMatch(stands));
    }

    [Fact]
    public void A_pattern_falls_apart_at_its_outer_bars_only() =>
        Assert.Equal(["着(火|烟)", "[|a]起火", "", "x\\|y"], Anchors.Split("着(火|烟)|[|a]起火||x\\|y"));

    [Fact]
    public void What_is_not_tried_could_not_have_matched()
    {
        string[] texts = ["着火了", "我不想活了", "老师打我儿子", "我今年12岁,他们不让我上学", "加微信abc123低息贷款", "十几个孩子都吐了", "我老公打我", "孩子放学到现在没回家"];
        var patterns = Sorting.Offline.Rules.Rules.SelectMany(r => r.AllPatterns).ToArray();
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        var bound = patterns.Select(p => new Pattern(p.Expression)).ToArray();
        Array.ForEach(bound, p => p.Bind(words));
        foreach (var text in texts)
        {
            var stands = new ulong[(words.Count + 63) / 64];
            new WordFinder([.. words.Keys]).Mark(text, stands);

            Assert.All(bound.Where(p => p.Regex.IsMatch(text)), p => Assert.True(p.MayMatch(stands), p.Expression));
        }
    }

    private static YamlMappingNode Yaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
