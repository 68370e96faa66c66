using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Calls;
using StationBot.Platform.Phones;

namespace StationBot.Platform.OfficialAccounts;

/// <summary>An Official Account: its residents' phones, and the platform's side of the callback.</summary>
public sealed class OfficialAccount : CallbackSource
{
    // Nobody looks at the chat when these happen, so their failure shows no notice.
    private static readonly string[] Unseen = ["unsubscribe", "LOCATION", "VIEW", "TEMPLATESENDJOBFINISH"];

    // §10: the trigger opens three messages within a minute, not five within two days.
    private static readonly string[] Clicks = ["CLICK", "scancode_push", "scancode_waitmsg", "subscribe", "SCAN"];

    private readonly ConcurrentDictionary<string, Phone> _phones = [];

    internal OfficialAccount(OfficialAccountSettings settings, HttpClient http, TimeProvider time, Func<Uri> baseAddress)
        : base(http, time, settings.Token, settings.EncodingAesKey)
    {
        (Settings, CallbackUrl, Mode) = (settings, settings.CallbackUrl, settings.Mode);
        (Tokens, Media, Templates) = (new AccessTokens(time), new Media(time, baseAddress), new TemplateBook(time));
    }

    public OfficialAccountSettings Settings { get; }

    public string Name => Settings.Name;

    public override string ReceiveId => Settings.AppId;

    public CallbackMode Mode { get; set; }

    public AccessTokens Tokens { get; }

    public Media Media { get; }

    public TemplateBook Templates { get; }

    /// <summary>The menu last created by API.</summary>
    public JsonElement? Menu { get; internal set; }

    /// <summary>QR codes created by API: ticket and scene.</summary>
    public ConcurrentDictionary<string, string> Codes { get; } = [];

    /// <summary>Addresses that may fetch a token; everybody's when null. Others meet 40164 (§13).</summary>
    public IReadOnlySet<string>? AllowedAddresses { get; set; }

    public ReplyRule AfterMessage { get; set; } = ReplyRule.ForMessage;

    public ReplyRule AfterEvent { get; set; } = ReplyRule.ForEvent;

    public IEnumerable<Phone> Phones => _phones.Values;

    /// <summary>The chat of this OpenID, known or not.</summary>
    public Phone Phone(string openId) => _phones.GetOrAdd(openId, id => new Phone(id, Time));

