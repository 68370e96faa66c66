using Microsoft.Extensions.Options;
using StationBot.Conversations.Definitions;
using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;

namespace StationBot.Conversations.Notices;

/// <summary>The bot speaks first: what has happened to a resident's cases, all of it in one turn, with at most one question at its end.</summary>
public sealed class NoticeTurns(ICases cases, ILoopStore loop, IAreaDirectory area, DialogDefinition definition, IOptions<ClockOptions> clocks) : INoticeTurns
{
    /// <summary>Of the same case only the newest of these is still news.</summary>
    private static readonly string[][] Replaced = [["assigned", "reassigned"], ["plan"], ["extended"], ["ask_more"], ["feedback"], ["reminder"], ["tracking"]];

    /// <summary>Of one resident, the newest.</summary>
    private const int MostCases = 50;

    public async ValueTask<DialogOutcome?> TellAsync(
        ConversationRecord conversation, IReadOnlyList<ResidentNotice> waiting, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(waiting);
        var memory = DialogMemory.Read(conversation.Memory);
        // Nobody is interrupted who is telling something, least of all in danger; the idle rule ends both within a day.
        if (conversation.Stage == ConversationStage.Emergency || (conversation.Stage != ConversationStage.Ended && memory.Draft is { StaffOnly: false }))
        {
            return null;
        }
        List<(Case Case, string Text)> told = [];
        (Case Main, Case Own)? judged = null;
        List<Case> reached = [];
        var rules = new LoopRules(area.Current, clocks.Value);
        var mine = (await cases.OfResidentAsync(conversation.ResidentId, MostCases, cancellationToken)).Select(c => c.Number?.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var notice in Newest(waiting))
        {
            if (await loop.FindAsync(notice.CaseId, cancellationToken) is { Number: not null } one && await HappenedAsync(notice, cancellationToken) is { } happened)
            {
                if (one.ResidentId != conversation.ResidentId && !one.Facts.Subscribers.Any(s => s.Resident == conversation.ResidentId))
                {
                    continue; // joined to it no more: what happened there is others' matter
                }
                var own = await OwnAsync(one, conversation, cancellationToken);
                // Whose case was joined to it judges the answer too; reminded is who has not.
                var asks = notice.Kind is Handling.Loop.Notices.FeedbackKind or "reminder" && own.ResidentId == conversation.ResidentId && Evaluation.Waits(one)
                    && (own == one || notice.Kind == Handling.Loop.Notices.FeedbackKind || Verdicts.StillToSay(own, one) is { Solved: Solved.Unasked });
                if (notice.Kind == "reminder" && !asks)
                {
                    continue; // judged meanwhile
                }
                if (notice.Kind == Handling.Loop.Notices.AgainForOthers && own != one && Handling.Loop.Notices.SaidOfJoined(one, happened) == own.Number?.Value)
                {
                    continue; // it was this resident who said so
                }
                var number = (own.Number ?? one.Number!.Value).Value;
                var texts = new NoticeTexts(definition.Notices, area.Current, rules, one, happened, number, await SharedCase.NamesAsync(cases, one, cancellationToken), mine);
                if (texts.Of(notice.Kind) is { } text)
                {
                    told.Add((one, text));
                    memory.CaseNo = number;
                    judged = asks ? (one, own) : judged;
                    if (notice.Kind == Handling.Loop.Notices.FeedbackKind && !one.Facts.CheckIns.Contains(Checkpoint.Respond)
                        && one.Apply(new Step(CaseAction.RecordDelivery, Actor.System, Reason: LoopTexts.Of("clock.delivered")), now, rules) is StepResult.Done)
                    {
                        reached.Add(one);
                    }
                }
            }
        }
        // 这件事 is the one told of last, whatever came of the others meanwhile.
        List<Reply> replies = [.. told.OrderBy(t => t.Case.Id == judged?.Main.Id).Select(t => new Reply(t.Text))];
        Question(replies, memory, judged, judged is not null && (await cases.OfResidentAsync(conversation.ResidentId, 20, cancellationToken)).Count(Evaluation.Waits) > 1);
        if (conversation.Stage == ConversationStage.Ended && replies.Count > 0)
        {
            // Once for all news until the resident says something: what came before is read above it.
            if (!memory.Resumed)
            {
                replies.Insert(0, new Reply(definition.Notices.Say("opening", ("area", area.Current.Area.Name))));
            }
            memory = new DialogMemory { Greeted = true, Resumed = true, CaseNo = memory.CaseNo, Evaluating = memory.Evaluating, AsksJoinedIfSatisfied = memory.AsksJoinedIfSatisfied, AsksAfterNo = memory.AsksAfterNo, SpokeOfElse = memory.SpokeOfElse, WithStaff = memory.WithStaff, LeavesNoNumber = memory.LeavesNoNumber };
        }
        return new DialogOutcome
        {
            Replies = replies, Stage = conversation.Stage, Disposition = conversation.Disposition, Intent = conversation.Intent,
            Memory = replies.Count > 0 ? memory.Write() : conversation.Memory, Told = [.. waiting.Select(n => n.Id)], Cases = reached,
        };
    }

