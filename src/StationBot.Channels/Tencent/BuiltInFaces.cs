using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace StationBot.Channels.Tencent;

/// <summary>
/// The built-in faces of a phone's keyboard, which come as words in a text (<c>[微笑]</c>, in an English phone <c>[Smile]</c>, in older ones <c>/:sun</c>), in an
/// Official Account as in WeCom: those that answer something become the sign that other chats send, a weapon its word, and so does a thing that stands among
/// the words (放[烟花]没人管), since a keyboard makes the face while the word is typed; the others say nothing about a matter and are left out. Words in brackets that are no face stay, and so does what stands in an address. wechat.md §5.
/// </summary>
internal static partial class BuiltInFaces
{
    private const string Thumb = "👍", Fine = "👌", Hands = "🤝", Thanks = "🙏";

    /// <summary>「带[炸弹]去街道」 is read as the words would be.</summary>
    private const string Bomb = "炸弹", Cleaver = "菜刀", Knife = "刀";

    private static readonly FrozenDictionary<string, string> Telling = new Dictionary<string, string>
    {
        ["[强]"] = Thumb, ["[強]"] = Thumb, ["[赞]"] = Thumb, ["[ThumbsUp]"] = Thumb, ["/:strong"] = Thumb,
        ["[OK]"] = Fine, ["[好的]"] = Fine, ["[NoProb]"] = Fine, ["/:ok"] = Fine,
        ["[握手]"] = Hands, ["[Shake]"] = Hands, ["/:share"] = Hands,
        ["[抱拳]"] = Thanks, ["[Salute]"] = Thanks, ["[合十]"] = Thanks, ["[Worship]"] = Thanks, ["/:@)"] = Thanks,
        ["[炸弹]"] = Bomb, ["[炸彈]"] = Bomb, ["[Bomb]"] = Bomb, ["/:bomb"] = Bomb,
        ["[菜刀]"] = Cleaver, ["[Cleaver]"] = Cleaver, ["/:pd"] = Cleaver,
        ["[刀]"] = Knife, ["[Dagger]"] = Knife,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Signs that are a letter of a word before some others.</summary>
    private static readonly FrozenDictionary<string, (string Word, string Letters)> Begun = new Dictionary<string, (string, string)>
    {
        ["[强]"] = ("强", "拆制迫占行奸"), ["[強]"] = ("強", "拆制迫占行奸"), ["[弱]"] = ("弱", "电電智"),
    }.ToFrozenDictionary();

    /// <summary>What a district is complained of for as well.</summary>
    private static readonly FrozenDictionary<string, string> Things = Named("烟花,Fireworks|爆竹,Firecracker|红包,Packet|便便,Poop,/:shit|啤酒,Beer,/:beer");

    /// <summary>What people send as a greeting or a mood (谢谢[玫瑰]) more often than they mean it (孩子都[吐]了, 老人被[困]): words where Chinese stands on both sides, or one of the letters below beside them.</summary>
    private static readonly FrozenDictionary<string, string> Greetings = Named("困,Drowsy|裂开,Broken|胜利,Victory|加油,GoForIt|爱心,Heart,/:heart|福,Blessing|拳头,Fist|咒骂,Scold|凋谢,Wilt,/:fade|吐,Puke|晕,Dizzy|生病,Sick|敲打,Hammer|发抖,Tremble|骷髅,Skull|玫瑰,Rose,/:rose|太阳,Sun,/:sun|月亮,Moon,/:moon|礼物,Gift,/:gift|咖啡,Coffee,/:coffee|蛋糕,Cake,/:cake|猪头,Pig,/:pig");

    /// <summary>Before a thing that ends a sentence: 收[红包], 踩到[便便].</summary>
    private const string Takes = "收送放给塞要买卖喝拉踩到拿点";

    /// <summary>Before one that was done to somebody or something, or happened to it: 被[困], 墙[裂开]. Nobody's mood stands behind these.</summary>
    private const string Suffers = "被墙梁柱板";

    /// <summary>Where a courtesy ends: what follows is a flower, not a word.</summary>
    private const string Courteous = "了好谢安您们吧啊呀哦嗯";

    /// <summary>Words that begin with a face, even behind a courtesy: 您好[加油]站漏油, 电梯坏了[困]住两个人.</summary>
    [GeneratedRegex("^(?:加油站|福利|爱心(?:超市|驿站)|困住|晕倒|吐血)")]
    private static partial Regex Compounds();

    /// <summary>What makes a name of a face at the beginning of what is said: [月亮]湾小区, [胜利]路.</summary>
    [GeneratedRegex(@"\G(?:(?:[湾岛城路街巷园店村庙山桥馆屋瓶罐厂倒血]|[东西南北中大新](?:路|街|道|村|桥))(?![灯面上里民委子管])|小区|社区|花园|公园|广场|食堂)")]
    private static partial Regex OfNames();

    /// <summary>By name, as phones in Chinese and in English have them.</summary>
    private static readonly FrozenSet<string> Others = (
        "微笑|撇嘴|色|发呆|得意|流泪|害羞|闭嘴|睡|大哭|尴尬|发怒|调皮|呲牙|惊讶|难过|囧|抓狂|吐|偷笑|愉快|白眼|傲慢|困|惊恐|憨笑|悠闲|咒骂|疑问|嘘|晕|衰|骷髅|敲打|再见|擦汗|抠鼻|鼓掌|坏笑|右哼哼|鄙视|委屈|快哭了|阴险|亲亲|可怜|"
        + "笑脸|生病|脸红|破涕为笑|恐惧|失望|无语|嘿哈|捂脸|奸笑|机智|皱眉|耶|吃瓜|加油|汗|天啊|Emm|社会社会|旺柴|打脸|哇|翻白眼|666|让我看看|叹气|苦涩|裂开|嘴唇|爱心|心碎|拥抱|弱|胜利|勾引|拳头|啤酒|咖啡|蛋糕|玫瑰|凋谢|便便|"
        + "月亮|太阳|庆祝|礼物|红包|發|福|烟花|爆竹|猪头|跳跳|发抖|转圈|"
        + "Smile|Grimace|Drool|Scowl|CoolGuy|Sob|Shy|Silent|Sleep|Cry|Awkward|Angry|Tongue|Grin|Surprise|Frown|Blush|Scream|Puke|Chuckle|Joyful|Slight|Smug|Hungry|Drowsy|Panic|Sweat|Laugh|Loafer|Commando|Strive|Determined|Scold|Shocked|"
        + "Shhh|Dizzy|Tormented|Toasted|Skull|Hammer|Wave|Bye|Speechless|Relief|NosePick|DigNose|Clap|Shame|Trick|Bah！L|Bah！R|Bah!L|Bah!R|Yawn|Pooh-pooh|Lookdown|Shrunken|Wronged|TearingUp|Puling|Sly|Kiss|Whimper|Happy|Sick|Flushed|Lol|Terror|"
        + "Let Down|LetDown|Duh|Hey|Facepalm|Smirk|Smart|Concerned|Yeah!|Onlooker|GoForIt|Sweats|OMG|Respect|Doge|MyBad|Wow|Boring|Awesome|LetMeSee|Let Me See|Sigh|Hurt|Broken|Lips|Heart|BrokenHeart|Hug|ThumbsDown|Peace|Victory|Fist|Beckon|Fight|"
        + "RockOn|Nuh-uh|Beer|Coffee|Cake|Rose|Wilt|Poop|Moon|Sun|Party|Gift|Packet|Rich|Blessing|Fireworks|Firecracker|Pig|Waddle|Tremble|Twirl").Split('|').Select(name => $"[{name}]").ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static string Read(string text) => text.AsSpan().ContainsAny('[', '/') ? Marked().Replace(text, m => WordOf(text, m)) : text;

    private static string WordOf(string text, Match face)
    {
        var (marked, before, after) = (face.Value, Beside(text, face.Index - 1), Beside(text, face.Index + face.Length));
        // 开发商[强]拆 is no thumb.
        return Begun.TryGetValue(marked, out var begun) && begun.Letters.Contains(after) && !Courteous.Contains(before) ? begun.Word
            : Telling.GetValueOrDefault(marked)
            ?? (Things.TryGetValue(marked, out var thing) && (IsHan(after) || Takes.Contains(before)) ? thing
                : Greetings.TryGetValue(marked, out var greeting) && IsMeant(greeting, text, face, before, after) ? greeting
                : marked[0] == '/' || Others.Contains(marked) ? "" : marked);
    }

    private static bool IsMeant(string word, string text, Match face, char before, char after) =>
        Compounds().IsMatch(string.Concat(word, text.AsSpan(face.Index + face.Length, Math.Min(4, text.Length - face.Index - face.Length)))) || Suffers.Contains(before) || Takes.Contains(before)
        || (IsHan(before) ? IsHan(after) && !Courteous.Contains(before) : OfNames().IsMatch(text, face.Index + face.Length));

    private static char Beside(string text, int at) => at >= 0 && at < text.Length ? text[at] : '\n';

    private static bool IsHan(char letter) => letter is >= '\u4e00' and <= '\u9fff';

    /// <param name="faces">One after another, each word with the other names and codes of its face.</param>
    private static FrozenDictionary<string, string> Named(string faces) => faces.Split('|').Select(f => f.Split(','))
        .SelectMany(names => names.Select(n => KeyValuePair.Create(n[0] == '/' ? n : $"[{n}]", names[0]))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>An address with all that stands in it, a word in brackets, the code of an old face.</summary>
    [GeneratedRegex(
        @"https?://[^\s，。！？；、]+|\[[^\[\]\s][^\[\]\r\n]{0,11}\]"
        + @"|(?<![A-Za-z0-9:/.])/::?(?:strong|weak|share|v|ok|sun|moon|rose|fade|heart|break|gift|hug|love|no|jj|bad|lvu|cake|beer|coffee|pig|shit|bomb|li|footb|ladybug|basketb|oo|pd|eat|dig|xx|kiss|jump|shake|circle|kotow|turn|skip|oY|handclap|hiphot|wipe|bye|showlove|@\)|[)(*@!><DPTOQXZ~,+\-|$&])(?![A-Za-z0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex Marked();
}
