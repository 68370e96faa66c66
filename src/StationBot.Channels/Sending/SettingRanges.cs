using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace StationBot.Channels.Sending;

/// <summary>Says of a number or a time that is out of its range which setting it is and what may stand there; the framework names a class instead.</summary>
internal sealed class SettingRanges<T>(string section) : IValidateOptions<T> where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        List<string> wrong = [];
        foreach (var setting in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (setting.IsDefined(typeof(RequiredAttribute)) && setting.GetValue(options) is null or "")
            {
                wrong.Add($"{section}:{setting.Name} must not be empty. 不能为空。");
            }
            if (setting.GetCustomAttribute<RangeAttribute>() is { } range && setting.GetValue(options) is { } value && !range.IsValid(value))
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{section}:{setting.Name} must be {range.Minimum} to {range.Maximum}, not {value}. 只能填 {range.Minimum} 到 {range.Maximum}。"));
            }
        }
        if (wrong.Count == 0 && options is IValidatableObject whole)
        {
            wrong.AddRange(whole.Validate(new ValidationContext(options)).Select(r => r.ErrorMessage ?? section));
        }
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}

/// <summary>Ranges of settings.</summary>
public static class SettingRangesSetup
{
    /// <summary>Checks the <see cref="RangeAttribute"/>s and <see cref="RequiredAttribute"/>s of a section's settings, and what they say of each other (<see cref="IValidatableObject"/>).</summary>
    /// <param name="section">Its name, as whoever wrote the setting reads it.</param>
    public static OptionsBuilder<T> ValidateRanges<T>(this OptionsBuilder<T> builder, string section) where T : class
    {
        builder.Services.AddSingleton<IValidateOptions<T>>(new SettingRanges<T>(section));
        return builder;
    }
}
