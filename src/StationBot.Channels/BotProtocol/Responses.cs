using System.Text.Json;

namespace StationBot.Channels.BotProtocol;

/// <summary>A channel's answer to a send: the id it gave, if any.</summary>
public sealed class ResourceResponse : WireObject
{
    public string? Id { get; set; }
}

/// <summary>The answer to an invoke: the HTTP status and JSON body to return. bot-framework.md §2.4.</summary>
/// <param name="Body">Absent means an empty body.</param>
public sealed record InvokeResponse(int Status, JsonElement? Body = null);

/// <summary>The HTTP body of a turn in delivery mode expectReplies: everything the turn sent, in order. bot-framework.md §2.3.</summary>
public sealed class ExpectedReplies
{
    /// <summary>Written even when empty: clients read the array.</summary>
    public List<Activity> Activities { get; set; } = [];

    /// <summary>The invoke's own body when the turn was an invoke.</summary>
    public JsonElement? Body { get; set; }
}

/// <summary>An error as Connector, Direct Line and our endpoints say it: <c>{error:{code,message}}</c>. Codes are stable, messages are not.</summary>
public sealed record ErrorResponse(Error Error)
{
    public static ErrorResponse Of(string code, string message) => new(new Error(code, message));
}

public sealed record Error(string Code, string Message);
