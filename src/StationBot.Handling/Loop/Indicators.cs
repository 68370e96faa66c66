using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using StationBot.Handling.Cases;

namespace StationBot.Handling.Loop;

/// <summary>One indicator, always with what it is made of.</summary>
public sealed record Rate(double Numerator, int Denominator)
{
    /// <summary>Null when the denominator is zero: "—", never 0 or 100 %.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Value => Denominator == 0 ? null : Math.Round(Numerator / Denominator, 4);
}

/// <summary>The middle one of several, and of how many.</summary>
public sealed record Median(int Count)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Value { get; init; }

    public static Median Of(IEnumerable<int> values)
    {
        int[] all = [.. values.Order()];
        return new Median(all.Length) { Value = all.Length == 0 ? null : (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2.0 };
    }
}

/// <summary>Who uses the station (使用率): facts that stand in no case.</summary>
/// <param name="Residents">With a finished conversation in the period; null where conversations cannot be told apart so (by department, deputy or station).</param>
/// <param name="Adults">Adult residents of the district, by configuration.</param>
public sealed record Usage(int? Residents, int? Adults);

/// <summary>The indicators of domain.md §7; cases with their reply due in the period. Scores that §7 multiplies by 100 are shares like the others here.</summary>
/// <param name="Completion">办结率: completed ÷ due.</param>
/// <param name="OnTime">按期办结率: completed, and answered on or before the due day ÷ due. 办结 is a result delivered within the rules (§1.4), so the reply's day counts, not the evaluation's.</param>
/// <param name="Consultation">面商率: confirmed face-to-face before the reply ÷ replied.</param>
/// <param name="Satisfaction">满意率: satisfied and basically satisfied ÷ evaluated; who said 没解决 is among the evaluated.</param>
/// <param name="SatisfactionStrict">Satisfied alone ÷ evaluated.</param>
/// <param name="Resolution">解决率 as residents see it: solved ÷ asked and answered.</param>
/// <param name="ResolutionClaimed">As departments see it: class A ÷ replied.</param>
/// <param name="ResolutionGap">Claimed less confirmed; null while one of them is.</param>
/// <param name="Response">响应率: first contact within 24 h of the assignment ÷ due for contact: contacted, or the 24 h are over.</param>
/// <param name="Return">退回率: returned ÷ assigned; of a unit, what it returned itself ÷ what was assigned to it, whoever has it now.</param>
/// <param name="Overdue">超期率: answered late, or due and not answered ÷ due.</param>
/// <param name="Rework">重办率: worked on again ÷ replied.</param>
/// <param name="RoutingAccuracy">分拣准确率: proposals not changed by staff ÷ proposals decided on.</param>
/// <param name="ConsultationInPerson">Of 面商率: met in person ÷ replied.</param>
/// <param name="ConsultationVideo">Of 面商率: met by video only ÷ replied, each counted whole here.</param>
/// <param name="TraceOnline">The one half of 上网率: whole trace in the system ÷ all.</param>
/// <param name="LeadershipAttention">单位重视: yes answers ÷ the yes/no checks that could be asked (<see cref="CaseFigures.Attention"/>).</param>
/// <param name="DigitalEnablement">数字赋能, likewise (<see cref="CaseFigures.Digital"/>).</param>
/// <param name="HandlingDays">平均办理时长: median working days from the receipt to the last reply.</param>
/// <param name="ConversionInCases">Of 转化率 what cases show: completed with class A, or promoted, ÷ all; a case that is both counts once.</param>
public sealed record Indicators(
    Rate Completion, Rate OnTime, Rate Consultation, Rate Satisfaction, Rate SatisfactionStrict, Rate Resolution, Rate ResolutionClaimed, double? ResolutionGap,
    Rate Response, Rate Return, Rate Overdue, Rate Rework, Rate RoutingAccuracy, Rate ConsultationInPerson, Rate ConsultationVideo, Rate TraceOnline, Rate LeadershipAttention,
    Rate DigitalEnablement, Median HandlingDays, Rate ConversionInCases)
{
    /// <summary>The other half of 上网率: nobody notes here which replies were published.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Rate? PublishedOnline { get; init; }

    /// <summary>上网率: both halves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Rate? OnlineRate { get; init; }

    /// <summary>综合指数: Σ weight × value of the seven before it; null while one that has a weight has no value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? CompositeIndex { get; init; }

    /// <summary>三率综合 of 响应率, 解决率 and 满意率; null while one of them has no value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? ThreeRateScore { get; init; }

    /// <summary>转化率 with project proposals, of which nothing is kept here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Rate? ConversionRate { get; init; }

    /// <summary>使用率: residents with a finished conversation ÷ adult residents.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Rate? UsageRate { get; init; }

    /// <summary>The same, absolute.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? UsageResidents { get; init; }

    /// <summary>Why an indicator is null, by its name: what is not kept here is not made up.</summary>
    public IReadOnlyDictionary<string, string> Missing { get; init; } = new Dictionary<string, string>();

    /// <param name="cases">Of the period; what never came to handling (declined, redirected, merged, withdrawn) is left out here.</param>
    /// <param name="today">What is due later cannot be overdue yet.</param>
    public static Indicators Of(IEnumerable<CaseFigures> cases, DateOnly today, IndicatorWeights weights, Usage usage)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(usage);
        CaseFigures[] all = [.. cases.Where(c => c.Status is not (CaseStatus.Draft or CaseStatus.Declined or CaseStatus.Redirected or CaseStatus.Merged or CaseStatus.Withdrawn))];
        // What a unit has no more is due from another; its own answers, returns and delays stay its own.
        CaseFigures[] due = [.. all.Where(c => c.Leading)];
        CaseFigures[] answerable = [.. all.Where(c => c.Leading || c.LeftLate || c.RepliedOn is not null)];
        CaseFigures[] replied = [.. all.Where(c => c.RepliedOn is not null)];
        // Who says 没解决 is not asked 满意吗 in the same breath, and must not be missing where the others are counted.
        CaseFigures[] judged = [.. all.Where(c => c.Satisfaction != Cases.Satisfaction.None || c.Solved == Solved.No)];
        CaseFigures[] asked = [.. all.Where(c => c.Solved != Solved.Unasked)];
        CaseFigures[] assigned = [.. all.Where(c => c.Assigned)];
        var (resolution, claimed) = (Share(asked, c => c.Solved == Solved.Yes), Share(replied, c => c.ReplyClass == ReplyClass.Solved));
        var told = new Indicators(
            Share(due, Completed), Share(due, c => Completed(c) && c.RepliedOn is not null && !Late(c)),
            new Rate(replied.Sum(c => c.Consultation), replied.Length),
            Share(judged, c => c.Satisfaction is Cases.Satisfaction.Satisfied or Cases.Satisfaction.Basic), Share(judged, c => c.Satisfaction == Cases.Satisfaction.Satisfied),
            resolution, claimed, claimed.Value - resolution.Value is { } gap ? Math.Round(gap, 4) : null,
            Share([.. assigned.Where(c => c.ContactDue || c.ContactAfter is not null)], c => c.ContactAfter <= CaseFigures.ContactWithin), Share(assigned, c => c.Returned),
            Share(answerable, c => c.LeftLate || Late(c) || (c.Leading && (c.AwaitsReply || c.RepliedOn is null) && today > c.DueOn)), Share(replied, c => c.Reworked),
            Share([.. due.Where(c => c.ProposalKept is not null)], c => c.ProposalKept == true),
            Share(replied, c => c.Met == ConsultationMode.InPerson), Share(replied, c => c.Met == ConsultationMode.Video), Share(due, c => c.WholeTrace),
            Answered(due, c => c.Attention), Answered(due, c => c.Digital), Median.Of(due.Select(c => c.HandlingDays).OfType<int>()),
            Share(due, c => (Completed(c) && c.ReplyClass == ReplyClass.Solved) || c.Promoted))
        {
            UsageResidents = usage.Residents, UsageRate = usage is { Residents: { } users, Adults: { } adults } ? new Rate(users, adults) : null,
        };
        var pleased = judged.Length == 0 ? (double?)null : judged.Sum(c => c.Satisfaction switch { Cases.Satisfaction.Satisfied => 1, Cases.Satisfaction.Basic => weights.BasicCounts, _ => 0 }) / judged.Length;
        var whole = told with { CompositeIndex = weights.Composite(told), ThreeRateScore = weights.ThreeRates(told.Response.Value, resolution.Value, pleased) };
        return whole with { Missing = whole.Reasons(weights, usage) };
    }

    private Dictionary<string, string> Reasons(IndicatorWeights weights, Usage usage)
    {
        Dictionary<string, string> reasons = new()
        {
            ["publishedOnline"] = LoopTexts.Of("missing.publishedOnline"), ["onlineRate"] = LoopTexts.Of("missing.onlineRate"), ["conversionRate"] = LoopTexts.Of("missing.conversionRate"),
        };
        if (CompositeIndex is null)
        {
            reasons["compositeIndex"] = LoopTexts.Of("missing.compositeIndex", string.Join('、', weights.Lacking(this).Select(n => LoopTexts.Of($"indicator.{n}"))));
        }
        if (ThreeRateScore is null)
        {
            reasons["threeRateScore"] = LoopTexts.Of("missing.threeRateScore");
        }
        if (usage.Residents is null)
        {
            reasons["usageResidents"] = LoopTexts.Of("missing.usageResidents");
        }
        if (UsageRate is null)
        {
            reasons["usageRate"] = LoopTexts.Of(usage.Residents is null ? "missing.usageResidents" : "missing.usageRate");
        }
        return reasons;
    }

    /// <summary>Of an answer whose case another has now, the event alone says whether it was late: the day is another one.</summary>
    private static bool Late(CaseFigures one) => one.RepliedLate || (one.Leading && one.RepliedOn > one.DueOn);

    private static bool Completed(CaseFigures one) => one.Status is CaseStatus.Completed or CaseStatus.ClosedOut;

    private static Rate Share(CaseFigures[] of, Func<CaseFigures, bool> counts) => new(of.Count(counts), of.Length);

    private static Rate Answered(CaseFigures[] of, Func<CaseFigures, Checks> checks) => new(of.Sum(c => checks(c).Yes), of.Sum(c => checks(c).Asked));
}

