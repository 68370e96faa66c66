using System.Globalization;
using System.Reflection;
using StationBot.Handling.Cases;

namespace StationBot.Host.Api;

/// <summary>Reads query parameters strictly: a name that nobody knows or a value that cannot be meant is a 400 that names it, never a filter that silently does nothing.</summary>
internal static class Queries
{
    public const int MostPerPage = 100;
    private const int PerPage = 50;
    private const int LongestText = 64;

    /// <summary>Refuses parameters that the record of an endpoint's parameters does not have, and those given twice.</summary>
    public static void EnsureKnown<T>(HttpContext http)
    {
        var known = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in http.Request.Query)
        {
            if (!known.Contains(name))
            {
                throw new BadInputException("request.unknown_query", name, name);
            }
            if (values.Count > 1)
            {
                throw new BadInputException("request.bad_query", name, name, ApiTexts.Of("want.once"));
            }
        }
    }

    public static T? Enum<T>(string? value, string name) where T : struct, Enum =>
        string.IsNullOrEmpty(value) ? null
        : System.Enum.GetNames<T>().FirstOrDefault(n => n.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } known ? System.Enum.Parse<T>(known)
        : throw new BadInputException("request.bad_query", name, name, string.Join(", ", System.Enum.GetNames<T>()));

    public static DateOnly? Day(string? value, string name) =>
        string.IsNullOrEmpty(value) ? null
        : DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1949 and < 2101 ? day
        : throw new BadInputException("request.bad_query", name, name, ApiTexts.Of("want.day"));

    public static int? Number(string? value, string name, int least, int most) =>
        string.IsNullOrEmpty(value) ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new BadInputException("request.bad_query", name, name, ApiTexts.Of("want.number", least, most));

    /// <summary>How many entries of a list are wanted; 50 unless told.</summary>
    public static int Limit(string? value) => Number(value, "limit", 1, MostPerPage) ?? PerPage;

    /// <summary>A code or number: nothing that could mean something else in a search.</summary>
    public static string? Code(string? value, string name) =>
        string.IsNullOrEmpty(value) ? null
        : value.Length <= LongestText && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? value
        : throw new BadInputException("request.bad_query", name, name, ApiTexts.Of("want.code"));

    /// <summary>Where a list of cases goes on: the number that the page before ended with.</summary>
    public static string? After(string? value) => Code(value, "after") is not { } number ? null : CaseNo.IsOne(number) ? number
        : throw new BadInputException("request.bad_query", "after", "after", ApiTexts.Of("want.id"));

    public static Guid? Id(string? value, string name) =>
        string.IsNullOrEmpty(value) ? null : Guid.TryParse(value, out var id) ? id : throw new BadInputException("request.bad_query", name, name, ApiTexts.Of("want.id"));
}

/// <summary>One page of a list.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last. A page may be shorter than asked for and still have a next one.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