    /// <summary>A new OpenID: 28 characters as in practice.</summary>
    public static string NewOpenId() => "o" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 27);

    /// <summary>Saving the settings in the console: true when the station answers the bare echo string (§2).</summary>
    public async Task<bool> VerifyUrlAsync(CancellationToken cancellationToken = default)
    {
        var (timestamp, nonce) = Stamp(null, null);
        var echo = RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var answer = await GetAsync($"signature={Crypto.Sign(timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&echostr={echo}", cancellationToken);
        return answer.Status == 200 && answer.Body == echo;
    }

    /// <summary>What a resident does: shown on the phone, posted to the station up to three times, the answer shown (§3).</summary>
    public Task<Delivery> SendAsync(string openId, Inbound inbound, CancellationToken cancellationToken = default)
    {
        var phone = Phone(openId);
        Happen(phone, inbound);
        var number = inbound.MsgType == "event" ? null : NextMsgId();
        return DeliverAsync(inbound.Stamp(Settings.OriginalId, openId, Time.GetUtcNow(), number), cancellationToken);
    }

    public Task<Delivery> SendAsync(string openId, string text, CancellationToken cancellationToken = default) => SendAsync(openId, Inbound.Text(text), cancellationToken);

    /// <summary>Posts the very same message again, as a retry that comes late or reaches another instance (§4).</summary>
    public Task<Delivery> RepeatAsync(Delivery delivery, CancellationToken cancellationToken = default) => DeliverAsync(delivery.Sent, cancellationToken);

    /// <summary>Tells the station what became of a template message (§6).</summary>
    /// <param name="status"><c>success</c>, <c>failed:user block</c> or <c>failed: system failed</c>.</param>
    public Task<Delivery> ReportTemplateAsync(string openId, long msgId, string status = "success", CancellationToken cancellationToken = default) =>
        SendAsync(openId, Inbound.EventOf("TEMPLATESENDJOBFINISH", new XElement("MsgID", msgId), Inbound.Cdata("Status", status)), cancellationToken);

    public override Envelope Wrap(Inbound sent, string? timestamp = null, string? nonce = null) => Wrap(sent, Mode, timestamp, nonce);

    /// <summary>As the platform would in another mode, for tests of the downgrade (§8).</summary>
    public Envelope Wrap(Inbound sent, CallbackMode mode, string? timestamp = null, string? nonce = null)
    {
        (timestamp, nonce) = Stamp(timestamp, nonce);
        var query = $"signature={Crypto.Sign(timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&openid={Uri.EscapeDataString(sent.From)}";
        if (mode == CallbackMode.Plain)
        {
            return new Envelope(query, sent.Xml);
        }
        var encrypt = Crypto.Encrypt(sent.Xml);
        var outer = mode == CallbackMode.Compatible ? XElement.Parse(sent.Xml) : new XElement("xml", Inbound.Cdata("ToUserName", Settings.OriginalId));
        outer.Add(Inbound.Cdata("Encrypt", encrypt));
        return new Envelope($"{query}&encrypt_type=aes&msg_signature={Crypto.Sign(timestamp, nonce, encrypt)}", outer.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>A message made ready to be wrapped, without being sent.</summary>
    public Inbound Prepare(string openId, Inbound inbound) =>
        inbound.Stamp(Settings.OriginalId, openId, Time.GetUtcNow(), inbound.MsgType == "event" ? null : NextMsgId());

    private void Happen(Phone phone, Inbound inbound)
    {
        if (inbound.Event is "TEMPLATESENDJOBFINISH" or "LOCATION")
        {
            return; // the platform's doing, not the resident's
        }
        var following = inbound.Event != "unsubscribe";
        phone.FollowedAt = following && !phone.IsFollowing ? Time.GetUtcNow() : phone.FollowedAt;
        (phone.IsKnown, phone.IsFollowing) = (true, following);
        phone.Scene = inbound.Event is "subscribe" or "SCAN" && inbound.Field("EventKey") is { Length: > 0 } key ? key.Replace("qrscene_", "", StringComparison.Ordinal) : phone.Scene;
        if (!following)
        {
            phone.Window.Close();
        }
        else if (inbound.MsgType != "event" && inbound.Field("bizmsgmenuid") is null)
        {
            phone.Window.Open(AfterMessage);
        }
        else if (inbound.Event is null || Clicks.Contains(inbound.Event))
        {
            phone.Window.Open(AfterEvent);
        }
        var text = inbound.Field("Content") ?? inbound.Field("Label") ?? inbound.Field("Title") ?? inbound.Field("EventKey") ?? "";
        phone.Show(PhoneMessageKind.Sent, inbound.Event ?? inbound.MsgType, text, inbound.Field("PicUrl") ?? inbound.Field("MediaId") ?? inbound.Field("Url"));
    }

    private async Task<Delivery> DeliverAsync(Inbound sent, CancellationToken cancellationToken)
    {
        var attempts = await TryAsync(sent, cancellationToken);
        var phone = Phone(sent.From);
        try
        {
            if (attempts[^1].Status != 200)
            {
                throw new FormatException("No answer: " + string.Join(", ", attempts.Select(a => a.Failure ?? a.Status?.ToString(CultureInfo.InvariantCulture))));
            }
            var answer = ReadAnswer(attempts[^1], mayBeEncrypted: Mode != CallbackMode.Plain, mustBeEncrypted: Mode == CallbackMode.Safe);
            if (answer is null)
            {
                return new Delivery(sent, attempts, DeliveryEnd.Acknowledged);
            }
            var reply = PassiveReply.Read(answer, sent.From, Settings.OriginalId, Time.GetUtcNow());
            if (sent.Event != "unsubscribe") // nobody is there to see it (§6)
            {
                phone.Messages.Add(reply);
            }
            return new Delivery(sent, attempts, DeliveryEnd.Replied, reply);
        }
        catch (FormatException e)
        {
            if (!Unseen.Contains(sent.Event) && sent.Event?.StartsWith("subscribe_msg_", StringComparison.Ordinal) != true)
            {
                phone.Show(PhoneMessageKind.OutOfService, "notice", "");
            }
            return new Delivery(sent, attempts, DeliveryEnd.Failed, Why: e.Message);
        }
    }
}
