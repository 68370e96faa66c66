using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Channels.WeCom;

/// <summary>An urgent item as staff are told of it.</summary>
/// <param name="Subject">A case number, or that there is only a conversation.</param>
/// <param name="Url">Where they see more; null when no page is configured.</param>
/// <param name="Head">What stands over it where it comes with more than one message holds.</param>
internal sealed record Alert(string Subject, string Line, string? Url, Guid ConversationId, string Head)
{
    /// <summary>As one line of several; a link where there is a page.</summary>
    public string Marked => Url is null ? Line : $"[{Line}]({Url})";
}

/// <summary>Words and cards for <see cref="StaffAlerts"/>; nothing personal of a resident. wechat.md §18.</summary>
internal sealed class AlertMessages(StaffMessages staff, ChannelWords words, IAreaDirectory directory, IOptions<WeComOptions> options)
{
    public Alert Of(TriageNews item, string text)
    {
        // fire:rule,gas:rule — the rules are for the staff pages.
        var reasons = item.Reason.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(r => r.Split(':')[0])
            .Select(r => words.Texts.TryGetValue(ChannelWords.Reason + r, out var word) ? word : words[ChannelWords.ReasonOther]).Distinct();
        var subject = item.CaseNo?.Value ?? words[ChannelWords.AlertConversation].Replace("{id}", item.ConversationId.ToString(), StringComparison.Ordinal);
        var local = TimeZoneInfo.ConvertTime(item.At, TimeZoneInfo.FindSystemTimeZoneById(directory.Current.Area.TimeZone));
        var line = words[text]
            .Replace("{subject}", subject, StringComparison.Ordinal)
            .Replace("{reason}", string.Join('、', reasons), StringComparison.Ordinal)
            .Replace("{time}", local.ToString("HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var url = options.Value.AlertUrl is { Length: > 0 } page ? page.Replace("{subject}", Uri.EscapeDataString(item.CaseNo?.Value ?? item.ConversationId.ToString()), StringComparison.Ordinal) : null;
        return new Alert(subject, line, url, item.ConversationId, words[text + ChannelWords.Many]);
    }

    /// <summary>One item as a card, several as a list in which each is named.</summary>
    /// <returns>How many of them, from the first on, members were told of; none: nobody is to be told, or nobody could be.</returns>
    public async Task<int> TellMembersAsync(IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
    {
        if (options.Value.AlertMembers.Count == 0 || (options.Value.AlertAgent ?? options.Value.Agents.FirstOrDefault()?.Name) is not { } agent)
        {
            return 0;
        }
        var told = 0;
        foreach (var page in RobotTexts.Pages([.. alerts.Select(a => a.Marked)], options.Value.MaxTextBytes - Encoding.UTF8.GetByteCount(words[ChannelWords.Again]), alerts[0].Head))
        {
            IReadOnlyList<Alert> named = [.. alerts.Skip(told).Take(page.Lines)];
            var isTold = await staff.TellAsync("WeCom:AlertMembers", new WeComReceivers([.. options.Value.AlertMembers], [], []), [.. named.Select(a => a.ConversationId).Distinct()], [.. named.Select(a => a.Line)], (app, to, mark) => alerts switch
            {
                [{ Url: { } url } only] => app.SendTemplateCardAsync(agent, to, CardOf(only with { Line = mark + only.Line }, url), cancellationToken),
                [{ Url: not null }, ..] => app.SendMarkdownAsync(agent, to, mark + page.Text, cancellationToken),
                _ => app.SendTextAsync(agent, to, mark + page.Text, cancellationToken),
            }, cancellationToken);
            if (!isTold)
            {
                break;
            }
            told += page.Lines;
        }
        return told;
    }

    // text_notice: a title of at most 26 characters, words, and the page that a tap opens (type 1).
    private static JsonObject CardOf(Alert alert, string url) => new()
    {
        ["card_type"] = "text_notice",
        ["main_title"] = new JsonObject { ["title"] = TextCut.To(alert.Subject, 26) },
        ["sub_title_text"] = TextCut.To(alert.Line, 112),
        ["card_action"] = new JsonObject { ["type"] = 1, ["url"] = url },
    };
}
