using StationBot.Conversations.Definitions;
using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>One turn in the making: what is known, what has been said so far, what will be changed. Lives for one turn.</summary>
internal sealed class Turn(DialogTurn given, DialogMemory memory, DialogDefinition definition, AreaDirectory directory, ClockOptions clocks)
{
    private readonly List<Reply> _replies = [];
    private readonly HashSet<string> _ofOffices = [];
    private readonly List<FlagHit> _flags = [];
    private readonly List<FlagHit> _past = [];
    private readonly List<TriageItem> _triage = [];

    public DialogTurn Given => given;
    public DialogMemory Memory => memory;
    public DialogDefinition Definition => definition;
    public DialogTexts Texts => definition.Texts;
    public AreaDirectory Directory => directory;
    public ClockOptions Clocks => clocks;
    public LoopRules Rules { get; } = new(directory, clocks);
    public ConversationStage Stage { get; set; } = given.Conversation.Stage;
    public Disposition? Disposition { get; private set; } = given.Conversation.Disposition;
    public Intent? Intent { get; private set; }
    public string? MaskedText { get; set; }
    public List<Case> Cases { get; } = [];
    public IReadOnlyList<FlagHit> Raised => _flags;

    /// <summary>Dangers spoken of that are over or only feared: they raise no flag, but staff look.</summary>
    public IReadOnlyList<FlagHit> PastDangers => _past;

    /// <summary>The number that was left for staff before a matter of its own began with this message.</summary>
    public string? ContactLeft { get; set; }

    /// <summary>This message put a word of the story right and tells nothing else.</summary>
    public bool Mended { get; set; }

    /// <summary>While a case was asked about, this message names a thing that nobody told of there: another matter.</summary>
    public bool TellsAnother { get; set; }

    /// <summary>The message holds a verdict on another case too, which is taken next.</summary>
    public bool MoreToCome { get; set; }

    /// <summary>Number of the case of which a verdict in the resident's own words was said back just before this message.</summary>
    public string? SaidBack { get; } = memory.TakeSaidBack();

    /// <summary>More than one case waited for its verdict when this message came: what is asked after it says of which it is.</summary>
    public bool AnswersOneOfSeveral { get; set; }

    /// <summary>The last thing said asks what is wrong.</summary>
    public bool AsksReason { get; set; }

    /// <summary>The last thing said asks for a verdict: a nod answers it.</summary>
    private bool _asksToJudge;

    /// <summary>Clauses of the message that asked about the station and were answered: no part of any story.</summary>
    public List<string> Answered { get; } = [];
    public bool HasReplies => _replies.Count > 0;

    /// <summary>The resident's words as they may be kept.</summary>
    public string Text { get; set; } = "";

    public DateTimeOffset Local { get; } = TimeZoneInfo.ConvertTime(given.Now, TimeZoneInfo.FindSystemTimeZoneById(directory.Area.TimeZone));

    public void Say(string key, params ReadOnlySpan<(string, string)> values) => _replies.Add(new Reply(Texts.Say(key, values)));

    /// <summary>Words that are not the resident's: whoever wrote them was masked where it had to be, and the landline of an office is there to be called.</summary>
    public void SayText(string text)
    {
        _replies.Add(new Reply(text));
        _ofOffices.Add(text);
    }

    /// <summary>Asks one thing; it is what the next message is expected to answer, and what is asked again after an interruption.</summary>
    public void Question(string key, Ask ask, IReadOnlyList<string>? choices = null, params ReadOnlySpan<(string, string)> values)
    {
        _replies.Add(new Reply(Texts.Say(key, values), ask, choices));
        memory.LastAsk = ask;
        memory.LastQuestion = key;
    }

    public void Question(Reply reply)
    {
        _replies.Add(reply);
        memory.LastAsk = reply.Ask;
        memory.LastQuestion = null;
    }

    /// <summary>解决了吗 or 满意吗, of the case in <see cref="DialogMemory.Evaluating"/>.</summary>
    public void AskToJudge(Reply question)
    {
        Question(question);
        _asksToJudge = true;
    }

    /// <summary>Marks the last message as one that hands over to a human.</summary>
    public void EndsWith(Ask ask)
    {
        if (_replies.Count > 0)
        {
            _replies[^1] = _replies[^1] with { Ask = ask };
        }
        memory.LastAsk = Ask.None;
        memory.LastQuestion = null;
    }

    public void Raise(FlagHit hit)
    {
        if (hit.IsPastDanger)
        {
            _past.Add(hit);
            return;
        }
        if (!_flags.Any(f => f.Flag == hit.Flag && f.Severity <= hit.Severity))
        {
            _flags.Add(hit);
        }
        memory.Draft?.Add(hit);
    }

    public void Raise(Flag flag, string rule) => Raise(new FlagHit(flag, FlagTable.SeverityOf(flag), rule));

    /// <summary>Words to be sorted by themselves: without what was told or asked before.</summary>
    public SortRequest ToSort(string text) => new(text, Directory) { Now = Local, Hurry = given.Hurry };

