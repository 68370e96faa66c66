using StationBot.Handling.Cases;
using StationBot.Handling.Suggestions;
using Result = StationBot.Handling.Cases.PreReview;
using static StationBot.Handling.Suggestions.SuggestionAction;

namespace StationBot.Tests.Handling.Loop;

/// <summary>The 代表建议 track (domain.md §4.4): one test per step, per refusal, and its clocks worked out by hand.</summary>
public sealed class SuggestionTests
{
    private static readonly Actor Deputy = LoopCase.Deputy;
    private static readonly Actor Office = LoopCase.Office;
    private static readonly Actor Unit = LoopCase.Lead;
    private static readonly SuggestionData Whole = new(
        "关于增设垃圾收集点的建议", "书香里小区门口垃圾站三天无人清运,周边四个小区共用一处收集点,夏季气味大。", "建议在书香里东门增设一处收集点。", Deputy: "D01", CaseNo: "QH20261123-0007");

    [Fact]
    public void A_suggestion_goes_its_whole_way_and_its_events_make_its_state()
    {
        var one = new Track();
        one.Do(SuggestionAction.Draft, Deputy, Whole).Do(Edit, Deputy, new SuggestionData(Proposal: "建议在东门和南门各增设一处收集点。")).Do(SubmitForReview, Deputy)
            .Do(SuggestionAction.PreReview, Office, new SuggestionData(Result: Result.Revise), "请补充数据").Do(SubmitForReview, Deputy)
            .Do(SuggestionAction.PreReview, Office, new SuggestionData(Result: Result.Adopt)).Do(HandOut, Office, new SuggestionData(Unit: "urban"))
            .Do(Acknowledge, Unit, new SuggestionData(Handler: "张三")).Do(Contact, Unit).Do(Answer, Unit, new SuggestionData(Text: LoopCase.Answer))
            .Do(Evaluate, Deputy, new SuggestionData(Satisfaction: Satisfaction.Dissatisfied)).Do(ReAnswer, Unit, new SuggestionData(Text: LoopCase.Answer))
            .Do(Evaluate, Deputy, new SuggestionData(Satisfaction: Satisfaction.Basic)).Do(Track_, Office).Do(Archive, Office);

        Assert.Equal(SuggestionStatus.Archived, one.Suggestion.Status);
        Assert.Equal(SuggestionState.Write(SuggestionState.Replay(one.Suggestion.Uncommitted)), SuggestionState.Write(one.Suggestion.State));
        Assert.Equal(SuggestionSteps.All.Select(s => s.Id).Except(["S13", "S14", "S15"]), one.Suggestion.Uncommitted.Select(e => e.Step).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal((2, "关于增设垃圾收集点的建议"), (one.Suggestion.State.Answers, one.Suggestion.State.Title));
    }

    [Fact]
    public void A_deputy_takes_it_back_before_it_is_handed_out_only()
    {
        Assert.Equal(SuggestionStatus.Withdrawn, Submitted().Do(Withdraw, Deputy).Suggestion.Status);
        Assert.Equal("suggestion.illegal_step", HandedOut().Try(Withdraw, Deputy));
    }

    public static TheoryData<string, int> Refusals => [.. Refused.Select((r, i) => new TheoryDataRow<string, int>(r.Code, i))];

    private static readonly (string Code, Func<string> Try)[] Refused =
    [
        ("suggestion.illegal_step", () => new Track().Try(SubmitForReview, Deputy)),
        ("suggestion.illegal_step", () => new Track().Do(SuggestionAction.Draft, Deputy, Whole).Try(SuggestionAction.Draft, Deputy, Whole)),
        ("suggestion.wrong_role", () => Submitted().Try(HandOut, Deputy, new SuggestionData(Unit: "urban"))),
        ("suggestion.missing_data:unit", () => Submitted().Try(HandOut, Office)),
        // Whose it is and from which case is said once, by the draft.
        ("suggestion.bad_data:deputy", () => new Track().Do(SuggestionAction.Draft, Deputy, Whole).Try(Edit, Deputy, new SuggestionData(Deputy: "D02"))),
        ("suggestion.bad_data:caseNo", () => new Track().Do(SuggestionAction.Draft, Deputy, Whole).Try(Edit, Deputy, new SuggestionData(CaseNo: "QH20261101-0001"))),
        ("suggestion.bad_data:unit", () => InReview().Try(SuggestionAction.PreReview, Office, new SuggestionData(Result: Result.Adopt, Unit: "urban"))),
        ("suggestion.stale", () => Submitted().Try(HandOut, Office, new SuggestionData(Unit: "urban"), version: 1)),
        ("suggestion.guard.own_deputy", () => new Track().Try(SuggestionAction.Draft, Deputy with { Unit = "D02" }, Whole)),
        ("suggestion.guard.own_unit", () => HandedOut().Try(Acknowledge, LoopCase.OtherUnit, new SuggestionData(Handler: "赵六"))),
        ("suggestion.guard.complete", () => new Track().Do(SuggestionAction.Draft, Deputy, Whole with { Proposal = "增设" }).Try(SubmitForReview, Deputy)),
        ("suggestion.guard.excluded", () => new Track().Try(SuggestionAction.Draft, Deputy, Whole with { Grounds = [ExclusionGround.CourtOrBidding] })),
        ("suggestion.guard.excluded", () => InReview().Try(SuggestionAction.PreReview, Office, new SuggestionData(Result: Result.Adopt, Grounds: [ExclusionGround.PersonalMatter]))),
        ("suggestion.guard.reason", () => InReview().Try(SuggestionAction.PreReview, Office, new SuggestionData(Result: Result.Return))),
        ("suggestion.guard.known_unit", () => Submitted().Try(HandOut, Office, new SuggestionData(Unit: "nobody"))),
        ("suggestion.guard.hard_reason", () => Submitted().Try(HandOut, Office, new SuggestionData(Unit: "urban", Hard: true))),
        ("suggestion.guard.hard_reason", () => InHandling().Try(Extend, Office)),
        ("suggestion.guard.one_extension", () => InHandling().Do(Extend, Office, reason: "涉及五个部门").Try(Extend, Office, reason: "还要等")),
        ("suggestion.guard.before_deadline", () => InHandling().After(TimeSpan.FromDays(120)).Try(Extend, Office, reason: "涉及五个部门")),
        ("suggestion.wrong_role", () => InHandling().Try(Extend, Unit, reason: "涉及五个部门")),
        ("suggestion.guard.contact_behind", () => InHandling().Try(Contact, Unit, new SuggestionData(ContactAt: The.Moment.AddDays(1)))),
        ("suggestion.guard.answer", () => InHandling().Try(Answer, Unit, new SuggestionData(Text: "您的建议已收悉,我局高度重视,感谢您对我们工作的关心和支持。"))),
        ("suggestion.guard.foreign_data", () => InHandling().Try(Answer, Unit, new SuggestionData(Text: LoopCase.Answer + "居民王某13912345678反映。"))),
        ("suggestion.guard.foreign_data", () => new Track().Try(SuggestionAction.Draft, Deputy, Whole with { Facts = Whole.Facts + "居民王某13912345678反映。" })),
        ("suggestion.guard.foreign_data", () => new Track().Try(SuggestionAction.Draft, Deputy, Whole with { Title = "请管管13912345678" })),
        ("suggestion.guard.foreign_data", () => new Track().Do(SuggestionAction.Draft, Deputy, Whole).Try(Edit, Deputy, new SuggestionData(Proposal: "请联系身份证110101199003071234的人"))),
        ("suggestion.guard.dissatisfied", () => Evaluated(Satisfaction.Satisfied).Try(ReAnswer, Unit, new SuggestionData(Text: LoopCase.Answer))),
        ("suggestion.guard.settled", () => Evaluated(Satisfaction.Dissatisfied).Try(Track_, Office)),
        ("suggestion.guard.judged", () => InHandling().Do(Answer, Unit, new SuggestionData(Text: LoopCase.Answer)).Try(Evaluate, Deputy, new SuggestionData(Satisfaction: Satisfaction.None))),
    ];

    [Theory, MemberData(nameof(Refusals))]
    public void What_may_not_be_is_refused_and_changes_nothing(string code, int index) => Assert.Equal(code, Refused[index].Try());

    [Fact]
    public void Every_guard_is_refused_somewhere_and_has_its_sentence()
    {
        var codes = SuggestionSteps.All.SelectMany(s => s.Guards).Select(g => g.Code).Distinct().ToArray();
        Assert.Empty(codes.Except(Refused.Select(r => r.Code)));
        Assert.Empty(codes.Except(LoopTexts.Keys));
        Assert.Empty(Enum.GetValues<SuggestionStatus>().Select(s => $"suggestion.status.{s}").Except(LoopTexts.Keys));
        Assert.Empty(Enum.GetValues<SuggestionAction>().Select(a => $"suggestion.action.{a}").Except(LoopTexts.Keys));
    }

    [Theory]
    [InlineData("2026-11-30", false, "2027-03-01")] // 02-28 is a Sunday: the example of domain.md §6.3
    [InlineData("2026-11-30", true, "2027-05-31")] // 05-30 is a Sunday
    [InlineData("2025-11-14", false, "2026-02-14")] // a Saturday that is worked
    [InlineData("2026-07-01", false, "2026-10-08")] // ends on a holiday
    public void The_statutory_months_run_from_the_hand_out(string handedOut, bool hard, string due)
    {
        var one = Submitted();
        one.Now = new DateTimeOffset(DateOnly.ParseExact(handedOut, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ToDateTime(new TimeOnly(10, 0)), TimeSpan.FromHours(8));
        one.Do(HandOut, Office, new SuggestionData(Unit: "urban", Hard: hard), "涉及面广");

        Assert.Equal(DateOnly.ParseExact(due, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), one.Suggestion.DueOn);
    }

    [Fact]
    public void The_office_that_handed_it_out_may_give_six_months_and_unit_and_deputy_hear_of_it()
    {
        var one = InHandling().After(TimeSpan.FromDays(80));
        Assert.Equal(new DateOnly(2027, 2, 23), one.Suggestion.DueOn);
        var before = SuggestionNotices.Plan(one.Suggestion, The.Rules).Select(a => a.Key).ToArray();

        one.Do(Extend, Office, reason: "涉及五个部门");

        Assert.Equal((new DateOnly(2027, 5, 24), SuggestionStatus.InHandling), (one.Suggestion.DueOn, one.Suggestion.Status)); // 05-23 is a Sunday
        Assert.Equal(["urban", "D01"], SuggestionNotices.Of(one.Suggestion, one.Suggestion.Uncommitted[^1]).Select(n => n.Unit));
        // What was said before the old day is said again before the new one.
        Assert.All(SuggestionNotices.Plan(one.Suggestion, The.Rules), a => Assert.Equal(a.Series == SuggestionNotices.ContactOverdue, before.Contains(a.Key)));
        Assert.Empty(SuggestionCheck.Faults(one.Suggestion, one.Suggestion.Uncommitted, The.Rules));
    }

    [Fact]
    public void Acknowledgement_first_contact_and_re_answer_have_their_own_clocks()
    {
        var one = HandedOut();
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 17, 0, 0, TimeSpan.FromHours(8)), SuggestionClocks.Acknowledge(one.Suggestion.State, The.Rules.Calendar, The.Rules.Clocks));
        Assert.Equal(new DateTimeOffset(2026, 12, 21, 17, 0, 0, TimeSpan.FromHours(8)), SuggestionClocks.FirstContact(one.Suggestion.State, The.Rules.Calendar, The.Rules.Clocks));
        Assert.Equal(new DateOnly(2026, 12, 23), Evaluated(Satisfaction.Dissatisfied).Suggestion.DueOn);
        Assert.Null(Evaluated(Satisfaction.Satisfied).Suggestion.DueOn);
    }

