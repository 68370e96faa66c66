using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace StationBot.Host.Tests;

/// <summary>The shared dialogue cases, by the rules of dialog-cases.md: what must never fail, and how well the rest does.</summary>
public sealed partial class ConverseTests(ConverseTests.Played played) : IClassFixture<ConverseTests.Played>
{
    private static readonly string[] P0 = ["emergency", "fire", "gas", "medical", "crime", "traffic", "suicide", "minor_victim", "domestic_violence", "threat", "missing_person"];

    [Fact]
    public void Every_case_is_played_and_ends_with_a_disposition_or_a_case()
    {
        Assert.Equal(60, played.Cases.Count);
        Assert.All(played.Cases, c => Assert.True(c.Answer["disposition"] is not null || c.Answer["cases"]!.AsArray().Count > 0, c.Id));
        Assert.All(played.Cases, c => Assert.All(c.Answer["turns"]!.AsArray(), t => Assert.NotEmpty(t!["replies"]!.AsArray())));
    }

    [Fact]
    public void Every_emergency_is_seen_and_no_other_message_is_taken_for_one()
    {
        Assert.All(played.Cases, c =>
        {
            var wanted = Strings(c.Expect["flags"]);
            var raised = Strings(c.Answer["flags"]);
            Assert.True(wanted.Intersect(P0).All(raised.Contains), $"{c.Id}: wanted {string.Join(',', wanted)}, raised {string.Join(',', raised)}");
            Assert.Empty(raised.Intersect(P0).Except(wanted).Except(Strings(c.Expect["acceptable_flags"])).Select(f => $"{c.Id}: {f}"));
        });
    }

    [Fact]
    public void The_numbers_stand_in_the_first_message_before_any_question()
    {
        Assert.All(played.Cases.Where(c => Strings(c.Expect["flags"]).Intersect(P0.Except(["threat", "missing_person"])).Any()), c =>
            Assert.Contains(c.Answer["turns"]!.AsArray(), t =>
                Strings(t!["replies"]).FirstOrDefault() is { } first && EmergencyNumber().IsMatch(first) && !EmergencyNumber().Split(first)[0].Contains('?') && !EmergencyNumber().Split(first)[0].Contains('？')));
    }

    [Fact]
    public void Nothing_forbidden_is_said()
    {
        Assert.All(played.Cases, c => Assert.Empty(Strings(c.Expect["must_not_contain"]).Where(c.Said.Contains).Select(words => $"{c.Id}: {words}")));
    }

    [Fact]
    public void No_slot_is_invented()
    {
        Assert.All(played.Cases, c =>
        {
            var silent = c.Expect["slots"]!.AsObject().Where(s => s.Value is null).Select(s => s.Key);
            var filled = c.Answer["cases"]!.AsArray().SelectMany(one => one!["slots"]!.AsObject()).Where(s => !string.IsNullOrEmpty(s.Value?.ToString()));
            Assert.Empty(filled.Where(s => silent.Contains(s.Key)).Select(s => $"{c.Id}: {s.Key}={s.Value}"));
        });
    }

    [Fact]
    public void One_message_asks_one_thing()
    {
        Assert.All(played.Cases.SelectMany(c => c.Answer["turns"]!.AsArray()).SelectMany(t => Strings(t!["replies"])), message =>
            Assert.True(message.Count(character => character is '?' or '？') <= 1, message));
    }

    [Fact]
    public void Topics_reach_ninety_and_departments_eighty_five_percent()
    {
        var topics = played.Cases.Where(c => Strings(c.Expect["topics"]).Length > 0).ToArray();
        var departments = played.Cases.Where(c => Strings(c.Expect["departments"]).Length > 0).ToArray();

        var rightTopics = topics.Count(c => Strings(c.Expect["topics"]).Any(Given(c, "topics").Contains));
        var rightDepartments = departments.Count(c =>
            Given(c, "lead") is { Length: > 0 } leads ? leads.All(Strings(c.Expect["departments"]).Contains) : c.Expect["intent"]!.ToString() == "emergency");

        Assert.True(rightTopics >= 0.9 * topics.Length, $"topics: {rightTopics} of {topics.Length}");
        Assert.True(rightDepartments >= 0.85 * departments.Length, $"departments: {rightDepartments} of {departments.Length}");
    }

    private static string[] Given(PlayedCase one, string what) =>
        [.. one.Answer["cases"]!.AsArray().SelectMany(c => c![what] is JsonArray many ? Strings(many) : c[what] is { } single ? [single.ToString()] : [])];

    private static string[] Strings(JsonNode? list) => list is JsonArray array ? [.. array.Select(n => n!.ToString())] : [];

    [GeneratedRegex("11[09]|12[02]|12356|12338|12355")]
    private static partial Regex EmergencyNumber();

    public sealed record PlayedCase(string Id, JsonObject Expect, JsonObject Answer)
    {
        public string Said { get; } = string.Join('\n', Answer["turns"]!.AsArray().SelectMany(t => Strings(t!["replies"])));
    }

    /// <summary>Plays all cases once, through the verb as others call it.</summary>
    public sealed class Played : IAsyncLifetime
    {
        public IReadOnlyList<PlayedCase> Cases { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            var file = Path.Combine(AppContext.BaseDirectory, "dialog-cases.jsonl");
            var (exit, output, errors) = await StationProcess.RunAsync("converse", "--in", file);
            Assert.True(exit == 0, errors);
            var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject()).ToDictionary(a => a["id"]!.ToString());
            Cases = [.. File.ReadLines(file).Select(l => JsonNode.Parse(l)!.AsObject())
                .Select(c => new PlayedCase(c["id"]!.ToString(), c["expect"]!.AsObject(), answers[c["id"]!.ToString()]))];
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
