using System.Text.Json;

namespace StationBot.Platform.Calls;

/// <summary>One call that the station made, as it came and as it was answered.</summary>
/// <param name="Account">Name of the Official Account, WeCom app, webhook or KF account it was for; null when nothing told.</param>
/// <param name="Body">The JSON of the body; <see cref="JsonValueKind.Undefined"/> when there was none or it is not JSON.</param>
/// <param name="Raw">The body's bytes as UTF-8 text, for checks of spelling such as <c>\uXXXX</c>.</param>
/// <param name="ErrCode">What the answer said: 0 for success. Meaningless under a fault that answered otherwise.</param>
/// <param name="Fault">The fault that was asked for, if it was used on this call.</param>
/// <param name="Served">Whether the platform did what was asked: false under a fault that only refuses.</param>
public sealed record ApiCall(
    string Method,
    string Path,
    string? Account,
    JsonElement Body,
    string Raw,
    IReadOnlyDictionary<string, string> Query,
    DateTimeOffset At,
    int ErrCode,
    Fault? Fault,
    bool Served)
{
    public bool Succeeded => Served && ErrCode == 0;

    /// <summary>The text at a path of property names; empty when there is none.</summary>
    public string Text(params ReadOnlySpan<string> names) => Body.TextAt(names);

    public override string ToString() => $"{At:O} {Method} {Path} for {Account ?? "nobody"}: {ErrCode}{(Fault is null ? "" : $" ({Fault})")} {Raw}";
}
