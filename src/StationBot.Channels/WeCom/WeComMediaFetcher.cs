using Microsoft.Extensions.Logging;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>Files that members and customers send. wechat.md §5.</summary>
internal sealed class WeComMediaFetcher(
    WeComAccounts accounts, WeComApi api, IArrivals arrivals, IAttachmentStore files, LostFiles lost, ChannelNotes notes, TimeProvider time, ILogger<WeComMediaFetcher> logger)
    : MediaFetcher(WeComMessages.ChannelId, arrivals, files, lost, notes, time, logger)
{
    protected override async Task<PlatformFile?> DownloadAsync(string account, string mediaId, int attempt, CancellationToken cancellationToken) =>
        accounts.Find(account) is { } known ? await api.DownloadAsync(known, mediaId, attempt, cancellationToken) : null;
}
