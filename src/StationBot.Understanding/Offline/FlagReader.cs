using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;
using StationBot.Understanding.Offline.Learned;

namespace StationBot.Understanding.Offline;

/// <summary>Flags of a message (domain.md §8) from rules and models together: rules first, doubted by the models where they also fire on everyday speech.</summary>
internal static partial class FlagReader
{
    /// <summary>
    /// A danger rule that also fires on everyday speech (「比打劫还狠」) is worth a look by a human (P2), and is raised to P0 unless the learned
    /// detector is this sure that nobody is in danger.
    /// </summary>
    private const float Doubt = 0.04f;

    /// <summary>Of a few characters (化工厂爆炸了) the models know too little to doubt a rule.</summary>
    private const int ShortestDoubted = 8;

    /// <summary>Beside a figure of speech fewer characters than this say nothing of their own: 「我…，第三天了」.</summary>
    private const int ShortestBesideFigure = 16;

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

    [GeneratedRegex("[们户群家都全人众]|集体|一起|联名|业主|上百|几十|好多|很多")]
    private static partial Regex Many();

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

    /// <param name="learned">What the models hear of the text, without its figures of speech.</param>
    /// <param name="heard">The same of the whole text, whose words can be shown; null where figures of speech were left out.</param>
    /// <param name="harmless">Whether the matter told is one of papers and money, in which nobody comes to harm.</param>
    public static List<FlagHit> Read(List<RuleHit> hits, LearnedReading learned, LearnedReading? heard, NormalText text, SortRequest request, PlaceResolution places, bool hasMatter, bool harmless)
    {
        var flags = new List<FlagHit>();
        // Who threatens to go to the petition office has not been there.
        var presses = EmptyTalk.Presses(text.Text);
        foreach (var hit in hits.Where(h => h.Rule.Flags.Count > 0 && !(presses && h.Rule.Flags.Contains(Flag.Petition)) && !(h.Rule.OnlyWithoutMatter && hasMatter) && !IsReadNarrower(h, hits, text.Text)))
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
        var ofFrail = hits.Exists(h => h.Rule.Cue == Cues.NamesFrail) && !hits.Exists(h => h.Rule.Cue == Cues.NamesChild);
        foreach (var hit in learned.Flags([.. flags], IsEveryday(hits, text, request), harmless, ofFrail).Where(h => !(h.Flag is Flag.OffTopic or Flag.Spam && hasMatter)
            && !(presses && h.Flag == Flag.Petition)
            // 「要个说法」 is what anybody wants; a crowd names itself.
            && !(h.Flag == Flag.Group && text.Text.Length < ShortestDoubted && !Many().IsMatch(text.Text))
            // An advertisement of a swindle is no report of one.
            && !(h.Flag is Flag.Fraud or Flag.Emergency && flags.Exists(f => f.Flag == Flag.Spam))))
        {
            Raise(flags, heard is not null && heard.SpokeFor(hit.Flag) is { } words && text.ToOriginal(words.Start, words.Length) is var (start, length) ? hit with { Start = start, Length = length } : hit);
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
}
