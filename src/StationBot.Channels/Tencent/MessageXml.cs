using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using System.Xml;

namespace StationBot.Channels.Tencent;

/// <summary>
/// Reads the XML of Tencent's callbacks, the envelope and what was inside it alike: no document type, nothing fetched, capped in length
/// and depth. Comments, attributes and fields we do not know pass by. wechat.md §7.
/// </summary>
internal static class MessageXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = InboundRead.MaxCompatibleCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads one document.</summary>
    /// <param name="utf8">All of it; a byte order mark is tolerated.</param>
    /// <param name="maxCharacters">At most <see cref="InboundRead.MaxCompatibleCharacters"/>.</param>
    public static InboundRead Read(ReadOnlyMemory<byte> utf8, InboundPart part, int maxCharacters = InboundRead.MaxCharacters)
    {
        if (utf8.IsEmpty)
        {
            return new InboundRead.Refused(ReadFailure.Empty);
        }
        // A zero is no XML in UTF-8, and would have the reader guess one of the encodings that are full of them.
        if (!Utf8.IsValid(utf8.Span) || utf8.Span.Contains((byte)0))
        {
            return new InboundRead.Refused(ReadFailure.NotUtf8);
        }
        if (Encoding.UTF8.GetCharCount(utf8.Span) > Math.Min(maxCharacters, InboundRead.MaxCompatibleCharacters))
        {
            return new InboundRead.Refused(ReadFailure.TooLong);
        }
        try
        {
            // Over a stream the reader's buffers are as long as the message; over a string they would be 8 KB each time.
            using var stream = MemoryMarshal.TryGetArray(utf8, out var array)
                ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
                : new MemoryStream(utf8.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, Settings);
            return ReadDocument(reader, part);
        }
        catch (XmlException)
        {
            return new InboundRead.Refused(ReadFailure.Malformed);
        }
    }

    private static InboundRead ReadDocument(XmlReader reader, InboundPart part)
    {
        InboundFields? fields = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                // The bytes are UTF-8; a declaration that says otherwise would have them read as something else.
                case XmlNodeType.XmlDeclaration when reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase):
                    return new InboundRead.Refused(ReadFailure.Malformed);

                case XmlNodeType.Element when reader.Name != "xml":
                    return new InboundRead.Refused(ReadFailure.WrongRoot);

                case XmlNodeType.Element:
                    if (!TryReadElement(reader, out _, out fields))
                    {
                        return new InboundRead.Refused(ReadFailure.TooDeep);
                    }
                    fields ??= new InboundFields();
                    break;
            }
        }
        return fields is null ? new InboundRead.Refused(ReadFailure.WrongRoot) : InboundRead.Of(fields, part);
    }

    /// <summary>Reads from a start tag to its end tag. Text between elements says nothing and is left out.</summary>
    /// <returns>False when it is too deep.</returns>
    private static bool TryReadElement(XmlReader reader, out string text, out InboundFields? nested)
    {
        (text, nested) = ("", null);
        if (reader.IsEmptyElement)
        {
            return true;
        }
        StringBuilder? more = null;
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                // Text, CDATA or blanks; a value that holds ]]> comes in several.
                if (text.Length == 0)
                {
                    text = reader.Value;
                }
                else
                {
                    (more ??= new StringBuilder(text)).Append(reader.Value);
                }
                continue;
            }
            var name = reader.Name;
            nested ??= new InboundFields();
            if (reader.Depth >= InboundRead.MaxDepth || !TryReadElement(reader, out var inner, out var deeper))
            {
                return false;
            }
            if (deeper is null)
            {
                nested.Add(name, inner);
            }
            else
            {
                nested.Add(name, deeper);
            }
        }
        text = more?.ToString() ?? text;
        return true;
    }
}
