using System.Text;
using FsCheck.Xunit;
using StationBot.Channels.Tencent;

namespace StationBot.Tests.Channels.Tencent;

public sealed class MessageReadingTests
{
    private const string Head = "<ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>1735689600</CreateTime><MsgType>text</MsgType>";

    [Fact]
    public void Of_two_fields_with_one_name_the_first_counts() =>
        Assert.Equal("first", Xml($"<xml>{Head}<Content>first</Content><Content>second</Content></xml>")["Content"]);

    [Fact]
    public void Names_are_case_sensitive_and_order_comments_attributes_and_unknown_fields_do_not_matter()
    {
        var fields = Xml($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml a=\"b\">\n <MsgID>1</MsgID><!-- c --><New><Deep>x</Deep></New><Recognition/>\n{Head}</xml>\n");

        Assert.Equal(("1", null, "", null, "text"), (fields["MsgID"], fields.MsgId, fields["Recognition"], fields["New"], fields.MsgType));
        Assert.Equal("x", fields.Nested("New")?["Deep"]);
        Assert.Null(fields.Nested("MsgID"));
        Assert.Equal(The.Moment.Year - 1, fields.CreatedAt?.Year);
    }

    [Fact]
    public void A_value_in_pieces_is_one_value_and_blanks_in_it_stay() =>
        Assert.Equal("  a]]>b &  ", Xml($"<xml>{Head}<Content>  <![CDATA[a]]]]><![CDATA[>b]]> &amp;  </Content></xml>")["Content"]);

    [Fact]
    public void Every_item_of_a_list_is_read()
    {
        var fields = Xml($"<xml>{Head}<SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum>a</PicMd5Sum></item><item><PicMd5Sum>b</PicMd5Sum></item></PicList></SendPicsInfo></xml>");

        Assert.Equal(["a", "b"], fields.Nested("SendPicsInfo")!.Nested("PicList")!.Items("item").Select(i => i["PicMd5Sum"]));
    }

    [Theory]
    [InlineData("", nameof(ReadFailure.Empty))]
    [InlineData("   ", nameof(ReadFailure.Malformed))]
    [InlineData("<XML/>", nameof(ReadFailure.WrongRoot))]
    [InlineData("<xml/>", nameof(ReadFailure.FieldMissing))]
    [InlineData("<xml><ToUserName>g</ToUserName><FromUserName></FromUserName><MsgType>text</MsgType></xml>", nameof(ReadFailure.FieldMissing))]
    [InlineData("<xml><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></xml>", nameof(ReadFailure.TooDeep))]
    [InlineData("<!DOCTYPE xml><xml/>", nameof(ReadFailure.Malformed))]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?><xml/>", nameof(ReadFailure.Malformed))]
    [InlineData("<xml>&unknown;</xml>", nameof(ReadFailure.Malformed))]
    [InlineData("<xml>&#0;</xml>", nameof(ReadFailure.Malformed))]
    [InlineData("<xml/>x", nameof(ReadFailure.Malformed))]
    public void What_is_wrong_with_XML_is_named(string xml, string why) => Assert.Equal(why, Refused(MessageXml.Read(Bytes(xml), InboundPart.Message)));

