using System.Globalization;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Roster;
using StationBot.Handling.Suggestions;

namespace StationBot.Channels.WeCom;

/// <param name="ConversationId">In which the case began.</param>
internal sealed record StaffText(string Line, Guid ConversationId);

/// <summary>A staff notice as one line: case number, what to do, by when. Never a resident's words, name or number.</summary>
internal sealed class StaffLines(ILoopStore loop, ISuggestions suggestions, IAreaDirectory directory, ChannelWords words, IOptions<ClockOptions> clocks, TimeProvider time)
{
    /// <param name="namesUnit">Several units read it: the line says whose turn it is.</param>
    /// <returns>Null: the case has no number, so there is nothing to name; or what was to be done is done.</returns>
    public async Task<StaffText?> OfAsync(StaffNotice notice, bool namesUnit, CancellationToken cancellationToken)
    {
        if (await loop.FindAsync(notice.CaseId, cancellationToken) is not { Number: { } number } one)
        {
            return null;
        }
        var happened = (await loop.EventsAsync(notice.CaseId, cancellationToken)).FirstOrDefault(e => e.Number == notice.Event);
        var data = Notices.DataOf(notice, happened);
        if (!Notices.Holds(notice, one.Facts, data))
        {
            return null;
        }
        var what = (namesUnit ? UnitOf(notice) : "") + words.OfNotice(Notices.FullKind(notice, one.Lead, data));
        if (notice.Kind.StartsWith(SuggestionNotices.Prefix, StringComparison.Ordinal))
        {
            // This track has days of its own; the case's clocks say nothing of it.
            var made = await suggestions.OfCaseAsync(notice.CaseId, cancellationToken);
            var day = (made.FirstOrDefault(s => s.Id == one.Facts.Suggestion) ?? (made is [var newest, ..] ? newest : null))?.DueOn;
            return new StaffText(Line(number.Value, what, day?.ToString("MM-dd", CultureInfo.InvariantCulture)), one.ConversationId);
        }
        var clock = Notices.ClockOf(notice, one.Facts);
        // Whoever has it no more is told no day of it.
        var by = notice.Kind is StaffKinds.TakenAway or StaffKinds.NotNeeded ? null : (data as NudgeData)?.Due ?? (data as WhistleData)?.MeetAt ?? Meeting(notice, one.Facts) ?? LoopClocks.Of(one.Facts, directory.Current.Calendar, clocks.Value)
            .Where(d => !d.Paused && d.At > time.GetUtcNow() && (clock is null || d.Clock == clock) && (d.Clock != ClockKind.CoOpinion || notice.Unit is null || LoopClocks.AskedAt(one.Facts, notice.Unit) == d.From)).Min(d => (DateTimeOffset?)d.At);
        return new StaffText(Line(number.Value, what, by is { } at ? directory.Current.Calendar.Local(at).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture) : null), one.ConversationId);
    }

    /// <summary>When a unit that is reminded of its call has to be there.</summary>
    private DateTimeOffset? Meeting(StaffNotice notice, CaseState state) => notice.Kind != StaffKinds.CalledSoon ? null
        : state.Whistles.Where(w => w.MeetAt > time.GetUtcNow() && w.Units.Contains(notice.Unit ?? "")).Min(w => (DateTimeOffset?)w.MeetAt);

    private string UnitOf(StaffNotice notice) => notice.Role switch
    {
        CaseActor.Department => directory.Current.Department(notice.Unit)?.ShortName,
        CaseActor.Deputy => directory.Current.Deputy(notice.Unit)?.Name,
        _ => null,
    } is { } unit ? words[ChannelWords.StaffUnit].Replace("{unit}", unit, StringComparison.Ordinal) : "";

    private string Line(string number, string what, string? by) => words[ChannelWords.StaffLine].Replace("{caseNo}", number, StringComparison.Ordinal)
        .Replace("{what}", what, StringComparison.Ordinal).Replace("{by}", by ?? words[ChannelWords.StaffSoon], StringComparison.Ordinal);
}
