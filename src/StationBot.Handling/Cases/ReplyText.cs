using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Cases;

/// <summary>What makes a text an answer: long enough, more than phrases, and nobody else's data in it. T18, domain.md §7 (gaming).</summary>
internal static partial class ReplyText
{
    private const int LeastAnswer = 4;

    /// <summary>One character in so many, at least.</summary>
    private const int FewestGlue = 20;
    private const string Sighs = "嗯啊哦喔噢呃额哈呵嘿唉哎哟呀呢吧";
    private static readonly Empty Said = Load();
    private static readonly Regex EmptyKinds = AnyOf(Said.Kinds.Values.SelectMany(k => k).Concat(Said.NotOurs));
    private static readonly Regex NotOurs = AnyOf(Said.NotOurs);

    public static int Letters(string? text) => text?.Count(char.IsLetterOrDigit) ?? 0;

    public static bool IsLongEnough(string? text, ClockOptions clocks) => Letters(text) >= clocks.LeastReplyCharacters;

    /// <summary>More than a word, whatever it says.</summary>
    public static bool IsWords(string? text) => Letters(text) >= LeastAnswer;

    /// <summary>
    /// Long enough as it stands; and what is left once the phrases that say nothing are gone must still be an answer, if a short one, and not one word over and over.
    /// </summary>
    public static bool SaysSomething(string? text, ClockOptions clocks)
    {
        var left = Left(text);
        return IsLongEnough(text, clocks) && Letters(left) * 4 >= clocks.LeastReplyCharacters * 3 && left.Where(char.IsLetterOrDigit).Distinct().Count() * 2 >= clocks.LeastReplyCharacters
            // Letters of a keyboard are no words to a resident.
            && left.Count(IsHan) * 2 >= clocks.LeastReplyCharacters
            && HoldsTogether(text!);
    }

    /// <summary>
    /// 赵钱孙李周吴郑王 and names of fruit are no sentence: whoever tells what was done uses words that every sentence has. In 2,600 replies of offices one character in eleven was
    /// such at least; half of that is asked for.
    /// </summary>
    private static bool HoldsTogether(string text) => text.Where(IsHan).ToArray() is var letters && letters.Count(c => Said.Glue.Contains(c, StringComparison.Ordinal)) * FewestGlue >= letters.Length;

    /// <summary>Nothing but that it is somebody else's, without saying whose: a return (T13) that comes as an answer.</summary>
    public static bool OnlyDisowns(string? text, ClockOptions clocks) => NotOurs.IsMatch(text ?? "") && !SaysSomething(text, clocks);

    /// <summary>A short answer to one thing: a few letters that are no sighs, and not the same one again and again.</summary>
    public static bool IsAnswer(string? text)
    {
        var said = Left(text).Where(c => char.IsLetterOrDigit(c) && !Sighs.Contains(c)).ToArray();
        return said.Length >= LeastAnswer && said.Distinct().Count() >= LeastAnswer - 1;
    }

    /// <summary>A mobile number or an id of a chat service other than the resident's own, or an identity or bank-card number, with digits spelled out too; a mailbox, number plate or dwelling's door that <paramref name="told"/> does not name. Landlines, public accounts and rooms of offices may stand.</summary>
    /// <param name="own">The number or id the resident left.</param>
    /// <param name="told">The resident's own place and words.</param>
    public static bool HasForeignData(string text, string? own, string told = "") =>
        HoldsForeignData(NobodysNumber().Replace(Plain(text), "数"), own, Plain(told));

    /// <summary>As a reader takes it: figures in circles or in other alphabets are figures, and what nobody sees is not there.</summary>
    private static string Plain(string text) => Unseen().Replace(text.Normalize(NormalizationForm.FormKC), "");

