using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>
/// One turn: safety first, then the doors that are not ours, then errands (progress, a human, thanks…), then the matter
/// itself. Whatever interrupts a matter leaves it where it was. domain.md §4.1, §8, §9.
/// </summary>
public sealed partial class Dialog : IDialog
{
    private readonly ISorter _sorter;
    private readonly IAreaDirectory _area;
    private readonly DialogDefinition _definition;
    private readonly IOptions<ClockOptions> _clocks;
    private readonly Errands _errands;
    private readonly Intake _intake;

    public Dialog(ISorter sorter, IAreaDirectory area, Handling.Cases.ICases cases, DialogDefinition definition, IOptions<ClockOptions> clocks)
    {
        (_sorter, _area, _definition, _clocks) = (sorter, area, definition, clocks);
        _errands = new Errands(cases, sorter);
        _intake = new Intake(cases, sorter);
    }

    public async ValueTask<DialogOutcome> TakeTurnAsync(DialogTurn turn, CancellationToken cancellationToken)
    {
        var memory = DialogMemory.Read(turn.Conversation.Memory);
        if (turn.Conversation.Stage == ConversationStage.Ended)
        {
            // A new conversation on an old thread: the AI says again what it is (domain.md §9), unless it has just done so in telling some news.
            var resumed = memory.Resumed;
            memory = resumed ? memory : new DialogMemory { CaseNo = memory.CaseNo, Station = memory.Station, Evaluating = memory.Evaluating, AsksJoinedIfSatisfied = memory.AsksJoinedIfSatisfied, AsksAfterNo = memory.AsksAfterNo, SpokeOfElse = memory.SpokeOfElse, WithStaff = memory.WithStaff, AsksRelapse = memory.AsksRelapse, RelapseSays = memory.RelapseSays };
            memory.Resumed = false;
            turn = turn with { Conversation = turn.Conversation with { Stage = resumed ? ConversationStage.Noticed : ConversationStage.New, Disposition = null, Intent = null } };
        }
        var now = new Turn(turn, memory, _definition, _area.Current, _clocks.Value);
        if (turn.Message.Joined)
        {
            Receive(now);
            return now.Outcome();
        }
        var text = turn.Message.Text.Trim();
        now.MaskedText = Masking.Mask(turn.Message.Text);
        now.Text = now.MaskedText?.Trim() ?? text;
        if (turn.Message.Pin is { } pin)
        {
            var place = Pins.NameOf(now, pin);
            if (text.Length > 0)
            {
                memory.Pin = place;
            }
            else if (Pins.AreStaffs(now))
            {
                text = now.Text = place;
            }
            else
            {
                Greet(now);
                now.Conclude(Disposition.Abandoned);
                await _intake.PlacedAsync(now, place, cancellationToken);
                return now.Outcome();
            }
        }
        if (text.Length == 0 || (HasPictures(turn.Message) && Caption().IsMatch(text)))
        {
            WithoutWords(now);
            return now.Outcome();
        }
        now.Mended = Drafting.Mend(memory, now.Text);
        var sorted = now.IsPin ? Pins.Read(now.Text) : await ReadAsync(now, turn, memory, cancellationToken);
        memory.ModelUse = ModelUse.Sum(memory.ModelUse, sorted.ModelUse);
        if (now.MaskedText is not null)
        {
            now.Raise(Flag.Pii, "masking");
        }
        foreach (var hit in sorted.Flags)
        {
            now.Raise(hit);
        }
        Children.Hear(now);
        if (Safety.Answer(now, sorted))
        {
            return now.Outcome();
        }
        Greet(now);
        Temper.Hear(now, sorted);
        sorted = Secrecy.Heard(now, await WithoutOrdersAsync(now, sorted, cancellationToken));
        if (await TakeRelapseAsync(now, sorted, cancellationToken) || await _errands.RecallWaitingAsync(now, sorted, cancellationToken))
        {
            return now.Outcome();
        }
        if (memory is { Draft: null, Evaluating: not null } && await JudgeSeveralAsync(now, cancellationToken))
        {
            return now.Outcome();
        }
        if (memory is { Draft: null, Evaluating: not null } && Evaluation.AndMore(now.Text) is var (verdict, more) && await JudgeAndGoOnAsync(now, verdict, more, cancellationToken))
        {
            return now.Outcome();
        }
        if (memory.Draft is null or { StaffOnly: true } && Evaluation.ComesBack(now.Text) && await _errands.ComeBackAsync(now, sorted, cancellationToken))
        {
            return now.Outcome(); // the same door again would send them round in circles (T34)
        }
        if (Boundaries.Answer(now, sorted) || await _intake.ChooseAsync(now, cancellationToken) || await _intake.TurnToAnotherAsync(now, sorted, cancellationToken)
            || await _errands.AnswerAsync(now, sorted, cancellationToken))
        {
            return now.Outcome();
        }
        if (HasPictures(turn.Message))
        {
            now.Say("photo_noted");
        }
        await _intake.TakeAsync(now, sorted, cancellationToken);
        NoteFiles(now);
        return now.Outcome();
    }

