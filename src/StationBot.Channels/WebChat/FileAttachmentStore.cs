using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WebChat;

/// <summary>What is known of a stored file beside its bytes.</summary>
internal sealed record StoredMeta(string Name, string ContentType);

/// <summary>Residents' files on disk: one file of bytes and one that describes it, under a name nobody can guess.</summary>
internal sealed class FileAttachmentStore(IOptions<DirectLineOptions> options) : IAttachmentStore
{
    private const int IdBytes = 24;
    private readonly string _folder = Path.Combine(options.Value.Folder, "files");

    public string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    public async Task<StoredAttachment?> SaveAsync(string id, string name, string contentType, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (await OpenAsync(id, cancellationToken) is { } there)
        {
            await there.Content.DisposeAsync();
            return there.File;
        }
        if (PhotoPrivacy.Strip(contentType, content) is not { } shown)
        {
            return null;
        }
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await WriteAsync(path, shown, cancellationToken);
        // The description comes last: a file without one was cut off half-way and does not exist.
        await WriteAsync(path + ".json", JsonSerializer.SerializeToUtf8Bytes(new StoredMeta(name, contentType), WireJson.Context.StoredMeta), cancellationToken);
        return new StoredAttachment(id, name, contentType, shown.Length);
    }

    public async Task<(StoredAttachment File, Stream Content)?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        if (!IsId(id))
        {
            return null;
        }
        var path = PathOf(id);
        try
        {
            var meta = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path + ".json", cancellationToken), WireJson.Context.StoredMeta)!;
            var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return (new StoredAttachment(id, meta.Name, meta.ContentType, content.Length), content);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (IsId(id))
        {
            try
            {
                // The description first: without it the file does not exist.
                File.Delete(PathOf(id) + ".json");
                File.Delete(PathOf(id));
            }
            catch (DirectoryNotFoundException)
            {
                // It was announced and never came: nothing of it is here.
            }
        }
        return Task.CompletedTask;
    }

    // Also keeps "../" and the like out of paths.
    private static bool IsId(string id) => id.Length == IdBytes * 4 / 3 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private string PathOf(string id) => Path.Combine(_folder, id[..2], id);

    // Written aside, flushed, then renamed: a file is there as a whole or not at all.
    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // A name of its own: whoever writes the same file at the same time writes the same bytes.
        var draft = $"{path}.{Guid.NewGuid():N}.new";
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
        {
            await file.WriteAsync(content, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }
}
