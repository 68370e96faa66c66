using System.Text;
using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;
using YamlDotNet.RepresentationModel;

namespace StationBot.Conversations.Definitions;

/// <summary>Reads dialogs/{texts,intake,numbers,page,channels,notices}.yaml and refuses whatever would fail later, in front of a resident.</summary>
public static partial class DialogLoader
{
    private static readonly string[] ConditionKeys = ["topic", "problemType", "flag", "signal", "intent", "words"];
    private static readonly Dictionary<string, Slot> SlotCodes = Slots.All.ToDictionary(s => s.Code());
    private static readonly Dictionary<string, Topic> TopicCodes = Topics.All.ToDictionary(t => t.Code());
    private static readonly Dictionary<string, Flag> FlagCodes = Enum.GetValues<Flag>().ToDictionary(f => f.Code());
    private static readonly Dictionary<string, Intent> IntentCodes = Enum.GetValues<Intent>().ToDictionary(i => i.Code());
    private static readonly Dictionary<string, Signals> SignalNames = Enum.GetValues<Signals>().ToDictionary(s => s.ToString());

    /// <exception cref="DialogDefinitionException">Something is missing, unknown or too long; every problem is listed with file and line.</exception>
    public static DialogDefinition Load(string folder)
    {
        var problems = new List<DialogProblem>();
        var intake = Open(folder, "intake.yaml", problems, out var intakeFile);
        var limits = Limits(intakeFile, intake);
        var texts = Texts(Open(folder, "texts.yaml", problems, out var textsFile), textsFile, TextRules.All, limits.LongestText);
        var page = Texts(Open(folder, "page.yaml", problems, out var pageFile), pageFile, TextRules.Page, limits.LongestText);
        var channels = Texts(Open(folder, "channels.yaml", problems, out var channelsFile), channelsFile, TextRules.Channels, limits.LongestText);
        var notices = Texts(Open(folder, "notices.yaml", problems, out var noticesFile), noticesFile, NoticeRules.All, limits.LongestText);
        var numbers = Open(folder, "numbers.yaml", problems, out var numbersFile);
        YamlNode? Part(string key)
        {
            var part = intake is null ? null : YamlFile.Get(intake, key);
            if (part is null && intake is not null)
            {
                intakeFile.Complain(intake, "key.missing", key);
            }
            return part;
        }

        var definition = new DialogDefinition
        {
            Texts = new DialogTexts(texts),
            Limits = limits,
            Questions = [.. intakeFile.Items(Part("questions")).Select(n => Question(intakeFile, n, texts))],
            Advice = [.. intakeFile.Items(Part("advice")).Select(n => Advice(intakeFile, n, limits.LongestText))],
            Emergencies = [.. intakeFile.Items(Part("emergencies")).Select(n => Emergency(intakeFile, n, texts))],
            Answers = [.. intakeFile.Items(Part("answers")).Select(n => Answer(intakeFile, n, limits.LongestText))],
            Statuses = Statuses(intakeFile, Part("statuses")),
            Choices = Choices(intakeFile, Part("choices")),
            Numbers = Numbers(numbersFile, numbers),
            Page = page,
            Channels = channels,
            Notices = new DialogTexts(notices),
            ProblemTypes = [.. intakeFile.Everywhere(intake, "problemType")],
        };
        foreach (var flag in Enum.GetValues<Flag>().Where(f => FlagTable.SeverityOf(f) == Severity.P0))
        {
            if (intake is not null && definition.Emergencies.All(e => e.Flag != flag))
            {
                intakeFile.Complain(Part("emergencies"), "emergency.missing", flag.Code());
            }
        }
        return problems.Count == 0 ? definition : throw new DialogDefinitionException(problems);
    }

