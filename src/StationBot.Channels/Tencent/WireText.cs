using System.Buffers;
using System.Text;
using System.Xml;

namespace StationBot.Channels.Tencent;

/// <summary>Text that XML 1.0 can carry, and how it is written. wechat.md §7, §21.</summary>
internal static class WireText
{
    private static readonly SearchValues<char> Forbidden =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r')), '\uFFFE', '\uFFFF']);

    /// <summary>No declaration and no byte order mark: Tencent's examples have neither. Line breaks stay as they are.</summary>
    public static XmlWriterSettings Settings { get; } = new() { OmitXmlDeclaration = true, Indent = false, NewLineHandling = NewLineHandling.None };

    /// <summary>The text without control characters, non-characters and halves of surrogate pairs: a writer throws on them, and PostgreSQL on U+0000.</summary>
    /// <returns>The same string when there is nothing to strip.</returns>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Forbidden) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var status = Rune.DecodeFromUtf16(rest, out _, out var length);
            if (status == OperationStatus.Done && !Forbidden.Contains(rest[0]))
            {
                clean.Append(rest[..length]);
            }
            rest = rest[length..];
        }
        return clean.Length == text.Length ? text : clean.ToString();
    }

    /// <summary>An element in CDATA, as Tencent writes them; a <c>]]&gt;</c> inside is split by the writer.</summary>
    public static void WriteElement(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement(name);
        xml.WriteCData(Clean(value));
        xml.WriteEndElement();
    }
}