    private async ValueTask<SortResult> ReadAsync(Turn now, DialogTurn turn, DialogMemory memory, CancellationToken cancellationToken)
    {
        var goesOn = memory.CaseNo is not null || (memory.Draft is null && await _errands.GoesOnAsync(now, cancellationToken));
        ValueTask<SortResult> SortAsync(string text) => _sorter.SortAsync(
            now.ToSort(text) with { Earlier = EarlierWords(turn.Conversation, memory), Continues = goesOn, Asked = AskedLast(now, memory) }, cancellationToken);

        if (SaidTwice().Match(now.Text) is { Success: true } twice && await SortAsync(now.Text) is var whole)
        {
            if (whole.Flags.Count > 0)
            {
                return whole;
            }
            now.Text = twice.Groups["once"].Value; // 「找到了找到了」; two characters twice may be a word of its own: 一半一半
        }
        return await SortAsync(now.Text);
    }

    [GeneratedRegex("^(?<once>[\\u4e00-\\u9fff]{3,8})(?:[,，。!！~ ]{0,2}\\k<once>){1,3}[,，。!！~ ]{0,3}$")]
    private static partial Regex SaidTwice();

    /// <summary>Whoever sends a picture hears that it has come; a recording has its own words (speech to text) or is for staff.</summary>
    private static bool HasPictures(Incoming message) => message.Files.Any(f => !IsRecording(f));

