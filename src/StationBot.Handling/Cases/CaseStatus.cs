namespace StationBot.Handling.Cases;

/// <summary>环节. domain.md §1.3.</summary>
public enum LoopStage { Collect, Sort, Assign, Supervise, Feedback, Evaluate }

/// <summary>状态. domain.md §4.2.</summary>
public enum CaseStatus
{
    Draft, Collected, InTriage, AwaitingInfo, ReadyToAssign, Assigned, Returned, InProgress, Replied, AwaitingEvaluation,
    Rework, CommitmentTracking, Completed, ClosedOut, Declined, Redirected, Merged, Withdrawn,
}

/// <summary>Internal identity of a case.</summary>
public readonly record struct CaseId(Guid Value)
{
    public static CaseId New() => new(Guid.CreateVersion7());

    /// <summary>For the database's own order of ids, which pages follow.</summary>
    public static bool operator >(CaseId left, CaseId right) => left.Value > right.Value;

    /// <inheritdoc cref="operator &gt;"/>
    public static bool operator <(CaseId left, CaseId right) => left.Value < right.Value;
}

/// <summary>事项编号: <c>{area}{yyyyMMdd}-{4 digits}</c>, e.g. QH20261123-0007. Shown to residents; not a secret (domain.md §1.3).</summary>
public readonly record struct CaseNo(string Value)
{
    public static CaseNo Of(string area, DateOnly day, int number) =>
        new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{area}{day:yyyyMMdd}-{number:0000}"));

    /// <summary>Whether a text has the shape of a number; not whether there is such a case.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.LastIndexOf('-');
        return dash > DayDigits && text.Length - dash > LeastDigits && text.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0
            && text.AsSpan(dash - DayDigits, DayDigits).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private const int DayDigits = 8;
    private const int LeastDigits = 4;

    public override string ToString() => Value;
}
