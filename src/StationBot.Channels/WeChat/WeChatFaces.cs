using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace StationBot.Channels.WeChat;

/// <summary>
/// The platform's built-in faces, which come as words in a text (<c>[微笑]</c>, older phones <c>/:sun</c>): those that answer something become the sign that other
/// chats send, the others say nothing about a matter and are left out. Words in brackets that are no face stay. wechat.md §5.
/// </summary>
internal static partial class WeChatFaces
{
    private const string Thumb = "👍", Fine = "👌", Hands = "🤝", Thanks = "🙏";

    private static readonly FrozenDictionary<string, string> Telling = new Dictionary<string, string>
    {
        ["[强]"] = Thumb, ["/:strong"] = Thumb, ["[赞]"] = Thumb, ["[OK]"] = Fine, ["/:ok"] = Fine, ["[好的]"] = Fine, ["[握手]"] = Hands, ["/:share"] = Hands,
        ["[炸弹]"] = "炸弹", ["/:bomb"] = "炸弹", ["[菜刀]"] = "菜刀", ["/:pd"] = "菜刀", // 「带[炸弹]去街道」 is read as the words would be
        ["[抱拳]"] = Thanks, ["/:@)"] = Thanks, ["[合十]"] = Thanks,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Read(string text) => text.AsSpan().ContainsAny('[', '/') ? Face().Replace(text, m => Telling.GetValueOrDefault(m.Value, "")) : text;

    [GeneratedRegex(
        @"\[(?:微笑|撇嘴|色|发呆|得意|流泪|害羞|闭嘴|睡|大哭|尴尬|发怒|调皮|呲牙|惊讶|难过|囧|抓狂|吐|偷笑|愉快|白眼|傲慢|困|惊恐|憨笑|悠闲|咒骂|疑问|嘘|晕|衰|骷髅|敲打|再见|擦汗|抠鼻|鼓掌|坏笑|右哼哼|鄙视|委屈|快哭了|阴险|亲亲|可怜|笑脸|生病|脸红|破涕为笑|恐惧|失望|无语|嘿哈|捂脸|奸笑|机智|皱眉|耶|吃瓜|加油|汗|天啊|Emm|社会社会|旺柴|好的|打脸|哇|翻白眼|666|让我看看|叹气|苦涩|裂开|嘴唇|爱心|心碎|拥抱|强|弱|赞|握手|胜利|抱拳|勾引|拳头|OK|合十|啤酒|咖啡|蛋糕|玫瑰|凋谢|菜刀|炸弹|便便|月亮|太阳|庆祝|礼物|红包|發|福|烟花|爆竹|猪头|跳跳|发抖|转圈)\]"
        + @"|(?<![A-Za-z0-9:/.])/::?(?:strong|weak|share|v|ok|sun|moon|rose|fade|heart|break|gift|hug|love|no|jj|bad|lvu|cake|beer|coffee|pig|shit|bomb|li|footb|ladybug|basketb|oo|pd|eat|dig|xx|kiss|jump|shake|circle|kotow|turn|skip|oY|handclap|hiphot|wipe|bye|showlove|@\)|[)(*@!><DPTOQXZ~,+\-|$&])(?![A-Za-z0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex Face();
}
