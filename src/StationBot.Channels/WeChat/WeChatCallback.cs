using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>
/// The platform's door, <c>/wechat/{name}</c>. Who calls is checked before anything is read as a message; every refusal looks the same from
/// outside and is counted by its reason inside; once a message is stored, nothing that goes wrong later shows. wechat.md §2, §3, §8.
/// </summary>
internal sealed partial class WeChatCallback(
    WeChatAccounts accounts, WeChatExchange exchange, Departures departures, ResidentWindows windows, WeChatReports reports, IAttachmentStore files, ChannelNotes notes, ChannelWords words,
    IOptions<WeChatOptions> options, TimeProvider time, ILogger<WeChatCallback> logger)
{
    private const string Success = "success";
    private static readonly Counter<long> Refused = new Meter("StationBot").CreateCounter<long>("stationbot.wechat.refused", description: "Refused callbacks by reason.");

    /// <summary>The console's check of the address. The signature does not cover <c>echostr</c>, so it goes back as bare text; what is too old is a replay here as anywhere. §2.</summary>
    public Task VerifyAsync(HttpContext http)
    {
        var query = http.Request.Query;
        return accounts.Find(http.Request.RouteValues["name"] as string ?? "") is not { } account ? RefuseAsync(http, StatusCodes.Status404NotFound, "account")
            : !MessageSignature.IsOfQuery(query["signature"], account.Settings.Token, query["timestamp"], query["nonce"]) || query["echostr"] is not [{ Length: > 0 } echo] ? RefuseAsync(http, StatusCodes.Status403Forbidden, "signature")
            : !CallbackHttp.IsRecent(query["timestamp"], time.GetUtcNow(), options.Value.MaxAge) ? RefuseAsync(http, StatusCodes.Status403Forbidden, "replay")
            : CallbackHttp.WriteAsync(http, echo, "text/plain; charset=utf-8");
    }

    public async Task ReceiveAsync(HttpContext http)
    {
        var began = time.GetTimestamp();
        if (accounts.Find(http.Request.RouteValues["name"] as string ?? "") is not { } account)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "account");
            return;
        }
        if (await CallbackHttp.ReadAsync(http.Request, options.Value.MaxBodyBytes) is not { } body)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "size");
            return;
        }
        var opened = WeChatEnvelope.Open(http.Request.Query, body, account, time.GetUtcNow(), options.Value.MaxAge);
        if (opened is not WeChatEnvelope.Opened { Fields: var fields } message)
        {
            var refused = (WeChatEnvelope.Refused)opened;
            await RefuseAsync(http, refused.Status, refused.Why);
            return;
        }
        var inbound = WeChatMessages.Read(fields, account.Settings, words, files.NewId);
        Taken? taken = null;
        Concerning? reported = null;
        if (inbound is WeChatInbound.Turn turn)
        {
            taken = await TakeAsync(account, message, turn, began);
        }
        else
        {
            reported = await NoteAsync(inbound, account, fields);
        }
        Log(fields, account, inbound, taken, reported, began);
        if (taken?.Reply is not { } reply)
        {
            await CallbackHttp.WriteAsync(http, Success, "text/plain; charset=utf-8");
            return;
        }
        await AnswerAsync(http, account, message, reply);
    }

    private Task<Taken> TakeAsync(WeChatAccount account, WeChatEnvelope.Opened message, WeChatInbound.Turn turn, long began)
    {
        var now = time.GetUtcNow();
        var payload = ArrivedTurns.PayloadOf(turn.Activity, options.Value.MaxTextBytes / 3 - 100, new WeChatBeside(turn.Opens, turn.Media, turn.Station), turn.Says);
        var arrival = new Arrival(Guid.CreateVersion7(now), WeChatMessages.ChannelId, DedupeKey.Of(message.Fields), payload, now, ArrivalState.Waiting, null, 1)
        {
            Person = WeChatMessages.KeyOf(account.Name, message.Fields.FromUserName!),
        };
        // Not the caller's patience but our own: a caller who hangs up comes again, and finds the answer.
        // Nowhere is it said what a reply in JSON looks like, and one that cannot be read shows the resident that the account is out of service. §3.
        var mayAnswer = !message.IsJson && (!turn.IsUnforeseen || account.Settings.Kind == AccountKind.Unverified);
        return exchange.TakeAsync(account, arrival, mayAnswer, options.Value.AnswerWithin - time.GetElapsedTime(began), CancellationToken.None);
    }

    /// <returns>The message that a report is about.</returns>
    private async Task<Concerning?> NoteAsync(WeChatInbound inbound, WeChatAccount account, InboundFields fields)
    {
        var resident = WeChatMessages.KeyOf(account.Name, fields.FromUserName!);
        switch (inbound)
        {
            case WeChatInbound.Left:
                await departures.OnceAsync(WeChatMessages.ChannelId, DedupeKey.Of(fields), async () =>
                {
                    await departures.EraseAsync(resident);
                    await windows.ForgetAsync(resident, CancellationToken.None);
                });
                break;
            case WeChatInbound.Report report:
                return await reports.TakeAsync(resident, DedupeKey.Of(fields), report);
            // Whereabouts come too often to be kept apart, and the last one stands anyway.
            case WeChatInbound.Known known when fields.Event == "LOCATION":
                await windows.ChangeAsync(resident, known.Change, CancellationToken.None);
                break;
            case WeChatInbound.Known known:
                await windows.ChangeAsync(resident, w => w.Once(DedupeKey.Of(fields), known.Change), CancellationToken.None);
                break;
        }
        return null;
    }

    private async Task AnswerAsync(HttpContext http, WeChatAccount account, WeChatEnvelope.Opened message, InstantReply reply)
    {
        var now = time.GetUtcNow();
        if (PassiveReplies.Write(new PassiveReply.Text(reply.Text), message.Fields, now) is not { } xml)
        {
            // Nothing that can be read: the outbox has the rest to do.
            await CallbackHttp.WriteAsync(http, Success, "text/plain; charset=utf-8");
            return;
        }
        var nonce = http.Request.Query["nonce"].ToString();
        var body = message.Key is { } key ? account.Crypto!.Encrypt(xml, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), nonce, key).ToXml() : xml;
        try
        {
            await CallbackHttp.WriteAsync(http, body, "text/xml; charset=utf-8");
            await http.Response.CompleteAsync();
            http.RequestAborted.ThrowIfCancellationRequested();
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The platform comes again for the same answer; if it does not, the outbox sends it.
            return;
        }
        await exchange.CarriedAsync(reply);
    }

    private void Log(InboundFields fields, WeChatAccount account, WeChatInbound inbound, Taken? taken, Concerning? reported, long began)
    {
        var (outcome, code) = inbound is WeChatInbound.Report report ? (report.Outcome, report.Code) : (inbound is WeChatInbound.Turn { IsUnforeseen: true } ? CallbackHttp.Unknown : taken?.Reply is null ? Success : "reply", 0);
        var about = taken?.Message ?? (reported is null ? null : Task.FromResult<Concerning?>(reported))
            ?? (inbound is WeChatInbound.Left ? Task.FromResult<Concerning?>(null) : notes.FindAsync(WeChatMessages.KeyOf(account.Name, fields.FromUserName!), null, CancellationToken.None));
        _ = notes.NoteAsync(WeChatMessages.ChannelId, MessageDirection.In, "callback " + CallbackHttp.NameOf(fields), outcome, time.GetElapsedTime(began), about, code);
    }

    private Task RefuseAsync(HttpContext http, int status, string why)
    {
        Refused.Add(1, KeyValuePair.Create<string, object?>("reason", why));
        LogRefused(status, why);
        return CallbackHttp.RefuseAsync(http, status);
    }

    [LoggerMessage(1051, LogLevel.Information, "A WeChat callback was refused: {Status} {Why}")]
    private partial void LogRefused(int status, string why);
}
