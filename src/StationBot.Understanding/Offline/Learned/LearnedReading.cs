using System.Buffers;
using System.Globalization;
using StationBot.Handling.Flags;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Offline.Learned;

/// <summary>What the learned models say of one text (its normal form), joined with what the words of the lexicon say.</summary>
internal sealed class LearnedReading(LearnedModels models, string text)
{
    // How much each voice counts for a problem type, as powers of its probability: fitted to what the models said of messages kept from them
    // (scripts/models.sh prints the figures). Words count less, but know rare ones; the floor is for types that none of them names.
    private const double TypesVoice = 0.8;
    private const double WordsVoice = 0.5;
    private const double TopicsVoice = 0.4;
    private const double WordsFloor = 0.02;

    // Share of the types' voice in the topic of a chat message. The types have learned from chat only, so that their share shrinks with the
    // length of a letter, which the topics' own model knows.
    private const double TypesInTopic = 0.8;
    private const double ChatLength = 100;
    private const double SettledInTopic = 0.95;

    // From here on the model's word alone makes an emergency. In a short message it has little to go by, and more than half of what it takes for
    // danger between the two is none; a rule knows the short cries. Fitted to what both said of messages kept from them (scripts/models.sh).
    private const float DangerInFewest = 0.9f;
    private const float DangerInFew = 0.75f;
    private const float DangerInMany = 0.5f;
    private const int Few = 25;

    /// <summary>Below this many characters a message is heard as a cry (刀搁我手脖子上) only when the model is nearly sure and nothing answers the bot.</summary>
    internal const int VeryFew = 8;

    /// <summary>Fewer characters (今天, 我妈) say nothing by themselves: whatever the model makes of them is chance.</summary>
    private const int Fewest = 4;

    /// <summary>What the rules saw and took for past or only feared, it must be surer of.</summary>
    private const float DangerDespite = 0.7f;

    /// <summary>
    /// From here on another learned flag counts: where a human only looks it may be wrong now and then, where it sends the resident through
    /// another door it must not. Those not named are for rules alone: too few examples, or (who is a child?) too much harm when wrong.
    /// </summary>
    private static readonly Dictionary<Flag, float> Others = new()
    {
        [Flag.Group] = 0.6f, [Flag.UrgentService] = 0.6f, [Flag.Misinformation] = 0.6f, [Flag.Abuse] = 0.6f, [Flag.OffTopic] = 0.6f,
        [Flag.Discipline] = 0.85f, [Flag.Petition] = 0.85f, [Flag.Litigation] = 0.9f,
    };

    private readonly float[] _topics = models.Topics.Predict(Heading(text) is var heading ? heading : "", text[heading.Length..]);
    private readonly float[] _types = models.Types.Predict(text);
    private readonly string _words = SmallWords.CaseNo().Replace(text, "");
    private float[]? _told;
    private float[]? _intents;
    private float[]? _flags;

    /// <summary>By label of <see cref="LearnedModels.Flags"/>, of the words without a case's number, which says nothing and would make them many.</summary>
    private float[] Told => _told ??= models.Flags.Predict(_words);

    /// <summary>How likely it is that somebody is in danger now, by what residents tell first: what doubts a rule.</summary>
    public float Danger => IndexOf(models.Flags.Card.Labels, Flag.Emergency.Code()) is var at and >= 0 ? Told[at] : 0;

    /// <summary>
    /// By label of <see cref="LearnedModels.Flags"/>. Of danger in a short message two models are asked and the middle taken: one that knows what
    /// residents tell first, and one that knows what they answer as well (孩子去报到了). Where words are few each errs by chance, seldom both in the
    /// same message. Of other flags the answers say nothing: 屋里才14度 is a failed supply there, too.
    /// </summary>
    private float[] Flagged => _flags ??= _words.Length < Few ? Weighed(models.Brief.Predict(_words)) : Told;

    private float[] Weighed(float[] brief)
    {
        var labels = models.Flags.Card.Labels;
        return [.. Told.Select((told, i) => FlagTable.SeverityOf(labels[i]) == Severity.P0 && IndexOf(models.Brief.Card.Labels, labels[i]) is var at and >= 0
            ? (told + brief[at]) / 2
            : told)];
    }

    /// <summary>The most likely purpose and how likely it is.</summary>
    public (Intent Intent, float Score) Intent
    {
        get
        {
            _intents ??= models.Intents.Predict(text);
            var best = Array.IndexOf(_intents, _intents.Max());
            return (Intents.Parse(models.Intents.Card.Labels[best]), _intents[best]);
        }
    }

