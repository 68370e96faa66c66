using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using StationBot.Handling.Cases;

namespace StationBot.Store;

internal static class ModelConventions
{
    /// <summary>A list or dictionary as JSON text. It is replaced as a whole, never changed in place.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) =>
        property.HasConversion(new JsonConverter<T>(), new ValueComparer<T>(
            (a, b) => JsonConverter<T>.Write(a!) == JsonConverter<T>.Write(b!),
            v => JsonConverter<T>.Write(v).GetHashCode(StringComparison.Ordinal),
            v => v));

    /// <summary>Written once, with the row.</summary>
    public static void IsFixed<T>(this PropertyBuilder<T> property) => property.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
}

internal sealed class JsonConverter<T>() : ValueConverter<T, string>(v => Write(v), v => JsonSerializer.Deserialize<T>(v, JsonText.Options)!)
{
    public static string Write(T value) => JsonSerializer.Serialize(value, JsonText.Options);
}

internal static class JsonText
{
    // Chinese stays readable for whoever looks into the database; the text never goes into HTML as it is.
    public static JsonSerializerOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };
}

internal sealed class CaseIdConverter() : ValueConverter<CaseId, Guid>(id => id.Value, value => new CaseId(value));

internal sealed class CaseNoConverter() : ValueConverter<CaseNo, string>(no => no.Value, value => new CaseNo(value));

/// <summary>SQLite cannot order <see cref="DateTimeOffset"/>; it can order milliseconds.</summary>
internal sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
    at => at.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));

/// <summary>PostgreSQL takes instants at offset zero only.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(at => at.ToUniversalTime(), value => value);