    [Theory]
    [InlineData("", nameof(ReadFailure.Empty))]
    [InlineData("[]", nameof(ReadFailure.WrongRoot))]
    [InlineData("null", nameof(ReadFailure.WrongRoot))]
    [InlineData("{", nameof(ReadFailure.Malformed))]
    [InlineData("{} {}", nameof(ReadFailure.Malformed))]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}""", nameof(ReadFailure.Malformed))]
    [InlineData("""{"Content":"\ud83d"}""", nameof(ReadFailure.Malformed))]
    [InlineData("""{"MsgType":"text"}""", nameof(ReadFailure.FieldMissing))]
    public void What_is_wrong_with_JSON_is_named(string json, string why) => Assert.Equal(why, Refused(MessageJson.Read(Bytes(json), InboundPart.Message)));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        Assert.Equal(nameof(ReadFailure.NotUtf8), Refused(MessageXml.Read(new byte[] { (byte)'<', 0xC3, 0x28 }, InboundPart.Message)));
        Assert.Equal(nameof(ReadFailure.NotUtf8), Refused(MessageJson.Read([(byte)'"', 0xC3, 0x28], InboundPart.Message)));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void Another_encoding_is_refused_though_nothing_names_it(string encoding) =>
        Assert.Equal(nameof(ReadFailure.NotUtf8), Refused(MessageXml.Read(Encoding.GetEncoding(encoding).GetBytes($"<xml>{Head}<Content>hello</Content></xml>"), InboundPart.Message)));

    [Theory, InlineData(InboundRead.MaxCharacters, true), InlineData(InboundRead.MaxCompatibleCharacters, false)]
    public void Length_is_capped_and_compatible_mode_may_be_thrice_as_long(int characters, bool normal)
    {
        var xml = $"<xml><Encrypt>e</Encrypt>{new string('\n', characters - 31)}</xml>";

        Assert.Equal(normal, MessageXml.Read(Bytes(xml), InboundPart.Envelope) is InboundRead.Parsed);
        Assert.True(MessageXml.Read(Bytes(xml), InboundPart.Envelope, InboundRead.MaxCompatibleCharacters) is InboundRead.Parsed);
        Assert.Equal(nameof(ReadFailure.TooLong), Refused(MessageXml.Read(Bytes(xml + "\n"), InboundPart.Envelope, characters)));
    }

    [Fact]
    public void An_envelope_needs_its_ciphertext_and_a_message_its_people()
    {
        Assert.IsType<InboundRead.Parsed>(MessageXml.Read(Bytes("<xml><ToUserName>g</ToUserName><Encrypt>e</Encrypt></xml>"), InboundPart.Envelope));
        Assert.Equal("e", Assert.IsType<InboundRead.Parsed>(MessageJson.Read(Bytes("""{"encrypt":"e"}"""), InboundPart.Envelope)).Fields.Encrypt);
        Assert.Equal(nameof(ReadFailure.FieldMissing), Refused(MessageXml.Read(Bytes($"<xml>{Head}</xml>"), InboundPart.Envelope)));
    }

    [Fact]
    public void JSON_gives_the_same_fields()
    {
        const string json =
            """
            {"ToUserName":"g","FromUserName":"o","CreateTime":1735689600,"MsgType":"event","Event":"subscribe_msg_popup_event","MsgId":99999999999999999999999,
             "Content":"a\u0000b😀","Content":"second","Gone":null,"Yes":true,"SubscribeMsgPopupEvent":{"List":[{"TemplateId":"T1"},{"TemplateId":"T2"}]}}
            """;

        var fields = Assert.IsType<InboundRead.Parsed>(MessageJson.Read([.. Encoding.UTF8.Preamble, .. Bytes(json)], InboundPart.Message)).Fields;

        Assert.Equal(("1735689600", "99999999999999999999999", "ab😀", null, "true"), (fields["CreateTime"], fields.MsgId, fields["Content"], fields["Gone"], fields["Yes"]));
        Assert.Equal(["T1", "T2"], fields.Nested("SubscribeMsgPopupEvent")!.Items("List").Select(i => i["TemplateId"]));
    }

    [Theory, InlineData("soon"), InlineData(""), InlineData("-1"), InlineData("999999999999"), InlineData("9999999999999999999999")]
    public void A_time_that_is_none_is_absent(string time) =>
        Assert.Null(Xml($"<xml><CreateTime>{time}</CreateTime>{Head.Replace("CreateTime", "Other", StringComparison.Ordinal)}</xml>").CreatedAt);

    [Property]
    public bool Nothing_is_thrown_whatever_comes(string? text, byte[]? bytes)
    {
        foreach (var input in (byte[][])[bytes ?? [], Bytes(text ?? ""), Bytes($"<xml>{text}</xml>"), Bytes($"{{\"a\":{text}}}"), Bytes($"<xml><a>{text}<b/></xml>")])
        {
            _ = MessageXml.Read(input, InboundPart.Message);
            _ = MessageJson.Read(input, InboundPart.Message);
        }
        return true;
    }

    private static InboundFields Xml(string xml) => Assert.IsType<InboundRead.Parsed>(MessageXml.Read(Bytes(xml), InboundPart.Message)).Fields;

    private static string Refused(InboundRead read) => Assert.IsType<InboundRead.Refused>(read).Why.ToString();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