    /// <summary>Problem types by all voices, best first; codes that the district does not have are left out.</summary>
    public (string Type, double Score)[] Types(LexiconReading words, AreaDirectory directory)
    {
        Span<double> byTopic = stackalloc double[Handling.Sorting.Topics.All.Count];
        foreach (var topic in Handling.Sorting.Topics.All)
        {
            byTopic[(int)topic] = TopicsVoice * Math.Log(Of(topic) + 1e-4);
        }
        var unsaid = WordsVoice * Math.Log(WordsFloor);
        var said = new Dictionary<string, double>(words.Scores.Count);
        foreach (var (type, score) in words.Scores)
        {
            said[type] = score;
        }
        var scores = new (string Type, double Score)[_types.Length];
        var known = 0;
        for (var i = 0; i < _types.Length; i++)
        {
            if (directory.ProblemType(models.Types.Card.Labels[i]) is { } type)
            {
                var voice = said.TryGetValue(type.Code, out var score) ? WordsVoice * Math.Log(score + WordsFloor) : unsaid;
                scores[known++] = (type.Code, Math.Exp((TypesVoice * Math.Log(_types[i] + 1e-6)) + voice + byTopic[(int)type.Topic]));
            }
        }
        var best = known == scores.Length ? scores : scores[..known];
        var sum = 0.0;
        foreach (var (_, score) in best)
        {
            sum += score;
        }
        for (var i = 0; i < best.Length; i++)
        {
            best[i].Score /= sum;
        }
        Array.Sort(best, static (a, b) => b.Score.CompareTo(a.Score) is var order and not 0 ? order : string.CompareOrdinal(a.Type, b.Type));
        return best;
    }

    /// <summary>The clause that speaks loudest for a type by itself: what to show where no known word led there. Null for a type the model does not know.</summary>
    public (int Start, int Length)? SpokeFor(string type) => Loudest(models.Types, type);

    /// <summary>The same for a flag that no rule raised: staff see the words that led there.</summary>
    public (int Start, int Length)? SpokeFor(Flag flag) => Loudest(models.Flags, flag.Code());

    private (int Start, int Length)? Loudest(TextModel model, string code)
    {
        var label = IndexOf(model.Card.Labels, code);
        if (label < 0)
        {
            return null;
        }
        (int Start, int Length)? loudest = null;
        var (most, looked) = (0f, 0);
        foreach (var range in text.AsSpan().SplitAny(ClauseMarks))
        {
            var (start, length) = range.GetOffsetAndLength(text.Length);
            if (length < ShortestClause || looked++ == MostClauses)
            {
                continue;
            }
            length = Math.Min(length, LongestShown);
            var says = model.Predict(text.Substring(start, length))[label];
            if (says > most)
            {
                (most, loudest) = (says, (start, length));
            }
        }
        return loudest;
    }

    private static readonly SearchValues<char> ClauseMarks = SearchValues.Create(",。!?;:、\n");
    private const int ShortestClause = 2;
    private const int LongestShown = 40;
    private const int MostClauses = 16;

    private float Of(Topic topic) => IndexOf(models.Topics.Card.Labels, topic.Code()) is var at and >= 0 ? _topics[at] : 0;

