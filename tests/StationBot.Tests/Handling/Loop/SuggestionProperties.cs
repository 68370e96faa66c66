using FsCheck;
using FsCheck.Fluent;
using StationBot.Handling.Cases;
using StationBot.Handling.Suggestions;

namespace StationBot.Tests.Handling.Loop;

/// <summary>What holds on the 代表建议 track after any steps, legal or not, by anybody, at any time.</summary>
public sealed class SuggestionProperties
{
    private static readonly Actor[] People =
    [
        LoopCase.Deputy, LoopCase.Office, LoopCase.Lead, LoopCase.OtherUnit, LoopCase.Staff, Actor.Resident, Actor.System, LoopCase.Deputy with { Unit = "D02" },
    ];

    private static readonly SuggestionAction[] Actions = Enum.GetValues<SuggestionAction>();

    [Fact]
    public void A_suggestion_keeps_its_invariants_whatever_is_tried() => Prop.ForAll(Walks, Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void The_walks_get_everywhere()
    {
        var seen = new HashSet<SuggestionStatus>();
        foreach (var walk in Gen.ArrayOf(Moves, 120).Sample(3_000))
        {
            var (one, now) = (New(), The.Moment);
            foreach (var move in walk)
            {
                Take(one, move, now = now.AddHours(move.Hours));
                seen.Add(one.Status);
            }
        }
        Assert.Empty(Enum.GetValues<SuggestionStatus>().Except(seen));
    }

    private static Gen<Move> Moves { get; } =
        from likely in Gen.Choose(0, 3)
        from action in Gen.Choose(0, Actions.Length - 1)
        from actor in Gen.Choose(0, People.Length - 1)
        from choice in Gen.Choose(0, 100_000)
        from hours in Gen.Choose(0, 900)
        select new Move(likely > 0, action, actor, choice, hours);

    private static Arbitrary<Move[]> Walks => Arb.From(from length in Gen.Choose(1, 60) from walk in Gen.ArrayOf(Moves, length) select walk);

    private static bool Holds(Move[] walk)
    {
        var (one, now) = (New(), The.Moment);
        foreach (var move in walk)
        {
            var (was, log) = (SuggestionState.Write(one.State), one.Uncommitted.Count);
            var happened = Take(one, move, now = now.AddHours(move.Hours));
            var state = one.State;
            Assert.True(happened is not null || was == SuggestionState.Write(state), "a refusal changes nothing");
            Assert.Equal(log + (happened is null ? 0 : 1), one.Uncommitted.Count);
            Assert.Equal(SuggestionState.Write(SuggestionState.Replay(one.Uncommitted)), SuggestionState.Write(state));
            Assert.Equal(SuggestionState.Write(state), SuggestionState.Write(SuggestionState.Read(SuggestionState.Write(state))));
            Assert.Equal((state.Status, state.Deputy, state.Unit, one.Uncommitted.Count), (one.Status, one.Deputy, one.Unit, one.Version));
            Assert.All(one.Uncommitted.Zip(one.Uncommitted.Skip(1)), p => Assert.True(p.First.To == p.Second.From && p.First.Number + 1 == p.Second.Number));
            // The statutory clock runs from hand-out and on this track only; nobody takes a suggestion back then.
            var handedOut = state.Status is >= SuggestionStatus.HandedOut and not SuggestionStatus.Withdrawn;
            Assert.Equal(handedOut, state.HandedOutAt is not null);
            Assert.Equal(SuggestionClocks.Answer(state, The.Rules.Calendar, The.Rules.Clocks), one.DueOn);
            Assert.True(one.DueOn is null || The.Rules.Calendar.IsWorkday(one.DueOn.Value));
            Assert.True(state.Events == 0 || (state.Deputy == "D01" && state.CaseNo == "QH20261123-0007"));
        }
        Assert.DoesNotContain(one.Uncommitted, e => e.From is SuggestionStatus.Archived or SuggestionStatus.Withdrawn);
        return true;
    }

    private static DeputySuggestion New() => new(Guid.CreateVersion7(), CaseId.New());

    /// <summary>Three moves in four are rows that lead on from here, by one who may; the rest is anything by anybody.</summary>
    private static SuggestionEvent? Take(DeputySuggestion one, Move move, DateTimeOffset now)
    {
        var rows = SuggestionSteps.All.Where(t => t.From.Contains(one.Status) && (one.Version == 0 ? t.Action == SuggestionAction.Draft : t.Action != SuggestionAction.Draft)).ToArray();
        var row = move.Likely && rows.Length > 0 ? rows[move.Choice % rows.Length] : null;
        var by = row is null ? People[move.Actor] : People.First(p => p.Role == row.By);
        var action = row?.Action ?? Actions[move.Action];
        return one.Apply(new SuggestionStep(action, by, DataOf(action, move.Choice), move.Choice % 4 == 0 ? "" : "理由"), now, The.Rules, out _);
    }

    private static SuggestionData DataOf(SuggestionAction action, int choice) => action switch
    {
        SuggestionAction.Draft => new("关于增设垃圾收集点的建议", "书香里小区门口垃圾站三天无人清运,周边四个小区共用一处收集点。", "建议在书香里东门增设一处收集点。", Deputy: "D01", CaseNo: "QH20261123-0007"),
        SuggestionAction.Edit => new(Proposal: "建议在东门和南门各增设一处收集点。", Deputy: choice % 7 == 0 ? "D02" : null),
        SuggestionAction.PreReview => new(Result: (PreReview)(choice / 7 % 3), Grounds: choice % 11 == 0 ? [ExclusionGround.Accusation] : null),
        SuggestionAction.HandOut => new(Unit: choice % 5 == 0 ? "nobody" : "urban", Hard: choice % 3 == 0),
        SuggestionAction.Acknowledge => new(Handler: "张三"),
        SuggestionAction.Answer or SuggestionAction.ReAnswer => new(Text: choice % 6 == 0 ? "已阅" : LoopCase.Answer),
        SuggestionAction.Evaluate => new(Satisfaction: (Satisfaction)(choice / 13 % 4)),
        _ => new(),
    };

    private sealed record Move(bool Likely, int Action, int Actor, int Choice, int Hours);
}