    /// <summary>What a notice tells of. Whoever joined a case after its answer (T09) hears that answer; why it takes longer (T17) the unit said that asked for it.</summary>
    private async Task<CaseEvent?> HappenedAsync(ResidentNotice notice, CancellationToken cancellationToken)
    {
        var log = await loop.EventsAsync(notice.CaseId, cancellationToken);
        var happened = log.FirstOrDefault(e => e.Number == notice.Event);
        return happened switch
        {
            { Action: nameof(CaseAction.TakeIn) } => Before(nameof(CaseAction.Feedback)),
            { Action: nameof(CaseAction.ApproveExtension) } => happened with { Reason = Before(nameof(CaseAction.RequestExtension))?.Reason ?? happened.Reason },
            _ => happened,
        };

        CaseEvent? Before(string action) => log.LastOrDefault(e => e.Number < notice.Event && e.Action == action);
    }

    /// <summary>解决了吗: asked about one case only; any other is asked about again by its own reminder.</summary>
    /// <param name="several">Others wait to be judged too: the question says which it is about.</param>
    private void Question(List<Reply> replies, DialogMemory memory, (Case Main, Case Own)? judged, bool several)
    {
        if (replies.Count == 0)
        {
            return;
        }
        (memory.LastAsk, memory.LastQuestion, memory.SaidBack, memory.SpokeOfElse) = (Ask.None, null, null, memory.Evaluating is not null);
        if (judged is var (main, own))
        {
            // A joined resident's verdict of the round before stands in their case: the new answer is asked about from the beginning.
            replies.Add(EvaluationQuestion.Of(definition, own == main ? main.Facts : new CaseState(), several ? own : null));
            memory.Evaluating = memory.CaseNo = own.Number!.Value.Value;
            (memory.AsksJoinedIfSatisfied, memory.AsksAfterNo, memory.SpokeOfElse, memory.AsksChoice) = (false, false, false, false);
        }
    }

    private static IEnumerable<ResidentNotice> Newest(IReadOnlyList<ResidentNotice> waiting)
    {
        var news = waiting.Where(n => Array.Find(Replaced, r => r.Contains(n.Kind)) is not { } kinds
            || !waiting.Any(later => later.CaseId == n.CaseId && kinds.Contains(later.Kind) && later.Event > n.Event)).ToArray();
        // No reminder of an answer that is only being told now.
        return news.Where(n => n.Kind != "reminder" || !news.Any(f => f.Kind == "feedback" && f.CaseId == n.CaseId));
    }

    /// <summary>A resident whose case was merged knows it by its own number, and judges in its name.</summary>
    private async Task<Case> OwnAsync(Case one, ConversationRecord conversation, CancellationToken cancellationToken) =>
        one.ResidentId == conversation.ResidentId
            ? one
            : (await cases.OfResidentAsync(conversation.ResidentId, MostCases, cancellationToken)).FirstOrDefault(c => one.Facts.MergedFrom.Contains(c.Number?.Value ?? "")) ?? one;
}
