using System.Globalization;
using System.Text.RegularExpressions;
using StationBot.Handling.Cases;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Several cases of one resident wait to be judged at once: each word goes to the one that it is of.</summary>
internal sealed partial class Evaluation
{
    /// <summary>「垃圾清走了，路灯还是不亮」 of two cases that wait to be judged: what is said of each, in the order of the words.</summary>
    /// <returns>Numbers of the resident's own cases with the words; empty when the words are of the one that was asked about.</returns>
    public async ValueTask<IReadOnlyList<(string CaseNo, string Words)>> OfSeveralAsync(Turn turn, CancellationToken cancellationToken)
    {
        var (which, rest) = (turn.Memory.WhichSays, turn.Memory.RestSays);
        (turn.Memory.WhichSays, turn.Memory.RestSays) = (null, null);
        if (await WaitingAsync(turn, cancellationToken) is not { Count: > 1 } waiting)
        {
            return [];
        }
        if (SpeaksOfAll(turn.Text, waiting.Count))
        {
            return [.. waiting.Select(c => (c.Number!.Value.Value, CaseChoice.WithoutCount(turn.Text)))];
        }
        if (AllBut().Match(turn.Text) is { Success: true } but && await OneOfAsync(turn, but.Groups["one"].Value, waiting, cancellationToken) is { } left && (IsGood(but.Groups["rest"].Value) ^ IsBad(but.Groups["rest"].Value)))
        {
            // 「除了噪音都解决了」: of the one that is named the opposite.
            var (ofRest, opposite) = (CaseChoice.WithoutCount(but.Groups["rest"].Value), turn.Texts[IsBad(but.Groups["rest"].Value) ? "choice_solved" : "choice_unsolved"]);
            return [.. waiting.Where(c => c.Id != left.Id).Select(c => (c.Number!.Value.Value, ofRest)), (left.Number!.Value.Value, opposite)];
        }
        List<(string CaseNo, string Words)> parts = [];
        string? ofOthers = null, before = null;
        foreach (var clause in Clauses().Split(turn.Text).Where(c => c.Length > 0))
        {
            if (parts.Count == 0 && ofOthers is null && SpeaksOfAll(clause, waiting.Count))
            {
                ofOthers = clause; // 「都没解决，就灯修好了」
            }
            else if (parts.Count == 0 && FirstOnes().Match(clause) is { Success: true } first && CountOf(first.Groups["n"].Value) is var n && n < waiting.Count)
            {
                parts.AddRange(waiting.Take(n).Select(c => (c.Number!.Value.Value, CaseChoice.WithoutCount(first.Groups["rest"].Value)))); // 「前两件好了，第三件没好」
            }
            else if ((Pointed(clause, waiting, parts.Count > 0 ? parts[^1].CaseNo : turn.Memory.Evaluating) ?? await OneOfAsync(turn, clause, waiting, cancellationToken))?.Number is { } named && (parts.Count == 0 || parts[^1].CaseNo != named.Value))
            {
                parts.Add((named.Value, CaseChoice.WithoutPointer(clause)));
            }
            else if (parts.Count > 0)
            {
                parts[^1] = (parts[^1].CaseNo, parts[^1].Words + "，" + clause);
            }
            else
            {
                before = before is null ? clause : $"{before}，{clause}";
            }
        }
        if (before is not null && ofOthers is null && waiting.Where(c => parts.TrueForAll(p => p.CaseNo != c.Number!.Value.Value)).ToArray() is [var remaining] && (IsGood(before) ^ IsBad(before)) && !OneOfSome().IsMatch(turn.Text))
        {
            parts.Insert(0, (remaining.Number!.Value.Value, before)); // 「钱没给，灯修好了」: of the one that is left
        }
        if (ofOthers is not null && parts.Count > 0)
        {
            parts.InsertRange(0, waiting.Select(c => c.Number!.Value.Value).Except(parts.Select(p => p.CaseNo)).Select(n => (n, CaseChoice.WithoutCount(ofOthers))));
        }
        if (which is not null && parts.Count < 2 && (OneOf(turn.Text, waiting) ?? Pressed(turn.Text, waiting)) is { } one)
        {
            return Told(turn.Text, one, waiting, which, rest);
        }
        return parts.Select(p => p.CaseNo).Distinct().Count() == parts.Count && parts.Count > 1 ? parts : [];
    }

