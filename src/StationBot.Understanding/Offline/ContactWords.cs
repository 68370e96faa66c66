using System.Text.RegularExpressions;

namespace StationBot.Understanding.Offline;

/// <summary>The resident's own telephone or WeChat name. Somebody else's number, an identity or a card number is never one.</summary>
internal static partial class ContactWords
{
    private const string Spoken = "零一二三四五六七八九";

    /// <param name="asked">True when the bot asked for it: a bare landline number then counts.</param>
    /// <returns>The value and its span in the normal text, or null.</returns>
    public static (string Value, int Start, int Length)? Find(NormalText text, bool asked)
    {
        (string, int, int)? former = null;
        foreach (Match match in Phone().Matches(text.Text))
        {
            var isBare = match.Groups["bare"].Success;
            if (SomebodyElses().IsMatch(text.Text.AsSpan(0, match.Index)) || (isBare && !asked && !Own().IsMatch(text.Text.AsSpan(0, match.Index))))
            {
                continue;
            }
            var own = (Digits(match.Value), match.Index, match.Length);
            if (!Former().IsMatch(text.Text.AsSpan(0, match.Index)))
            {
                return own;
            }
            former ??= own; // 「以前留的是…，现在是…」: the one that holds now
        }
        var named = WeChat().Match(text.Text);
        if ((named.Success || !asked ? named : BareWeChat().Match(text.Text)) is { Success: true } chat && !SomebodyElses().IsMatch(text.Text.AsSpan(0, chat.Index)))
        {
            var id = chat.Groups["id"];
            var (start, length) = text.ToOriginal(id.Index, id.Length);
            return (text.Original.Substring(start, length), id.Index, id.Length);
        }
        return former;
    }

    private static string Digits(string said) => string.Concat(said
        .Select(c => c switch { '幺' => '1', '〇' => '0', _ when Spoken.IndexOf(c, StringComparison.Ordinal) is var n and >= 0 => (char)('0' + n), _ => c })
        .Where(c => c is '-' || char.IsAsciiDigit(c)))
        is var digits && digits.StartsWith('1') ? digits.Replace("-", "", StringComparison.Ordinal) : digits;

    [GeneratedRegex("(?<![0-9a-z*])(?:1 [3-9](?: [0-9]){9}|1[3-9][0-9](?:[ -]?[0-9]{4}){2}|1[3-9][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{4}|0[0-9]{2,3}[ -]?[0-9]{7,8}|(?<bare>[2-8][0-9]{6,7}))(?![0-9*])|[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}(?![零〇一二三四五六七八九幺])")]
    private static partial Regex Phone();

    /// <summary>「微信号lihua7788」, 「微信行不行,lihua_7788」, 「加我微信吧 wx_zhang88」.</summary>
    [GeneratedRegex("(?:微信号?|wx号?|vx|[v薇威]信|加我(?:吧|呗|好友)?)(?:号码?)?(?:是|为|:|叫|的|我|加|搜|留|联系|(?:也|就)?行(?:不行|吗|不|么)?|可以(?:吗|不)?|好不好|成不成?|吧|呗|嘛|哈|呀|啊|[,。?! ]){0,6}(?<id>[a-z][a-z0-9_-]{5,19})(?![a-z0-9_.@-])")]
    private static partial Regex WeChat();

    /// <summary>Nothing but a name with a digit or a dash in it, where a way to call back was asked for.</summary>
    [GeneratedRegex("^(?<id>(?=[a-z_]{0,18}[0-9_-])[a-z][a-z0-9_-]{5,19})[。.!]?$")]
    private static partial Regex BareWeChat();

    [GeneratedRegex("(?:物业|园长|老板|中介|他们?|她|对方|骗子|公司|学校|店里?|商家|客服|包工头|负责人|村长|书记|司机|开发商|医院|单位|平台|邻居|房东|老师|那边|广告上?|加|老板姓.|司机姓.|中介姓.)(?:的|那个)?[,]?(?:电话|手机|手机号|号码|联系方式|微信|客服)?(?:号)?(?:是|为|:|叫|就是)?$|(?:加微?信?|打了?|拨打?|拨了)(?:微信)?$", RegexOptions.RightToLeft)]
    private static partial Regex SomebodyElses();

    [GeneratedRegex("(?:以前|原来|原先|之前|从前|旧|老)(?:的|留|登记|用|那个|号码?|电话|手机|是|为|:){0,6}$", RegexOptions.RightToLeft)]
    private static partial Regex Former();

    [GeneratedRegex("(?:电话|座机|手机|号码|联系方式|联系我)(?:号)?(?:是|为|:)?$", RegexOptions.RightToLeft)]
    private static partial Regex Own();
}
