using System.Xml;
using System.Xml.Linq;

namespace StationBot.Platform.Callbacks;

internal static class Xml
{
    /// <exception cref="FormatException">Not one element named xml.</exception>
    public static XElement Read(string text)
    {
        // A byte order mark is no XML to the platform, though the reader would skip it.
        if (!text.StartsWith('<'))
        {
            throw new FormatException("The answer is no XML.");
        }
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader);
            return root.Name == "xml" ? root : throw new FormatException($"The answer's root is <{root.Name}>.");
        }
        catch (XmlException e)
        {
            throw new FormatException("The answer is no XML.", e);
        }
    }

    public static string Text(this XElement element, string name) => element.Element(name)?.Value ?? "";
}
