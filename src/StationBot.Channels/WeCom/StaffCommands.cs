using System.Globalization;
using System.Text.RegularExpressions;
using StationBot.Channels.Sending;
using StationBot.Handling.Cases;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeCom;

/// <summary>What a member of staff wrote about a case.</summary>
/// <param name="Rest">What stands behind the number.</param>
internal sealed record StaffMessage(CaseNo Number, string Rest);

/// <summary>A step, read from a member's words.</summary>
/// <param name="Data">Null: something that the step needs is not there.</param>
internal sealed record StaffCommand(CaseAction Action, StepData? Data, string Reason = "");

/// <summary>Reads <c>QH20261127-0001 退回 单位：… 依据：… 理由：…</c>. The words stand in dialogs/channels.yaml, several for one thing parted by 、.</summary>
internal sealed partial class StaffCommands(ChannelWords words, IAreaDirectory directory, TimeProvider time)
{
    private static readonly char[] Between = [' ', ',', '，', ':', '：', ';', '；', '。', '.', '、', '!', '！', '\n', '\r', '\t'];

    /// <summary>Steps that are taken by their word alone: 「签收？」 and 「签收 不了，不归我们管」 take none.</summary>
    private static readonly string[] NeedNoWords = [ChannelWords.DeskAcknowledge, ChannelWords.DeskCloseOut];

    /// <summary>Cases of one message.</summary>
    private const int MostParts = 20;

    /// <summary>Who says what; what is not in a role's list is no word of theirs.</summary>
    private static readonly Dictionary<CaseActor, string[]> Verbs = new()
    {
        [CaseActor.Department] =
        [
            ChannelWords.DeskAcknowledge, ChannelWords.DeskReturn, ChannelWords.DeskPlan, ChannelWords.DeskContact, ChannelWords.DeskProgress, ChannelWords.DeskReply,
            ChannelWords.DeskOpinion, ChannelWords.DeskExtend, ChannelWords.DeskFulfil, ChannelWords.DeskConsult,
        ],
        [CaseActor.Deputy] = [ChannelWords.DeskNudge, ChannelWords.DeskConsult],
        [CaseActor.Office] = [ChannelWords.DeskNudge, ChannelWords.DeskApproveExtension, ChannelWords.DeskRefuseExtension, ChannelWords.DeskReassign],
        [CaseActor.StationStaff] = [ChannelWords.DeskNudge, ChannelWords.DeskConsult, ChannelWords.DeskRejectReply, ChannelWords.DeskFeedback, ChannelWords.DeskCloseOut],
    };

    /// <summary>
    /// What is written about each case: line by line where a line begins with a number and a step, the same of all where several numbers stand before it, and of a
    /// notice that is answered by a quotation, the reply.
    /// </summary>
    /// <returns>None: no case is named.</returns>
    public IReadOnlyList<StaffMessage> Messages(string text)
    {
        List<(List<CaseNo> Numbers, string Words)> parts = [];
        text = Unquoted(text.Trim());
        foreach (var line in text.Split('\n'))
        {
            var (numbers, rest) = Numbers(line);
            if (numbers.Count > 0 && parts.Count < MostParts && (parts.Count == 0 || rest.Length == 0 || IsStep(rest)))
            {
                parts.Add((numbers, rest));
            }
            else if (parts.Count > 0)
            {
                parts[^1] = (parts[^1].Numbers, Said($"{parts[^1].Words}\n{line}"));
            }
            else
            {
                return Message(text) is { } only ? [only] : [];
            }
        }
        for (var i = parts.Count - 2; i >= 0; i--)
        {
            // Numbers one under the other, and below them what is done with all of them.
            parts[i] = parts[i].Words.Length == 0 ? (parts[i].Numbers, parts[i + 1].Words) : parts[i];
        }
        return [.. parts.SelectMany(p => p.Numbers.Select(number => new StaffMessage(number, p.Words)))];
    }

    /// <summary>「QH…、QH… 已签收」: the numbers at the beginning, and what stands behind them.</summary>
    private static (List<CaseNo> Numbers, string Words) Numbers(string line)
    {
        List<CaseNo> numbers = [];
        while (numbers.Count < MostParts && Message(line) is { } message && Title().Match(line).Length == Number().Match(line).Index)
        {
            numbers.Add(message.Number);
            line = message.Rest;
        }
        return (numbers, line);
    }