    /// <summary>All six topics, best first, summing to 1.</summary>
    /// <param name="settled">Whether a rule of the boundaries named the type: the topic is then the type's, whatever the words sound like.</param>
    public IReadOnlyList<TopicScore> Topics(IReadOnlyList<(string Type, double Score)> types, AreaDirectory directory, bool settled = false)
    {
        Span<double> byType = stackalloc double[Handling.Sorting.Topics.All.Count];
        foreach (var (code, score) in types)
        {
            byType[(int)(directory.ProblemType(code)?.Topic ?? Topic.Other)] += score;
        }
        var share = (settled ? SettledInTopic : TypesInTopic) * Math.Min(1, ChatLength / text.Length);
        var scores = new TopicScore[byType.Length];
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var topic = Handling.Sorting.Topics.All[i];
            var score = Math.Exp((share * Math.Log(byType[(int)topic] + 1e-4)) + ((1 - share) * Math.Log(Of(topic) + 1e-4)));
            scores[i] = new TopicScore(topic, score);
            sum += score;
        }
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = scores[i] with { Score = scores[i].Score / sum };
        }
        Array.Sort(scores, static (a, b) => b.Score.CompareTo(a.Score) is var order and not 0 ? order : b.Topic.CompareTo(a.Topic));
        return scores;
    }

    /// <summary>
    /// Flags that the model sees beside those of the rules, with its probability in the rule's name, so that staff see why. Where no rule saw
    /// a danger it brings the most likely kind; a threat is urgent without being an emergency.
    /// </summary>
    /// <param name="ruled">What the rules raised.</param>
    /// <param name="isEveryday">
    /// Whether the words are everyday ones: a rule saw them in their everyday sense (打我电话), or they answer what the bot asked. In a short
    /// message the model is then not asked.
    /// </param>
    /// <param name="harmless">
    /// Whether the matter is one of papers and money (who was dismissed, whose garbage is left): the model's alarm must then name a kind of danger.
    /// </param>
    /// <param name="ofFrail">
    /// Whether an old or disabled person is named and no child: who is starved or locked in is they, whatever such words are mostly said of.
    /// </param>
    public IEnumerable<FlagHit> Flags(IReadOnlyCollection<FlagHit> ruled, bool isEveryday, bool harmless, bool ofFrail)
    {
        if (_words.Length < Fewest)
        {
            yield break;
        }
        var labels = models.Flags.Card.Labels;
        var enough = _words.Length < VeryFew ? DangerInFewest : _words.Length < Few ? DangerInFew : ruled.Any(f => f.IsPastDanger) ? DangerDespite : DangerInMany;
        var inDanger = IndexOf(labels, Flag.Emergency.Code()) is var emergency and >= 0 && Flagged[emergency] >= enough && !(isEveryday && _words.Length < Few) && !ruled.Any(f => f.Severity == Severity.P0);
        var kind = inDanger ? Enumerable.Range(0, labels.Count).Where(i => IsKind(FlagTable.Parse(labels[i]))).MaxBy(i => Flagged[i]) : -1;
        inDanger = inDanger && (!harmless || Flagged[kind] >= LeadingKind);
        for (var i = 0; i < labels.Count; i++)
        {
            var flag = FlagTable.Parse(labels[i]);
            if (flag == Flag.Emergency ? inDanger && FlagTable.Parse(labels[kind]) != Flag.Threat : IsKind(flag) ? i == kind && (Flagged[i] >= LeadingKind || (ofFrail && flag == Flag.MinorVictim)) : Others.TryGetValue(flag, out var enoughOther) && Flagged[i] >= enoughOther)
            {
                var suffers = flag == Flag.MinorVictim && ofFrail ? Flag.VulnerableVictim : flag;
                yield return new FlagHit(suffers, FlagTable.SeverityOf(flag), string.Create(CultureInfo.InvariantCulture, $"learned.{Flagged[i]:0.00}"));
            }
        }
    }

    /// <summary>
    /// Takes kinds of danger from a message that has several, where the model is nearly sure of one and sure that this one is not meant: each
    /// kind shows numbers, and a wrong number costs time.
    /// </summary>
    /// <param name="flags">Changed in place.</param>
    /// <param name="hits">The rules that stand in the text: a kind that one of them names beside another is never taken.</param>
    public void KeepKindsMeant(List<FlagHit> flags, List<RuleHit> hits)
    {
        float Of(FlagHit hit) => IndexOf(models.Flags.Card.Labels, hit.Flag.Code()) is var at and >= 0 ? Told[at] : 1;
        var kinds = flags.Where(f => f.Severity == Severity.P0 && IsKind(f.Flag) && !hits.Exists(h => h.Rule.StandsBeside && h.Rule.Flags.Contains(f.Flag))).ToArray();
        if (kinds.Length > 1 && kinds.Max(Of) >= KindMeant)
        {
            flags.RemoveAll(f => kinds.Contains(f) && Of(f) < KindNotMeant);
        }
    }

    private const float KindMeant = 0.4f;
    private const float KindNotMeant = 0.05f;

    /// <summary>A letter's heading: a short first line above the text.</summary>
    private static string Heading(string text) => text.IndexOf('\n') is > 0 and <= LongestHeading and var end && end < text.Length - 1 ? text[..end] : "";

    private const int LongestHeading = 60;
    private const float LeadingKind = 0.4f;

    private static bool IsKind(Flag flag) => flag != Flag.Emergency && FlagTable.SeverityOf(flag) == Severity.P0;

    private static int IndexOf(IReadOnlyList<string> labels, string label)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
            {
                return i;
            }
        }
        return -1;
    }
}
