using StationBot.Handling.Cases;

namespace StationBot.Conversations.Turns;

/// <summary>How cases stand, told to somebody whose they are or who follows them: each once, under the number that this resident knows.</summary>
internal sealed partial class Errands
{
    /// <param name="asked">Of <paramref name="mine"/>, in the order in which they are told.</param>
    /// <param name="mine">The resident's own cases.</param>
    /// <param name="isNamed">One was asked for by its number.</param>
    private async ValueTask TellStandingAsync(Turn turn, IReadOnlyList<Case> asked, IReadOnlyList<Case> mine, bool isNamed, CancellationToken cancellationToken)
    {
        HashSet<CaseId> told = [.. asked.Select(c => c.Id)];
        foreach (var one in asked)
        {
            turn.Memory.Mentioned.Remove(one.Number!.Value.Value);
            turn.Memory.Mentioned.Add(one.Number!.Value.Value);
            turn.SayText(await StandingAsync(turn, one, cancellationToken));
            foreach (var child in (await CaseChoice.MainOfAsync(cases, one, cancellationToken) ?? one).Facts.Children)
            {
                // What was split off is theirs too, though not under their name; where it is, it has a line of its own.
                if (await cases.FindAsync(new CaseNo(child), cancellationToken) is { } part && (mine.FirstOrDefault(c => c.Id == part.Id || IsJoinedTo(c, child)) ?? part) is var known
                    && (isNamed || known.ResidentId != turn.Given.Conversation.ResidentId) && told.Add(known.Id))
                {
                    turn.SayText(await StandingAsync(turn, known, cancellationToken));
                }
            }
        }
    }

    private async ValueTask<string> StandingAsync(Turn turn, Case one, CancellationToken cancellationToken)
    {
        if (await CaseChoice.MainOfAsync(cases, one, cancellationToken) is not { } main)
        {
            return Progress.Of(turn, one, await SharedCase.NamesAsync(cases, one, cancellationToken));
        }
        var number = one.Number!.Value.Value;
        var names = await SharedCase.NamesAsync(cases, main, cancellationToken);
        return one.Facts.SplitOff ? Progress.Of(turn, main, names, number) : turn.Texts.Say("progress_merged", ("caseNo", number), ("progress", Progress.Of(turn, main, names)));
    }

    /// <summary>A case that is not the resident's own and that they are told of: the one that theirs was joined to, or a part of it.</summary>
    private async ValueTask<Case?> FollowedAsync(Turn turn, string number, CancellationToken cancellationToken) =>
        await cases.FindAsync(new CaseNo(number), cancellationToken) is { } found && SharedCase.IsFollowedBy(found, turn.Given.Conversation.ResidentId) ? found : null;

    private static bool IsJoinedTo(Case one, string main) => one.Status == CaseStatus.Merged && one.Facts.MergedInto == main;
}