    /// <summary>The reply to a quoted notice, with the notice's number where it names none of its own.</summary>
    private static string Unquoted(string text) =>
        Quotation().Match(text) is not { Success: true } quoted ? text
        : quoted.Groups["said"].Value is var said && !Number().IsMatch(said) && Message(quoted.Groups["quoted"].Value) is { } of ? $"{of.Number.Value} {said}"
        : said;

    /// <returns>Null: it names no case.</returns>
    public static StaffMessage? Message(string text)
    {
        return Number().Match(text) is { Success: true } found
            // Only at the beginning a number says of what the words are; a copied notice begins with its title.
            ? new StaffMessage(new CaseNo($"{found.Groups["day"].Value.ToUpperInvariant()}-{found.Groups["number"].Value}"), Title().Match(text).Length == found.Index ? Said(text[(found.Index + found.Length)..]) : "")
            : null;
    }

    /// <summary>True where a word of anybody's step stands at the beginning.</summary>
    public bool IsStep(string rest) => Leading(rest, ChannelWords.DeskVerbs) is not null;

    /// <returns>Null: no word of a step of theirs stands at the beginning.</returns>
    public StaffCommand? Read(string rest, Actor by) => Leading(rest, Verbs[by.Role]) is not var (verb, text) || (NeedNoWords.Contains(verb) && TakenBack().IsMatch(text)) ? null : verb switch
    {
        ChannelWords.DeskAcknowledge => new(CaseAction.Acknowledge, new AcknowledgeData(by.Name), text),
        ChannelWords.DeskReturn => Return(text),
        ChannelWords.DeskPlan => Progress(text, ProgressKind.Plan),
        ChannelWords.DeskContact => Progress(text, ProgressKind.Contact),
        ChannelWords.DeskProgress => Progress(text, ProgressKind.Progress),
        ChannelWords.DeskReply => Reply(text),
        ChannelWords.DeskOpinion => new(CaseAction.GiveCoOpinion, text.Length == 0 ? null : new OpinionData(by.Unit, text)),
        ChannelWords.DeskExtend => Extend(text),
        ChannelWords.DeskFulfil => Fulfil(text),
        ChannelWords.DeskConsult => Consult(text, by.Role),
        ChannelWords.DeskApproveExtension => Approve(text),
        ChannelWords.DeskRefuseExtension => new(CaseAction.RefuseExtension, text.Length == 0 ? null : new NoData(), text),
        ChannelWords.DeskReassign => Reassign(text),
        ChannelWords.DeskRejectReply => new(CaseAction.RejectReply, text.Length == 0 ? null : new RejectData(text)),
        ChannelWords.DeskFeedback => new(CaseAction.Feedback, text.Length == 0 ? null : new FeedbackData(text, by.Name)),
        ChannelWords.DeskCloseOut => new(CaseAction.CloseOut, new NoData(), text),
        _ => new(CaseAction.Nudge, new NudgeData(NudgeKind.During), text),
    };

    private static StaffCommand Progress(string text, ProgressKind kind) => new(CaseAction.Progress, text.Length == 0 ? null : new ProgressData(text, kind));

    private StaffCommand Return(string text)
    {
        var (unit, basis, reason) = UnitAndReason(text);
        return new(CaseAction.ReturnByDepartment, unit is null || basis is null || reason.Length == 0 ? null : new ReturnData(unit, basis), reason);
    }

    private StaffCommand Reassign(string text)
    {
        var (unit, _, reason) = UnitAndReason(text);
        return new(CaseAction.Reassign, unit is null || reason.Length == 0 ? null : new ReassignData(unit), reason);
    }

    private (string? Unit, string? Basis, string Reason) UnitAndReason(string text)
    {
        var (main, parts) = Parts(text, [ChannelWords.DeskUnit, ChannelWords.DeskBasis, ChannelWords.DeskReason]);
        return (First(ChannelWords.DeskUnit) is { } unit ? CodeOf(unit.Trim(Between)) : null, First(ChannelWords.DeskBasis), First(ChannelWords.DeskReason) ?? main);

        string? First(string label) => parts.Find(p => p.Label == label)?.Text is { Length: > 0 } said ? said : null;
    }

    private StaffCommand Extend(string text) =>
        DayIn(text) is ({ } day, { Length: > 0 } reason) ? new(CaseAction.RequestExtension, new ExtensionData(day), reason) : new(CaseAction.RequestExtension, null);

