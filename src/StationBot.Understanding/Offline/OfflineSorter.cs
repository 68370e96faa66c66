using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Understanding.Offline;

/// <summary>
/// The embedded sorter: rules first, then word lists and learned models, no network, the same answer for the same words. It abstains
/// from what it is not sure of. Thread safe.
/// </summary>
public sealed partial class OfflineSorter(LearnedModels models) : ISorter
{
    /// <summary>Below these a human should look (domain.md §8 low_confidence).</summary>
    private const double MinTopic = 0.6;
    private const double MinType = 0.5;

    /// <summary>A message without any word of the lexicon states a matter when the model is this sure that it complains, asks or suggests.</summary>
    private const float MatterBySound = 0.6f;

    /// <summary>Characters of a message that are read.</summary>
    private const int LongestRead = 12_000;

    /// <summary>A letter with more matters than this is for a human to take apart.</summary>
    private const int MostMatters = 5;

    /// <summary>Nothing in the matrix fits.</summary>
    internal const string NoType = "OTH-99";

    /// <summary>Matters with a door of their own, and messages that are none: no department is proposed. domain.md §8.</summary>
    private static readonly Flag[] NoDepartment =
        [Flag.Conflict, Flag.Discipline, Flag.Litigation, Flag.Petition, Flag.Suicide, Flag.Injection, Flag.Spam, Flag.OutOfArea, Flag.OffTopic, Flag.HumanRequested, Flag.DataRequest];

    private readonly Spelling _spelling = new(Resource.Read("spelling.yaml"));
    private readonly Lexicon _lexicon = new(Resource.Read("lexicon.yaml"));
    private readonly RuleBook _rules = new(Resource.Read("circumstances.yaml"), [Resource.Read("flags.yaml"), .. Resource.ReadAll("Dangers"), Resource.Read("signals.yaml")]);
    private readonly Boundaries _boundaries = new(new RuleBook(Resource.Read("circumstances.yaml"), Resource.Read("boundaries.yaml")));
    private SlotReader? _slots;

    internal RuleBook Rules => _rules;
    internal Boundaries Boundaries => _boundaries;
    internal Lexicon Lexicon => _lexicon;

    /// <inheritdoc/>
    public bool IsUrgent(string text, AreaDirectory directory) => Sort(new SortRequest(text, directory)).Flags.Any(f => f is { Severity: Severity.P0, IsPastDanger: false });

    /// <inheritdoc/>
    public OutcomeScore? OutcomeOf(string text)
    {
        var scores = models.Outcomes.Predict(NormalText.Of(TextCut.To(text, LongestRead), _spelling).Text);
        var best = Array.IndexOf(scores, scores.Max());
        return new(Enum.Parse<Outcome>(models.Outcomes.Card.Labels[best], ignoreCase: true), scores[best]);
    }

    public ValueTask<SortResult> SortAsync(SortRequest request, CancellationToken cancellationToken) => new(Sort(request));