    private static bool HoldsForeignData(string text, string? own, string told) =>
        Masking.Mask(text) is not null
        // As it stands (张三139…), with digits that are spelled out, and in groups parted by whatever people put between.
        || Numbers().Matches(text).Concat(Numbers().Matches(Masking.InFigures(text))).Select(m => string.Concat(m.Value.Where(char.IsAsciiDigit)))
            .Concat(Masking.PhonesIn(text)).Concat(Masking.PhonesIn(Masking.InFigures(text))).Any(p => p[0] == '1' && !(own is not null && Masking.PhonesIn(own).Contains(p)))
        || Handle().Matches(text).Any(m => own is null || !own.Contains(m.Groups["id"].Value, StringComparison.OrdinalIgnoreCase))
        || Mailbox().Matches(text).Concat(Plate().Matches(text)).Any(m => !told.Contains(m.Value, StringComparison.OrdinalIgnoreCase) && own?.Contains(m.Value, StringComparison.OrdinalIgnoreCase) != true)
        || HasForeignDoor(text, told) || HasForeignDoor(Masking.InFigures(text), Masking.InFigures(told));

    private static bool HasForeignDoor(string text, string told) =>
        Door().Matches(text).Any(m => !Office().IsMatch(text.AsSpan(0, m.Index)) && !FiguresOf(told).Contains(FiguresOf(m.Value), StringComparison.Ordinal));

    /// <summary>Its numbers in figures, each between bars: |3|2|501|.</summary>
    private static string FiguresOf(string text) => "|" + string.Concat(Figures().Matches(text).Select(m => Figure(m.Value) + "|"));

    private static string Figure(string number) => char.IsAsciiDigit(number[0]) ? number.TrimStart('0') : number switch
    {
        [var one] when one != '十' => Masking.InFigures(number),
        "十" => "10",
        ['十', var ones] => "1" + Masking.InFigures(ones.ToString()),
        [var tens, '十'] => Masking.InFigures(tens.ToString()) + "0",
        [var tens, '十', var ones] => Masking.InFigures($"{tens}{ones}"),
        _ => number,
    };

    /// <summary>What nobody sees between two digits.</summary>
    [GeneratedRegex(@"\p{Cf}")]
    private static partial Regex Unseen();

    /// <summary>
    /// What is long and nobody's: a record's number that begins with its day (20261123139123456; no identity, card or phone begins so), the national code of a
    /// project (2611-330100-04-01-139111), days one after another, and an amount that is as long as a phone number.
    /// </summary>
    [GeneratedRegex(
        "(?<![0-9])20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]{0,16}1[3-9][0-9]{9}(?![0-9]))[0-9]{7,16}(?![0-9])"
        + "|(?<![0-9-])[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}(?![0-9-])"
        + "|(?<![0-9-]|[0-9] )20[0-9]{2}-[01]?[0-9]-[0-3]?[0-9](?: 20[0-9]{2}-[01]?[0-9]-[0-3]?[0-9]){0,9}(?![0-9-])"
        + "|(?<![0-9])1[3-9][0-9]{9}(?=[万亿]?元(?![旦宵])|吨|千瓦时|立方米|平方米)")]
    private static partial Regex NobodysNumber();

    /// <summary>A mobile number in the groups 3-4-4, 3-3-5, 4-4-3, 4-3-4 or 5-6, up to four signs between them that are neither letter nor figure.</summary>
    [GeneratedRegex(
        @"(?<![0-9])1[3-9](?:[0-9](?:[^\p{L}\p{N}]{1,4}[0-9]{4}){2}|[0-9][^\p{L}\p{N}]{1,4}[0-9]{3}[^\p{L}\p{N}]{1,4}[0-9]{5}|[0-9]{2}[^\p{L}\p{N}]{1,4}(?:[0-9]{4}[^\p{L}\p{N}]{1,4}[0-9]{3}|[0-9]{3}[^\p{L}\p{N}]{1,4}[0-9]{4})|[0-9]{3}[^\p{L}\p{N}]{1,4}[0-9]{6}|[0-9][^\p{L}\p{N}]{1,4}[0-9]{8})(?![0-9])")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]{2,40}@(?![A-Za-z0-9.-]{0,40}\.gov\b)[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){1,3}")]
    private static partial Regex Mailbox();

