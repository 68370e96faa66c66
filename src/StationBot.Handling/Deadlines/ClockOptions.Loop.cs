using System.ComponentModel.DataAnnotations;

namespace StationBot.Handling.Deadlines;

/// <summary>The clocks and limits of the handling loop: domain.md §6.2 and the last column of §4.3.</summary>
public sealed partial record ClockOptions
{
    /// <summary>T12, all classes but UrgentService and DeputySuggestion.</summary>
    [Range(1, Longest)]
    public int AcknowledgeWorkingDays { get; set; } = 1;
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan UrgentAcknowledge { get; set; } = TimeSpan.FromHours(2);

    /// <summary>T16: from the acknowledgement.</summary>
    [Range(1, Longest)]
    public int FirstContactWorkingDays { get; set; } = 1;
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan UrgentFirstContact { get; set; } = TimeSpan.FromHours(4);

    /// <summary>T17: the whole time with an extension, from the same start.</summary>
    [Range(1, Longest)]
    public int ConsultExtendedWorkingDays { get; set; } = 3;
    [Range(1, Longest)]
    public int SimpleExtendedWorkingDays { get; set; } = 10;
    [Range(1, Longest)]
    public int ComplexExtendedWorkingDays { get; set; } = 30;
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan UrgentExtension { get; set; } = TimeSpan.FromHours(24);

    [Range(1, Longest)]
    public int AssignWorkingDays { get; set; } = 1;
    [Range(1, Longest)]
    public int ReturnWorkingDays { get; set; } = 2;
    [Range(1, Longest)]
    public int ReassignWorkingDays { get; set; } = 1;

    /// <summary>A plan after the acknowledgement (§4.6).</summary>
    [Range(1, Longest)]
    public int PlanWorkingDays { get; set; } = 2;

    /// <summary>T19, T20: the station reads a reply and passes it on.</summary>
    [Range(1, Longest)]
    public int CheckReplyWorkingDays { get; set; } = 1;

    /// <summary>T22.</summary>
    [Range(1, Longest)]
    public int ReworkWorkingDays { get; set; } = 5;

    /// <summary>T23: staff decide on a second 不满意.</summary>
    [Range(1, Longest)]
    public int DecideReworkWorkingDays { get; set; } = 3;

    /// <summary>T26.</summary>
    [Range(1, Longest)]
    public int CloseOutWorkingDays { get; set; } = 3;

    /// <summary>T05, T35 and the longest pause (§6.3): plain days.</summary>
    [Range(1, Longest)]
    public int InfoDays { get; set; } = 7;
    [Range(1, Longest)]
    public int ReopenDays { get; set; } = 30;
    [Range(1, Longest)]
    public int ObjectionDays { get; set; } = 30;

    /// <summary>Between feedback and the first reminder, and between the two.</summary>
    [Range(1, Longest)]
    public int EvaluationReminderDays { get; set; } = 3;

    /// <summary>T21: after the second reminder.</summary>
    [Range(1, Longest)]
    public int EvaluationWindowDays { get; set; } = 7;

    /// <summary>T25: before a commitment is due.</summary>
    [Range(1, Longest)]
    public int CommitmentFirstNudgeDays { get; set; } = 15;
    [Range(1, Longest)]
    public int CommitmentLastNudgeDays { get; set; } = 3;

    /// <summary>代表建议, §6.2: from hand-out.</summary>
    [Range(1, Longest)]
    public int SuggestionAcknowledgeWorkingDays { get; set; } = 5;
    [Range(1, Longest)]
    public int SuggestionFirstContactWorkingDays { get; set; } = 20;

    /// <summary>代表法 art. 51; the law, not a custom: change it only when the law does.</summary>
    [Range(1, 12)]
    public int SuggestionMonths { get; set; } = 3;
    [Range(1, 12)]
    public int SuggestionHardMonths { get; set; } = 6;

    /// <summary>Re-answer to a dissatisfied deputy: 浙江 1 month, 北京 and 重庆 2.</summary>
    [Range(1, 12)]
    public int SuggestionReanswerMonths { get; set; } = 1;

    /// <summary>The department is reminded so many days before the answer to a suggestion is due, and again.</summary>
    [Range(1, 90)]
    public int SuggestionFirstNudgeDays { get; set; } = 30;
    [Range(1, 90)]
    public int SuggestionLastNudgeDays { get; set; } = 7;

    /// <summary>T05.</summary>
    [Range(1, 9)]
    public int MostInfoRounds { get; set; } = 2;

    /// <summary>T14: after so many returns the office forces or sends to triage.</summary>
    [Range(1, 9)]
    public int MostReturns { get; set; } = 2;

    /// <summary>T19.</summary>
    [Range(1, 9)]
    public int MostRejectedReplies { get; set; } = 2;

    /// <summary>T18, in characters.</summary>
    [Range(1, 500)]
    public int LeastReplyCharacters { get; set; } = 20;

    /// <summary>T11 without a human.</summary>
    public bool AutoAssign { get; set; }

    /// <summary>§4.6, in hundredths of the time: a reminder without a note of progress, and the yellow warning.</summary>
    [Range(1, 99)]
    public int ReminderPercent { get; set; } = 50;
    [Range(1, 99)]
    public int YellowPercent { get; set; } = 80;
}
