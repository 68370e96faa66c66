using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>What clients send: each becomes one durable turn of the bot.</summary>
internal sealed partial class DirectLineTurns(
    DirectLineAdapter adapter, IBot bot, Uploads uploads, PageTexts texts, IOptions<DirectLineOptions> options, TimeProvider time, ILogger<DirectLineTurns> logger)
{
    private const int LongestKey = 100;

    /// <summary>Begins a conversation: the bot learns that it and, when known, the user are in it.</summary>
    /// <returns>False when it had begun already.</returns>
    public async Task<bool> BeginAsync(string conversation, UserReference? user, string? locale)
    {
        var account = user is null ? null : new ChannelAccount { Id = user.Id, Name = user.Name, Role = RoleTypes.User };
        var scope = await RunAsync(Joined(conversation, account, [Bot, .. account is null ? [] : new[] { account }], locale), "start", bot.OnTurnAsync);
        return !scope.WasDuplicate;
    }

    /// <summary>Runs the turn of an activity that a client posted.</summary>
    /// <returns>The id by which clients will see it in the log.</returns>
    /// <exception cref="RefusedException">400: not an activity that a client may send.</exception>
    public async Task<string> PostAsync(Activity activity, ConversationRecord record, Grant grant)
    {
        Address(activity, record, grant, fallbackUser: null);
        if (activity.Type == ActivityTypes.Typing)
        {
            // Seen and forgotten: the bot has no use for it, and it would fill the log.
            return $"{record.Key.Id}|typing";
        }
        var refused = await uploads.DetachDataAsync(activity, CancellationToken.None);
        return await TakeAsync(activity, record, refused);
    }

    /// <summary>Runs the turn of an upload.</summary>
    /// <returns>The id, as above.</returns>
    /// <exception cref="RefusedException">400, or 413 and 415 for files sent without a message to answer.</exception>
    public async Task<string> PostAsync(Upload upload, ConversationRecord record, Grant grant, string? userId)
    {
        var activity = upload.Activity ?? new Activity { Type = ActivityTypes.Message };
        Address(activity, record, grant, userId);
        foreach (var attachment in activity.Attachments ?? [])
        {
            attachment.ThumbnailUrl = null;
        }
        var refused = await uploads.AttachAsync(activity, upload.Files, CancellationToken.None);
        if (upload.Activity is null && refused is [var reason, ..])
        {
            throw new RefusedException(
                reason == FileRefusal.Type ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status413PayloadTooLarge,
                reason == FileRefusal.Type ? "UnsupportedMediaType" : "PayloadTooLarge",
                texts.Of(reason));
        }
        return await TakeAsync(activity, record, refused);
    }

    private ChannelAccount Bot => new() { Id = options.Value.BotId, Name = options.Value.BotName is { Length: > 0 } name ? name : null, Role = RoleTypes.Bot };

    private async Task<string> TakeAsync(Activity activity, ConversationRecord record, IReadOnlyList<FileRefusal> refused)
    {
        // Begun without a user: who it is shows only now, and the bot is told before it hears the first word. bot-framework.md §6.
        if (activity.Type == ActivityTypes.Message && RawActivity.ReadReference(record.Reference).User?.Id == record.Key.Id)
        {
            await RunAsync(Joined(record.Key.Id, activity.From, [activity.From!], activity.Locale), "join", bot.OnTurnAsync);
        }
        var scope = await RunAsync(activity, KeyOf(activity), async (turnContext, ct) =>
        {
            // A client that sends files shows no error but "failed"; a sentence in the chat says why.
            foreach (var reason in refused.Distinct())
            {
                await turnContext.SendActivityAsync(texts.Of(reason), ct);
            }
            if (refused.Count == 0 || !string.IsNullOrWhiteSpace(activity.Text) || activity.Attachments?.Exists(a => a.ContentUrl is not null) == true)
            {
                await bot.OnTurnAsync(turnContext, ct);
            }
        });
        return scope.Inbound?.ActivityId ?? "";
    }

    private static Activity Joined(string conversation, ChannelAccount? user, List<ChannelAccount> members, string? locale) => new()
    {
        Type = ActivityTypes.ConversationUpdate,
        ChannelId = ChannelIds.DirectLine,
        Conversation = new ConversationAccount { Id = conversation },
        // Nobody yet: the conversation's own id stands in until somebody writes.
        From = user ?? new ChannelAccount { Id = conversation },
        MembersAdded = members,
        Locale = locale,
    };

    // What a channel says is overwritten with what this channel knows. bot-framework.md §7.2.
    private static void Address(Activity activity, ConversationRecord record, Grant grant, string? fallbackUser)
    {
        switch (activity.Type)
        {
            case null or "":
                throw new RefusedException(400, "MissingProperty", "The activity has no type.");
            case ActivityTypes.Event when string.IsNullOrEmpty(activity.Name):
                throw new RefusedException(400, "MissingProperty", "The event has no name.");
            case not (ActivityTypes.Message or ActivityTypes.Event or ActivityTypes.Typing or ActivityTypes.EndOfConversation or ActivityTypes.MessageReaction
                or ActivityTypes.MessageUpdate or ActivityTypes.MessageDelete or ActivityTypes.Command or ActivityTypes.CommandResult or "handoff" or "suggestion"):
                throw new RefusedException(400, "BadArgument", "Clients do not send activities of this type.");
        }
        var user = grant.UserId ?? (string.IsNullOrEmpty(activity.From?.Id) ? fallbackUser : activity.From.Id);
        if (string.IsNullOrEmpty(user))
        {
            throw new RefusedException(400, "MissingProperty", "The activity has no from.id.");
        }
        if (user.Length > DirectLineServer.LongestUserId || (grant.UserId is null && user.StartsWith(DirectLineServer.BoundUserPrefix, StringComparison.Ordinal) && !grant.IsSecret))
        {
            throw new RefusedException(400, "BadArgument", "This from.id is not for a client to choose.");
        }
        activity.From = new ChannelAccount { Id = user, Name = grant.UserName ?? activity.From?.Name, Role = RoleTypes.User };
        activity.Conversation = new ConversationAccount { Id = record.Key.Id };
        activity.ChannelId = ChannelIds.DirectLine;
        (activity.Id, activity.Timestamp, activity.ServiceUrl, activity.DeliveryMode, activity.Recipient) = (null, null, null, null, null);
    }

    private static string? KeyOf(Activity activity) => activity.ChannelDataText("clientActivityID") switch
    {
        null or "" => null,
        { Length: <= LongestKey } id => $"client/{id}",
        var id => $"client/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))}",
    };

    private async Task<TurnScope> RunAsync(Activity activity, string? inboxKey, BotCallbackHandler callback)
    {
        activity.Recipient = Bot;
        // Not the request's own token: a resident who closes the page has still said it.
        using var limit = new CancellationTokenSource(options.Value.TurnLimit, time);
        try
        {
            return await adapter.RunAsync(activity, inboxKey, callback, limit.Token);
        }
        catch (OverloadedException)
        {
            throw new RefusedException(429, "TooManyRequests", "Too many messages wait in this conversation.") { RetryAfterSeconds = 1 };
        }
        catch (Exception failed) when (failed is not RefusedException)
        {
            LogTurnFailed(failed);
            throw new RefusedException(502, "BotRejectedActivity", "The bot could not take this activity.");
        }
    }

    [LoggerMessage(1102, LogLevel.Error, "A turn of a Direct Line conversation failed")]
    private partial void LogTurnFailed(Exception failed);
}
