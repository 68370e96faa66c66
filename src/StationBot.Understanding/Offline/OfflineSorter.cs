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

    /// <summary>
    /// A danger rule that also fires on everyday speech (「比打劫还狠」) is worth a look by a human (P2), and is raised to P0 unless the learned
    /// detector is this sure that nobody is in danger.
    /// </summary>
    private const float Doubt = 0.04f;

    /// <summary>Of a few characters (化工厂爆炸了) the models know too little to doubt a rule.</summary>
    private const int ShortestDoubted = 8;

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
        return whole with { Parts = [.. independent.Select(p => Matters.Share(whole, p, sharesPlace))] };
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

    [GeneratedRegex("^(?:你们|我|要|如果|[,。!]){0,3}再不(?:给我)?(?:解决|处理|管|办|答复|回复|修|弄|来|理我?)(?:的话|[,。])?(?:我|俺|我们)?就(?:要|去|得|到|给|往|市里|区里|省里|北京|上面|12345){0,3}(?:投诉|告|反映|曝光|找|打|发|上访|举报|往上)[^,。!?]{0,8}[。!]{0,3}$")]
    private static partial Regex Pressure();

    /// <summary>「烦死了」, 「有没有人管」, 「就我们那儿那个事呗」: that something is wrong, and not what. domain.md §8 low_confidence: no department is guessed.</summary>
    [GeneratedRegex(
        "^(?:(?:唉|哎|哼|切|嗨|呀|我|俺|人|真的?|真是|太|好|快|都|要|也|就|简直|实在|[,。!?… ]){0,5}(?:烦死?(?:人|我)?|气死?(?:人|我)|郁闷|心累|受够|无语|服|糟心|闹心|窝火|火大|憋屈|急死(?:人|我)?|气人)(?:了|啦|呀|啊|的|透|死|得很){0,3}[,。!?… ]{0,3}){1,3}$" +
        "|^(?:喂|请问|你们?|到底|这里|这事?|[,。? ]){0,4}(?:(?:有没有|有)人(?:在)?(?:管|理|管管|管事|负责)|(?:管|理)不(?:管|理)|没人管)(?:我|我们|一下|这事|啊|呀|吗|么|没有|不|的|了|嘛|呢|[?。!]){0,4}$" +
        "|^(?:就|还|还是|不就|唉|[,。 ]){0,3}(?:是)?(?:我们?|俺们?)?(?:那儿|那边|那里|这儿|这里|这边|家|村|小区)?的?(?:那个?|这个?|老)(?:件|点|破)?(?:破)?事(?:儿)?(?:呗|嘛|啊|呀|了|吧|咯){0,2}[。!]?$" +
        "|^(?:唉|哎|算|[,。 ]){0,2}(?:你|您|你们|跟你|说了你)(?:也|根本|都)?(?:不懂|不明白|说不清|不会懂)(?:的|了)?[。!]?$")]
    private static partial Regex Sighs();

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

        var plain = WithoutFigures(text.Text, hits);
        var flags = Flags(hits, plain == text.Text ? learned : new LearnedReading(models, plain), text, request, places, hasMatter);
        var intent = IntentReader.Read(flags, cues, signals, hasMatter, SmallWords.CaseNo().IsMatch(text.Text), request.Earlier.Length > 0 ? default : learned.Intent, text.Text);
        // A danger is heard in every word; what the matter is, in those that are no insult.
        var calm = told == text.Text ? learned : new LearnedReading(models, told);
        var (reading, topics, soundsLike) = Judge(request, text, spans, own, calm, hasMatter);
        reading = flags.Exists(f => f is { Flag: Flag.MinorVictim, Severity: Severity.P0 }) ? NotMediated(reading) : reading;
        // One character, 「烦死了」 or 「再不解决我就投诉到市里」 alone, says nothing of what it is about.
        var sighs = !hasMatter && request.Earlier.Length == 0 && Sighs().IsMatch(text.Text);
        var tellsNothing = sighs || (request.Earlier.Length == 0 && (text.Text.Length < 2 || (!hasMatter && Pressure().IsMatch(text.Text))));
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

    /// <summary>「狗屁机器人」 is about no dog, 「你们这些骗子」 about no swindle. Lengths are kept, so spans hold.</summary>
    private static string WithoutInsults(string text, List<RuleHit> hits)
    {
        foreach (var insult in hits.Where(h => h.Rule.Flags.Contains(Flag.Abuse) && h.Length <= LongestInsult))
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

    /// <summary>Beside a figure of speech fewer characters than this say nothing of their own: 「我…，第三天了」.</summary>
    private const int ShortestBesideFigure = 16;

    private const int LongestInsult = 12;

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

    /// <summary>Which reading of the same words is the narrower one: its text names the right help, the wider one would only add a wrong number.</summary>
    private static readonly Dictionary<Flag, Flag[]> NarrowerThan = new()
    {
        [Flag.Threat] = [Flag.Fire, Flag.Crime, Flag.Suicide],
        [Flag.Suicide] = [Flag.Medical, Flag.MinorVictim, Flag.Threat],
        [Flag.MinorVictim] = [Flag.DomesticViolence, Flag.Crime],
        [Flag.DomesticViolence] = [Flag.Crime],
        [Flag.MissingPerson] = [Flag.MinorVictim, Flag.Crime],
        [Flag.Fraud] = [Flag.Crime],
        [Flag.VulnerableVictim] = [Flag.MinorVictim],
    };

    [GeneratedRegex("你|信不信|再不|不然|否则|要不|不给|不赔|不退|不解决|就(爬|跳|死|喝|烧|砍|炸)|不下来|县长|领导")]
    private static partial Regex Demands();

    [GeneratedRegex("我|俺|老子|咱|信不信|再不|不然|否则|逼|等着|小心|走着瞧")]
    private static partial Regex Threatens();

    private static bool IsReadNarrower(RuleHit hit, List<RuleHit> hits, string text) => hits.Any(n =>
        !hit.Rule.StandsBeside &&
        // Whose own life is the means of pressing somebody is a threat; without a demand it is despair.
        !(n.Rule.Flags.Contains(Flag.Suicide) && hit.Rule.Flags.Contains(Flag.Threat) && Demands().IsMatch(text))
        && !(n.Rule.Flags.Contains(Flag.Threat) && hit.Rule.Flags.Contains(Flag.Suicide) && !Demands().IsMatch(text))
        // Who tells of a neighbour with a knife threatens nobody.
        && !(n.Rule.Flags.Contains(Flag.Threat) && hit.Rule.Flags.Contains(Flag.Crime) && !Threatens().IsMatch(text))
        && !n.Lowered && n.Start < hit.Start + hit.Length && hit.Start < n.Start + n.Length
        && n.Rule.Flags.Any(f => (n.Rule.Severity ?? FlagTable.SeverityOf(f)) == Severity.P0 && NarrowerThan.TryGetValue(f, out var wider) && hit.Rule.Flags.Any(wider.Contains) && !hit.Rule.Flags.Contains(f)));

    private static List<FlagHit> Flags(List<RuleHit> hits, LearnedReading learned, NormalText text, SortRequest request, PlaceResolution places, bool hasMatter)
    {
        var flags = new List<FlagHit>();
        foreach (var hit in hits.Where(h => h.Rule.Flags.Count > 0 && !(h.Rule.OnlyWithoutMatter && hasMatter) && !IsReadNarrower(h, hits, text.Text)))
        {
            var (start, length) = text.ToOriginal(hit.Start, hit.Length);
            var doubted = !hit.Rule.Sure && text.Text.Length >= ShortestDoubted && learned.Danger < Doubt && hit.Rule.Flags.Any(f => FlagTable.SeverityOf(f) == Severity.P0);
            var lowered = hit.Lowered || doubted;
            foreach (var flag in hit.Rule.Flags.Where(f => !(lowered && f == Flag.Emergency)))
            {
                var severity = lowered ? Severity.P2 : hit.Rule.Severity ?? FlagTable.SeverityOf(flag);
                Raise(flags, new FlagHit(flag, severity, hit.Rule.Id + (hit.Lowered ? ".elsewhen" : doubted ? ".unsure" : ""), start, length) { Doubted = doubted });
            }
        }
        foreach (var hit in learned.Flags([.. flags], IsEveryday(hits, text, request)).Where(h => !(h.Flag is Flag.OffTopic or Flag.Spam && hasMatter)
            // An advertisement of a swindle is no report of one.
            && !(h.Flag is Flag.Fraud or Flag.Emergency && flags.Exists(f => f.Flag == Flag.Spam))))
        {
            Raise(flags, hit);
        }
        learned.KeepKindsMeant(flags, hits);
        if (places is { Best: null, Outside: { Length: > 0 } outside })
        {
            var at = request.Text.IndexOf(outside, StringComparison.Ordinal);
            Raise(flags, new FlagHit(Flag.OutOfArea, FlagTable.SeverityOf(Flag.OutOfArea), "place.outside", at, at < 0 ? 0 : outside.Length));
        }
        if (Masking.Mask(request.Text) is not null)
        {
            Raise(flags, new FlagHit(Flag.Pii, FlagTable.SeverityOf(Flag.Pii), "masking"));
        }
        return flags;
    }

    /// <summary>
    /// Whether a short message is heard by rules alone: it answers the bot, its words of danger stand in their everyday sense, or it is a few
    /// characters that go on with a story or only say something of the talk itself (又堆起来了, 在吗).
    /// </summary>
    private static bool IsEveryday(List<RuleHit> hits, NormalText text, SortRequest request) =>
        request.Asked != Ask.None
        || hits.Exists(h => h.Rule.Cue == Cues.Everyday || (h.Rule.Cue == Cues.Figure && text.Text.Length - h.Length < ShortestBesideFigure))
        || (text.Text.Length < LearnedReading.VeryFew
            && (request.Earlier.Length > 0 || request.Continues || hits.Exists(h => h.Rule.Flags.Contains(Flag.OffTopic) || h.Rule.Signal is not (Signals.None or Signals.AboutAnother or Signals.Angry))));

    private static void Raise(List<FlagHit> flags, FlagHit hit)
    {
        var known = flags.FindIndex(f => f.Flag == hit.Flag);
        if (known < 0)
        {
            flags.Add(hit);
        }
        else if (hit.Severity < flags[known].Severity)
        {
            flags[known] = hit;
        }
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
