using System.Globalization;
using System.Text.Json;

namespace StationBot.Handling.Roster;

/// <summary>
/// A piece of an import file that knows where it stands, so that every problem names its place. Asking for what is not
/// there or has the wrong shape notes a problem and gives an empty value: one import tells all its problems at once.
/// </summary>
internal sealed class ImportNode
{
    private readonly JsonElement _element;
    private readonly List<ImportProblem> _problems;
    private readonly string _file;
    private readonly string _path;

    private ImportNode(JsonElement element, List<ImportProblem> problems, string file, string path)
    {
        (_element, _problems, _file, _path) = (element, problems, file, path);
        if (element.ValueKind != JsonValueKind.Object)
        {
            Problem("import.object");
        }
    }

    /// <returns>The root of a file, or null when it is no JSON at all.</returns>
    public static ImportNode? Parse(string file, string json, List<ImportProblem> problems)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new ImportNode(document.RootElement.Clone(), problems, file, "");
        }
        catch (JsonException wrong)
        {
            problems.Add(new ImportProblem(file, StaffTexts.Of("import.syntax", (wrong.LineNumber ?? 0) + 1)));
            return null;
        }
    }

    /// <summary>The member names of an object, in file order.</summary>
    public IEnumerable<string> Members => _element.ValueKind == JsonValueKind.Object ? _element.EnumerateObject().Select(p => p.Name) : [];

    public void Problem(string text, params object?[] words) => _problems.Add(new ImportProblem(Where(null), StaffTexts.Of(text, words)));

    public void ProblemAt(string member, string text, params object?[] words) => _problems.Add(new ImportProblem(Where(member), StaffTexts.Of(text, words)));

    public ImportProblem Remark(string member, string text, params object?[] words) => new(Where(member), StaffTexts.Of(text, words));

    public ImportNode Section(string member) => new(Element(member) ?? default, _problems, _file, Path(member));

    public ImportNode? OptionalSection(string member) => Element(member) is { } found ? new ImportNode(found, _problems, _file, Path(member)) : null;

    public string Text(string member)
    {
        if (Optional(member) is { } text)
        {
            return text;
        }
        if (Element(member) is null or { ValueKind: JsonValueKind.String })
        {
            ProblemAt(member, "import.missing");
        }
        return "";
    }

    /// <returns>Null when the member is absent, null or blank.</returns>
    public string? Optional(string member)
    {
        if (Element(member) is not { } found)
        {
            return null;
        }
        if (Words(found) is not { } text)
        {
            ProblemAt(member, "import.text");
            return null;
        }
        return text.Length == 0 ? null : text;
    }

    public bool Flag(string member)
    {
        if (Element(member) is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            ProblemAt(member, "import.bool");
            return false;
        }
        return Element(member) is { ValueKind: JsonValueKind.True };
    }

    /// <summary>One of an enumeration's own names; a number is not one.</summary>
    public T Choice<T>(string member) where T : struct, Enum => Choice(member, Enum.GetValues<T>(), v => v.ToString());

    public T Choice<T>(string member, IReadOnlyList<T> values, Func<T, string> code) where T : struct
    {
        var text = Text(member);
        return text.Length == 0 ? default : Chosen(member, text, values, code);
    }

    public IReadOnlyList<T> Choices<T>(string member, IReadOnlyList<T> values, Func<T, string> code) where T : struct =>
        [.. Texts(member).Select((text, i) => Chosen($"{member}[{i}]", text, values, code))];

    public DateOnly? Date(string member) => Optional(member) is { } text ? Parsed(member, text) : null;

    public IReadOnlyList<DateOnly> Dates(string member) => [.. Texts(member).Select((text, i) => Parsed($"{member}[{i}]", text)).OfType<DateOnly>()];

    /// <summary>A list of words; absent means empty. A blank or repeated word is a problem.</summary>
    public IReadOnlyList<string> Texts(string member)
    {
        var texts = new List<string>();
        foreach (var (item, i) in Items(member, required: false))
        {
            if (Words(item) is not { Length: > 0 } text)
            {
                ProblemAt($"{member}[{i}]", "import.text");
            }
            else if (texts.Contains(text))
            {
                ProblemAt($"{member}[{i}]", "import.twice", text);
            }
            else
            {
                texts.Add(text);
            }
        }
        return texts;
    }

    public IEnumerable<ImportNode> List(string member, bool required = true) =>
        Items(member, required).Select(pair => new ImportNode(pair.Item, _problems, _file, $"{Path(member)}[{pair.Index}]"));

    /// <returns>Null for what is no text, half a surrogate pair among it, which the JSON grammar allows and nothing can show.</returns>
    private static string? Words(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()!.Trim() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private DateOnly? Parsed(string member, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }
        ProblemAt(member, "import.date", text);
        return null;
    }

    private T Chosen<T>(string member, string text, IReadOnlyList<T> values, Func<T, string> code) where T : struct
    {
        foreach (var value in values)
        {
            if (code(value) == text)
            {
                return value;
            }
        }
        ProblemAt(member, "import.choice", text, string.Join('、', values.Select(code)));
        return default;
    }

    private (JsonElement Item, int Index)[] Items(string member, bool required)
    {
        if (Element(member) is not { } found)
        {
            if (required)
            {
                ProblemAt(member, "import.missing");
            }
            return [];
        }
        if (found.ValueKind != JsonValueKind.Array)
        {
            ProblemAt(member, "import.list");
            return [];
        }
        return [.. found.EnumerateArray().Select((item, i) => (item, i))];
    }

    private JsonElement? Element(string member) =>
        _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(member, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    private string Path(string member) => _path.Length == 0 ? member : $"{_path}.{member}";

    private string Where(string? member)
    {
        var path = member is null ? _path : Path(member);
        return path.Length == 0 ? _file : $"{_file}: {path}";
    }
}
