using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>Fetches what customers wrote, page by page. A message is on disk before the cursor that passes it is. wechat.md §19.</summary>
internal sealed class KfPages(WeComApi api, IChannelMemory memory, KfIntake intake, IChannelLog log, IOptions<WeComOptions> options, TimeProvider time)
{
    /// <summary>More in a row is a platform gone round in circles; the next round goes on.</summary>
    private const int MostPages = 500;
    private const int InvalidToken = 95007;

    /// <param name="token">The callback's; without it the platform allows a few calls only.</param>
    public async Task PullAsync(WeComAccount account, string openKfId, string? token, CancellationToken cancellationToken)
    {
        var name = $"kf-cursor/{account.CorpId}/{openKfId}";
        for (var page = 0; page < MostPages; page++)
        {
            var began = time.GetTimestamp();
            var cursor = await memory.FindAsync(name, cancellationToken);
            var body = new JsonObject { ["open_kfid"] = openKfId, ["limit"] = options.Value.PullLimit };
            if (cursor is { Value.Length: > 0 })
            {
                body["cursor"] = cursor.Value;
            }
            if (!string.IsNullOrEmpty(token))
            {
                body["token"] = token;
            }
            var answer = await api.PostAsync(account, "/cgi-bin/kf/sync_msg", body, cancellationToken);
            if (answer is { Failure: null, Code: InvalidToken } && !string.IsNullOrEmpty(token))
            {
                token = null;
                continue;
            }
            var entries = answer.IsSuccess && answer.Body.TryGetProperty("msg_list", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
            if (!answer.IsSuccess || entries.Count > 0)
            {
                Note(answer, time.GetElapsedTime(began));
            }
            if (!answer.IsSuccess)
            {
                return;
            }
            foreach (var entry in entries)
            {
                await intake.TakeAsync(account, entry, cancellationToken);
            }
            if (answer.Text("next_cursor") is { Length: > 0 } next && next != cursor?.Value)
            {
                // When another machine was quicker its cursor stands, and what we took it took too, under the same keys.
                await memory.SaveAsync(name, next, cursor?.Version ?? 0, cancellationToken);
            }
            if (answer.Number("has_more") != 1)
            {
                return;
            }
        }
    }

    private void Note(PlatformAnswer answer, TimeSpan took)
    {
        var now = time.GetUtcNow();
        log.Note(new ChannelLogEntry
        {
            Id = Guid.CreateVersion7(now), At = now, Channel = KfMessages.ChannelId, Direction = MessageDirection.In, What = "kf/sync_msg",
            Outcome = answer.IsSuccess ? "ok" : PlatformErrors.OfWeCom(answer).Why.ToString(), Code = answer.Code, Trace = answer.Trace, Milliseconds = (int)took.TotalMilliseconds,
        });
    }
}
