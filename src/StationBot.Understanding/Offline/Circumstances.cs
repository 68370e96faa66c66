using YamlDotNet.RepresentationModel;

namespace StationBot.Understanding.Offline;

internal enum Reading
{
    Stands,

    /// <summary>Past, feared or imagined.</summary>
    Elsewhen,

    /// <summary>没着火, 不是要跳楼: said not to be so.</summary>
    Denied,
}

/// <summary>Reads the words around a match: is it so, was it so once, or is it denied? (circumstances.yaml)</summary>
internal sealed class Circumstances(YamlMappingNode file)
{
    private const int WordsBefore = 24;

    private readonly Pattern _deniedBefore = Make(file, "denied_before", atEnd: true);
    private readonly Pattern _deniedInside = Make(file, "denied_inside");
    private readonly Pattern _feared = Make(file, "feared_before");
    private readonly Pattern _fearedJustBefore = Make(file, "feared_just_before", atEnd: true);
    private readonly Pattern _fearedInside = Make(file, "feared_inside");
    private readonly Pattern _imagined = Make(file, "imagined_before");
    private readonly Pattern _after = Make(file, "elsewhen_after");
    private readonly Pattern _past = Make(file, "past");
    private readonly Pattern _longAgo = Make(file, "long_ago");
    private readonly Pattern _died = Make(file, "died");
    private readonly Pattern _weeksAgo = Make(file, "weeks_ago");
    private readonly Pattern _now = Make(file, "now");
    private readonly Pattern _still = Make(file, "still");
    private readonly Pattern _goesOn = Make(file, "goes_on");
    private readonly Pattern _things = Make(file, "things");
    private readonly Pattern _particles = Make(file, "particles");

    /// <summary>
    /// The text as the rules read it: 「老人机掉河里了」 is of a telephone, so that what only bears the name of a person is read as a thing, and
    /// 「打起来咯」 is 「打起来了」, wherever it is said. Lengths are kept, so spans hold.
    /// </summary>
    public string Plainly(string text)
    {
        var said = _particles.Regex.IsMatch(text) ? _particles.Regex.Replace(text, Done) : text;
        return _things.Regex.IsMatch(said) ? _things.Regex.Replace(said, m => Thing.PadRight(m.Length)) : said;
    }

    private const string Thing = "手机";
    private const string Done = "了";

    public Reading Read(Rule rule, string text, int start, int length)
    {
        var (from, to) = Bounds(text, start, start + length, "。!?;\n");
        var before = text.AsSpan(Math.Max(from, start - WordsBefore), start - Math.Max(from, start - WordsBefore));
        if (rule.MayBeNegated && (_deniedBefore.Regex.IsMatch(before) || _deniedInside.Regex.IsMatch(text.AsSpan(start, length))))
        {
            return Reading.Denied;
        }
        return rule.Tense switch
        {
            Tense.Past when !IsNow(text, start, start + length) => Reading.Elsewhen,
            Tense.Event when IsElsewhen(text, from, to, start, start + length, before) => Reading.Elsewhen,
            Tense.Harm or Tense.Loss when IsOfTheDead(text, start, end: start + length) => Reading.Elsewhen,
            Tense.Loss when _weeksAgo.Regex.IsMatch(text.AsSpan(from, to - from)) && !_goesOn.Regex.IsMatch(text) => Reading.Elsewhen,
            Tense.Harm or Tense.Loss when _imagined.Regex.IsMatch(before) || (_longAgo.Regex.IsMatch(text.AsSpan(from, to - from)) && !_goesOn.Regex.IsMatch(text.AsSpan(from, to - from))) => Reading.Elsewhen,
            _ => Reading.Stands,
        };
    }

    private bool IsElsewhen(string text, int from, int to, int start, int end, ReadOnlySpan<char> before)
    {
        if (_fearedInside.Regex.IsMatch(text.AsSpan(start, end - start)) || _feared.Regex.IsMatch(before) || _fearedJustBefore.Regex.IsMatch(before) || _imagined.Regex.IsMatch(before) || _after.Regex.IsMatch(text.AsSpan(end, Math.Min(to - end, 16))))
        {
            return true;
        }
        if (end < text.Length && text[end] == '过')
        {
            return true;
        }
        if (IsNow(text, start, end))
        {
            return false;
        }
        var sentence = text.AsSpan(from, to - from);
        return _longAgo.Regex.IsMatch(sentence) || (_past.Regex.IsMatch(sentence) && !_still.Regex.IsMatch(text));
    }

    private bool IsNow(string text, int start, int end)
    {
        var (from, to) = Bounds(text, start, end, ",。!?;\n");
        return _now.Regex.IsMatch(text.AsSpan(from, to - from));
    }

    /// <summary>「前年喝农药走了」: it happened long ago and ended in death, whatever else still goes on.</summary>
    private bool IsOfTheDead(string text, int start, int end)
    {
        var (from, to) = Bounds(text, start, end, ",。!?;\n");
        return _longAgo.Regex.IsMatch(text.AsSpan(from, start - from)) && _died.Regex.IsMatch(text.AsSpan(start, to - start));
    }

    private static (int From, int To) Bounds(string text, int start, int end, ReadOnlySpan<char> marks)
    {
        var from = text.AsSpan(0, start).LastIndexOfAny(marks) + 1;
        var to = text.AsSpan(end).IndexOfAny(marks);
        return (from, to < 0 ? text.Length : end + to);
    }

    private static Pattern Make(YamlMappingNode file, string key, bool atEnd = false)
    {
        var words = string.Join('|', file.Words(key));
        return new Pattern(atEnd ? $"(?:{words})$" : words);
    }
}
