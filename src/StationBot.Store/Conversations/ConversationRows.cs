using StationBot.Handling.Messages;
using StationBot.Store.Residents;

namespace StationBot.Store.Conversations;

/// <summary>Between records, as turns know them, and rows, where names are hashed or sealed.</summary>
internal sealed class ConversationRows(Vault vault)
{
    public byte[] Hash(ConversationKey key) => vault.Hash("conversation", key.Channel, key.Id);

    public ConversationRow ToRow(ConversationRecord record) => new()
    {
        Id = record.Id,
        Channel = record.Key.Channel,
        // What never changes is only needed for the first insert.
        KeyHash = record.Version > 1 ? [] : Hash(record.Key),
        ExternalId = record.Version > 1 ? [] : vault.Seal(record.Key.Id, record.Id),
        ResidentId = record.ResidentId,
        Stage = record.Stage,
        Disposition = record.Disposition,
        Intent = record.Intent,
        Memory = record.Memory,
        Reference = record.Reference is { } reference ? vault.Seal(reference, record.Id) : null,
        LastSequence = record.LastSequence,
        StartedAt = record.StartedAt,
        LastInboundAt = record.LastInboundAt,
        Flags = record.Flags,
        Version = record.Version,
    };

    public ConversationRecord ToRecord(ConversationRow row) => new()
    {
        Id = row.Id,
        Key = new ConversationKey(row.Channel, vault.Open(row.ExternalId, row.Id)),
        ResidentId = row.ResidentId,
        Stage = row.Stage,
        Disposition = row.Disposition,
        Intent = row.Intent,
        Memory = row.Memory,
        Reference = row.Reference is { } reference ? vault.Open(reference, row.Id) : null,
        LastSequence = row.LastSequence,
        StartedAt = row.StartedAt,
        LastInboundAt = row.LastInboundAt,
        Flags = row.Flags,
        Version = row.Version,
    };
}
