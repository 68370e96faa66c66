using System.Text;

namespace StationBot.Handling.Tickets;

/// <param name="Line">Where the row begins, from 1; a cell may hold line breaks.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Comma-separated text as spreadsheets write it (RFC 4180).</summary>
internal static class Csv
{
    /// <summary>Rows that hold anything; cells without the blanks around them.</summary>
    /// <param name="unclosed">The line in which a quote begins that never ends; null when all of them end. Such a row is left out.</param>
    public static List<CsvRow> Read(string text, out int? unclosed)
    {
        List<CsvRow> rows = [];
        List<string> cells = [];
        var cell = new StringBuilder();
        var (line, began, quoted) = (1, 1, (int?)null);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
            }
            if (quoted is not null)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[++i]);
                }
                else
                {
                    quoted = null;
                }
            }
            else if (c == '"' && string.IsNullOrWhiteSpace(cell.ToString()))
            {
                cell.Clear();
                quoted = line;
            }
            else if (c == ',')
            {
                End();
            }
            else if (c == '\n')
            {
                EndRow();
            }
            else
            {
                cell.Append(c);
            }
        }
        unclosed = quoted;
        if (quoted is null)
        {
            EndRow();
        }
        return rows;

        void End()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }

        void EndRow()
        {
            End();
            if (cells.Exists(one => one.Length > 0))
            {
                rows.Add(new CsvRow(began, cells));
            }
            (cells, began) = ([], line);
        }
    }

    /// <summary>One line. What a spreadsheet would take for a formula is written as text: residents' words stand in these files.</summary>
    public static string Write(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