    /// <summary>「一件解决了一件没有」: nobody guesses which; the words are kept with each that waits, and it is asked.</summary>
    public async ValueTask<bool> AskWhichAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (AllBut().Match(turn.Text) is { Success: true, Groups: var but } && IsGood(but["rest"].Value) && !IsBad(but["rest"].Value) && await WaitingAsync(turn, cancellationToken) is { Count: > 1 } all)
        {
            return await AskWhichAsync(turn, all, turn.Texts["choice_unsolved"], CaseChoice.WithoutCount(but["rest"].Value), cancellationToken); // 「除了噪音都解决了」, and no case has the word
        }
        if (OneOfSome().Match(turn.Text) is not { Success: true } found || await WaitingAsync(turn, cancellationToken) is not { Count: > 1 } waiting)
        {
            return false;
        }
        var (one, rest) = (found.Groups["one"].Value, found.Groups["rest"].Success ? found.Groups["rest"].Value : null);
        var (isBad, countOne, countRest) = (IsBad(one), CountOf(found.Groups["n"].Value), found.Groups["m"].Success ? CountOf(found.Groups["m"].Value) : 0);
        if ((!isBad && !IsGood(one)) || (rest is null ? countOne != 1 : isBad ? !IsGood(rest) || IsBad(rest) : !IsBad(rest)))
        {
            return false;
        }
        if (countOne != 1 && countRest == 1)
        {
            (one, rest, countRest) = (rest!, one, countOne);
        }
        return await AskWhichAsync(turn, waiting, one, countRest == waiting.Count - 1 ? rest : null, cancellationToken);
    }

    /// <summary>The words are kept with each that waits, for they are of one of them.</summary>
    private async ValueTask<bool> AskWhichAsync(Turn turn, IReadOnlyList<Case> waiting, string one, string? rest, CancellationToken cancellationToken)
    {
        foreach (var each in waiting)
        {
            var at = await CaseChoice.MainOfAsync(cases, each, cancellationToken) ?? each;
            if (turn.Cases.All(c => c.Id != at.Id))
            {
                turn.Add(at, CaseAction.Supplement); // once, where two of theirs were joined to one
            }
        }
        (turn.Memory.WhichSays, turn.Memory.RestSays) = (one, rest);
        turn.Question("which_of_several", Ask.None, [.. waiting.Select(c => $"{c.Number} {EvaluationQuestion.Short(c)}".TrimEnd())], ("words", one));
        turn.Memory.LastQuestion = null;
        turn.Conclude(Disposition.CaseExtended);
        return true;
    }

    /// <summary>What was said of some was not heard as a verdict, while that on another was taken: kept with it, and asked for by its name.</summary>
    public async ValueTask AskNamedAsync(Turn turn, string caseNo, string words, CancellationToken cancellationToken)
    {
        if (await cases.FindAsync(new CaseNo(caseNo), cancellationToken) is not { } own)
        {
            return;
        }
        turn.Text = words;
        turn.Add(await CaseChoice.MainOfAsync(cases, own, cancellationToken) ?? own, CaseAction.Supplement);
        if (turn.Memory.Evaluating is not null)
        {
            return; // one question at a time: the reminder asks
        }
        turn.AskToJudge(EvaluationQuestion.Of(turn.Definition, own.Facts, own));
        turn.Memory.Evaluating = caseNo;
    }

    /// <summary>The one that is named after 「一件解决了一件没有」 was asked for; 「垃圾没解决」 names it from the other side.</summary>
    private static IReadOnlyList<(string CaseNo, string Words)> Told(string text, Case one, IReadOnlyList<Case> waiting, string which, string? rest)
    {
        var beside = text.Contains(one.Number!.Value.Value, StringComparison.OrdinalIgnoreCase) ? "" : CaseChoice.Beside(text, one.RawText + one.Summary);
        var isTurned = IsBad(which) ? IsGood(beside) && !IsBad(beside) : IsBad(beside);
        if (isTurned && (rest is null || waiting.Count != 2))
        {
            return [];
        }
        var others = isTurned ? which : rest;
        return [(one.Number!.Value.Value, isTurned ? rest! : which), .. others is null ? [] : waiting.Where(c => c.Id != one.Id).Select(c => (c.Number!.Value.Value, others))];
    }

    private static bool IsGood(string words) => Speech.Says("half_good", words);

    private static bool IsBad(string words) => Speech.Says("half_bad", words);

    /// <summary>By its own words, else by the trouble that they sound like: 「噪音」 of 「半夜打桩，吵」.</summary>
    private async ValueTask<Case?> OneOfAsync(Turn turn, string words, IReadOnlyList<Case> waiting, CancellationToken cancellationToken)
    {
        if (OneOf(words, waiting) is { } named)
        {
            return named;
        }
        var sorted = await sorter.SortAsync(turn.ToSort(words), cancellationToken);
        return sorted is { Abstain: false, ProblemType: { } type } && waiting.Where(c => c.ProblemType == type).ToArray() is [var only] ? only : null;
    }

    private static Case? OneOf(string words, IReadOnlyList<Case> waiting) =>
        waiting.FirstOrDefault(c => words.Contains(c.Number!.Value.Value, StringComparison.OrdinalIgnoreCase)) ?? CaseChoice.Of(words, waiting);

    /// <summary>「这件解决了，那件没有」: the one that was asked about, and the only other.</summary>
    private static Case? Pointed(string clause, IReadOnlyList<Case> waiting, string? asked) => Pointing().Match(clause) switch
    {
        { Success: false } => null,
        { Groups: var g } when g["this"].Success => waiting.FirstOrDefault(c => c.Number!.Value.Value == asked),
        { Groups: var g } when g["first"].Success => waiting[0],
        { Groups: var g } when g["last"].Success => waiting[^1],
        _ => waiting is [var one, var two] ? one.Number!.Value.Value == asked ? two : one : null,
    };

    [GeneratedRegex("^(?:但是?|可是?|不过|就是|而)?(?:(?<this>这)|(?<first>前|头)面?那?|(?<last>后)面?那?|那|另外?那?)(?:一)?(?:件|桩)")]
    private static partial Regex Pointing();

    /// <summary>Another open case of theirs that the words are of, with more of its own told words in them than of the asked one's; no question, and nothing new.</summary>
    private async ValueTask<Case?> OfAnotherAsync(Turn turn, SortResult sorted, Case asked, CancellationToken cancellationToken)
    {
        const Signals Else = Signals.NewMatter | Signals.Withdraws | Signals.Confidential;
        if (turn.Text.Length > LongestOfAnother || sorted.Intent is Intent.ProgressQuery or Intent.DataRequest or Intent.HumanHandoff || (sorted.Signals & Else) != Signals.None || AboutCase.IsQuestion(turn, sorted))
        {
            return null;
        }
        var named = sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value;
        int Likeness(Case one) => one.Number?.Value == named ? int.MaxValue : AboutCase.Subject(turn.Text, one) + (sorted is { Abstain: false, ProblemType: { } type } && one.ProblemType == type ? 1 : 0);
        var mine = await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken);
        var best = mine.Where(c => c.Id != asked.Id && c.Status.IsOpen() && c.Status is not (CaseStatus.AwaitingEvaluation or CaseStatus.Merged) && !AboutCase.IsElsewhere(turn, sorted, c)).MaxBy(Likeness);
        return best is not null && Likeness(best) > Likeness(asked) ? best : null;
    }

    /// <summary>Characters of a word to a case that is known; a longer message tells a matter.</summary>
    private const int LongestOfAnother = 24;

    private static Case? Pressed(string text, IReadOnlyList<Case> waiting) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= waiting.Count ? waiting[number - 1] : null;

    /// <summary>「两件都解决了」 of two, 「都没解决」 of however many; of a number that is not theirs nobody knows which are meant.</summary>
    private static bool SpeaksOfAll(string text, int waiting) =>
        Speech.Says("verdict_of_all", text) && (HowMany().Match(text) is not { Success: true } said || CountOf(said.Groups["n"].Value) == waiting);

    private static int CountOf(string number) => Counts.IndexOf(number[0], StringComparison.Ordinal) / 4 + 1;

    private const string Counts = "一1壹个两俩二2三三三3四四四4五五五5六六六6";

    [GeneratedRegex("^[^都全也]{0,8}?(?<n>[两俩二三四五六2-6])[^,，。]{0,4}[都全]")]
    private static partial Regex HowMany();

    [GeneratedRegex("^(?:就|只|嗯|[,， ]){0,2}除(?:了|开|去)?(?<one>[^,，。都全]{1,10}?)(?:以外|之外|那件|那个|外)?[,，]?(?<rest>(?:其他|其它|别)?(?:的|那)?(?:几件|两件)?(?:都|全|全都|全部)[^?？]{1,10})$")]
    private static partial Regex AllBut();

    [GeneratedRegex("^(?:前|头)面?(?<n>[两俩二三四2-4])(?:件|个|样)(?:事)?(?<rest>.{1,12})$")]
    private static partial Regex FirstOnes();

    [GeneratedRegex("[,，。;；!！]+")]
    private static partial Regex Clauses();

    /// <summary>「一件解决了，一件没有」, 「两件满意，一件不满意」, 「有一件没解决」; 「一件都没解决」 is said of all.</summary>
    [GeneratedRegex("^(?:嗯|哦|唉|我|就|只|其中|里面|还|[,， ]){0,3}有?(?<n>[一两二三四五])(?:件|桩|样)(?:事情?|问题)?(?!都|也)[是已经倒还]{0,2}(?<one>[^,，。;；!！?？]{1,8}?)(?:(?:[,，。;； ]|可是?|但是?|还有|另外?|其他的?|剩下的?|其余的?|别的){0,3}(?<m>[一两二三四])(?:件|桩|样)(?:事情?|问题)?[是都还]{0,2}(?<rest>[^,，。;；!！?？]{1,8}))?[。!！]?$")]
    private static partial Regex OneOfSome();

    /// <summary>The resident's own cases whose verdict is open.</summary>
    private async ValueTask<IReadOnlyList<Case>> WaitingAsync(Turn turn, CancellationToken cancellationToken)
    {
        List<Case> waiting = [];
        foreach (var one in (await cases.OfResidentAsync(turn.Given.Conversation.ResidentId, 20, cancellationToken)).Where(c => !CaseChoice.HasGoneBack(c)))
        {
            // What this turn has changed is not yet what the store knows.
            var at = Changed(turn, await CaseChoice.MainOfAsync(cases, one, cancellationToken) ?? one);
            if (at.Status == CaseStatus.AwaitingEvaluation || (one.Number is not null && one.Number?.Value == turn.Memory.Evaluating))
            {
                waiting.Add(Changed(turn, one));
            }
        }
        return [.. waiting.OrderBy(c => c.Number?.Value, StringComparer.Ordinal)]; // 「第一件」 is the one that was told first
    }

    private static Case Changed(Turn turn, Case one) => turn.Cases.LastOrDefault(c => c.Id == one.Id) ?? one;

    private static Case? Named(string text, SortResult sorted, IReadOnlyList<Case> waiting) =>
        sorted.Slots.GetValueOrDefault(Slot.CaseNo)?.Value is { } number ? waiting.FirstOrDefault(c => c.Number?.Value == number) : CaseChoice.Of(text, waiting);

    /// <summary>One question at a time: when nothing more is asked of the one that was judged, the next that waits is asked about.</summary>
    public async ValueTask AskNextAsync(Turn turn, Case own, CancellationToken cancellationToken) => AskNext(turn, await WaitingAsync(turn, cancellationToken), own);

    private static void AskNext(Turn turn, IReadOnlyList<Case> waiting, Case own)
    {
        if (turn.Memory.Evaluating is not null || turn.MoreToCome || turn.AsksReason || NextOf(waiting, own) is not { } next)
        {
            return;
        }
        turn.AskToJudge(EvaluationQuestion.Of(turn.Definition, next.Facts, next));
        turn.Memory.Evaluating = next.Number!.Value.Value;
    }

    /// <summary>Another of which nothing is known yet, else one of which 满意吗 is open.</summary>
    private static Case? NextOf(IReadOnlyList<Case> waiting, Case own) =>
        waiting.FirstOrDefault(c => c.Id != own.Id && c.Facts is { Solved: Solved.Unasked, DissatisfiedAt: null })
        ?? waiting.FirstOrDefault(c => c.Id != own.Id && Waits(c) && c.Facts.Satisfaction == Satisfaction.None);
}