    private static bool IsRecording(IncomingFile file) => file.ContentType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase);

    /// <summary>「照片」, 「如图」, 「这是现场」: words that only point at the picture beside them.</summary>
    [GeneratedRegex("^(?:(?:你们?|您|大家|我|先|请|再|都|[,，。 ]){0,3}(?:看看?|瞧|发|拍|补|传)(?:一下|下|了|的|个|张|几张|过去){0,3}|这(?:是|个|些|里|就是){0,2}|(?:现场|刚拍|我拍|拍)的?|见|如|附)?(?:的)?(?:现场)?(?:照片|图片|相片|截图|图|照|视频|现场|材料|附件)?(?:如下|在这|在这里|来了|发了|给你们?|给您)?[。!！~ ]*$")]
    private static partial Regex Caption();

    private static void NoteFiles(Turn turn)
    {
        if (turn.Memory.Draft is { } draft && turn.Given.Message.Files is { Count: > 0 } files)
        {
            draft[Slot.Evidence] = string.Join(" ", new[] { draft[Slot.Evidence] }.Concat(files.Select(f => f.Name)).Where(n => n is not null));
        }
    }

    public bool IsUrgent(string text) => _sorter.IsUrgent(text, _area.Current);

    /// <summary>What is ordered of the machine is no part of the matter told beside it.</summary>
    private async ValueTask<SortResult> WithoutOrdersAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (!turn.Has(Flag.Injection) || Orders.LeaveOut(turn.Text) is not { Length: > 0 } told || told == turn.Text)
        {
            return sorted;
        }
        var earlier = EarlierWords(turn.Given.Conversation, turn.Memory);
        var alone = await _sorter.SortAsync(turn.ToSort(told) with { Earlier = earlier, Asked = AskedLast(turn, turn.Memory) }, cancellationToken);
        if (alone is not { Intent: Intent.Complaint or Intent.Suggestion or Intent.Consult, Abstain: false } || alone.Flags.Any(f => f.Flag == Flag.Injection))
        {
            return sorted;
        }
        turn.Text = told;
        return alone;
    }

    public async ValueTask<DialogOutcome?> TakeIdleAsync(ConversationRecord conversation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (conversation.Stage == ConversationStage.Ended || now - conversation.LastInboundAt < TimeSpan.FromHours(_definition.Limits.IdleHours))
        {
            return null;
        }
        var memory = DialogMemory.Read(conversation.Memory);
        var turn = new Turn(new DialogTurn(conversation, new Incoming(), now), memory, _definition, _area.Current, _clocks.Value);
        await _intake.FinishIdleAsync(turn, cancellationToken);
        turn.Stage = ConversationStage.Ended;
        return turn.Outcome();
    }

    /// <summary>What is over has come back, or the answer to whether it has: what is new after all begins with the words that told it.</summary>
    private async ValueTask<bool> TakeRelapseAsync(Turn turn, SortResult sorted, CancellationToken cancellationToken)
    {
        if (await _errands.AnswerRelapseAsync(turn, sorted, cancellationToken) is (true, var says))
        {
            if (says is not null)
            {
                turn.Text = says;
                var told = await SortAsync(turn, cancellationToken);
                await _intake.TakeAsync(turn, told with { Signals = told.Signals | Signals.NewMatter }, cancellationToken);
            }
            return true;
        }
        return await _errands.RelapseAsync(turn, sorted, cancellationToken);
    }

    /// <summary>「解决了，满意，另外小区门口井盖也松了」: the verdict first, then the other matter.</summary>
    private async ValueTask<bool> JudgeAndGoOnAsync(Turn turn, string verdict, string more, CancellationToken cancellationToken)
    {
        var whole = turn.Text;
        turn.Text = verdict;
        if (!await _errands.AnswerAsync(turn, await SortAsync(turn, cancellationToken), cancellationToken))
        {
            turn.Text = whole;
            return false;
        }
        turn.Text = more;
        var sorted = await SortAsync(turn, cancellationToken);
        await _intake.TakeAsync(turn, sorted with { Signals = sorted.Signals | Signals.NewMatter }, cancellationToken);
        return true;
    }

    /// <summary>「垃圾清走了，路灯还是不亮」: a verdict on each.</summary>
    private async ValueTask<bool> JudgeSeveralAsync(Turn turn, CancellationToken cancellationToken)
    {
        var parts = await _errands.VerdictsOfSeveralAsync(turn, cancellationToken);
        if (parts.Count == 0)
        {
            return await _errands.AskWhichAsync(turn, cancellationToken);
        }
        var (whole, asked, isTaken) = (turn.Text, turn.Memory.Evaluating, false);
        (string CaseNo, string Words)? untold = null;
        foreach (var (index, (number, words)) in parts.Index())
        {
            (turn.Text, turn.MoreToCome, turn.Memory.Evaluating) = (words, index < parts.Count - 1, number);
            var tells = await _errands.JudgeAsync(turn, await SortAsync(turn, cancellationToken), cancellationToken);
            (isTaken, untold) = (isTaken | tells, tells ? untold : untold ?? (number, words));
            turn.Memory.Evaluating = tells ? turn.Memory.Evaluating : null;
        }
        turn.Memory.Evaluating = isTaken ? turn.Memory.Evaluating : asked;
        if (isTaken && untold is var (caseNo, left))
        {
            await _errands.AskNamedAsync(turn, caseNo, left, cancellationToken);
        }
        (turn.Text, turn.MoreToCome) = (whole, false);
        return isTaken;
    }

    private ValueTask<SortResult> SortAsync(Turn turn, CancellationToken cancellationToken) =>
        _sorter.SortAsync(turn.ToSort(turn.Text), cancellationToken);

    /// <summary>In an emergency whatever comes answers what was said of the danger, with or without a question.</summary>
    private static Ask AskedLast(Turn turn, DialogMemory memory) =>
        memory.LastAsk == Ask.None && turn.Stage == ConversationStage.Emergency ? Ask.Safety : memory.LastAsk;

    /// <summary>What is told after a danger is over is read by itself: 「路灯坏了」 is no part of the search for somebody.</summary>
    private static string EarlierWords(ConversationRecord conversation, DialogMemory memory) =>
        memory.Draft is not { } draft || (draft.StaffOnly && Safety.IsOver(conversation))
            ? ""
            : string.Join('。', draft.Words);

    /// <summary>Whoever comes by a station's code hears where they are, and what was asked last stands; the same code says nothing new.</summary>
    private static void Receive(Turn turn)
    {
        var isKnown = turn.Memory.Greeted;
        Greet(turn);
        if (turn.Directory.Station(turn.Given.Message.EntryStation) is not { } station || station.Code == turn.Memory.Station)
        {
            return;
        }
        turn.Memory.Station = station.Code;
        turn.Say("at_station", ("station", station.Name));
        if (isKnown)
        {
            Resume.Question(turn);
        }
    }

    private static void Greet(Turn turn)
    {
        if (turn.Memory.Greeted)
        {
            return;
        }
        turn.Memory.Greeted = true;
        turn.Say("greet", ("area", turn.Directory.Area.Name));
        turn.Stage = turn.Stage == ConversationStage.New ? ConversationStage.Noticed : turn.Stage;
    }

    /// <summary>A photo belongs to the matter in hand; a recording waits for staff to hear it; a sticker is answered kindly, and so is an article.</summary>
    private static void WithoutWords(Turn turn)
    {
        Greet(turn);
        turn.Conclude(Disposition.Abandoned);
        if (turn.Given.Message.Files is not { Count: > 0 } files)
        {
            turn.Say(turn.Given.Message.IsShared ? "link_noted" : "not_text");
            Resume.Question(turn);
            return;
        }
        turn.Say(files.All(IsRecording) ? "voice_noted" : "photo_noted");
        NoteFiles(turn);
        if (turn.Memory.Draft is not null)
        {
            Resume.Question(turn);
        }
        else if (turn.Memory.CaseNo is null)
        {
            turn.Question("ask_matter", Ask.Demand);
        }
    }
}