    /// <summary>T17: whoever agrees says that the resident was told; that is not taken for granted.</summary>
    private StaffCommand Approve(string text) =>
        DayIn(text) is ({ } day, var besides) && Has(besides, ChannelWords.DeskTold) ? new(CaseAction.ApproveExtension, new ExtensionData(day, true), Without(besides, ChannelWords.DeskTold)) : new(CaseAction.ApproveExtension, null);

    private static StaffCommand Fulfil(string text) =>
        new(CaseAction.ReportCommitment, Ordinal().Match(text) is { Success: true } found && Said(text[found.Length..]) is { Length: > 0 } done
            ? new CommitmentData(int.Parse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), true, done) : null);

    private StaffCommand Consult(string words, CaseActor by)
    {
        if (Leading(words, Enum.GetNames<ConsultationMode>().Select(m => ChannelWords.Desk + m)) is var (mode, text) && DayIn(text) is ({ } on, { Length: > 0 } outcome))
        {
            // Only others than the department say that whoever was met confirms it (§7).
            var confirmed = by != CaseActor.Department && Has(text, ChannelWords.DeskConfirmed) ? true : (bool?)null;
            return new(CaseAction.Consult, new ConsultData(Enum.Parse<ConsultationMode>(mode[ChannelWords.Desk.Length..]), on, outcome, confirmed));
        }
        return new(CaseAction.Consult, null);
    }

    private StaffCommand Reply(string words)
    {
        var (main, parts) = Parts(words, [ChannelWords.DeskPromise, ChannelWords.DeskDemand]);
        if (Leading(main, Enum.GetNames<ReplyClass>().Select(c => ChannelWords.Desk + c)) is not var (kind, text) || text.Length == 0)
        {
            return new(CaseAction.Reply, null);
        }
        // A promise ends with its day; one without is refused by the rules of the loop, which say why.
        var promises = parts.Where(p => p.Label == ChannelWords.DeskPromise).Select(p => DayIn(p.Text) is ({ } due, var promise) ? new Promise(promise, due) : new Promise(p.Text, default));
        var answers = parts.Where(p => p.Label == ChannelWords.DeskDemand).Select((p, i) => new DemandAnswer(p.Number ?? i + 1, p.Text));
        return new(CaseAction.Reply, new ReplyData(text, Enum.Parse<ReplyClass>(kind[ChannelWords.Desk.Length..]), [.. promises], null, [.. answers]));
    }

    /// <summary>Which of the words stands at the beginning, and what follows it. A longer word that begins with one is another word: 签收不了 is no 签收.</summary>
    private (string Key, string Behind)? Leading(string text, IEnumerable<string> keys)
    {
        foreach (var (key, word) in keys.SelectMany(key => Words(key).Select(word => (key, word))))
        {
            if (text.StartsWith(word, StringComparison.Ordinal) && (text.Length == word.Length || !char.IsLetterOrDigit(text[word.Length])))
            {
                return (key, Said(text[word.Length..]));
            }
        }
        return null;
    }

    /// <summary>Labelled parts behind the main words; a label may bear a number (诉求2). What stands behind another label is the words' own.</summary>
    private (string Main, List<Part> Parts) Parts(string text, IEnumerable<string> keys)
    {
        var labels = keys.SelectMany(key => Words(key).Select(word => (Key: key, Word: word))).ToList();
        var found = Regex.Matches(text, $"(?<label>{string.Join('|', labels.Select(l => Regex.Escape(l.Word)))})(?<number>[0-9]{{0,2}})[:：]", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)).ToList();
        var parts = found.Select((m, i) => new Part(
            labels.Find(l => l.Word == m.Groups["label"].Value).Key, int.TryParse(m.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            Said(text[(m.Index + m.Length)..(i + 1 < found.Count ? found[i + 1].Index : text.Length)])));
        return (text[..(found.Count > 0 ? found[0].Index : text.Length)].Trim(), [.. parts]);
    }

    /// <summary>The first day that is written like 2026-12-10; failing that like 2026年12月10日, or 12月10日; and what is said besides.</summary>
    private (DateOnly? Day, string Besides) DayIn(string text)
    {
        if (Array.Find([Day().Match(text), LongDay().Match(text), ShortDay().Match(text)], m => m.Success) is not { } found)
        {
            return (null, text);
        }
        var (month, day) = (found.Groups["month"].Value, found.Groups["day"].Value);
        var on = found.Groups["year"] is { Success: true, Value: var year } ? DayOf(year, month, day) : Nearest(month, day);
        return on is null ? (null, text) : (on, text.Remove(found.Index, found.Length).Trim(Between));
    }

    /// <summary>Without a year it is the nearest of that name: one that is over is refused by the rules of the loop, which say why, and not put off by a year.</summary>
    private DateOnly? Nearest(string month, string day)
    {
        var today = directory.Current.Calendar.DayOf(time.GetUtcNow());
        return Enumerable.Range(today.Year - 1, 3).Select(year => DayOf(year.ToString(CultureInfo.InvariantCulture), month, day)).Where(d => d is not null)
            .MinBy(d => Math.Abs(d!.Value.DayNumber - today.DayNumber));
    }

    private static DateOnly? DayOf(string year, string month, string day) =>
        DateOnly.TryParseExact($"{year}-{month}-{day}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : null;

    private bool Has(string text, string key) => Words(key).Any(word => text.Contains(word, StringComparison.Ordinal));

    private string Without(string text, string key) => Words(key).Aggregate(text, (left, word) => left.Replace(word, "", StringComparison.Ordinal)).Trim(Between);

    /// <summary>By its name, or by what people say of it (环境局 for 生态环境局) where that is one unit only. What is no unit's name stays as it is: the loop says so.</summary>
    private string CodeOf(string unit)
    {
        var all = directory.Current.Departments;
        return (all.FirstOrDefault(d => d.ShortName == unit || d.FullName == unit || d.Code.Equals(unit, StringComparison.OrdinalIgnoreCase))
            ?? Only(name => name.EndsWith(unit, StringComparison.Ordinal), name => name.Contains(unit, StringComparison.Ordinal)))?.Code ?? unit;

        // The first way by which any name fits: where two fit, nobody knows which is meant.
        Department? Only(params Func<string, bool>[] fits) => unit.Length < 2 ? null
            : fits.Select(f => all.Where(d => f(d.ShortName) || f(d.FullName)).ToList()).FirstOrDefault(found => found.Count > 0) is [var one] ? one : null;
    }

    /// <summary>What stands behind a number, a word or a label, as it was written.</summary>
    private static string Said(string rest) => rest.TrimStart(Between).TrimEnd();

    private string[] Words(string key) => words[key].Split('、', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private sealed record Part(string Label, int? Number, string Text);

    /// <summary>A keyboard in Chinese makes a long dash of the short one, or two.</summary>
    [GeneratedRegex(@"(?<day>[A-Z]{1,8}[0-9]{8})\s?[-‐‑‒–—―−－]{1,2}\s?(?<number>[0-9]{4,})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\P{L}*[?？]|^(?:不(?:了|下|成|能|行|是|归|属|该|应|签|同意|在|可以|对|想|好)|没(?:办法|法|有|收|签)|未|还没|暂|等(?:一|下|会|等|我|领导)|吗|么|呢|了吗|行吗|可以吗)")]
    private static partial Regex TakenBack();

    /// <summary>As WeCom sends an answer to a message: that message, a line of dashes, the answer.</summary>
    [GeneratedRegex(@"^[「“""](?<quoted>.{1,2000}?)[」”""]\s*\n\s*[-－—–_](?:\s?[-－—–_]){2,60}\s*\n(?<said>.+)$", RegexOptions.Singleline)]
    private static partial Regex Quotation();

    [GeneratedRegex(@"^\s*(?:【[^】]*】)?\s*")]
    private static partial Regex Title();

    [GeneratedRegex(@"(?<![0-9])(?<year>[0-9]{4})\s?[-‐‑‒–—―−－/.]{1,2}\s?(?<month>[0-9]{1,2})\s?[-‐‑‒–—―−－/.]{1,2}\s?(?<day>[0-9]{1,2})(?![0-9])")]
    private static partial Regex Day();

    [GeneratedRegex(@"(?<![0-9])(?<year>[0-9]{4})\s?年\s?(?<month>[0-9]{1,2})\s?月\s?(?<day>[0-9]{1,2})\s?[日号](?:之前|以前|前(?!后))?")]
    private static partial Regex LongDay();

    [GeneratedRegex(@"(?<![0-9])(?<month>[0-9]{1,2})\s?月\s?(?<day>[0-9]{1,2})\s?[日号](?:之前|以前|前(?!后))?")]
    private static partial Regex ShortDay();

    [GeneratedRegex(@"^\s*([0-9]{1,3})(?![0-9])")]
    private static partial Regex Ordinal();
}
