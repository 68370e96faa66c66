using System.Text;

namespace StationBot.Understanding.Offline.Learned;

/// <summary>One row of a district's archive.</summary>
/// <param name="Texts">As written, in the order of the columns asked for.</param>
/// <param name="Alternatives">Other labels that a careful reader would accept.</param>
public sealed record LabelledRow(int Line, string[] Texts, IReadOnlyList<string> Labels, IReadOnlyList<string> Alternatives, string Group);

/// <summary>Which columns of a tab-separated file with a header line mean what.</summary>
/// <param name="Text">Columns of text, the longest (body) last.</param>
/// <param name="Group">Null: every row is a group of its own.</param>
/// <param name="Many">A label cell may hold several labels, with commas between, or <c>-</c> for none.</param>
public sealed record Columns(IReadOnlyList<string> Text, string Label, string? Group = null, string? Alt = null, bool Many = false);

/// <summary>Reads labelled messages from a tab-separated file. A bad row is told with its line and left out; a bad header ends the reading.</summary>
public static class LabelledFile
{
    /// <summary>Opens a file of UTF-8, or of UTF-16 that says so in its first bytes.</summary>
    public static StreamReader Open(string file) =>
        new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);

    /// <param name="problem">Told what is wrong with a row.</param>
    /// <exception cref="FormatException">
    /// A column that was asked for is not in the header: the message lists those that are. Or the file is not UTF-8: it says how to save it.
    /// </exception>
    public static IEnumerable<LabelledRow> Read(TextReader file, Columns columns, Action<string> problem)
    {
        var header = Line(file, 1)?.TrimStart('\ufeff').Split('\t') ?? throw new FormatException("the file is empty; its first line must name the columns");
        int Place(string column) => Array.IndexOf(header, column) is var at and >= 0
            ? at
            : throw new FormatException($"there is no column '{column}'; the first line names: {string.Join(", ", header)}");
        int[] texts = [.. columns.Text.Select(Place)];
        var label = Place(columns.Label);
        var group = columns.Group is null ? -1 : Place(columns.Group);
        var alt = columns.Alt is null ? -1 : Place(columns.Alt);
        for (var line = 2; Line(file, line) is { } row; line++)
        {
            if (row.Length == 0)
            {
                continue;
            }
            var cells = row.Split('\t');
            if (cells.Length != header.Length)
            {
                problem($"line {line}: {cells.Length} columns where the first line names {header.Length}; left out");
                continue;
            }
            string[] said = [.. texts.Select(t => cells[t])];
            var labels = cells[label].Trim();
            if (said.All(string.IsNullOrWhiteSpace) || (labels.Length == 0 && !columns.Many))
            {
                problem($"line {line}: no {(labels.Length == 0 ? "label" : "text")}; left out");
                continue;
            }
            yield return new LabelledRow(
                line, said, columns.Many ? Split(labels) : [labels], alt < 0 ? [] : Split(cells[alt]),
                group < 0 || cells[group].Length == 0 ? $"line {line}" : cells[group]);
        }
    }

    private static string? Line(TextReader file, int line)
    {
        try
        {
            return file.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            // What Excel saves as "text" in China is GBK: read as UTF-8 its labels would be learned as rubbish.
            throw new FormatException($"第 {line} 行附近不是 UTF-8（可能是 GBK）。请在记事本里“另存为”并把编码选成 UTF-8 / around line {line} it is not UTF-8, perhaps GBK: save it as UTF-8 and try again");
        }
    }

    private static string[] Split(string cell) => cell.Trim() is "" or "-" ? [] : cell.Split([',', ';', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