    /// <summary>Never throws for what a resident wrote, whatever the characters or the length.</summary>
    public SortResult Sort(SortRequest request)
    {
        if (request.Text.Length > LongestRead)
        {
            // What comes after is in the store for staff; a flood must not hold up everybody else.
            return Sort(request with { Text = TextCut.To(request.Text, LongestRead) }) with { Text = request.Text };
        }
        var whole = request.Asked == Ask.Confirm || request.Earlier.Length > 0 ? SortCorrection(request) : SortOne(request);
        var pieces = Matters.Split(whole.Text);
        if (pieces.Count < 2 && Matters.MayHoldTwoPlaces(whole.Text))
        {
            pieces = Matters.SplitAtPlaces(whole.Text, Places(whole.Text, request.Directory));
        }
        if (pieces.Count < 2)
        {
            pieces = Matters.SideBySide(whole.Text);
        }
        if (pieces.Count < 2 || (pieces.Count > MostMatters && !pieces[0].Counted))
        {
            return whole;
        }
        SortResult Alone(string text) => SortOne(request with { Text = text, Earlier = "", Asked = Ask.None });

        if (Matters.AreWishes(whole.Text, pieces) && Matters.Before(whole.Text, pieces) is { } told && Alone(told) is { Abstain: false, ProblemType: not null } matter)
        {
            // The trouble comes first, and then what is asked for, point by point: one matter.
            var at = whole.Text.IndexOf(told, StringComparison.Ordinal);
            return whole with
            {
                Demands = [.. pieces.Select(p => p.Text)], Topics = matter.Topics, ProblemType = matter.ProblemType, ProblemTypeScore = matter.ProblemTypeScore, SoundsLike = matter.SoundsLike,
                Departments = matter.Departments, Co = matter.Co, Abstain = false,
                Evidence = [.. matter.Evidence.Select(e => e.Start < 0 ? e : e with { Start = e.Start + at })],
            };
        }
        var parts = pieces.Select(p => (Piece: p, Result: Alone(p.Text))).ToArray();
        if (Matters.Independent(whole.Text, parts) is not { Count: > 1 and <= MostMatters } independent)
        {
            return whole;
        }
        var sharesPlace = independent.Select(p => p.Result.Slots.GetValueOrDefault(Slot.Place)?.Value).OfType<string>().Distinct().Count() < 2;
        // What the whole of them is may be unsure where each by itself is not.
        var flags = independent.All(p => !p.Result.Abstain) ? whole.Flags.Where(f => f.Flag != Flag.LowConfidence) : whole.Flags;
        return whole with { Parts = [.. independent.Select(p => Matters.Share(whole, p, sharesPlace))], Flags = [.. flags] };
    }

    /// <summary>Where places stand, in the order of the text, and which is which: by community, or by name where the gazetteer knows none.</summary>
    private IEnumerable<(int Start, int Length, string Community)> Places(string original, AreaDirectory directory)
    {
        var known = PlaceResolver.Resolve(_spelling.Simplify(original), directory).Candidates.Select(c => (c.Start, c.Length, c.Community)).ToArray();
        var text = NormalText.Of(original, _spelling);
        var others = ProperNames.Places(text.Text).Select(p => (Span: text.ToOriginal(p.Start, p.Length), Name: text.Text.Substring(p.Start, p.Length)))
            .Where(p => !known.Any(k => p.Span.Start < k.Start + k.Length && k.Start < p.Span.Start + p.Span.Length)).Select(p => (p.Span.Start, p.Span.Length, p.Name));
        return known.Concat(others).OrderBy(p => p.Item1);
    }

    /// <summary>「不是上周,是昨天」 names two times and means one: what is denied must not be read as said. Lengths are kept, so spans hold.</summary>
    private SortResult SortCorrection(SortRequest request)
    {
        var meant = Denied().Replace(request.Text, m => new string('。', m.Length));
        var sorted = SortOne(request with { Text = meant });
        return meant == request.Text ? sorted : sorted with { Text = request.Text, Signals = sorted.Signals | Signals.Corrects };
    }

    [GeneratedRegex("(不是|不在)[^,，。!！?？是]{1,14}[,，]?(?=(而是|应该是|是|在))|(?<=[,，])(不是|不在)[^,，。!！?？]{1,14}$")]
    private static partial Regex Denied();

