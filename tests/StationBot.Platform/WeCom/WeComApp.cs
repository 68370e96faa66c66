using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Calls;
using StationBot.Platform.Phones;

namespace StationBot.Platform.WeCom;

/// <summary>A self-built app of a company: its members' phones, and the platform's side of the callback (wechat.md §18).</summary>
public sealed class WeComApp : CallbackSource
{
    private readonly ConcurrentDictionary<string, Phone> _phones = [];
    private readonly ConcurrentDictionary<string, KfAccount> _customerService = [];

    internal WeComApp(WeComAppSettings settings, HttpClient http, TimeProvider time, Func<Uri> baseAddress)
        : base(http, time, settings.Token, settings.EncodingAesKey)
    {
        (Settings, CallbackUrl) = (settings, settings.CallbackUrl);
        (Tokens, Media) = (new AccessTokens(time), new Media(time, baseAddress));
    }

    public WeComAppSettings Settings { get; }

    public string Name => Settings.Name;

    public override string ReceiveId => Settings.CorpId;

    public AccessTokens Tokens { get; }

    public Media Media { get; }

    /// <summary>Userids in the app's visible range; every userid when null.</summary>
    public IReadOnlySet<string>? Members { get; set; }

    /// <summary>Parties and tags, each with its members.</summary>
    public IDictionary<string, string[]> Parties { get; } = new ConcurrentDictionary<string, string[]>();

    public IDictionary<string, string[]> Tags { get; } = new ConcurrentDictionary<string, string[]>();

    /// <summary>Trusted addresses (企业可信IP); everybody's when null. Calls from others meet 60020.</summary>
    public IReadOnlySet<string>? AllowedAddresses { get; set; }

    public IEnumerable<Phone> Phones => _phones.Values;

    public IEnumerable<KfAccount> CustomerService => _customerService.Values;

    public Phone Phone(string userId) => _phones.GetOrAdd(userId, id => new Phone(id, Time));

    /// <summary>A 微信客服 account that is managed through this app's secret and reported to this app's callback (§19).</summary>
    public KfAccount AddCustomerService(string openKfId) => _customerService.GetOrAdd(openKfId, id => new KfAccount(id, this, Time));

    public KfAccount? FindCustomerService(string openKfId) => _customerService.GetValueOrDefault(openKfId);

    /// <summary>Saving the settings: true when the station answers the decrypted echo text, bare, within a second (§18).</summary>
    public async Task<bool> VerifyUrlAsync(CancellationToken cancellationToken = default)
    {
        var (timestamp, nonce) = Stamp(null, null);
        var echo = RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var sealedEcho = Crypto.Encrypt(echo);
        var signature = Crypto.Sign(timestamp, nonce, sealedEcho);
        var answer = await GetAsync($"msg_signature={signature}&timestamp={timestamp}&nonce={nonce}&echostr={Uri.EscapeDataString(sealedEcho)}", cancellationToken);
        return answer.Status == 200 && answer.Body == echo && answer.Took <= TimeSpan.FromSeconds(1);
    }

    /// <summary>What a member does in the app; only status 200 counts as an answer.</summary>
    public Task<Delivery> SendAsync(string userId, Inbound inbound, CancellationToken cancellationToken = default)
    {
        var phone = Phone(userId);
        phone.IsKnown = true;
        phone.Show(PhoneMessageKind.Sent, inbound.Event ?? inbound.MsgType, inbound.Field("Content") ?? inbound.Field("EventKey") ?? "");
        return DeliverAsync(Prepare(userId, inbound), cancellationToken);
    }

    public Task<Delivery> SendAsync(string userId, string text, CancellationToken cancellationToken = default) => SendAsync(userId, Inbound.Text(text), cancellationToken);

    public Task<Delivery> RepeatAsync(Delivery delivery, CancellationToken cancellationToken = default) => DeliverAsync(delivery.Sent, cancellationToken);

    /// <summary>A message made ready to be wrapped, without being sent.</summary>
    public Inbound Prepare(string userId, Inbound inbound) => inbound.Stamp(
        Settings.CorpId, userId, Time.GetUtcNow(), inbound.MsgType == "event" ? null : NextMsgId(), new XElement("AgentID", Settings.AgentId));

    public override Envelope Wrap(Inbound sent, string? timestamp = null, string? nonce = null)
    {
        (timestamp, nonce) = Stamp(timestamp, nonce);
        var encrypt = Crypto.Encrypt(sent.Xml);
        var outer = new XElement("xml",
            Inbound.Cdata("ToUserName", Settings.CorpId), Inbound.Cdata("AgentID", Settings.AgentId.ToString(CultureInfo.InvariantCulture)), Inbound.Cdata("Encrypt", encrypt));
        return new Envelope($"msg_signature={Crypto.Sign(timestamp, nonce, encrypt)}&timestamp={timestamp}&nonce={nonce}", outer.ToString(SaveOptions.DisableFormatting));
    }

    internal async Task<Delivery> DeliverAsync(Inbound sent, CancellationToken cancellationToken)
    {
        var attempts = await TryAsync(sent, cancellationToken);
        if (attempts[^1].Status != 200)
        {
            return new Delivery(sent, attempts, DeliveryEnd.Failed, Why: attempts[^1].Failure ?? "status " + attempts[^1].Status);
        }
        try
        {
            if (ReadAnswer(attempts[^1], mayBeEncrypted: true, mustBeEncrypted: true) is not { } answer)
            {
                return new Delivery(sent, attempts, DeliveryEnd.Acknowledged);
            }
            var reply = new PhoneMessage(PhoneMessageKind.PassiveReply, answer.Text("MsgType"), answer.Text("Content"), Time.GetUtcNow());
            if (answer.Text("ToUserName") != sent.From || answer.Text("FromUserName") != Settings.CorpId)
            {
                throw new FormatException("ToUserName and FromUserName of the reply are not the member's and the company's.");
            }
            Phone(sent.From).Messages.Add(reply);
            return new Delivery(sent, attempts, DeliveryEnd.Replied, reply);
        }
        catch (FormatException e)
        {
            return new Delivery(sent, attempts, DeliveryEnd.Failed, Why: e.Message);
        }
    }
}
