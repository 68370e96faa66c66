using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using StationBot.Channels.Sending;
using StationBot.Handling.Cases;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeCom;

/// <summary>What a member of staff wrote about a case.</summary>
/// <param name="Rest">What stands behind the number.</param>
internal sealed record StaffMessage(CaseNo Number, string Rest);

/// <summary>A step, read from a member's words.</summary>
/// <param name="By">Whose step it is.</param>
/// <param name="Data">Null: something that the step needs is not there.</param>
internal sealed record StaffCommand(CaseActor By, CaseAction Action, StepData? Data, string Reason = "");

/// <summary>Reads <c>QH20261127-0001 退回 单位：… 依据：… 理由：…</c>. The words stand in dialogs/channels.yaml, several for one thing parted by 、.</summary>
internal sealed partial class StaffCommands(ChannelWords words, IAreaDirectory directory)
{
    private static readonly char[] Between = [' ', ',', '，', ':', '：', ';', '；', '。', '.', '、', '!', '！', '\n', '\r', '\t'];

    /// <returns>Null: it names no case.</returns>
    public static StaffMessage? Message(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormKC);
        return Number().Match(plain) is { Success: true } found
            // Only at the beginning a number says of what the words are; a copied notice begins with its title.
            ? new StaffMessage(new CaseNo(found.Value.ToUpperInvariant()), Title().Match(plain).Length == found.Index ? plain[(found.Index + found.Length)..].Trim(Between) : "")
            : null;
    }

    /// <returns>Null: no word of a step stands at the beginning.</returns>
    public StaffCommand? Read(string rest, string member, string? unit)
    {
        var verbs = ChannelWords.DeskVerbs.SelectMany(key => Words(key).Select(word => (Key: key, Word: word))).OrderByDescending(v => v.Word.Length);
        if (verbs.FirstOrDefault(v => rest.StartsWith(v.Word, StringComparison.Ordinal)) is not { Key: { } verb, Word: { } said })
        {
            return null;
        }
        var text = rest[said.Length..].Trim(Between);
        var (main, parts) = Parts(text);
        return verb switch
        {
            ChannelWords.DeskAcknowledge => new(CaseActor.Department, CaseAction.Acknowledge, new AcknowledgeData(member), text),
            ChannelWords.DeskReturn => Return(main, parts),
            ChannelWords.DeskPlan => Progress(text, ProgressKind.Plan),
            ChannelWords.DeskContact => Progress(text, ProgressKind.Contact),
            ChannelWords.DeskProgress => Progress(text, ProgressKind.Progress),
            ChannelWords.DeskReply => Reply(main, parts),
            ChannelWords.DeskOpinion => new(CaseActor.Department, CaseAction.GiveCoOpinion, text.Length == 0 ? null : new OpinionData(unit, text)),
            _ => new(CaseActor.Deputy, CaseAction.Nudge, new NudgeData(NudgeKind.During), text),
        };
    }

    private static StaffCommand Progress(string text, ProgressKind kind) => new(CaseActor.Department, CaseAction.Progress, text.Length == 0 ? null : new ProgressData(text, kind));

    private StaffCommand Return(string main, ILookup<string, string> parts)
    {
        var (unit, basis, reason) = (parts[ChannelWords.DeskUnit].FirstOrDefault(), parts[ChannelWords.DeskBasis].FirstOrDefault(), parts[ChannelWords.DeskReason].FirstOrDefault() ?? main);
        return new(CaseActor.Department, CaseAction.ReturnByDepartment, string.IsNullOrEmpty(unit) || string.IsNullOrEmpty(basis) || reason.Length == 0 ? null : new ReturnData(CodeOf(unit), basis), reason);
    }

    private StaffCommand Reply(string main, ILookup<string, string> parts)
    {
        var classes = Enum.GetValues<ReplyClass>().SelectMany(c => Words(ChannelWords.Desk + c).Select(word => (Class: (ReplyClass?)c, Word: word)));
        var (kind, word) = classes.OrderByDescending(c => c.Word.Length).FirstOrDefault(c => main.StartsWith(c.Word, StringComparison.Ordinal));
        var text = kind is null ? "" : main[word.Length..].Trim(Between);
        // A promise ends with its day; one without is refused by the rules of the loop, which say why.
        var promises = parts[ChannelWords.DeskPromise].Select(p => Day().Match(p) is { Success: true } day && DateOnly.TryParseExact(day.Value, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due)
            ? new Promise(p.Remove(day.Index, day.Length).Trim(Between), due) : new Promise(p, default));
        var answers = parts[ChannelWords.DeskDemand].Select((a, i) => new DemandAnswer(i + 1, a));
        return new(CaseActor.Department, CaseAction.Reply, text.Length == 0 ? null : new ReplyData(text, kind, [.. promises], null, [.. answers]));
    }

    /// <summary>Labelled parts behind the main words; a label may bear a number (诉求2).</summary>
    private (string Main, ILookup<string, string> Parts) Parts(string text)
    {
        var labels = ChannelWords.DeskLabels.SelectMany(key => Words(key).Select(word => (Key: key, Word: word))).ToDictionary(l => l.Word, l => l.Key, StringComparer.Ordinal);
        var found = Regex.Matches(text, $"(?<label>{string.Join('|', labels.Keys.Select(Regex.Escape))})[0-9]{{0,2}}:", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)).ToList();
        var parts = found.Select((m, i) => (Key: labels[m.Groups["label"].Value], Value: text[(m.Index + m.Length)..(i + 1 < found.Count ? found[i + 1].Index : text.Length)].Trim(Between)));
        return (text[..(found.Count > 0 ? found[0].Index : text.Length)].Trim(Between), parts.ToLookup(p => p.Key, p => p.Value));
    }

    /// <summary>What is no unit's name stays as it is: the loop says so.</summary>
    private string CodeOf(string unit) =>
        directory.Current.Departments.FirstOrDefault(d => d.ShortName == unit || d.FullName == unit || d.Code.Equals(unit, StringComparison.OrdinalIgnoreCase))?.Code ?? unit;

    private string[] Words(string key) => words[key].Split('、', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"[A-Z]{1,8}\d{8}-\d{4,}", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s*(?:【[^】]*】)?\s*")]
    private static partial Regex Title();

    [GeneratedRegex(@"\d{4}-\d{1,2}-\d{1,2}")]
    private static partial Regex Day();
}