    private SortResult SortOne(SortRequest request)
    {
        var text = NormalText.Of(request.Text, _spelling);
        var places = PlaceResolver.Resolve(WithoutWays(_spelling.Simplify(request.Text)), request.Directory);
        var hits = _rules.Match(_rules.Plainly(WithRoles(text.Text, request.Directory)));
        if (hits.Exists(h => !h.Rule.Follows("")))
        {
            var earlier = NormalText.Of(request.Earlier, _spelling).Text;
            hits.RemoveAll(h => !h.Rule.Follows(earlier));
        }
        var signals = hits.Aggregate(Signals.None, (all, h) => all | h.Rule.Signal);
        var cues = hits.Aggregate(Cues.None, (all, h) => all | h.Rule.Cue);

        var spans = places.Candidates.Select(c => (Start: text.FromOriginal(c.Start), End: text.FromOriginal(c.Start + c.Length))).ToArray();
        var told = WithoutInsults(text.Text, hits);
        var own = _lexicon.Read(told, spans);
        if (hits.Find(h => h.Rule.Cue == Cues.Introduction) is { Length: > 0 } introduction)
        {
            // 「我在纺织厂打工的，娃明年能上初中不」: who asks is no matter beside the one asked about. With nothing else to go by it stands.
            var rest = string.Concat(told.AsSpan(0, introduction.Start), new string('。', introduction.Length), told.AsSpan(introduction.Start + introduction.Length));
            if (_lexicon.Read(rest, spans) is { Scores: [var other, ..] } alone && other.Type != NoType)
            {
                (told, own) = (rest, alone);
            }
        }
        var learned = new LearnedReading(models, text.Text);
        var hasMatter = own.Scores is [var first, ..] && first.Type != NoType;

        // A danger is heard in every word; what the matter is, in those that are no insult.
        var calm = told == text.Text ? learned : new LearnedReading(models, told);
        var (reading, topics, soundsLike) = Judge(request, text, spans, own, calm, hasMatter);
        var harmless = request.Earlier.Length == 0 && reading.Scores is [var likely, ..] && likely.Score >= MinType && Harmless.Contains(likely.Type);
        var plain = WithoutFigures(text.Text, hits);
        var flags = FlagReader.Read(hits, plain == text.Text ? learned : new LearnedReading(models, plain), plain == text.Text ? learned : null, text, request, places, hasMatter, harmless);
        var intent = IntentReader.Read(flags, cues, signals, hasMatter, SmallWords.CaseNo().IsMatch(text.Text), request.Earlier.Length > 0 ? default : learned.Intent, text.Text);
        reading = flags.Exists(f => f is { Flag: Flag.MinorVictim, Severity: Severity.P0 }) ? NotMediated(reading) : reading;
        // One character, 「烦死了」 or 「再不解决我就投诉到市里」 alone, says nothing of what it is about.
        var sighs = !hasMatter && request.Earlier.Length == 0 && EmptyTalk.Sighs(text.Text);
        var tellsNothing = sighs || (request.Earlier.Length == 0 && (text.Text.Length < 2 || (!hasMatter && EmptyTalk.Presses(text.Text))));
        (string? Type, double Score) type = !tellsNothing && reading.Scores is [var best, ..] && best.Type != NoType ? best : (null, 0);
        var departments = type.Type is null || IsNobodys(flags, intent, hasMatter, request) ? [] : Competence.Departments(reading, request.Directory);
        // Two types of one bureau may share the score: whose it is is then still clear.
        var abstain = type.Type is null || Math.Max(type.Score, departments is [var lead, ..] ? lead.Score : 0) < MinType || topics[0].Score < MinTopic;
        if (abstain && IsMatter(intent, signals, request) && !IsNobodys(flags, intent, hasMatter, request) && !flags.Any(f => f.Severity == Severity.P0))
        {
            flags.Add(new FlagHit(Flag.LowConfidence, Severity.P2, "lexicon.unsure"));
        }
        return new SortResult
        {
            Text = request.Text,
            Intent = intent,
            Signals = signals,
            Rest = AfterYes(text, hits),
            Topics = topics,
            ProblemType = type.Type,
            ProblemTypeScore = type.Score,
            SoundsLike = soundsLike,
            Departments = departments,
            Co = departments.Count == 0 ? [] : Competence.Co(type.Type, request.Directory),
            Slots = sighs ? new Dictionary<Slot, SlotValue>() : (_slots ??= new SlotReader(_rules)).Read(text, request, places, own, signals, !abstain && request.Earlier.Length == 0 && IsMatter(intent, signals, request) && !signals.HasFlag(Signals.Corrects)),
            Flags = flags,
            Evidence = [.. Shown(type.Type, own, request.Earlier.Length == 0 ? calm : null, text), .. flags.Where(f => f.Start >= 0).Select(f => new Evidence(f.Flag.Code(), request.Text.Substring(f.Start, f.Length), f.Start, f.Length))],
            Abstain = abstain,
        };
    }

