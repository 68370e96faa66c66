using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace StationBot.Host.Operations;

/// <summary>
/// Says of a setting that cannot be read what may stand there. The framework's binder names a .NET type instead, and passes over a
/// single value where a list is wanted.
/// </summary>
internal static class SettingsCheck
{
    /// <exception cref="SettingsException">Names the setting, the value and what may stand there.</exception>
    public static void Ensure<T>(IConfigurationSection section) => Ensure(typeof(T), section);

    /// <summary>The same, and that nothing stands there that nobody reads.</summary>
    /// <inheritdoc cref="Ensure{T}"/>
    /// <param name="parts">Names that something else reads.</param>
    public static void EnsureAll(Type options, IConfigurationSection section, params IReadOnlyCollection<string> parts)
    {
        EnsureNames(options, section, parts);
        Ensure(options, section);
    }

    /// <inheritdoc cref="Ensure{T}"/>
    private static void Ensure(Type options, IConfigurationSection section)
    {
        foreach (var setting in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var given = section.GetSection(setting.Name);
            if (given.Value is { Length: > 0 } value && Wanted(setting.PropertyType, value) is { } wanted)
            {
                throw new SettingsException($"配置项写得不对 / wrong setting {given.Path}: '{value}'. 可以写的是 / it may be {wanted}.");
            }
            if (setting.PropertyType is { IsClass: true, Namespace: { } room } && room.StartsWith(nameof(StationBot), StringComparison.Ordinal))
            {
                Ensure(setting.PropertyType, given);
            }
            // The binder drops an entry of a list that it cannot read, and says nothing.
            if (setting.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IList<>) && list.GetGenericArguments()[0] is { IsClass: true } entry && entry != typeof(string))
            {
                foreach (var one in given.GetChildren())
                {
                    EnsureNames(entry, one, []);
                    Ensure(entry, one);
                }
            }
        }
    }

    // What an account's entry holds is written by hand, and the binder passes over a name that it does not know: a template that nobody sends, a
    // key that is not there.
    private static void EnsureNames(Type entry, IConfigurationSection section, IReadOnlyCollection<string> parts)
    {
        var settings = entry.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var given in section.GetChildren().Where(g => !parts.Contains(g.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (Array.Find(settings, s => s.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                var near = settings.Select(s => s.Name).Where(n => Distance(n, given.Key) <= 2).ToList();
                throw new SettingsException($"没有这个配置项 / no such setting {given.Path}. {(near.Count > 0 ? "是不是 / did you mean" : "可以写的是 / it may be")} {string.Join(", ", near.Count > 0 ? near : settings.Select(s => s.Name))}.");
            }
            if (known.PropertyType is { IsClass: true, Namespace: { } room } inner && room.StartsWith(nameof(StationBot), StringComparison.Ordinal))
            {
                EnsureNames(inner, given, []);
            }
        }
    }

    /// <summary>How many letters must be put in, taken out or changed; case counts for nothing.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1;
                (corner, row[j]) = (row[j], Math.Min(corner + same, Math.Min(row[j], row[j - 1]) + 1));
            }
        }
        return row[^1];
    }

    /// <summary>Every setting's range, before anything starts: the framework would log a stack trace on the way up.</summary>
    /// <exception cref="SettingsException">Names what is out of range.</exception>
    public static void Validate(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (AggregateException several)
        {
            throw new SettingsException(string.Join(' ', several.InnerExceptions.Select(e => e.Message)));
        }
    }

    private static string? Wanted(Type type, string value)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted.IsEnum)
        {
            return Enum.GetNames(wanted).Contains(value, StringComparer.OrdinalIgnoreCase) ? null : string.Join(", ", Enum.GetNames(wanted));
        }
        if (wanted == typeof(IList<string>))
        {
            return "a list: one setting for each entry, named with __0, __1, … at its end";
        }
        if (wanted == typeof(string) || !wanted.IsValueType)
        {
            return null;
        }
        try
        {
            TypeDescriptor.GetConverter(wanted).ConvertFromInvariantString(value);
            return null;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return wanted switch
            {
                _ when wanted == typeof(bool) => "true, false",
                _ when wanted == typeof(TimeSpan) => "a time such as 00:15:00",
                _ when wanted == typeof(TimeOnly) => "an hour such as 09:00",
                _ => "a number",
            };
        }
    }
}

internal sealed class SettingsException(string message) : InvalidOperationException(message);
