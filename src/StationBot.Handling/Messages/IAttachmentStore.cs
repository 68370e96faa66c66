namespace StationBot.Handling.Messages;

/// <summary>A file as it was stored.</summary>
/// <param name="Id">Unguessable: whoever knows it may open the file.</param>
/// <param name="Name">For people; never a path.</param>
/// <param name="ContentType">As verified from the bytes, not as claimed.</param>
public sealed record StoredAttachment(string Id, string Name, string ContentType, long Bytes);

/// <summary>Bytes of files that residents sent. What a message says about a file is in the conversation's log; here is only the file.</summary>
public interface IAttachmentStore
{
    /// <summary>A new id, for a file that a message speaks of before its bytes are here.</summary>
    string NewId();

    /// <summary>Keeps a file. It is on disk when this returns, so a message may refer to it. A file that is there already stays as it is.</summary>
    /// <param name="id">From <see cref="NewId"/>.</param>
    /// <returns>Null: a photo in which no picture can be found, only what may say where it was taken; it is not kept. domain.md §10.</returns>
    Task<StoredAttachment?> SaveAsync(string id, string name, string contentType, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Removes a file; one that is not there is no error.</summary>
    Task DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Opens a file; the caller disposes the stream. Null when there is none of this id, or it was deleted.</summary>
    Task<(StoredAttachment File, Stream Content)?> OpenAsync(string id, CancellationToken cancellationToken);
}
