using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace StationBot.Channels.WebChat;

/// <summary>Settings of the resident page.</summary>
public sealed class ResidentPageOptions
{
    /// <summary>Every word of the page by key (dialogs/page.yaml); a page that uses a key without words is a bug.</summary>
    public IDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Telephone numbers shown above the chat, in this order.</summary>
    public IList<ServiceNumber> Numbers { get; } = [];

    /// <summary>Who may show the page in a frame, as CSP's <c>frame-ancestors</c> writes it.</summary>
    public string FrameAncestors { get; set; } = "'self'";
}

/// <summary>A number to call. domain.md §8.1.</summary>
public sealed class ServiceNumber
{
    public string Number { get; set; } = "";
    public string For { get; set; } = "";
}

internal sealed record PageData(IReadOnlyDictionary<string, string> Words, int MaxFileBytes);

/// <summary>Puts the words of dialogs/page.yaml into the pages: <c>{{key}}</c> stands for a text, <c>{{{numbers}}}</c> and <c>{{{page}}}</c> for parts made here.</summary>
public sealed class PageTexts(IOptions<ResidentPageOptions> page, IOptions<DirectLineOptions> directLine)
{
    /// <summary>A page of the web root with its words filled in.</summary>
    /// <param name="values">What the page needs beside the texts: <c>district</c>, <c>nonce</c>.</param>
    /// <exception cref="KeyNotFoundException">The page names a key that has no text: a bug.</exception>
    public async Task<string> FillAsync(IFileInfo file, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        await using var stream = file.CreateReadStream();
        using var reader = new StreamReader(stream);
        var html = await reader.ReadToEndAsync(cancellationToken);
        var filled = new StringBuilder(html.Length * 2);
        var at = 0;
        for (var start = html.IndexOf("{{", StringComparison.Ordinal); start >= 0; start = html.IndexOf("{{", at, StringComparison.Ordinal))
        {
            filled.Append(html, at, start - at);
            var made = html[start + 2] == '{';
            var end = html.IndexOf(made ? "}}}" : "}}", start, StringComparison.Ordinal);
            var key = html[(start + (made ? 3 : 2))..end];
            filled.Append(made ? Made(key) : WebUtility.HtmlEncode(values.TryGetValue(key, out var value) ? value : Say(key, values)));
            at = end + (made ? 3 : 2);
        }
        return filled.Append(html, at, html.Length - at).ToString();
    }

    /// <summary>Why a file was not taken, for the resident who sent it.</summary>
    internal string Of(FileRefusal reason) => Say("file_" + reason.ToString().ToLowerInvariant(), new Dictionary<string, string>());

    private string Say(string key, IReadOnlyDictionary<string, string> values)
    {
        var text = page.Value.Texts[key].Replace("{megabytes}", Megabytes, StringComparison.Ordinal);
        return values.Aggregate(text, (t, v) => t.Replace($"{{{v.Key}}}", v.Value, StringComparison.Ordinal));
    }

    private string Megabytes => (directLine.Value.MaxFileBytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture);

    private string Made(string part) => part switch
    {
        "numbers" => string.Concat(page.Value.Numbers.Select(n =>
            $"<li><a href=\"tel:{WebUtility.HtmlEncode(n.Number)}\"><b>{WebUtility.HtmlEncode(n.Number)}</b> <span>{WebUtility.HtmlEncode(n.For)}</span></a></li>")),
        // The default encoder writes < > & as \u…: no text can end the element it stands in.
        "page" => JsonSerializer.Serialize(
            new PageData(page.Value.Texts.Keys.ToDictionary(k => k, k => Say(k, new Dictionary<string, string>())), directLine.Value.MaxFileBytes), WebChatJson.Default.PageData),
        _ => throw new KeyNotFoundException($"'{part}' is no part of a page."),
    };
}