    /// <summary>Who beats a child is for the police, not for the village to mediate with (domain.md §8 minor_victim, §13 OTH-11 and OTH-12).</summary>
    private static LexiconReading NotMediated(LexiconReading reading) =>
        reading with { Scores = [.. reading.Scores.Select(s => s.Type == FamilyDispute ? (PublicOrder, s.Score) : s)] };

    private const string FamilyDispute = "OTH-11", PublicOrder = "OTH-12";

    /// <summary>「对，不过还有…」: what follows the yes.</summary>
    private static string AfterYes(NormalText text, List<RuleHit> hits)
    {
        var yes = hits.Where(h => h.Rule.Signal == Signals.Affirm && h.Start == 0).Select(h => h.Length).DefaultIfEmpty().Max();
        if (yes == 0)
        {
            return "";
        }
        var (start, length) = text.ToOriginal(0, yes);
        return text.Original[(start + length)..].Trim([.. Matters.Marks, '!', '！', '~']);
    }

    /// <summary>「狗屁机器人」 and 「什么狗屁医院」 are about no dog, 「你们这些骗子」 about no swindle. Lengths are kept, so spans hold.</summary>
    private static string WithoutInsults(string text, List<RuleHit> hits)
    {
        foreach (var insult in hits.Where(h => h.Rule.Cue == Cues.Beside || (h.Rule.Flags.Contains(Flag.Abuse) && h.Length <= LongestInsult)))
        {
            text = string.Concat(text.AsSpan(0, insult.Start), new string('。', insult.Length), text.AsSpan(insult.Start + insult.Length));
        }
        return text;
    }

    /// <summary>「走到南坪要一个多钟头」, 「从石桥到我们张家坝」: where one must go to, or comes from, is not where the trouble is. Lengths are kept.</summary>
    private static string WithoutWays(string text) => Way().IsMatch(text) ? Way().Replace(text, m => new string('某', m.Length)) : text;

    [GeneratedRegex("(?<=(?:走|走路|跑|赶|骑车|坐车|开车|绕|送|背|抬)(?:到|去))[\\u4e00-\\u9fff]{2,8}?(?=(?:上学|看病|读书|赶集|那边|镇上)?(?:都|就|也)?(?:要|得|有|来回|单程)[^,，。!！?？]{0,8}(?:钟头|小时|分钟|里路|里地|公里))|(?<=从)[\\u4e00-\\u9fff]{2,8}?(?=到(?:我们|俺们|咱们?|我家|俺家))")]
    private static partial Regex Way();

    /// <summary>What the model hears for danger: 「公司拿刀架脖子上逼我们加班」 is of no knife. The words beside a figure of speech are heard as ever.</summary>
    private static string WithoutFigures(string text, List<RuleHit> hits)
    {
        foreach (var figure in hits.Where(h => h.Rule.Cue == Cues.Figure).OrderByDescending(h => h.Start))
        {
            text = text.Remove(figure.Start, figure.Length);
        }
        return text;
    }

    private const int LongestInsult = 12;

    /// <summary>Matters of papers, money and dust bins (domain.md §13), in which nobody comes to harm: schooling, dismissal, insurance, noise, refuse, accounts, permits.</summary>
    private static readonly HashSet<string> Harmless =
        ["EDU-01", "EDU-02", "EDU-04", "EDU-11", "HLT-01", "HLT-02", "HLT-11", "HLT-12", "ELD-01", "ELD-02", "ELD-09", "EMP-01", "EMP-03", "EMP-04", "EMP-06", "EMP-07", "EMP-09", "EMP-12", "EMP-13", "ENV-05", "ENV-07", "OTH-13", "OTH-14"];

    /// <summary>「林秀兰收钱」 is said of a deputy: rules know deputies by their role. Lengths are kept, so spans hold.</summary>
    private static string WithRoles(string text, AreaDirectory directory)
    {
        foreach (var name in directory.Deputies.Select(d => d.Name).Where(n => n.Length >= Role.Length))
        {
            text = text.Replace(name, name[..^Role.Length] + Role, StringComparison.Ordinal);
        }
        return text;
    }

