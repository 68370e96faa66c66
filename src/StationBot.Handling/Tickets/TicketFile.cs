using System.Globalization;
using System.Text;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;

namespace StationBot.Handling.Tickets;

/// <summary>工单: one line of a file that is exchanged with 12345.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="CaseNo">Our own number, when the other side knows it.</param>
public sealed record TicketLine(
    int Line, string Number, DateTimeOffset? AcceptedAt, string Category, string Text, string Place, string Status, string Unit, DateTimeOffset? ClosedAt, string? CaseNo);

/// <param name="Line">Null for the file as a whole.</param>
public sealed record TicketProblem(int? Line, string Text);

/// <summary>The files that are exchanged with 12345: CSV with the columns 工单号, 受理时间, 类别, 内容, 地点, 状态, 办理单位, 办结时间, 事项编号, in any order.</summary>
public static class TicketFile
{
    /// <summary>The other system's name in links and logs.</summary>
    public const string Hotline = "12345";

    private const int LongestNumber = 64;
    private const int LongestName = 50;
    private const int LongestText = 10_000;
    private static readonly string[] Columns = ["number", "acceptedAt", "category", "text", "place", "status", "unit", "closedAt", "caseNo"];
    private static readonly string[] TimeForms = ["yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d"];

    /// <summary>Reads a file, UTF-8 (with or without its mark) or GB18030.</summary>
    /// <param name="problems">All that is wrong with it; the lines are worth nothing then.</param>
    public static IReadOnlyList<TicketLine> Read(byte[] bytes, WorkCalendar calendar, DateTimeOffset now, TicketOptions options, out IReadOnlyList<TicketProblem> problems)
    {
        List<TicketProblem> found = [];
        problems = found;
        if (bytes.Length > options.MostMegabytes * 1024L * 1024)
        {
            return Wrong(null, "problem.too_big", options.MostMegabytes);
        }
        if (Decode(bytes) is not { } text)
        {
            return Wrong(null, "problem.encoding");
        }
        var rows = Csv.Read(text, out var unclosed);
        if (unclosed is { } quote)
        {
            return Wrong(quote, "problem.quote");
        }
        if (rows.Count == 0)
        {
            return Wrong(null, "problem.empty");
        }
        if (rows.Count - 1 > options.MostLines)
        {
            return Wrong(null, "problem.too_many", options.MostLines);
        }
        var places = Places(rows[0]);
        if (found.Count > 0)
        {
            return [];
        }
        List<TicketLine> lines = [];
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (var row in rows.Skip(1))
        {
            if (row.Cells.Count != rows[0].Cells.Count)
            {
                Wrong(row.Line, "problem.cells", row.Cells.Count, rows[0].Cells.Count);
                continue;
            }
            var line = LineOf(row);
            if (!seen.TryAdd(line.Number, line.Line))
            {
                Wrong(line.Line, "problem.twice", line.Number, seen[line.Number]);
            }
            lines.Add(line);
        }
        return found.Count == 0 ? lines : [];

        TicketLine[] Wrong(int? line, string key, params object?[] words)
        {
            found.Add(new TicketProblem(line, TicketTexts.Of(key, words)));
            return [];
        }

        Dictionary<string, int> Places(CsvRow header)
        {
            Dictionary<string, int> at = [];
            foreach (var (name, index) in header.Cells.Select((n, i) => (n, i)))
            {
                if (Columns.FirstOrDefault(c => Name(c) == name) is not { } column)
                {
                    Wrong(header.Line, "problem.unknown_column", name, string.Join(' ', Columns.Select(Name)));
                }
                else if (!at.TryAdd(column, index))
                {
                    Wrong(header.Line, "problem.twice_column", name);
                }
            }
            foreach (var missing in Columns.Where(c => !at.ContainsKey(c)))
            {
                Wrong(header.Line, "problem.missing_column", Name(missing));
            }
            return at;
        }

        TicketLine LineOf(CsvRow row)
        {
            var number = Text("number", LongestNumber, needed: true);
            if (number.Length > 0 && !number.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                Wrong(row.Line, "problem.number", number, LongestNumber);
            }
            if (new[] { "status", "unit", "category" }.FirstOrDefault(c => ReplyText.HasForeignData(row.Cells[places[c]], null)) is { } personal)
            {
                Wrong(row.Line, "problem.personal", Name(personal)); // it would stand in the log of the case for good
            }
            var (accepted, closed) = (Time("acceptedAt"), Time("closedAt"));
            if (closed < accepted)
            {
                Wrong(row.Line, "problem.order");
            }
            return new TicketLine(
                row.Line, number, accepted, Text("category", LongestName), Text("text", LongestText, needed: true), Text("place", LongestText), Text("status", LongestName, needed: true),
                Text("unit", LongestName), closed, Text("caseNo", LongestNumber) is { Length: > 0 } caseNo ? caseNo : null);

            string Text(string column, int longest, bool needed = false)
            {
                var value = row.Cells[places[column]];
                if (needed && value.Length == 0)
                {
                    Wrong(row.Line, "problem.needed", Name(column));
                }
                if (value.Length > longest)
                {
                    Wrong(row.Line, "problem.long", Name(column), longest);
                }
                return value;
            }

            DateTimeOffset? Time(string column)
            {
                var value = row.Cells[places[column]];
                if (value.Length == 0)
                {
                    return null;
                }
                if (!DateTime.TryParseExact(value.Replace('/', '-'), TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) || time.Year < 2000)
                {
                    Wrong(row.Line, "problem.time", Name(column), value);
                    return null;
                }
                var at = calendar.Moment(DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time));
                if (at > now)
                {
                    Wrong(row.Line, "problem.future", Name(column), value);
                }
                return at;
            }
        }
    }

    /// <summary>UTF-8 with its mark and CRLF, as spreadsheets want it.</summary>
    public static byte[] Write(IEnumerable<TicketLine> lines, WorkCalendar calendar)
    {
        var text = new StringBuilder(Csv.Write(Columns.Select(Name)));
        foreach (var line in lines)
        {
            text.Append(Csv.Write([line.Number, Time(line.AcceptedAt), line.Category, line.Text, line.Place, line.Status, line.Unit, Time(line.ClosedAt), line.CaseNo ?? ""]));
        }
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];

        string Time(DateTimeOffset? at) => at is { } known ? calendar.Local(known).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";
    }

    private static string Name(string column) => TicketTexts.Of($"column.{column}");

    /// <summary>Strict, UTF-8 first: Chinese in GB18030 is hardly ever valid UTF-8.</summary>
    private static string? Decode(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        Encoding[] known =
        [
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!,
        ];
        foreach (var encoding in known)
        {
            try
            {
                // A zero byte is some other format: UTF-16, a workbook.
                return encoding.GetString(rest) is var text && !text.Contains('\0') ? text : null;
            }
            catch (DecoderFallbackException)
            {
                // The next one.
            }
        }
        return null;
    }
}
