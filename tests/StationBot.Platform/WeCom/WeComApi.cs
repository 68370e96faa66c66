using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using StationBot.Platform.Calls;
using StationBot.Platform.Phones;

namespace StationBot.Platform.WeCom;

/// <summary>The part of qyapi.weixin.qq.com that concerns tokens and app messages (wechat.md §18).</summary>
internal sealed class WeComApi(Func<IEnumerable<WeComApp>> apps, TimeProvider time)
{
    private const int MostBytes = 2048;
    private readonly ConcurrentDictionary<(WeComApp App, string Body), DateTimeOffset> _bodies = [];
    private readonly ConcurrentDictionary<(WeComApp App, string UserId), RateLimit> _rates = [];

    public void Map(ApiServer api, IEndpointRouteBuilder routes)
    {
        api.Map(routes, "GET", "/cgi-bin/gettoken", Token);
        api.Map(routes, "POST", "/cgi-bin/message/send", r => With(r, Send));
    }

    private ApiAnswer Token(ApiRequest request)
    {
        var ours = apps().Where(a => a.Settings.CorpId == request.Asked("corpid")).ToArray();
        if (ours.Length == 0)
        {
            return ApiAnswer.Error(40013, "invalid corpid");
        }
        var app = ours.FirstOrDefault(a => a.Settings.Secret == request.Asked("corpsecret"));
        request.Account = app?.Name;
        return app?.Tokens.Lasting() switch
        {
            null => ApiAnswer.Error(40001, "invalid secret"),
            ApiAnswer.Document answer => Named(answer),
            var other => other,
        };

        // WeCom writes errcode on success too.
        static ApiAnswer Named(ApiAnswer.Document answer)
        {
            (answer.Json["errcode"], answer.Json["errmsg"]) = (0, "ok");
            return answer;
        }
    }

    /// <summary>Finds the app by its token; 40014 for a token that is nobody's.</summary>
    internal ApiAnswer With(ApiRequest request, Func<WeComApp, ApiRequest, ApiAnswer> serve)
    {
        var token = request.Asked("access_token");
        var app = apps().FirstOrDefault(a => a.Tokens.Knows(token));
        request.Account = app?.Name;
        var refusal = app is null ? string.IsNullOrEmpty(token) ? 41001 : 40014 : app.Tokens.Check(token, unknown: 40014);
        return refusal != 0 ? ApiAnswer.Error(refusal)
            : app!.AllowedAddresses?.Contains(request.Address.MapToIPv4().ToString()) == false ? ApiAnswer.Error(60020)
            : request.Method == "POST" && request.Body.ValueKind != JsonValueKind.Object ? ApiAnswer.Error(request.Raw.Length == 0 ? 44002 : 47001)
            : serve(app, request);
    }

    private ApiAnswer Send(WeComApp app, ApiRequest request)
    {
        var body = request.Body;
        if (body.IntAt("agentid") != app.Settings.AgentId)
        {
            return ApiAnswer.Error(40056);
        }
        var type = body.TextAt("msgtype");
        if (type.Length == 0 || body.At(type).ValueKind != JsonValueKind.Object)
        {
            return ApiAnswer.Error(40008);
        }
        if (type is "text" or "markdown" && body.TextAt(type, "content").Length == 0)
        {
            return ApiAnswer.Error(44004);
        }
        var all = body.TextAt("touser") == "@all";
        var (users, parties, tags) = (Split(body.TextAt("touser")), Split(body.TextAt("toparty")), Split(body.TextAt("totag")));
        if (users.Length > 1000 || parties.Length > 100 || tags.Length > 100)
        {
            return ApiAnswer.Error(40058);
        }
        var members = all ? app.Members ?? app.Phones.Select(p => p.Id).ToHashSet() : null;
        var badUsers = all ? [] : users.Where(u => app.Members?.Contains(u) == false).ToArray();
        var (badParties, badTags) = (parties.Where(p => !app.Parties.ContainsKey(p)).ToArray(), tags.Where(t => !app.Tags.ContainsKey(t)).ToArray());
        var valid = (members ?? users.Except(badUsers))
            .Concat(parties.Except(badParties).SelectMany(p => app.Parties[p])).Concat(tags.Except(badTags).SelectMany(t => app.Tags[t])).Distinct().ToArray();
        if (valid.Length == 0)
        {
            return ApiAnswer.Error(81013);
        }
        if (!IsDuplicate(app, request))
        {
            Deliver(app, body, valid);
        }
        List<(string, JsonNode?)> answer = [("msgid", RandomNumberGenerator.GetHexString(32, lowercase: true))];
        answer.AddRange(new[] { ("invaliduser", badUsers), ("invalidparty", badParties), ("invalidtag", badTags) }
            .Where(b => b.Item2.Length > 0).Select(b => (b.Item1, (JsonNode?)string.Join('|', b.Item2))));
        return ApiAnswer.Ok([.. answer]);
    }

    private void Deliver(WeComApp app, JsonElement body, string[] members)
    {
        var message = MessageBody.Read(PhoneMessageKind.App, body, time.GetUtcNow());
        if (message.MsgType is "text" or "markdown" && Encoding.UTF8.GetByteCount(message.Text) > MostBytes)
        {
            message = message with { Text = MessageBody.Cut(message.Text, MostBytes) };
        }
        // 30 a minute and 1,000 an hour for each member; what is over is discarded without a word.
        foreach (var member in members.Where(m => _rates.GetOrAdd((app, m), _ => new RateLimit(time, (30, TimeSpan.FromMinutes(1)), (1000, TimeSpan.FromHours(1)))).Take()))
        {
            app.Phone(member).Messages.Add(message);
        }
    }

    /// <summary>The same body within the interval, when the caller asks for the check (half an hour unless it says otherwise).</summary>
    private bool IsDuplicate(WeComApp app, ApiRequest request)
    {
        if (request.Body.IntAt("enable_duplicate_check") != 1)
        {
            return false;
        }
        var (key, now) = ((app, request.Raw), time.GetUtcNow());
        var interval = TimeSpan.FromSeconds(request.Body.IntAt("duplicate_check_interval", 1800));
        if (_bodies.TryGetValue(key, out var before) && now - before < interval)
        {
            return true;
        }
        _bodies[key] = now;
        return false;
    }

    private static string[] Split(string list) => list.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
