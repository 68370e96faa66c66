using System.Runtime.CompilerServices;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;

namespace StationBot.Host.Api;

/// <summary>
/// What residents sent along: photos to look at and recordings to listen to, for station staff and the office only. A recording is a voice, and a photo may show a
/// neighbour: nobody else gets them unasked (domain.md §10).
/// </summary>
internal static class CaseFiles
{
    private const int PageSize = 200;

    public static Task<IResult> ListAsync(string caseNo, HttpContext http, ICases cases, IConversationStore log, IAttachmentStore files, CancellationToken cancellationToken) =>
        ForStaffAsync(caseNo, http, cases, async one =>
        {
            List<FileView> found = [];
            await foreach (var (id, at) in OfConversationAsync(log, one.ConversationId, cancellationToken))
            {
                found.Add(await ViewAsync(one, id, at, files, cancellationToken));
            }
            return Answer.Of<IReadOnlyList<FileView>>(found, one.Version);
        }, cancellationToken);

    public static Task<IResult> OpenAsync(string caseNo, string file, HttpContext http, ICases cases, IConversationStore log, IAttachmentStore files, CancellationToken cancellationToken) =>
        ForStaffAsync(caseNo, http, cases, async one =>
        {
            if (!await OfConversationAsync(log, one.ConversationId, cancellationToken).AnyAsync(f => f.Id == file, cancellationToken) || await files.OpenAsync(file, cancellationToken) is not { } there)
            {
                return Problems.Of(StatusCodes.Status404NotFound, "file.not_found");
            }
            // Whatever a stranger packed into it: saved or shown, never run as a page of ours.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Stream(there.Content, there.File.ContentType, there.File.Name is { Length: > 0 } name ? name : "file", enableRangeProcessing: true);
        }, cancellationToken);

    private static async Task<FileView> ViewAsync(Case one, string id, DateTimeOffset at, IAttachmentStore files, CancellationToken cancellationToken)
    {
        if (await files.OpenAsync(id, cancellationToken) is not { } there)
        {
            return new FileView(id, at, null, null, null, null);
        }
        await using (there.Content)
        {
            return new FileView(id, at, there.File.Name, there.File.ContentType, there.File.Bytes, $"/api/v1/cases/{one.Number}/files/{id}");
        }
    }

    private static async IAsyncEnumerable<(string Id, DateTimeOffset At)> OfConversationAsync(IConversationStore log, Guid conversation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = [];
        for (long after = 0; ;)
        {
            var page = await log.ReadAsync(conversation, after, PageSize, cancellationToken);
            foreach (var message in page.Where(m => m.Direction == MessageDirection.In))
            {
                foreach (var id in SentFiles.In(message.Raw).Where(seen.Add))
                {
                    yield return (id, message.At);
                }
            }
            if (page.Count < PageSize)
            {
                yield break;
            }
            after = page[^1].Sequence;
        }
    }

    private static async Task<IResult> ForStaffAsync(string caseNo, HttpContext http, ICases cases, Func<Case, Task<IResult>> tell, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        return !caller.IsOf(TokenRole.Staff, TokenRole.Office) ? Problems.Of(StatusCodes.Status403Forbidden, "auth.not_yours")
            : await cases.FindAsync(new CaseNo(caseNo), cancellationToken) is { } one && caller.Sees(one) ? await tell(one)
            : Problems.Of(StatusCodes.Status404NotFound, RefusedSteps.NoCase);
    }
}

/// <summary>A file of the conversation in which the case was told.</summary>
/// <param name="At">When it was sent; with several cases of one conversation it tells to which it belongs.</param>
/// <param name="Name">This and what follows: absent when the file could not be fetched from the channel, or was deleted.</param>
/// <param name="Path">Where it is read.</param>
internal sealed record FileView(string Id, DateTimeOffset At, string? Name, string? ContentType, long? Bytes, string? Path);
