using System.Text;
using System.Xml;

namespace StationBot.Channels.Tencent;

/// <summary>An encrypted answer as it travels; never used for <c>success</c>, which stays bare. wechat.md §3, §8.</summary>
/// <param name="MsgSignature">Over the very values beside it.</param>
/// <param name="TimeStamp">Unix seconds.</param>
internal sealed record EncryptedReply(string Encrypt, string MsgSignature, string TimeStamp, string Nonce)
{
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
}
