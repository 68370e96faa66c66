using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Logging;
using StationBot.Handling.Messages;
using StationBot.Store.Databases;
using StationBot.Store.Writing;

namespace StationBot.Store.Channels;

internal sealed class ChannelLogConfiguration : IEntityTypeConfiguration<ChannelLogEntry>
{
    public void Configure(EntityTypeBuilder<ChannelLogEntry> builder)
    {
        builder.ToTable("channel_log");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => new { e.ConversationId, e.At });
        builder.HasIndex(e => e.At);
    }
}

internal sealed partial class ChannelLogStore(Database database, GroupWriter writer, ILogger<ChannelLogStore> logger) : IChannelLog
{
    public void Note(ChannelLogEntry entry) => _ = NoteAsync(entry);

    public async Task<IReadOnlyList<ChannelLogEntry>> OfConversationAsync(Guid conversationId, int limit, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.ChannelLog.AsNoTracking().Where(e => e.ConversationId == conversationId).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(limit).ToListAsync(cancellationToken);
    }

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        writer.RunAsync(session => session.Db.ChannelLog.Where(e => e.At < before).ExecuteDelete(), null, cancellationToken);

    private async Task NoteAsync(ChannelLogEntry entry)
    {
        try
        {
            await writer.RunAsync<bool>(
                session =>
                {
                    session.Insert(entry);
                    return true;
                },
                null,
                CancellationToken.None);
        }
        catch (Exception failure)
        {
            // A line of a log is not worth a message.
            LogLost(failure);
        }
    }

    [LoggerMessage(4010, LogLevel.Warning, "A line of the channel log could not be kept")]
    private partial void LogLost(Exception failure);
}
