using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;

namespace StationBot.Handling.Cases;

/// <summary>What a step may leave out because the case already says it, and what is worked out when the step is taken, so that replay needs no calendar.</summary>
internal static class StepDefaults
{
    public static StepData Fill(StepFacts facts) => (facts.Step.Action, facts.Data) switch
    {
        (_, AssignData d) => d with
        {
            Lead = d.Lead ?? facts.State.Lead, Co = d.Co ?? [.. facts.State.Co.Where(c => c != (d.Lead ?? facts.State.Lead))], Deputy = d.Deputy ?? facts.State.Deputy,
            Deadline = d.Deadline ?? AnswerDay(facts), ByClass = d.Deadline is null ? true : null, Standard = d.Standard ?? facts.State.CaseClass,
        },
        (_, ReassignData d) => d with { Co = d.Co ?? [.. facts.State.Co.Where(c => c != d.Lead)] },
        (CaseAction.Sort, SortData d) when facts.State.Status == CaseStatus.InTriage => d with
        {
            Type = d.Type ?? facts.State.Type, Lead = d.Lead ?? facts.State.Lead, Co = d.Co ?? [.. facts.State.Co.Where(c => c != (d.Lead ?? facts.State.Lead))],
            Deputy = d.Deputy ?? facts.State.Deputy, CaseClass = d.CaseClass ?? ClassOfNew(d.Type, d, facts),
        },
        (CaseAction.Correct, SortData d) => d with { CaseClass = d.CaseClass ?? ClassOfNew(d.Type, d, facts) },
        (_, AcknowledgeData d) => d with { InTime = facts.InTime(ClockKind.Acknowledge) },
        (_, ReplyData d) => d with { InTime = facts.InTime(ClockKind.Reply), Silent = Gates.PastTheirHalf(facts) },
        (_, CoUnitsData d) => d with { None = d.Co is { Count: 0 } ? true : null, Came = [.. (d.Co ?? []).Distinct().Except(facts.State.Co)] },
        (_, WhistleData d) => d with { RemindAt = d.MeetAt - facts.Rules.Clocks.WhistleReminder is { } at && at > facts.Now ? at.ToUniversalTime() : null },
        (_, ProgressData d) => d with { Kind = d.Kind ?? ProgressKind.Progress },
        (CaseAction.ApproveExtension, ExtensionData d) => d with { NewDate = d.NewDate ?? facts.State.Extension?.To },
        (_, OpinionData d) => d with { Unit = d.Unit ?? facts.Step.By.Unit },
        (_, EvaluateData d) when facts.State.Status != CaseStatus.Merged => d with { Of = null },
        (_, FeedbackData d) => d with { ReviewedBy = facts.Is(CaseActor.StationStaff) ? facts.Step.By.Signature : null },
        _ => facts.Data,
    };

    /// <summary>
    /// Who says that it is another matter says that other clocks run; a question stays one, and what is urgent by its own words stays urgent. Not once it is
    /// handed out: then a day was named, and only T17 moves it.
    /// </summary>
    private static string? ClassOfNew(string? type, SortData d, StepFacts facts) =>
        type is null || type == facts.State.Type || facts.State.AssignedAt is not null ? null
        : facts.State.CaseClass == CaseClasses.Consult && facts.Rules.Directory.ProblemType(facts.State.Type)?.CaseClass != CaseClasses.Consult ? null
        : facts.State.Flags.Concat(d.Flags ?? []).Contains(Flag.UrgentService.Code()) ? CaseClasses.UrgentService
        : facts.Rules.Directory.ProblemType(type)?.CaseClass ?? CaseClasses.Simple;

    private static DateOnly? AnswerDay(StepFacts facts) =>
        LoopClocks.Reply(facts.State, facts.Rules.Calendar, facts.Rules.Clocks) is { } due ? facts.Rules.Calendar.DayOf(due.At) : null;
}
