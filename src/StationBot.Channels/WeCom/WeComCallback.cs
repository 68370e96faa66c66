using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>
/// The platform's door, <c>/wecom/{name}</c>, of apps and of customer service. Who calls is checked before anything is read; every refusal looks
/// the same from outside. What is accepted is on disk before it is acknowledged, always with an empty body: answers go out as messages of
/// the app, which a member sees in order and staff can find in the log. wechat.md §18, §19.
/// </summary>
internal sealed partial class WeComCallback(
    WeComAccounts accounts, AppTurns turns, KfSync customerService, Departures departures, IAttachmentStore files, ChannelNotes notes, ChannelWords words,
    IOptions<WeComOptions> options, TimeProvider time, ILogger<WeComCallback> logger)
{
    private static readonly Counter<long> Refused = new Meter("StationBot").CreateCounter<long>("stationbot.wecom.refused", description: "Refused callbacks by reason.");

    /// <summary>The console's check of the address: <c>echostr</c> is ciphertext, and what is in it goes back bare, within a second.</summary>
    public Task VerifyAsync(HttpContext http)
    {
        var query = http.Request.Query;
        return Find(http) is not { } account ? RefuseAsync(http, StatusCodes.Status404NotFound, "account")
            : account.Crypto.Decrypt(query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"]) switch
            {
                Decrypted.Accepted when !CallbackHttp.IsRecent(query["timestamp"], time.GetUtcNow(), options.Value.MaxAge) => RefuseAsync(http, StatusCodes.Status403Forbidden, "replay"),
                Decrypted.Accepted echo => CallbackHttp.WriteAsync(http, echo.Message, "text/plain; charset=utf-8"),
                Decrypted.Refused refused => RefuseAsync(http, StatusCodes.Status403Forbidden, refused.Why.ToString()),
                _ => throw new InvalidOperationException(),
            };
    }

    public async Task ReceiveAsync(HttpContext http)
    {
        var began = time.GetTimestamp();
        if (Find(http) is not { } account)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "account");
            return;
        }
        if (await CallbackHttp.ReadAsync(http.Request, options.Value.MaxBodyBytes) is not { } body)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "size");
            return;
        }
        var opened = WeComEnvelope.Open(http.Request.Query, body, account, time.GetUtcNow(), options.Value.MaxAge);
        if (opened is not WeComEnvelope.Opened { Fields: var fields })
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, ((WeComEnvelope.Refused)opened).Why);
            return;
        }
        var (outcome, about) = await TakeAsync(account, fields);
        _ = notes.NoteAsync(WeComMessages.ChannelId, MessageDirection.In, "callback " + CallbackHttp.NameOf(fields), outcome, time.GetElapsedTime(began), about);
        // Only 200 counts, and an empty body says that nothing follows.
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentLength = 0;
    }

    // Not the caller's patience but our own: a caller who hangs up comes again.
    private async Task<(string Outcome, Task<Concerning?> About)> TakeAsync(WeComAccount account, InboundFields fields)
    {
        var key = KeyOf(account, fields);
        switch (WeComMessages.Read(fields, account, words, files.NewId))
        {
            case WeComInbound.Turn turn:
                var now = time.GetUtcNow();
                var payload = ArrivedTurns.PayloadOf(turn.Activity, options.Value.MaxTextBytes / 3 - 100, turn.Media, turn.Says);
                var arrival = new Arrival(Guid.CreateVersion7(now), WeComMessages.ChannelId, key, payload, now, ArrivalState.Waiting, null, 1) { Person = PersonOf(account, fields) };
                return await turns.TakeAsync(arrival, CancellationToken.None) is { } message ? (turn.IsUnforeseen ? CallbackHttp.Unknown : "ok", message) : ("repeated", notes.FindAsync(PersonOf(account, fields), key, CancellationToken.None));
            case WeComInbound.Left:
                return (await departures.OnceAsync(WeComMessages.ChannelId, key, () => departures.EraseAsync(PersonOf(account, fields))) ? "ok" : "repeated", Nobody);
            case WeComInbound.Waiting waiting when accounts.DeskOf(account, waiting.OpenKfId) is { } desk:
                await customerService.TellAsync(desk, waiting.OpenKfId, waiting.Token);
                return ("ok", Nobody);
            default:
                return ("ignored", Nobody);
        }
    }

    private static Task<Concerning?> Nobody => Task.FromResult<Concerning?>(null);

    private static ConversationKey PersonOf(WeComAccount account, InboundFields fields) => WeComMessages.KeyOf(account.Name, fields.FromUserName!);

    // One company's apps share their ToUserName.
    private static string KeyOf(WeComAccount account, InboundFields fields) => $"{account.Name}/{DedupeKey.Of(fields)}";

    private WeComAccount? Find(HttpContext http) => accounts.Find(http.Request.RouteValues["name"] as string ?? "");

    private Task RefuseAsync(HttpContext http, int status, string why)
    {
        Refused.Add(1, KeyValuePair.Create<string, object?>("reason", why));
        LogRefused(status, why);
        return CallbackHttp.RefuseAsync(http, status);
    }

    [LoggerMessage(1071, LogLevel.Information, "A WeCom callback was refused: {Status} {Why}")]
    private partial void LogRefused(int status, string why);
}
