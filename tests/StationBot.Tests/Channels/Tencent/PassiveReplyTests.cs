using System.Text;
using System.Xml.Linq;
using FsCheck.Xunit;
using StationBot.Channels.Tencent;

namespace StationBot.Tests.Channels.Tencent;

public sealed class PassiveReplyTests
{
    private static readonly InboundFields Request = Asked();

    private const string Head =
        "<xml><ToUserName><![CDATA[oAbC]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1795399200</CreateTime><MsgType><![CDATA[";

    [Fact]
    public void Every_type_is_written_as_the_manual_shows_it()
    {
        Assert.Equal(Head + "text]]></MsgType><Content><![CDATA[您好\n1 < 2]]></Content></xml>", Write(new PassiveReply.Text("您好\r\n1 < 2")));
        Assert.Equal(Head + "image]]></MsgType><Image><MediaId><![CDATA[m]]></MediaId></Image></xml>", Write(new PassiveReply.Image("m")));
        Assert.Equal(Head + "voice]]></MsgType><Voice><MediaId><![CDATA[m]]></MediaId></Voice></xml>", Write(new PassiveReply.Voice("m")));
        Assert.Equal(
            Head + "video]]></MsgType><Video><MediaId><![CDATA[m]]></MediaId><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description></Video></xml>",
            Write(new PassiveReply.Video("m", "t", "d")));
        Assert.Equal(
            Head + "music]]></MsgType><Music><Title><![CDATA[t]]></Title><MusicUrl><![CDATA[https://h/?a&b]]></MusicUrl><ThumbMediaId><![CDATA[m]]></ThumbMediaId></Music></xml>",
            Write(new PassiveReply.Music("m", "t", MusicUrl: "https://h/?a&b")));
        Assert.Equal(
            Head + "news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description>"
            + "<PicUrl><![CDATA[p]]></PicUrl><Url><![CDATA[u]]></Url></item></Articles></xml>",
            Write(new PassiveReply.News("t", "d", "p", "u")));
        Assert.Equal(Head + "transfer_customer_service]]></MsgType></xml>", Write(new PassiveReply.TransferCustomerService()));
        Assert.Equal(
            Head + "transfer_customer_service]]></MsgType><TransInfo><KfAccount><![CDATA[a@b]]></KfAccount></TransInfo></xml>",
            Write(new PassiveReply.TransferCustomerService("a@b")));
    }

    /// <summary>Not InlineData: an attribute is stored as UTF-8, which has no halves of pairs.</summary>
    public static TheoryData<string> Nothings { get; } = ["", " \n", "\u0000\u0008\uD83D"];

    public static TheoryData<string, string> Uncarried { get; } = new()
    {
        { "a]]>b", "a]]>b" },
        { "a\u0000\u001Bb\uFFFE\uFFFFc\td", "abc\td" },
        { "a\uD83Db\uDE00c😀𠮷", "abc😀𠮷" },
    };

    [Theory, MemberData(nameof(Nothings))]
    public void Nothing_to_say_is_not_a_reply(string text)
    {
        Assert.Null(Write(new PassiveReply.Text(text)));
        Assert.Null(Write(new PassiveReply.Image(text)));
        Assert.Null(Write(new PassiveReply.Voice(text)));
        Assert.Null(Write(new PassiveReply.Video(text)));
        Assert.Null(Write(new PassiveReply.Music(text)));
        Assert.Null(Write(new PassiveReply.News(text, "d", "p", "u")));
    }

    [Theory, MemberData(nameof(Uncarried))]
    public void What_XML_cannot_carry_is_left_out(string text, string carried) =>
        Assert.Equal(carried, XElement.Parse(Write(new PassiveReply.Text(text))!).Element("Content")!.Value);

    [Property]
    public bool Any_text_can_be_written_and_read_again(string? text)
    {
        var written = Write(new PassiveReply.Text($"答{text}"));

        return MessageXml.Read(Encoding.UTF8.GetBytes(written!), InboundPart.Message) is InboundRead.Parsed { Fields: var fields }
            && fields["Content"] == WireText.Clean($"答{text}").ReplaceLineEndings("\n");
    }

    [Fact]
    public void Clean_text_is_not_copied()
    {
        const string text = "您好😀\r\n\t";

        Assert.Same(text, WireText.Clean(text));
    }

    private static string? Write(PassiveReply reply) => PassiveReplies.Write(reply, Request, The.Moment);

    private static InboundFields Asked()
    {
        var fields = new InboundFields();
        fields.Add("ToUserName", "gh_1");
        fields.Add("FromUserName", "oAbC");
        return fields;
    }
}
