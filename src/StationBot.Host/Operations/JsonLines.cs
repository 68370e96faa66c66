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
        StreamWriter opened;
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
        var (number, done, failed) = (0, 0, 0);
        await foreach (var line in File.ReadLinesAsync(input.FullName, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            JsonObject answer;
            try
            {
                var given = JsonNode.Parse(line) as JsonObject ?? throw new FormatException("the line is not a JSON object");
                answer = await map(given, cancellationToken);
                done++;
            }
            catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
            {
                failed++;
                answer = new JsonObject { ["line"] = number, ["error"] = wrong.Message };
                await Console.Error.WriteLineAsync($"line {number}: {wrong.Message}");
            }
            await writer.WriteLineAsync(answer.ToJsonString(Readable));
            if ((done + failed) % 1000 == 0)
            {
                await Console.Error.WriteLineAsync($"{done + failed} lines…");
            }
        }
        await Console.Error.WriteLineAsync($"{done} done, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    /// <exception cref="FormatException">The field is missing or not a string.</exception>
    public static string Text(JsonObject given, string name) =>
        given[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new FormatException($"the field '{name}' must be a string");
}
