namespace StationBot.Handling.Cases;

/// <summary>Cases as rules and turns see them. Fulfilled by the Store room; what is returned may be changed and committed with the turn.</summary>
public interface ICases
{
    Task<Case?> FindAsync(CaseNo caseNo, CancellationToken cancellationToken);

    /// <summary>A resident's cases, newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Case>> OfResidentAsync(Guid residentId, int limit, CancellationToken cancellationToken);

    /// <summary>Cases that began in a conversation, oldest first.</summary>
    Task<IReadOnlyList<Case>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken);

    /// <summary>Saves a case that was changed outside a turn (by staff, by a clock).</summary>
    /// <returns>False when somebody else was first: read it again and decide anew.</returns>
    Task<bool> SaveAsync(Case changed, CancellationToken cancellationToken);

    /// <summary>What staff last said each case is about, for those where they said it; oldest case first.</summary>
    Task<IReadOnlyList<StaffLabel>> StaffLabelsAsync(CancellationToken cancellationToken);

    /// <summary>The next number of that day. A number that is taken but never committed leaves a gap.</summary>
    ValueTask<CaseNo> NextNumberAsync(string area, DateOnly day, CancellationToken cancellationToken);

    /// <summary>Open cases per deputy code (R14); a deputy without any is absent. May lag by seconds.</summary>
    ValueTask<IReadOnlyDictionary<string, int>> OpenPerDeputyAsync(CancellationToken cancellationToken);
}
