using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Calls;
using StationBot.Platform.Phones;

namespace StationBot.Platform.WeCom;

/// <summary>A 微信客服 account: what customers write waits here to be pulled; the callback only says that there is something (wechat.md §19).</summary>
public sealed class KfAccount
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan History = TimeSpan.FromDays(3);
    private static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(48);

    private readonly WeComApp _app;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset At, JsonObject Message)> _log = [];
    private readonly Dictionary<string, DateTimeOffset> _tokens = [];
    private readonly Dictionary<string, (string Customer, DateTimeOffset Dies)> _codes = [];
    private readonly Dictionary<string, DateTimeOffset> _welcomed = [];
    private readonly HashSet<string> _sent = [];
    private readonly ConcurrentDictionary<string, Phone> _phones = [];
    private readonly RateLimit _withoutToken;
    private int _emptyPages;
    private int? _failNext;

    internal KfAccount(string openKfId, WeComApp app, TimeProvider time)
    {
        (OpenKfId, _app, _time) = (openKfId, app, time);
        _withoutToken = new RateLimit(time, (10, TimeSpan.FromMinutes(1))); // "a strict rate" is all the manual says
    }

    public string OpenKfId { get; }

    public IEnumerable<Phone> Phones => _phones.Values;

    public Phone Phone(string externalUserId) => _phones.GetOrAdd(externalUserId, id => new Phone(id, _time));

    /// <summary>The next pulls meet this many empty pages that say there is more.</summary>
    public void GiveEmptyPages(int pages) => _emptyPages = pages;

    /// <summary>The next message of the station is accepted, and reported as failed by an event (§19).</summary>
    public void FailNextMessage(int failType = 4) => _failNext = failType;

    /// <summary>A customer writes, and the station is told.</summary>
    public Task<Delivery> SendAsync(string externalUserId, string text, CancellationToken cancellationToken = default) =>
        SendAsync(externalUserId, "text", new JsonObject { ["content"] = text }, cancellationToken);

    /// <param name="content">The object that stands under the name of the type: image and voice have <c>media_id</c>, location <c>latitude</c>, <c>longitude</c>, <c>name</c>, <c>address</c>.</param>
    public Task<Delivery> SendAsync(string externalUserId, string msgType, JsonObject content, CancellationToken cancellationToken = default)
    {
        var phone = Phone(externalUserId);
        phone.IsKnown = true;
        phone.Window.Open(ReplyRule.ForMessage);
        phone.Show(PhoneMessageKind.Sent, msgType, content["content"]?.GetValue<string>() ?? "");
        Log(externalUserId, origin: 3, msgType, content);
        return NotifyAsync(cancellationToken);
    }

    /// <summary>A customer opens the chat. A welcome code comes with it only after 48 quiet hours and before the customer has written.</summary>
    public Task<Delivery> EnterAsync(string externalUserId, string scene = "", string sceneParam = "", CancellationToken cancellationToken = default)
    {
        var (phone, now) = (Phone(externalUserId), _time.GetUtcNow());
        phone.IsKnown = true;
        var content = new JsonObject
        {
            ["event_type"] = "enter_session", ["open_kfid"] = OpenKfId, ["external_userid"] = externalUserId, ["scene"] = scene, ["scene_param"] = sceneParam,
        };
        lock (_gate)
        {
            if (!phone.Window.IsOpen && !(_welcomed.TryGetValue(externalUserId, out var last) && now - last < Quiet))
            {
                var code = "WELCOME" + RandomNumberGenerator.GetHexString(24);
                _codes[code] = (externalUserId, now + CodeLife);
                content["welcome_code"] = code;
            }
        }
        Log("", origin: 4, "event", content);
        return NotifyAsync(cancellationToken);
    }

    /// <summary>Something else happens, of any name, with or without a customer.</summary>
    public Task<Delivery> HappenAsync(string eventType, string? externalUserId, CancellationToken cancellationToken = default)
    {
        var content = new JsonObject { ["event_type"] = eventType, ["open_kfid"] = OpenKfId };
        if (externalUserId is not null)
        {
            content["external_userid"] = externalUserId;
        }
        Log("", origin: 4, "event", content);
        return NotifyAsync(cancellationToken);
    }

    /// <summary>Tells the station that there is something to pull; content never comes this way.</summary>
    public Task<Delivery> NotifyAsync(CancellationToken cancellationToken = default)
    {
        var token = "ENC" + RandomNumberGenerator.GetHexString(32);
        lock (_gate)
        {
            _tokens[token] = _time.GetUtcNow() + TokenLife;
        }
        var notice = Inbound.EventOf("kf_msg_or_event", Inbound.Cdata("Token", token), Inbound.Cdata("OpenKfId", OpenKfId));
        return _app.DeliverAsync(notice.Stamp(_app.Settings.CorpId, "sys", _time.GetUtcNow(), null, []), cancellationToken);
    }

    internal ApiAnswer Sync(string cursor, string token, int limit)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (token.Length > 0 && !(_tokens.TryGetValue(token, out var dies) && dies > now))
            {
                return ApiAnswer.Error(95007);
            }
            if (token.Length == 0 && !_withoutToken.Take())
            {
                return ApiAnswer.Error(45009, "api freq out of limit");
            }
            var start = cursor.Length == 0 ? 0 : int.TryParse(cursor.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : -1;
            if (start < 0 || start > _log.Count || limit is < 1 or > 1000)
            {
                return ApiAnswer.Error(40058);
            }
            var end = start;
            List<JsonNode?> page = [];
            if (_emptyPages > 0)
            {
                _emptyPages--;
                return Page(page, start, hasMore: true);
            }
            for (; end < _log.Count && page.Count < limit; end++)
            {
                if (_log[end].At + History > now)
                {
                    page.Add(_log[end].Message.DeepClone());
                }
            }
            return Page(page, end, hasMore: end < _log.Count);
        }
    }

    internal ApiAnswer Send(string externalUserId, string? msgId, Func<PhoneMessage> message)
    {
        var phone = Phone(externalUserId);
        lock (_gate)
        {
            if (msgId is not null && _sent.Contains(msgId))
            {
                return ApiAnswer.Ok(("msgid", msgId)); // delivered once, whatever was asked (§19)
            }
            switch (phone.Window.Spend())
            {
                case Spending.Closed:
                    return ApiAnswer.Error(95002);
                case Spending.UsedUp:
                    return ApiAnswer.Error(95001);
            }
            msgId ??= RandomNumberGenerator.GetHexString(32, lowercase: true);
            _sent.Add(msgId);
        }
        if (_failNext is { } failType)
        {
            _failNext = null;
            Log("", 4, "event", new JsonObject
            {
                ["event_type"] = "msg_send_fail", ["open_kfid"] = OpenKfId, ["external_userid"] = externalUserId, ["fail_msgid"] = msgId, ["fail_type"] = failType,
            });
            return ApiAnswer.Ok(("msgid", msgId));
        }
        phone.Messages.Add(message());
        return ApiAnswer.Ok(("msgid", msgId));
    }

    /// <summary>The customer whom the code welcomes; it is used up by that.</summary>
    internal string? Redeem(string code)
    {
        lock (_gate)
        {
            if (!_codes.Remove(code, out var welcome) || welcome.Dies <= _time.GetUtcNow() || Phone(welcome.Customer).Window.IsOpen)
            {
                return null;
            }
            _welcomed[welcome.Customer] = _time.GetUtcNow();
            return welcome.Customer;
        }
    }

    private void Log(string externalUserId, int origin, string msgType, JsonObject content)
    {
        lock (_gate)
        {
            _log.Add((_time.GetUtcNow(), new JsonObject
            {
                ["msgid"] = RandomNumberGenerator.GetHexString(32, lowercase: true), ["open_kfid"] = OpenKfId, ["external_userid"] = externalUserId,
                ["send_time"] = _time.GetUtcNow().ToUnixTimeSeconds(), ["origin"] = origin, ["msgtype"] = msgType, [msgType] = content,
            }));
        }
    }

    private static ApiAnswer Page(List<JsonNode?> messages, int next, bool hasMore) => ApiAnswer.Ok(
        ("next_cursor", string.Create(CultureInfo.InvariantCulture, $"c{next}")), ("has_more", hasMore ? 1 : 0), ("msg_list", new JsonArray([.. messages])));
}