/// <summary>What counts how much in 综合指数 and 三率综合: nobody has published it, so it is configuration. domain.md §7.</summary>
public sealed class IndicatorWeights
{
    private const double Seventh = 1.0 / 7;

    [Range(0, 1)]
    public double Completion { get; set; } = Seventh;
    [Range(0, 1)]
    public double Consultation { get; set; } = Seventh;
    [Range(0, 1)]
    public double Satisfaction { get; set; } = Seventh;
    [Range(0, 1)]
    public double Resolution { get; set; } = Seventh;
    [Range(0, 1)]
    public double OnlineRate { get; set; } = Seventh;
    [Range(0, 1)]
    public double LeadershipAttention { get; set; } = Seventh;
    [Range(0, 1)]
    public double DigitalEnablement { get; set; } = Seventh;

    /// <summary>三率综合: of 响应率.</summary>
    [Range(0, 1)]
    public double ThreeRateResponse { get; set; } = 0.1;
    [Range(0, 1)]
    public double ThreeRateResolution { get; set; } = 0.5;
    [Range(0, 1)]
    public double ThreeRateSatisfaction { get; set; } = 0.4;

    /// <summary>How much 基本满意 counts in 三率综合.</summary>
    [Range(0, 1)]
    public double BasicCounts { get; set; } = 0.9;

    internal double? Composite(Indicators of) => Lacking(of).Any() ? null : Math.Round(Parts(of).Where(p => p.Weight > 0).Sum(p => p.Weight * p.Value!.Value), 4);

    internal double? ThreeRates(double? response, double? resolution, double? satisfaction) =>
        (ThreeRateResponse * response) + (ThreeRateResolution * resolution) + (ThreeRateSatisfaction * satisfaction) is { } score ? Math.Round(score, 4) : null;

    /// <summary>Those that have a weight and no value.</summary>
    internal IEnumerable<string> Lacking(Indicators of) => Parts(of).Where(p => p.Weight > 0 && p.Value is null).Select(p => p.Name);

    private (string Name, double Weight, double? Value)[] Parts(Indicators of) =>
    [
        ("completion", Completion, of.Completion.Value), ("consultation", Consultation, of.Consultation.Value), ("satisfaction", Satisfaction, of.Satisfaction.Value),
        ("resolution", Resolution, of.Resolution.Value), ("onlineRate", OnlineRate, of.OnlineRate?.Value), ("leadershipAttention", LeadershipAttention, of.LeadershipAttention.Value),
        ("digitalEnablement", DigitalEnablement, of.DigitalEnablement.Value),
    ];
}
