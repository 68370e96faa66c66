using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>Fetches what customers wrote, page by page. A message is on disk before the cursor that passes it is. wechat.md §19.</summary>
internal sealed class KfPages(WeComApi api, IChannelMemory memory, KfIntake intake, ChannelNotes notes, IOptions<WeComOptions> options, TimeProvider time)
{
    private const int MostPages = 500;
    private const int InvalidToken = 95007;

    /// <summary>Before a page is asked for once more that did not come, or led nowhere; then it waits for the next round. wechat.md §15, §18.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8)];

    /// <param name="token">The callback's; without it the platform allows a few calls only.</param>
    public async Task PullAsync(WeComAccount account, string openKfId, string? token, CancellationToken cancellationToken)
    {
        var name = $"kf-cursor/{account.CorpId}/{openKfId}";
        var tries = 0;
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
            var next = answer.IsSuccess && answer.Text("next_cursor") is { Length: > 0 } told && told != cursor?.Value ? told : null;
            var hasMore = answer.IsSuccess && answer.Number("has_more") == 1;
            // It says that there is more and leads nowhere.
            var isStuck = hasMore && next is null;
            var outcome = !answer.IsSuccess ? PlatformErrors.OfWeCom(answer).Why.ToString() : isStuck ? "stuck" : "ok";
            if (outcome != "ok" || entries.Count > 0)
            {
                notes.Note(KfMessages.ChannelId, MessageDirection.In, "kf/sync_msg", outcome, time.GetElapsedTime(began), null, answer.Code, answer.Trace);
            }
            foreach (var entry in entries)
            {
                await intake.TakeAsync(account, entry, cancellationToken);
            }
            if (next is not null)
            {
                // When another machine was quicker its cursor stands, and what we took it took too, under the same keys.
                await memory.SaveAsync(name, next, cursor?.Version ?? 0, cancellationToken);
            }
            if (isStuck || (!answer.IsSuccess && PlatformErrors.OfWeCom(answer).Why is SendFailure.Unavailable or SendFailure.TimedOut or SendFailure.Unclear))
            {
                if (tries == Pauses.Length)
                {
                    return;
                }
                await Task.Delay(Pauses[tries++], time, cancellationToken);
            }
            else if (hasMore)
            {
                tries = 0;
            }
            else
            {
                return;
            }
        }
    }
}
