using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Host.Api;

namespace StationBot.Host.Tests.Api;

/// <summary>/openapi/v1.json and requests/*.http say what the table of steps says.</summary>
public sealed partial class DocumentTests(OneStation house) : IClassFixture<OneStation>
{
    private static readonly CaseAction[] Internal =
        [CaseAction.Adopt, CaseAction.Warn, CaseAction.TakeIn, CaseAction.LetGo, CaseAction.TicketStatus, CaseAction.DropSuggestion];

    [Fact]
    public async Task Each_action_of_the_table_has_its_path_its_data_and_its_codes_and_no_other_has()
    {
        var document = await ReadAsync();
        var paths = document["paths"]!.AsObject();
        var steps = paths.Select(p => p.Key).Where(k => StepPath().IsMatch(k)).Select(k => StepPath().Match(k).Groups[1].Value).ToArray();

        Assert.Equal(Transitions.All.Select(t => t.Action).Distinct().Except(Internal).Select(a => OfferedSteps.Address(a)).Order(), steps.Order());
        foreach (var action in OfferedSteps.All)
        {
            var post = paths["/api/v1/cases/{caseNo}/" + OfferedSteps.Address(action)]!["post"]!;
            var request = Schema(document, post["requestBody"]!["content"]!["application/json"]!["schema"]!);
            var data = Schema(document, request["properties"]!["data"]!["oneOf"]!.AsArray().Single(s => s!["$ref"] is not null)!);
            var fields = data["properties"]?.AsObject().Select(p => p.Key) ?? [];
            var description = post["description"]!.ToString();
            foreach (var row in Transitions.All.Where(t => t.Action == action))
            {
                Assert.Empty(OfferedSteps.NeedsOf(row).Where(n => n != "reason").Except(fields));
                Assert.All(row.Guards, g => Assert.Contains(g.Code, description, StringComparison.Ordinal));
            }
            Assert.Superset(new HashSet<string> { "200", "400", "401", "403", "404", "409", "412", "422" }, post["responses"]!.AsObject().Select(r => r.Key).ToHashSet());
            Assert.Equal(["Idempotency-Key", "If-Match", "caseNo"], post["parameters"]!.AsArray().Select(p => p!["name"]!.ToString()).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Every_path_has_a_summary_and_the_document_names_its_tokens()
    {
        var document = await ReadAsync();

        Assert.All(document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()), o => Assert.NotEmpty(o.Value!["summary"]!.ToString()));
        Assert.Equal("bearer", document["components"]!["securitySchemes"]!["token"]!["scheme"]!.ToString());
        Assert.Contains(document["paths"]!["/api/v1/cases"]!["get"]!["parameters"]!.AsArray(), p => p!["name"]!.ToString() == "dueBefore");
        Assert.DoesNotContain(document["paths"]!.AsObject(), p => !p.Key.StartsWith("/api/v1/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AssignData", "liaison", 100)]
    [InlineData("AssignData", "standard", 500)]
    [InlineData("ReplyData", "text", 4000)]
    [InlineData("ReplyData", "evidence", 500)]
    [InlineData("Promise", "text", 4000)]
    [InlineData("SuggestionData", "title", 500)]
    [InlineData("StepRequestOfReplyData", "reason", 4000)]
    public async Task The_length_of_a_text_is_named(string schema, string property, int most)
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!.AsObject();

        var field = schemas[schema]!["properties"]![property]!;
        Assert.Equal(most, (int)(field["items"] ?? field)["maxLength"]!);
    }

    [Fact]
    public async Task A_step_takes_json_and_nothing_else() => Assert.All((await ReadAsync())["paths"]!.AsObject().Select(p => p.Value!["post"]?["requestBody"]?["content"]).OfType<JsonObject>(),
        content => Assert.Equal(["application/json"], content.Select(c => c.Key)));

    [Theory]
    [InlineData("EventView", "reason")]
    [InlineData("PageOfCommitmentView", "next")]
    [InlineData("StepView", "to")]
    public async Task What_an_answer_leaves_out_when_it_is_absent_is_not_required(string schema, string property)
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!.AsObject();

        Assert.NotNull(schemas[schema]!["properties"]![property]);
        Assert.DoesNotContain(property, schemas[schema]!["required"]?.AsArray().Select(r => r!.ToString()) ?? []);
        Assert.Contains("caseNo", schemas["CommitmentView"]!["required"]!.AsArray().Select(r => r!.ToString()));
    }

    [Fact]
    public async Task The_requests_to_try_go_to_paths_that_are_there()
    {
        var paths = (await ReadAsync())["paths"]!.AsObject().Select(p => new Regex("^" + Regex.Replace(p.Key, @"\{[^}]+\}", "[^/?]+") + "$")).ToArray();
        var files = Directory.GetFiles(Path.Combine(StationProcess.Repository, "requests"), "*.http");

        var asked = files.SelectMany(File.ReadAllLines).Where(l => Verb().IsMatch(l)).Select(l => Verb().Match(l).Groups[1].Value).ToArray();

        Assert.NotEmpty(asked);
        Assert.All(asked, path => Assert.Contains(paths, p => p.IsMatch(path)));
    }

    [Fact]
    public void Every_sentence_is_there_and_none_is_left_over()
    {
        var source = string.Concat(Directory.GetFiles(Path.Combine(StationProcess.Repository, "src", "StationBot.Host", "Api"), "*.cs").Select(File.ReadAllText));

        Assert.All(ApiTexts.Keys.Where(k => !k.StartsWith("title.", StringComparison.Ordinal) && !k.StartsWith("role.", StringComparison.Ordinal)),
            key => Assert.Contains($"\"{(key.StartsWith("summary.", StringComparison.Ordinal) ? key["summary.".Length..] : key)}\"", source, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<Handling.Loop.TokenRole>(), role => Assert.Contains("role." + role, ApiTexts.Keys));
    }

    private static JsonNode Schema(JsonNode document, JsonNode schema) => document["components"]!["schemas"]![schema["$ref"]!.ToString().Split('/')[^1]]!;

    private async Task<JsonNode> ReadAsync() => JsonNode.Parse(await house.Station.As(null).GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;

    [GeneratedRegex(@"^/api/v1/cases/\{caseNo\}/((?!events$|steps$|similar$|files$|draft-summary$|draft-reply$)[a-z-]+)$")]
    private static partial Regex StepPath();

    [GeneratedRegex(@"^(?:GET|POST) \{\{host\}\}(/[^? ]*)")]
    private static partial Regex Verb();
}
