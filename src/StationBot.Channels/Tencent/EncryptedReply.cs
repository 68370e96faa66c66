using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace StationBot.Channels.Tencent;

/// <summary>An encrypted answer as it travels; never used for <c>success</c>, which stays bare. wechat.md §3, §8.</summary>
/// <param name="MsgSignature">Over the very values beside it.</param>
/// <param name="TimeStamp">Unix seconds.</param>
internal sealed record EncryptedReply(string Encrypt, string MsgSignature, string TimeStamp, string Nonce)
{
    // Base64's + would be \u002B otherwise.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToXml()
    {
        var text = new StringBuilder(Encrypt.Length + 256);
        using (var xml = XmlWriter.Create(text, WireText.Settings))
        {
            xml.WriteStartElement("xml");
            WireText.WriteElement(xml, nameof(Encrypt), Encrypt);
            WireText.WriteElement(xml, nameof(MsgSignature), MsgSignature);
            xml.WriteElementString(nameof(TimeStamp), TimeStamp);
            WireText.WriteElement(xml, nameof(Nonce), Nonce);
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    /// <summary>For accounts whose data format is JSON: the same four names.</summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream(Encrypt.Length + 256);
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            json.WriteString(nameof(Encrypt), Encrypt);
            json.WriteString(nameof(MsgSignature), MsgSignature);
            // A number in the example of a JSON answer on the message push page ("TimeStamp": 1713424427), text in XML.
            if (long.TryParse(TimeStamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                json.WriteNumber(nameof(TimeStamp), seconds);
            }
            else
            {
                json.WriteString(nameof(TimeStamp), TimeStamp);
            }
            json.WriteString(nameof(Nonce), Nonce);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
