using System.Text.Json;

namespace StationBot.Channels.BotProtocol;

/// <summary>Makes message activities.</summary>
public static class MessageFactory
{
    /// <summary>A plain message. The format is always said: without it Web Chat reads Markdown. bot-framework.md §7.2.</summary>
    public static Activity Text(string text, string? inputHint = null) => new()
    {
        Type = ActivityTypes.Message,
        Text = text,
        TextFormat = TextFormats.Plain,
        InputHint = inputHint ?? InputHints.AcceptingInput,
    };

    /// <summary>A plain message with one button per choice; a click is posted as the resident's own words.</summary>
    public static Activity SuggestedActions(IReadOnlyList<string> choices, string text, string? inputHint = null)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var message = Text(text, inputHint);
        if (choices.Count > 0)
        {
            message.SuggestedActions = new SuggestedActions { Actions = [.. choices.Select(ImBack)] };
        }
        return message;
    }

    private static CardAction ImBack(string choice) => new()
    {
        Type = ActionTypes.ImBack,
        Title = choice,
        Value = JsonSerializer.SerializeToElement(choice, BotJson.String),
    };
}