    [GeneratedRegex("[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• -]?[A-Z0-9]{5,6}(?![A-Za-z0-9])")]
    private static partial Regex Plate();

    /// <summary>An entrance with a flat (2单元501), or a house with one (5号楼302室, 3-2-501): a dwelling's door. A house or an entrance alone is a place, and so is what stands before a door (3单元301门口的灯).</summary>
    [GeneratedRegex("(?<![0-9-])[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?![0-9-])|(?<![0-9])[0-9]{3,4}(?:室的?|的)[老小]?[\u4e00-\u9fff]{1,3}家|(?:(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座)[ ,，的]?)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})单元[ ,，的]?(?>[0-9]{2,4})(?!室?的?门[口前外]的?[\u4e00-\u9fff]{0,2}?[灯管井梯砖坑栓箱线垃杂])|(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座)[ ,，的]?[0-9]{3,4}(?=室|户|房(?!间|子)|号|的|家|住|[,，。;；、 ]|$)")]
    private static partial Regex Door();

    /// <summary>What stands right before the house is no dwelling. A unit that is 在 a house may be at somebody's home; a room (值班室) is where it is.</summary>
    [GeneratedRegex("(?:局|医院|法院|检察院|卫生院|学院|派出所|事务所|研究所|司法所|站|中心|大厅|大厦|大楼|政府|委员会|居委会?|村委会?|管委会|办事处|街道办|学校|小学|中学|大学|公司|窗口)(?:的|办公区|[东南西北][区楼]|[现已]?(?:设在|位于|迁至|搬到|搬至))?$|(?:值班|办公|警务|活动|传达|监控|会议|门卫|调解)室(?:[现就]?设?在|位于|:)?$")]
    private static partial Regex Office();

    [GeneratedRegex("[0-9]+|[一二三四五六七八九十]{1,3}")]
    private static partial Regex Figures();

    [GeneratedRegex("(?:[微威薇][信x]|[wvWV][xX信]|[qQ]{2}|扣扣|抖音|快手|钉钉|支付宝|小红书|陌陌)(?!公众号|小程序|群)(?:号|账号|帐号|id|ID)?[是为:： ]{0,3}(?<id>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9][0-9]{5,11})")]
    private static partial Regex Handle();

    /// <summary>What is left when what says nothing is gone: first the kinds, which are whole clauses, then the phrases.</summary>
    private static string Left(string? text) => Said.Phrases.Aggregate(EmptyKinds.Replace(text ?? "", ""), (rest, phrase) => rest.Replace(phrase, "", StringComparison.Ordinal));

    private static bool IsHan(char letter) => letter is >= '\u4e00' and <= '\u9fff';

    private static Regex AnyOf(IEnumerable<string> patterns) => new(string.Join('|', patterns), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static Empty Load()
    {
        using var stream = typeof(ReplyText).Assembly.GetManifestResourceStream("empty-phrases.json")!;
        var read = JsonSerializer.Deserialize<Empty>(stream)!;
        return read with { Phrases = [.. read.Phrases.OrderByDescending(p => p.Length)] };
    }

    /// <summary>empty-phrases.json.</summary>
    /// <param name="Kinds">Patterns of what fills a reply and says nothing, by what it does.</param>
    /// <param name="Glue">Characters without which nobody tells what was done, when and by whom.</param>
    /// <param name="NotOurs">Patterns of what a unit says of a matter that is not its own.</param>
    private sealed record Empty(
        [property: JsonPropertyName("phrases")] IReadOnlyList<string> Phrases, [property: JsonPropertyName("kinds")] IReadOnlyDictionary<string, IReadOnlyList<string>> Kinds,
        [property: JsonPropertyName("glue")] string Glue, [property: JsonPropertyName("not_ours")] IReadOnlyList<string> NotOurs);
}
