using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Messages;
using StationBot.Store.Residents;

namespace StationBot.Store.Conversations;

/// <summary>What erasing a resident's channel identity takes away. Runs in the writer's transaction.</summary>
internal static partial class Erasure
{
    /// <summary>The rows of what was erased; null when there is no such conversation.</summary>
    public static (Guid Conversation, Guid Resident, IReadOnlyList<string> Files)? Run(StationDb db, byte[] keyHash, Vault vault)
    {
        // First of all: a turn that is under way is refused from here on, and on PostgreSQL this waits for one that is being saved, so that the
        // conversation it begins is found below. The rows stay, without a word, so that the platform's repetitions are still known as such.
        var arrivals = db.Arrivals.Where(a => a.PersonHash == keyHash);
        arrivals.Where(a => !a.Channel.EndsWith(Arrival.FilesSuffix)).ExecuteUpdate(s => s
            .SetProperty(a => a.State, ArrivalState.Acknowledged).SetProperty(a => a.Message, (byte[]?)null).SetProperty(a => a.Answer, (byte[]?)null));
        var erased = Forget(db, keyHash, vault);
        if (erased is not { HasCase: true })
        {
            arrivals.Where(a => a.Channel.EndsWith(Arrival.FilesSuffix)).ExecuteDelete();
        }
        return erased is { } done ? (done.Conversation, done.Resident, done.Files) : null;
    }

    private static (Guid Conversation, Guid Resident, IReadOnlyList<string> Files, bool HasCase)? Forget(StationDb db, byte[] keyHash, Vault vault)
    {
        if (db.Conversations.Where(c => c.KeyHash == keyHash).Select(c => new { c.Id, c.ResidentId }).SingleOrDefault() is not { } found)
        {
            return null;
        }
        // Nothing hashes to random bytes: whoever comes back is somebody new.
        var (nobody, nameless) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var noId = vault.Seal("", found.Id);
        db.Conversations.Where(c => c.Id == found.Id).ExecuteUpdate(s => s
            .SetProperty(c => c.KeyHash, nobody).SetProperty(c => c.ExternalId, noId).SetProperty(c => c.Reference, (byte[]?)null)
            .SetProperty(c => c.Memory, (string?)null).SetProperty(c => c.Stage, ConversationStage.Ended).SetProperty(c => c.Version, c => c.Version + 1));
        db.Residents.Where(r => r.Id == found.ResidentId).ExecuteUpdate(s => s.SetProperty(r => r.IdentityHash, nameless));
        db.Outbox.Where(o => o.ConversationId == found.Id).ExecuteDelete();
        db.ResidentNotices.Where(n => n.ConversationId == found.Id).ExecuteDelete();
        // The words of a case stay with the case, under its own rule.
        List<string> files = [];
        var hasCase = db.Cases.Any(c => c.ConversationId == found.Id);
        if (!hasCase)
        {
            var raw = db.Turns.Where(t => t.ConversationId == found.Id && t.Raw.Contains(SentFiles.Mark)).Select(t => t.Raw).ToList();
            files = [.. raw.SelectMany(SentFiles.In).Distinct()];
            db.Turns.Where(t => t.ConversationId == found.Id).ExecuteUpdate(s => s.SetProperty(t => t.Text, (string?)null).SetProperty(t => t.Raw, "{}"));
        }
        return (found.Id, found.ResidentId, files, hasCase);
    }
}
