using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using StationBot.Platform.Calls;
using StationBot.Platform.Phones;

namespace StationBot.Platform.WeCom;

/// <summary>微信客服 (wechat.md §19) and the group webhooks. The codes 95001, 95002, 95007 and 95018 are general knowledge, not in the stored material.</summary>
internal sealed partial class KfApi(WeComApi wecom, Func<IEnumerable<WeComApp>> apps, ConcurrentDictionary<string, Webhook> webhooks, TimeProvider time)
{
    public void Map(ApiServer api, IEndpointRouteBuilder routes)
    {
        api.Map(routes, "POST", "/cgi-bin/kf/sync_msg", r => With(r, (kf, body) => kf.Sync(body.Text("cursor") ?? "", body.Text("token") ?? "", body.Body.IntAt("limit", 1000))));
        api.Map(routes, "POST", "/cgi-bin/kf/send_msg", r => With(r, Send));
        api.Map(routes, "POST", "/cgi-bin/kf/send_msg_on_event", r => wecom.With(r, SendOnEvent));
        api.Map(routes, "POST", "/cgi-bin/webhook/send", SendToGroup);
    }

    private ApiAnswer With(ApiRequest request, Func<KfAccount, ApiRequest, ApiAnswer> serve) => wecom.With(request, (app, _) =>
    {
        if (app.FindCustomerService(request.Text("open_kfid") ?? "") is not { } account)
        {
            return ApiAnswer.Error(95000);
        }
        request.Account = account.OpenKfId;
        return serve(account, request);
    });

    private ApiAnswer Send(KfAccount account, ApiRequest request)
    {
        var msgId = request.Text("msgid") is { Length: > 0 } id ? id : null;
        return Refuse(request, msgId)
            ?? (account.Phone(request.Text("touser") ?? "").IsKnown
                ? account.Send(request.Text("touser")!, msgId, () => MessageBody.Read(PhoneMessageKind.CustomerService, request.Body, time.GetUtcNow()))
                : ApiAnswer.Error(40096, "invalid external userid"));
    }

    private ApiAnswer SendOnEvent(WeComApp _, ApiRequest request)
    {
        var msgId = request.Text("msgid") is { Length: > 0 } id ? id : null;
        if (Refuse(request, msgId) is { } refusal)
        {
            return refusal;
        }
        foreach (var account in apps().SelectMany(a => a.CustomerService))
        {
            if (account.Redeem(request.Text("code") ?? "") is { } customer)
            {
                request.Account = account.OpenKfId;
                account.Phone(customer).Messages.Add(MessageBody.Read(PhoneMessageKind.CustomerService, request.Body, time.GetUtcNow()));
                return ApiAnswer.Ok(("msgid", msgId ?? Guid.NewGuid().ToString("N")));
            }
        }
        return ApiAnswer.Error(40058, "invalid code");
    }

    private static ApiAnswer? Refuse(ApiRequest request, string? msgId)
    {
        var text = request.Text("text", "content") ?? "";
        return msgId is not null && !MessageId().IsMatch(msgId) ? ApiAnswer.Error(40058)
            : request.Text("msgtype") is not { Length: > 0 } type ? ApiAnswer.Error(40008)
            : type == "text" && text.Length == 0 ? ApiAnswer.Error(44004)
            : type == "text" && System.Text.Encoding.UTF8.GetByteCount(text) > 2048 ? ApiAnswer.Error(45002)
            : null;
    }

    private ApiAnswer SendToGroup(ApiRequest request)
    {
        if (!webhooks.TryGetValue(request.Asked("key") ?? "", out var webhook))
        {
            return ApiAnswer.Error(93000);
        }
        request.Account = webhook.Key;
        return request.Body.ValueKind == System.Text.Json.JsonValueKind.Object ? webhook.Send(request.Body) : ApiAnswer.Error(47001);
    }

    [GeneratedRegex(@"^[0-9a-zA-Z_-]{1,32}\z")]
    private static partial Regex MessageId();
}
