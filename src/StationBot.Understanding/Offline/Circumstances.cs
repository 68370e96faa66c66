using System.Text.RegularExpressions;
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

    private readonly Regex _deniedBefore = Make(file, "denied_before", atEnd: true);
    private readonly Regex _deniedInside = Make(file, "denied_inside");
    private readonly Regex _feared = Make(file, "feared_before");
    private readonly Regex _fearedJustBefore = Make(file, "feared_just_before", atEnd: true);
    private readonly Regex _imagined = Make(file, "imagined_before");
    private readonly Regex _after = Make(file, "elsewhen_after");
    private readonly Regex _past = Make(file, "past");
    private readonly Regex _longAgo = Make(file, "long_ago");
    private readonly Regex _now = Make(file, "now");
    private readonly Regex _still = Make(file, "still");
    private readonly Regex _goesOn = Make(file, "goes_on");

    public Reading Read(Rule rule, string text, int start, int length)
    {
        var (from, to) = Bounds(text, start, start + length, "。!?;\n");
        var before = text.AsSpan(Math.Max(from, start - WordsBefore), start - Math.Max(from, start - WordsBefore));
        if (rule.MayBeNegated && (_deniedBefore.IsMatch(before) || _deniedInside.IsMatch(text.AsSpan(start, length))))
        {
            return Reading.Denied;
        }
        return rule.Tense switch
        {
            Tense.Event when IsElsewhen(text, from, to, start, start + length, before) => Reading.Elsewhen,
            Tense.Harm when _imagined.IsMatch(before) || (_longAgo.IsMatch(text.AsSpan(from, to - from)) && !_goesOn.IsMatch(text.AsSpan(from, to - from))) => Reading.Elsewhen,
            _ => Reading.Stands,
        };
    }

    private bool IsElsewhen(string text, int from, int to, int start, int end, ReadOnlySpan<char> before)
    {
        if (_feared.IsMatch(before) || _fearedJustBefore.IsMatch(before) || _imagined.IsMatch(before) || _after.IsMatch(text.AsSpan(end, Math.Min(to - end, 16))))
        {
            return true;
        }
        if (end < text.Length && text[end] == '过')
        {
            return true;
        }
        var (clauseFrom, clauseTo) = Bounds(text, start, end, ",。!?;\n");
        if (_now.IsMatch(text.AsSpan(clauseFrom, clauseTo - clauseFrom)))
        {
            return false;
        }
        var sentence = text.AsSpan(from, to - from);
        return _longAgo.IsMatch(sentence) || (_past.IsMatch(sentence) && !_still.IsMatch(text));
    }

    private static (int From, int To) Bounds(string text, int start, int end, ReadOnlySpan<char> marks)
    {
        var from = text.AsSpan(0, start).LastIndexOfAny(marks) + 1;
        var to = text.AsSpan(end).IndexOfAny(marks);
        return (from, to < 0 ? text.Length : end + to);
    }

    private static Regex Make(YamlMappingNode file, string key, bool atEnd = false)
    {
        var words = string.Join('|', file.Words(key));
        return Pattern.Compile(atEnd ? $"(?:{words})$" : words);
    }
}