    private const SuggestionAction Track_ = SuggestionAction.Track;

    private static Track InReview() => new Track().Do(SuggestionAction.Draft, Deputy, Whole).Do(SubmitForReview, Deputy);

    private static Track Submitted() => InReview().Do(SuggestionAction.PreReview, Office, new SuggestionData(Result: Result.Adopt));

    private static Track HandedOut() => Submitted().Do(HandOut, Office, new SuggestionData(Unit: "urban"));

    private static Track InHandling() => HandedOut().Do(Acknowledge, Unit, new SuggestionData(Handler: "张三"));

    private static Track Evaluated(Satisfaction satisfaction) =>
        InHandling().Do(Answer, Unit, new SuggestionData(Text: LoopCase.Answer)).Do(Evaluate, Deputy, new SuggestionData(Satisfaction: satisfaction));

    /// <summary>A suggestion that is led along by legal steps.</summary>
    private sealed class Track
    {
        public DeputySuggestion Suggestion { get; } = new(Guid.CreateVersion7(), CaseId.New());
        public DateTimeOffset Now { get; set; } = The.Moment;

        public Track Do(SuggestionAction action, Actor by, SuggestionData? data = null, string reason = "")
        {
            Suggestion.Apply(new SuggestionStep(action, by, data, reason), Now, The.Rules, out var refused);
            Assert.Null(refused);
            return this;
        }

        public Track After(TimeSpan span)
        {
            Now += span;
            return this;
        }

        public string Try(SuggestionAction action, Actor by, SuggestionData? data = null, int? version = null, string reason = "")
        {
            var was = (SuggestionState.Write(Suggestion.State), Suggestion.Version);
            Assert.Null(Suggestion.Apply(new SuggestionStep(action, by, data, reason) { ExpectedVersion = version }, Now, The.Rules, out var refused));
            Assert.Equal(was, (SuggestionState.Write(Suggestion.State), Suggestion.Version));
            Assert.DoesNotContain("{", refused!.Reason);
            return refused.Field is null ? refused.Code : $"{refused.Code}:{refused.Field}";
        }
    }
}
