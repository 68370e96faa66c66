using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StationBot.Host.Operations;

/// <summary>Line-by-line JSON work: a bad line gives an error record with its number and the run goes on.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Exit code: 0, or 1 when any line failed or a file cannot be opened.</returns>
    public static async Task<int> MapAsync(FileInfo input, FileInfo? output, Func<JsonObject, CancellationToken, Task<JsonObject>> map, CancellationToken cancellationToken)
    {
        if (!input.Exists)
        {
            await Console.Error.WriteLineAsync($"找不到文件 / no such file: {input.FullName}");
            return 1;
        }
        if (output is not null && Outputs.IsRead(output, [input]))
        {
            return 1;
        }
        StreamWriter opened;
        // Held while the output is opened: that refuses a second name of the same file (a link) before anything of it is lost.
        await using var held = Held(input);
        try
        {
            opened = new StreamWriter(output is null ? Console.OpenStandardOutput() : output.Open(FileMode.Create, FileAccess.Write));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"不能写入文件 / cannot write the file: {output?.FullName}: {wrong.Message}");
            return 1;
        }
        await using var writer = opened;
        var (first, done, failed) = (1, 0, 0);
        await foreach (var block in File.ReadLinesAsync(input.FullName, cancellationToken).Chunk(BlockSize).WithCancellation(cancellationToken))
        {
            var answers = new (JsonObject? Answer, string? Wrong)[block.Length];
            await Parallel.ForAsync(0, block.Length, cancellationToken, async (i, ct) => answers[i] = await AnswerAsync(block[i], map, ct));
            for (var i = 0; i < block.Length; i++)
            {
                if (answers[i].Wrong is { } wrong)
                {
                    failed++;
                    await Console.Error.WriteLineAsync($"line {first + i}: {wrong}");
                    answers[i].Answer = new JsonObject { ["line"] = first + i, ["error"] = wrong };
                }
                else if (answers[i].Answer is not null)
                {
                    done++;
                }
                await writer.WriteAsync(answers[i].Answer is { } answer ? answer.ToJsonString(Readable) + "\n" : "");
            }
            first += block.Length;
            if (block.Length == BlockSize)
            {
                await Console.Error.WriteLineAsync($"{done + failed} lines…");
            }
        }
        await Console.Error.WriteLineAsync($"{done} done, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static FileStream? Held(FileInfo input)
    {
        try
        {
            return input.Open(FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null; // told by whoever reads the lines
        }
    }

    // Lines know nothing of each other: a block of them is worked on by all cores, and written in the file's order.
    private const int BlockSize = 1000;

    /// <summary>Neither answer nor error for an empty line.</summary>
    private static async Task<(JsonObject? Answer, string? Wrong)> AnswerAsync(string line, Func<JsonObject, CancellationToken, Task<JsonObject>> map, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return default;
        }
        try
        {
            var given = JsonNode.Parse(line) as JsonObject ?? throw new FormatException("the line is not a JSON object");
            return (await map(given, cancellationToken), null);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            return (null, wrong.Message);
        }
    }

    /// <exception cref="FormatException">The field is missing or not a string.</exception>
    public static string Text(JsonObject given, string name) =>
        given[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new FormatException($"the field '{name}' must be a string");
}
