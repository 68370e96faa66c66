using System.Runtime.CompilerServices;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Offline;

/// <summary>From problem types to topics and departments, by the district's own competence matrix.</summary>
internal static class Competence
{
    private const int MostDepartments = 5;
    private const int MostCo = 2;

    /// <summary>Share of a type's probability that goes to its lead; the rest to those who could lead elsewhere or help.</summary>
    private const double LeadShare = 0.8;

    /// <summary>A type less likely than this adds nothing that anybody would see.</summary>
    private const double Unlikely = 0.005;

    /// <summary>All six, best first, summing to 1. Without any word: "other", and not sure of it.</summary>
    public static IReadOnlyList<TopicScore> Topics(LexiconReading reading, AreaDirectory directory)
    {
        var scores = Handling.Sorting.Topics.All.ToDictionary(t => t, _ => 0.0);
        foreach (var (type, score) in reading.Scores)
        {
            scores[directory.ProblemType(type)?.Topic ?? Topic.Other] += score;
        }
        var sum = scores.Values.Sum();
        var unsaid = sum > 0 ? 0 : 1.0 / scores.Count;
        return [.. scores
            .Select(s => new TopicScore(s.Key, sum > 0 ? s.Value / sum : unsaid))
            .OrderByDescending(s => s.Score).ThenByDescending(s => s.Topic)];
    }

    public static IReadOnlyList<DepartmentScore> Departments(LexiconReading reading, AreaDirectory directory)
    {
        if (reading.Scores.Count == 0 || directory.ProblemType(reading.Scores[0].Type) is null)
        {
            return [];
        }
        var scores = new List<(string Code, double Score)>();
        foreach (var (code, score) in reading.Scores)
        {
            if (score < Unlikely && scores.Count >= MostDepartments)
            {
                break;
            }
            if (directory.ProblemType(code) is { } type)
            {
                foreach (var (department, share) in SharesOf(type))
                {
                    Add(scores, department, score * share, directory);
                }
            }
        }
        scores.Sort(static (a, b) => b.Score.CompareTo(a.Score) is var order and not 0 ? order : string.CompareOrdinal(a.Code, b.Code));
        var best = new DepartmentScore[Math.Min(scores.Count, MostDepartments)];
        for (var i = 0; i < best.Length; i++)
        {
            best[i] = new DepartmentScore(scores[i].Code, Math.Min(scores[i].Score, 1));
        }
        return best;
    }

    private static void Add(List<(string Code, double Score)> scores, string department, double score, AreaDirectory directory)
    {
        if (score <= 0 || directory.Department(department) is null)
        {
            return;
        }
        for (var i = 0; i < scores.Count; i++)
        {
            if (scores[i].Code == department)
            {
                scores[i] = (department, scores[i].Score + score);
                return;
            }
        }
        scores.Add((department, score));
    }

    private static readonly ConditionalWeakTable<ProblemType, (string Department, double Share)[]> Shares = [];

    /// <summary>How a type's probability is shared among those who might lead.</summary>
    private static (string Department, double Share)[] SharesOf(ProblemType type) => Shares.GetValue(type, static type =>
    {
        var others = type.AltLeads.Select(d => (Code: d, Weight: 2.0)).Concat(type.Co.Except(type.AltLeads).Select(d => (Code: d, Weight: 1.0))).ToArray();
        var all = others.Sum(o => o.Weight);
        return [(type.Lead, all > 0 ? LeadShare : 1), .. others.Select(o => (o.Code, (1 - LeadShare) * o.Weight / all))];
    });

    /// <summary>Co-departments really needed (R8): at most two of the type's own, in the matrix's order.</summary>
    public static IReadOnlyList<string> Co(string? type, AreaDirectory directory) =>
        directory.ProblemType(type) is { } known ? [.. known.Co.Take(MostCo)] : [];
}