    /// <summary>A map pin instead of words.</summary>
    public bool IsPin => given.Message is { Pin: not null } message && message.Text.Trim().Length == 0;

    public bool Has(Flag flag) => _flags.Any(f => f.Flag == flag);

    /// <summary>Whether a flag was raised now or earlier in this conversation.</summary>
    public bool EverHad(Flag flag) => Has(flag) || given.Conversation.Flags.Contains(flag);

    /// <summary>Puts something before staff, with its clock (domain.md §6.2, §8).</summary>
    /// <returns>Its identity.</returns>
    public Guid ForStaff(Severity severity, string reason, CaseId? about = null)
    {
        _triage.Add(TriageItem.Of(given.Conversation.Id, severity, reason, given.Now, Rules, about));
        return _triage[^1].Id;
    }

    /// <summary>A passing remark (thanks, a joke) must not overwrite that a case was made.</summary>
    public void Conclude(Disposition disposition)
    {
        if (Disposition is null || Weight(disposition) >= Weight(Disposition.Value))
        {
            Disposition = disposition;
        }
    }

    /// <summary>A matter is being told: a joke or a thank-you before it is no longer what the conversation came to.</summary>
    public void TellsMatter()
    {
        if (Disposition is null || Weight(Disposition.Value) <= Weight(Handling.Messages.Disposition.OffTopic))
        {
            Disposition = Handling.Messages.Disposition.Abandoned;
        }
    }

    /// <summary>The conversation's intent is that of its main matter; a joke in between does not change it.</summary>
    public void Means(Intent intent)
    {
        var known = given.Conversation.Intent;
        if (known is null || Weight(intent) >= Weight(known))
        {
            Intent = intent;
        }
    }

    /// <summary>What is asked beside a matter (几点下班, 收费吗) does not turn it into a question: its class and its date hang on what it is.</summary>
    public void AsksBeside()
    {
        if (memory is { CaseNo: null, Draft: null or { StaffOnly: true } })
        {
            Means(Handling.Sorting.Intent.Consult);
        }
    }

    /// <summary>The resident's step with a case, this message with it; numbers rest with the contact only.</summary>
    /// <returns>False when the step is not legal: nothing was changed.</returns>
    public bool Add(Case one, CaseAction action, StepData? data = null)
    {
        var words = Masking.MaskPhones(Text);
        data ??= action == CaseAction.Supplement ? new SupplementData(Files: given.Message.Files.Count, Unheard: one.Facts is { Status: CaseStatus.AwaitingEvaluation, DissatisfiedAt: null } ? true : null) : null;
        if (one.Apply(new Step(action, Actor.Resident, data, words), given.Now, Rules) is not StepResult.Done)
        {
            return false;
        }
        if (one.Status == CaseStatus.Collected && SortingAgain.Of(one, given.Now, Rules) is { } severity)
        {
            ForStaff(severity, SortingAgain.Reason, one.Id);
        }
        one.RawText += "\n" + words;
        Cases.Add(one);
        return true;
    }

    public DialogOutcome Outcome()
    {
        memory.SpokeOfElse = memory.Evaluating is not null && (_replies.Count == 0 ? memory.SpokeOfElse : !_asksToJudge);
        return Done();
    }

    private DialogOutcome Done() => new()
    {
        Replies = [.. _replies.Select(r => r with { Text = Clip(_ofOffices.Contains(r.Text) ? Masking.MaskMobiles(r.Text) : Masking.MaskPhones(r.Text), given.Message.MaxReplyLength) })],
        Stage = Stage,
        Disposition = Disposition,
        Intent = Intent?.Code() ?? given.Conversation.Intent,
        Memory = memory.Write(),
        Cases = Cases,
        Flags = _flags,
        Triage = _triage,
        MaskedText = MaskedText,
    };

    private static string Clip(string text, int most) => text.Length <= most ? text : TextCut.To(text, most - 1) + "…";

    private static int Weight(Disposition disposition) => disposition switch
    {
        Handling.Messages.Disposition.Abandoned => 0,
        Handling.Messages.Disposition.Thanks or Handling.Messages.Disposition.OffTopic or Handling.Messages.Disposition.Spam or Handling.Messages.Disposition.Abuse => 1,
        Handling.Messages.Disposition.ProgressAnswered or Handling.Messages.Disposition.HandedToHuman => 2,
        _ => 3,
    };

    private static int Weight(Intent intent) => intent switch
    {
        Handling.Sorting.Intent.Other => 0,
        Handling.Sorting.Intent.Chitchat or Handling.Sorting.Intent.Thanks => 1,
        Handling.Sorting.Intent.HumanHandoff or Handling.Sorting.Intent.ProgressQuery or Handling.Sorting.Intent.DataRequest => 2,
        Handling.Sorting.Intent.Emergency => 4,
        _ => 3,
    };

    private static int Weight(string code) => Weight(Enum.GetValues<Intent>().First(i => i.Code() == code));
}
