using Microsoft.Extensions.Logging;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeChat;

/// <summary>Files that residents send in an Official Account. wechat.md §5.</summary>
internal sealed class WeChatMediaFetcher(
    WeChatAccounts accounts, WeChatApi api, IArrivals arrivals, IAttachmentStore files, LostFiles lost, ChannelNotes notes, TimeProvider time, ILogger<WeChatMediaFetcher> logger)
    : MediaFetcher(WeChatMessages.ChannelId, arrivals, files, lost, notes, time, logger)
{
    protected override async Task<PlatformFile?> DownloadAsync(string account, string mediaId, int attempt, CancellationToken cancellationToken) =>
        accounts.Find(account) is { } known ? await api.DownloadAsync(known, mediaId, attempt, cancellationToken) : null;
}