    private const string Role = "代表";

    /// <summary>
    /// Whether no department is proposed: the matter has a door of its own, a human is called first, or a first message brings none at all.
    /// Orders to the machine beside a true complaint do not take the complaint away.
    /// </summary>
    private static bool IsNobodys(List<FlagHit> flags, Intent intent, bool hasMatter, SortRequest request) =>
        flags.Any(f => NoDepartment.Contains(f.Flag) && !(f.Flag == Flag.Injection && hasMatter))
        || intent == Intent.Emergency
        || (intent is Intent.Thanks or Intent.Chitchat && request.Earlier.Length == 0);

    /// <summary>
    /// Types and topics by words and models together, and the type that was left at a boundary. What was said earlier about the same matter
    /// counts as if it stood in front.
    /// </summary>
    private (LexiconReading Reading, IReadOnlyList<TopicScore> Topics, string? SoundsLike) Judge(
        SortRequest request, NormalText text, (int Start, int End)[] spans, LexiconReading own, LearnedReading learned, bool hasMatter)
    {
        var words = own;
        var (story, places) = (text.Text, spans);
        if (request.Earlier.Length > 0)
        {
            (story, places) = WithEarlier(request, text, spans);
            words = _lexicon.Read(story, places);
            learned = new LearnedReading(models, story);
            hasMatter |= words.Scores is [var first, ..] && first.Type != NoType;
        }
        if (!hasMatter && learned.Intent is not { Intent: Intent.Complaint or Intent.Suggestion or Intent.Consult or Intent.Emergency, Score: >= MatterBySound })
        {
            // A greeting or a bare yes is about nothing, whatever a model would make of it.
            return (words, Competence.Topics(words, request.Directory), null);
        }
        var (types, left, settled) = _boundaries.Judge(learned.Types(words, request.Directory), story, places, request.Directory);
        return (words with { Scores = types }, learned.Topics(types, request.Directory, settled), left);
    }

    /// <summary>The story so far and this message after it, with the places of both.</summary>
    private (string Story, (int Start, int End)[] Places) WithEarlier(SortRequest request, NormalText text, (int Start, int End)[] spans)
    {
        var earlier = NormalText.Of(request.Earlier, _spelling);
        var before = PlaceResolver.Resolve(request.Earlier, request.Directory).Candidates
            .Select(c => (Start: earlier.FromOriginal(c.Start), End: earlier.FromOriginal(c.Start + c.Length)));
        var shift = earlier.Text.Length + 1;
        return (earlier.Text + "\n" + text.Text, [.. before, .. spans.Select(s => (s.Start + shift, s.End + shift))]);
    }

    /// <summary>A yes, a bare answer or a greeting states no matter, so that nothing is unsure about it.</summary>
    private static bool IsMatter(Intent intent, Signals signals, SortRequest request) =>
        intent is Intent.Complaint or Intent.Suggestion or Intent.Consult
        && (request.Asked is Ask.None or Ask.Demand)
        && (signals & (Signals.Affirm | Signals.Deny | Signals.NothingMore | Signals.Declines | Signals.Withdraws
            | Signals.Aside | Signals.Farewell | Signals.AsksWhere | Signals.SmallTalk | Signals.Scolds)) == Signals.None;

    /// <summary>The words that led to the type; where none that is known did, the clause that the model heard it in.</summary>
    /// <param name="learned">Null where an earlier message told the matter.</param>
    private static IEnumerable<Evidence> Shown(string? type, LexiconReading own, LearnedReading? learned, NormalText text)
    {
        if (type is null)
        {
            yield break;
        }
        Evidence At(int from, int count)
        {
            var (start, length) = text.ToOriginal(from, count);
            return new Evidence(type, text.Original.Substring(start, length), start, length);
        }
        if (own.Scores is [var first, ..] && first.Type == type)
        {
            foreach (var word in own.Spoke.Take(8))
            {
                yield return At(word.Start, word.Length);
            }
        }
        else if (learned?.SpokeFor(type) is { } clause)
        {
            yield return At(clause.Start, clause.Length);
        }
    }
}
