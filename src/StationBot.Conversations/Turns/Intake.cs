using System.Globalization;
using System.Text.RegularExpressions;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Cases;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Takes in one matter: one missing thing at a time, a summary, a number. domain.md §4.1.</summary>
internal sealed partial class Intake(ICases cases, ISorter sorter)
{
    private const int LongestBareAnswer = 6;

    /// <summary>Longest remark after which a question that it does not answer is asked again; a longer one is news of the case.</summary>
    private const int LongestRemark = 30;

    /// <summary>Longest message without any word of a matter that is left out of the story.</summary>
    private const int LongestTalk = 8;

    private readonly Submission _submission = new(cases);
    private readonly Evaluation _evaluation = new(cases, sorter);

    public async ValueTask TakeAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        var memory = turn.Memory;
        if (memory.Draft is { StaffOnly: true } withStaff)
        {
            if (turn.Stage != ConversationStage.HumanChat && !IsAnotherMatter(withStaff, sorted) && !IsMatterAfterQuestion(withStaff, sorted) && !IsToldAfterDanger(turn, sorted))
            {
                // A matter with a door of its own stays with staff: what else is said is theirs, and nothing more is asked.
                Drafting.NoteForStaff(turn, sorted);
                turn.Say(withStaff.Door is { } door && Puzzled().IsMatch(turn.Text) ? door : turn.EverHad(Flag.Minor) ? "noted_for_staff_minor" : "noted_for_staff");
                turn.EndsWith(Ask.None);
                return;
            }
            turn.ContactLeft = withStaff[Slot.Contact];
            memory.TakeUpParked();
        }
        if (turn.Stage == ConversationStage.HumanChat && sorted.Slots.TryGetValue(Slot.Contact, out var left) && memory.CaseNo is null && turn.Text.Length < 40)
        {
            // Left for whoever calls back; kept with a draft of their own when there is no matter yet.
            (memory.Draft ??= new Draft { StaffOnly = true })[Slot.Contact] = left.Value;
            turn.Say("contact_noted");
            turn.ForStaff(Severity.P2, "contact_left");
            turn.EndsWith(Ask.Human);
            return;
        }
        if (memory.OpensAnother || turn.TellsAnother)
        {
            (memory.OpensAnother, sorted) = (false, sorted with { Signals = sorted.Signals | Signals.NewMatter });
        }
        if (await ToldBeforeAsync(turn, sorted, cancellationToken))
        {
            return;
        }
        if (memory.Draft is null && memory.CaseNo is not null && await AfterSubmissionAsync(turn, sorted, cancellationToken))
        {
            return;
        }
        if (memory.Draft is { StaffOnly: false } of)
        {
            sorted = Drafting.AsPlaces(turn, of, sorted);
        }
        sorted = PlainDemands.Heard(turn, memory.Draft, sorted);
        if (await RetellAsync(turn, cancellationToken) || await SwapAsync(turn, cancellationToken) || AnswersNothing(turn))
        {
            return;
        }
        if (memory.Draft is { StaffOnly: false } several && PlainDemands.OfEach(turn, several))
        {
            turn.Say("noted");
            await ProposeAsync(turn, several, cancellationToken);
            GoOn(turn, several, enough: turn.Stage == ConversationStage.Confirming);
            return;
        }
        if (memory.LastAsk == Ask.Confirm && memory.Draft is { Items.Count: > 0 } agreed && await AgreedAndMoreAsync(turn, agreed, sorted, cancellationToken))
        {
            return;
        }
        if (memory.Draft is { Understood: true } inHand && Drafting.PartNamed(inHand, turn.Text) is null
            && ((sorted.Signals.HasFlag(Signals.NewMatter) && turn.Text.Length > 8) || await BeginsAnotherAsync(turn, inHand, sorted, cancellationToken)))
        {
            memory.Waiting.Add(turn.Text);
            turn.Say("new_matter_waits");
            Resume.Question(turn);
            return;
        }
        if (memory.LastAsk == Ask.Confirm && memory.Draft is { Items.Count: > 0 } known && await ConfirmingAsync(turn, known, await NamedCorrection.NarrowAsync(turn, sorted, sorter, cancellationToken), cancellationToken))
        {
            return;
        }
        await CollectAsync(turn, sorted, cancellationToken);
    }

    /// <summary>「那我咋办」 after a door was named: the door again.</summary>
    [GeneratedRegex("咋办|怎么办|怎办|哪里|哪儿|找谁|打什么|什么电话|[?？吗]$")]
    private static partial Regex Puzzled();

    [GeneratedRegex("^(不留|勿留|不想留|不留电话|没有?电话|没有?手机|不方便留)|(不|别|勿)(想|要|用)?留(我的)?(电话|手机|号码|联系方式)|没(有|得)?(电话|手机)|(别|不要|莫|勿)(给我|再)?(打|来)(我的?)?电话|(能|可以|可不可以|能不能|想|要|请|希望)(给我|帮我)?匿名|匿名(行不|行吗|行么|可以|成不|好不好|吗|吧)")]
    private static partial Regex NoNumber();

    [GeneratedRegex("不管我|没人管|没人要|不要我|离婚|不想(?:上学|读书|念书|去学校|活)|没人(?:跟我|和我|理我)|离家|没饭吃|吃不(?:饱|上)|没钱(?:吃|交|买)|不敢(?:回家|去学校|上学)|(?:可以|能|谁来?|求)(?:帮帮?|救救?)我")]
    private static partial Regex ChildInNeed();

    [GeneratedRegex("名(?![额次])|匿|出去|不敢|怕|保密|知道是|是我[说讲反举投告]|暴露")]
    private static partial Regex NoName();

    private async ValueTask CollectAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        var answered = turn.Memory.LastAsk;
        if (turn.Memory.Draft is { Understood: true } && sorted.Signals.HasFlag(Signals.Corrects) && sorted.Slots.Count == 0 && !turn.Mended && turn.Text.Length <= 8
            && HouseNumbers.Alone(turn.Text) is null)
        {
            // 「不对」 to a question: something said back or understood before it is wrong; what, is asked.
            turn.Question("ask_correction", Ask.Confirm);
            return;
        }
        if (turn.Memory.HumanForAnger && Talk.LeaveOut(turn.Text, answered, turn.Answered).Length == 0)
        {
            turn.Say("waiting_for_staff");
            turn.EndsWith(Ask.Human);
            return;
        }
        var draft = Drafting.Note(turn, sorted);
        await KnownContact.TakeOverAsync(turn, draft, cases, cancellationToken);
        await EarlierMatter.TakeOverAsync(turn, draft, cases, cancellationToken);
        var limits = turn.Definition.Limits;
        turn.Stage = ConversationStage.Collecting;
        turn.Conclude(Disposition.Abandoned);
        turn.Means(Purpose.OfConversation(draft, sorted));
        // Who wants no name to be known is not asked for a number either.
        var leavesNone = NoNumber().IsMatch(turn.Text) || (sorted.Signals.HasFlag(Signals.Confidential) && NoName().IsMatch(turn.Text));
        if (leavesNone && !draft.Asked.Contains(Slot.Contact))
        {
            draft.Asked.Add(Slot.Contact); // said before it was asked
        }
        turn.Memory.LeavesNoNumber |= leavesNone || (answered == Ask.Contact && sorted.Signals.HasFlag(Signals.Declines));
        if (turn.Mended)
        {
            turn.Say("corrected");
        }
        Remarks.Say(turn, draft, sorted);
        if (turn.EverHad(Flag.Minor) && (!draft.Understood || ChildInNeed().IsMatch(turn.Text)))
        {
            // domain.md §8 minor: staff decide, and nobody puts questions to a child that asks for help.
            await ProposeAsync(turn, draft, cancellationToken);
            draft.StaffOnly = true;
            turn.Say("minor_staff");
            turn.EndsWith(Ask.Human);
            turn.Conclude(Disposition.HandedToHuman);
            return;
        }
        if ((!draft.Understood || AsksHowTo(draft, sorted)) && !draft.AsTold)
        {
            if (NotUnderstood(turn, draft, sorted))
            {
                return;
            }
            draft.AsTold = true;
        }
        turn.TellsMatter();
        turn.Memory.Misses = 0;
        Pins.Put(turn, draft);
        LeftOpen.Note(turn, draft, sorted);
        if (answered == Ask.Contact && !turn.EverHad(Flag.Minor) && (sorted.Slots.ContainsKey(Slot.Contact) || sorted.Signals.HasFlag(Signals.Declines)))
        {
            turn.Say(sorted.Slots.ContainsKey(Slot.Contact) ? "contact_noted" : "contact_declined");
        }
        if (answered == Ask.Contact && !draft.Has(Slot.Contact) && sorted.Signals.HasFlag(Signals.Affirm) && !sorted.Signals.HasFlag(Signals.NothingMore) && !turn.Memory.AskedForNumber)
        {
            turn.Memory.AskedForNumber = true;
            turn.Question("ask_contact_number", Ask.Contact, [turn.Definition.Choices["skip_contact"]]);
            return;
        }
        await ProposeAsync(turn, draft, cancellationToken);
        if (Temper.IsLost(turn))
        {
            return; // whoever has had enough is not asked one thing more: a human comes, and the matter stays as it is
        }
        GoOn(turn, draft, sorted.Signals.HasFlag(Signals.NothingMore) || draft.Questions >= limits.Questions);
    }

    /// <summary>Asks for what is missing, or sums up.</summary>
    private static void GoOn(Turn turn, Draft draft, bool enough)
    {
        if (draft.PlaceChoices.Count > 1)
        {
            ChoosePlace(turn, draft);
            return;
        }
        if (Next(turn, draft, enough) is { } question)
        {
            draft.Questions++;
            draft.Asked.Add(question.Slot);
            // Put once more it is not put in the same words: who did not answer may have nothing to say.
            var again = question.Slot == Slot.Place && draft.Asked.Count(s => s == Slot.Place) > 1;
            var text = !turn.EverHad(Flag.Minor) ? question.Text : question.Slot == Slot.Place ? "ask_place_minor" : "ask_demand_minor";
            turn.Question(again ? "ask_place_again" : text, question.Ask, question.Slot == Slot.Contact ? [turn.Definition.Choices["skip_contact"]] : null);
            return;
        }
        Summary.Ask(turn, draft);
    }

    private static void ChoosePlace(Turn turn, Draft draft)
    {
        var names = draft.PlaceChoices.Select(c => turn.Directory.Community(c)?.Name ?? c).ToArray();
        draft.PlaceChoices = [];
        draft.Questions++;
        turn.Question("ask_place_choice", Ask.Place, names, ("choices", string.Join("、", names)));
    }

    private static Question? Next(Turn turn, Draft draft, bool enough)
    {
        foreach (var question in turn.Definition.Questions)
        {
            var times = draft.Asked.Count(s => s == question.Slot);
            var applies = (question.When.IsEmpty || question.When.Matches(draft)) && !question.Unless.Matches(draft);
            if (!applies || draft.Has(question.Slot) || (enough && !question.Required) || times >= (question.Required ? 2 : 1))
            {
                continue;
            }
            if (question.Slot == Slot.Contact && turn.Memory.LeavesNoNumber)
            {
                continue;
            }
            // domain.md §8 minor: of a child only what is needed, and once; the rest is for the adult who comes.
            if (turn.EverHad(Flag.Minor) && (question.Slot is not (Slot.Demand or Slot.Place) || times > 0))
            {
                continue;
            }
            return question;
        }
        return null;
    }

    private async ValueTask ProposeAsync(Turn turn, Draft draft, CancellationToken cancellationToken) =>
        Drafting.Propose(turn, draft, await cases.OpenPerDeputyAsync(cancellationToken));

    private async ValueTask SubmitAsync(Turn turn, Draft draft, CancellationToken cancellationToken)
    {
        await _submission.SubmitAsync(turn, draft, unconfirmed: false, cancellationToken);
        turn.Memory.Draft = null;
        turn.Memory.LastAsk = Ask.None;
        turn.Memory.LastQuestion = null;
        if (turn.Memory.Waiting.Count == 0)
        {
            return;
        }
        var next = turn.Memory.Waiting[0];
        turn.Memory.Waiting.RemoveAt(0);
        turn.Say("new_matter_begins", ("summary", Summary.Short(Drafting.Told(next), turn.Definition.Limits.SummaryCharacters)));
        turn.Text = next;
        var sorted = await sorter.SortAsync(turn.ToSort(next), cancellationToken);
        await CollectAsync(turn, PlainDemands.Heard(turn, null, sorted) with { Signals = sorted.Signals & ~Signals.NewMatter }, cancellationToken);
    }

    /// <summary>Idle rule: a matter with place and demand is numbered, unconfirmed; anything else ends as what it was.</summary>
    public async ValueTask FinishIdleAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Memory.Parked is not null)
        {
            turn.Memory.TakeUpParked(); // what a danger broke into is not lost with it
        }
        if (turn.Memory.Draft is { StaffOnly: false, Items.Count: > 0 } draft && draft.Has(Slot.Place) && (draft.Has(Slot.Demand) || turn.Memory.LastAsk == Ask.Confirm))
        {
            await _submission.SubmitAsync(turn, draft, unconfirmed: true, cancellationToken);
            turn.Memory.Draft = null;
        }
        turn.Conclude(Disposition.Abandoned);
    }
}