    private static YamlNode? Open(string folder, string name, List<DialogProblem> problems, out YamlFile file)
    {
        var shown = "dialogs/" + name;
        file = new YamlFile(shown, problems);
        var path = Path.Combine(folder, name);
        if (File.Exists(path))
        {
            try
            {
                return file.Load(File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)));
            }
            catch (DecoderFallbackException)
            {
                file.Complain(null, "file.encoding"); // an old Notepad writes ANSI: the words in it are none
                return null;
            }
        }
        file.Complain(null, "file.missing");
        return null;
    }

    private static Dictionary<string, string> Texts(YamlNode? root, YamlFile file, IReadOnlyDictionary<string, TextRule> rules, int longest)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (key, node) in file.Entries(root, rules.Keys.ToArray()))
        {
            var text = ((node as YamlScalarNode)?.Value ?? "").Trim();
            var rule = rules[key];
            texts[key] = text;
            if (text.Length == 0)
            {
                file.Complain(node, "text.empty", key);
            }
            if (text.Length > longest)
            {
                file.Complain(node, "text.long", key, text.Length, longest);
            }
            if (text.Count(c => c is '?' or '？') > 1)
            {
                file.Complain(node, "text.questions", key);
            }
            foreach (Match placeholder in Placeholder().Matches(text))
            {
                if (!rule.Placeholders.Contains(placeholder.Groups[1].Value))
                {
                    file.Complain(node, rule.Placeholders.Length == 0 ? "text.no_placeholder" : "text.placeholder", key, placeholder.Value, string.Join('、', rule.Placeholders.Select(p => $"{{{p}}}")));
                }
            }
            foreach (var word in rule.MustContain.Where(w => !text.Contains(w, StringComparison.Ordinal)))
            {
                file.Complain(node, "text.keep", key, word);
            }
        }
        foreach (var key in rules.Keys.Where(k => !texts.ContainsKey(k)))
        {
            if (root is not null)
            {
                file.Complain(root, "text.missing", key);
            }
            // Of a file that cannot be read at all nothing more is said: whatever points into it is not wrong.
            texts[key] = "";
        }
        return texts;
    }

    /// <summary>Numbers without which nobody may open the page. domain.md §0 fact 4.</summary>
    private static readonly string[] AlwaysShown = ["110", "119", "120"];

    private static PhoneNumber[] Numbers(YamlFile file, YamlNode? root)
    {
        PhoneNumber[] numbers = [.. file.Items(root).Select(n => new PhoneNumber(file.Text(n, "number"), file.Text(n, "for"), file.Text(n, "shown") is "yes" or "true"))];
        foreach (var missing in AlwaysShown.Where(a => root is not null && !numbers.Any(n => n.Number == a && n.Shown)))
        {
            file.Complain(root, "numbers.shown", missing);
        }
        return numbers;
    }

    private static DialogLimits Limits(YamlFile file, YamlNode? intake)
    {
        if (intake is null || YamlFile.Get(intake, "limits") is not { } limits)
        {
            file.Complain(intake, "key.missing", "limits");
            return new DialogLimits(4, 2, 24, 60, 300, 3, 15);
        }
        return new DialogLimits(
            file.Number(limits, "questions", 1, 10), file.Number(limits, "clarifications", 1, 5), file.Number(limits, "idleHours", 1, 720),
            file.Number(limits, "summaryCharacters", 20, 300), file.Number(limits, "longestText", 80, 600),
            file.Number(limits, "reviewDays", 1, 60), file.Number(limits, "dataRequestDays", 1, 60));
    }

    private static Question Question(YamlFile file, YamlNode node, Dictionary<string, string> texts)
    {
        var slot = file.Known(node, file.Text(node, "slot"), SlotCodes)?.Value ?? default;
        var required = YamlFile.Get(node, "required") is YamlScalarNode { Value: "true" };
        return new Question(slot, Enum.Parse<Ask>(slot.ToString()), TextKey(file, node, "text", texts), required, Condition(file, node, "when"), Condition(file, node, "unless"));
    }

    private static Advice Advice(YamlFile file, YamlNode node, int longest)
    {
        var say = file.Text(node, "say");
        if (say.Length > longest)
        {
            file.Complain(node, "text.long", "say", say.Length, longest);
        }
        return new Advice(file.Text(node, "id"), say, Condition(file, node, "when"), Condition(file, node, "unless"));
    }

    private static StandingAnswer Answer(YamlFile file, YamlNode node, int longest)
    {
        var say = file.Text(node, "say");
        if (say.Length > longest)
        {
            file.Complain(node, "text.long", "say", say.Length, longest);
        }
        var collecting = YamlFile.Get(node, "collecting") is null ? null : file.Text(node, "collecting");
        if (collecting?.Length > longest)
        {
            file.Complain(node, "text.long", "collecting", collecting.Length, longest);
        }
        return new StandingAnswer(file.Text(node, "id"), file.Words(YamlFile.Get(node, "words")), file.Number(node, "longest", 2, 60), say, collecting);
    }

    private static EmergencyText Emergency(YamlFile file, YamlNode node, Dictionary<string, string> texts)
    {
        string? Optional(YamlNode owner, string key) => YamlFile.Get(owner, key) is null ? null : TextKey(file, owner, key, texts);
        return new EmergencyText(FlagOf(file, node, "flag"), TextKey(file, node, "text", texts), Optional(node, "ask"), Optional(node, "more"), Optional(node, "safe"), Optional(node, "line"),
            [.. file.Items(YamlFile.Get(node, "instead")).Select(i => new InsteadText(
                Heard(file, i, "when"), YamlFile.Get(i, "also") is null ? Definitions.Condition.Never : Heard(file, i, "also"), TextKey(file, i, "text", texts), Optional(i, "ask"), Optional(i, "staff"), Optional(i, "more"), Optional(i, "safe"), Optional(i, "line")))]);
    }

    /// <summary>In an emergency there is no matter yet: only flags, signals and the message's words can hold.</summary>
    private static Condition Heard(YamlFile file, YamlNode owner, string key)
    {
        var when = Condition(file, owner, key);
        if (when.IsEmpty || when.Topics.Count + when.ProblemTypes.Count + when.Intents.Count > 0)
        {
            file.Complain(owner, "when.heard");
        }
        return when;
    }

    private static Dictionary<CaseStatus, string> Statuses(YamlFile file, YamlNode? node)
    {
        var statuses = file.Entries(node, Enum.GetNames<CaseStatus>()).ToDictionary(e => Enum.Parse<CaseStatus>(e.Key), e => (e.Value as YamlScalarNode)?.Value ?? "");
        foreach (var status in Enum.GetValues<CaseStatus>().Where(s => node is not null && !statuses.ContainsKey(s)))
        {
            file.Complain(node, "status.missing", status);
        }
        return statuses;
    }

    private static Dictionary<string, string> Choices(YamlFile file, YamlNode? node)
    {
        string[] known = ["yes", "no", "skip_contact", "nothing_more"];
        var choices = file.Entries(node, known).ToDictionary(e => e.Key, e => (e.Value as YamlScalarNode)?.Value ?? "");
        foreach (var key in known.Where(k => node is not null && !choices.ContainsKey(k)))
        {
            file.Complain(node, "choice.missing", key);
        }
        return choices;
    }

    private static string TextKey(YamlFile file, YamlNode node, string key, Dictionary<string, string> texts)
    {
        var name = file.Text(node, key);
        if (name.Length > 0 && !texts.ContainsKey(name))
        {
            file.Complain(YamlFile.Get(node, key), "text.unknown", $"{key}: {name}");
        }
        return name;
    }

    private static Flag FlagOf(YamlFile file, YamlNode node, string key) => file.Known(node, file.Text(node, key), FlagCodes)?.Value ?? default;

    private static Condition Condition(YamlFile file, YamlNode owner, string key)
    {
        if (YamlFile.Get(owner, key) is not { } node)
        {
            return Definitions.Condition.Never;
        }
        var parts = file.Entries(node, ConditionKeys).ToDictionary(e => e.Key, e => e.Value);
        return new Condition
        {
            Topics = file.Words(parts.GetValueOrDefault("topic"), TopicCodes),
            ProblemTypes = file.Words(parts.GetValueOrDefault("problemType")),
            Flags = file.Words(parts.GetValueOrDefault("flag"), FlagCodes),
            Intents = file.Words(parts.GetValueOrDefault("intent"), IntentCodes),
            Signals = file.Words(parts.GetValueOrDefault("signal"), SignalNames).Aggregate(Signals.None, (a, b) => a | b),
            Words = file.Words(parts.GetValueOrDefault("words")),
        };
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
