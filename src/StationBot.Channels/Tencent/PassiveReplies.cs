using System.Globalization;
using System.Text;
using System.Xml;

namespace StationBot.Channels.Tencent;

/// <summary>Writes passive replies as XML, by a writer: residents' words may hold anything. wechat.md §9, §21.</summary>
internal static class PassiveReplies
{
    /// <summary>The reply to one request; sender and receiver are the request's, swapped.</summary>
    /// <param name="at">Our clock.</param>
    /// <returns>
    /// The document, in clear; or null when the reply holds nothing (an empty <c>Content</c>, no media id, no title). Sent all the same, it
    /// would show the resident that the account is out of service: the caller answers <c>success</c>. wechat.md §3.
    /// </returns>
    public static string? Write(PassiveReply reply, InboundFields request, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(request);
        if (IsEmpty(reply))
        {
            return null;
        }
        var text = new StringBuilder(512);
        using (var xml = XmlWriter.Create(text, WireText.Settings))
        {
            xml.WriteStartElement("xml");
            WireText.WriteElement(xml, "ToUserName", request.FromUserName ?? "");
            WireText.WriteElement(xml, "FromUserName", request.ToUserName ?? "");
            xml.WriteElementString("CreateTime", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            WriteBody(xml, reply);
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    private static void WriteBody(XmlWriter xml, PassiveReply reply)
    {
        switch (reply)
        {
            case PassiveReply.Text text:
                WireText.WriteElement(xml, "MsgType", "text");
                // Line breaks are LF (wechat.md §9); cleaned first, or a form feed would count as one.
                WireText.WriteElement(xml, "Content", WireText.Clean(text.Content).ReplaceLineEndings("\n"));
                break;
            case PassiveReply.Image image:
                WriteGroup(xml, "image", "Image", ("MediaId", image.MediaId));
                break;
            case PassiveReply.Voice voice:
                WriteGroup(xml, "voice", "Voice", ("MediaId", voice.MediaId));
                break;
            case PassiveReply.Video video:
                WriteGroup(xml, "video", "Video", ("MediaId", video.MediaId), ("Title", video.Title), ("Description", video.Description));
                break;
            case PassiveReply.Music music:
                WriteGroup(
                    xml, "music", "Music", ("Title", music.Title), ("Description", music.Description), ("MusicUrl", music.MusicUrl),
                    ("HQMusicUrl", music.HQMusicUrl), ("ThumbMediaId", music.ThumbMediaId));
                break;
            case PassiveReply.News news:
                WireText.WriteElement(xml, "MsgType", "news");
                xml.WriteElementString("ArticleCount", "1");
                xml.WriteStartElement("Articles");
                WriteFields(xml, "item", ("Title", news.Title), ("Description", news.Description), ("PicUrl", news.PicUrl), ("Url", news.Url));
                xml.WriteEndElement();
                break;
            case PassiveReply.TransferCustomerService { KfAccount: { } agent }:
                WriteGroup(xml, "transfer_customer_service", "TransInfo", ("KfAccount", agent));
                break;
            case PassiveReply.TransferCustomerService:
                WireText.WriteElement(xml, "MsgType", "transfer_customer_service");
                break;
        }
    }

    private static void WriteGroup(XmlWriter xml, string type, string group, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        WireText.WriteElement(xml, "MsgType", type);
        WriteFields(xml, group, fields);
    }

    private static void WriteFields(XmlWriter xml, string group, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        xml.WriteStartElement(group);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                WireText.WriteElement(xml, name, value);
            }
        }
        xml.WriteEndElement();
    }

    // After stripping, for a text of control characters alone is an empty one.
    private static bool IsEmpty(PassiveReply reply) => reply switch
    {
        PassiveReply.Text text => string.IsNullOrWhiteSpace(WireText.Clean(text.Content)),
        PassiveReply.Image image => string.IsNullOrWhiteSpace(WireText.Clean(image.MediaId)),
        PassiveReply.Voice voice => string.IsNullOrWhiteSpace(WireText.Clean(voice.MediaId)),
        PassiveReply.Video video => string.IsNullOrWhiteSpace(WireText.Clean(video.MediaId)),
        PassiveReply.Music music => string.IsNullOrWhiteSpace(WireText.Clean(music.ThumbMediaId)),
        PassiveReply.News news => string.IsNullOrWhiteSpace(WireText.Clean(news.Title)),
        _ => false,
    };
}
