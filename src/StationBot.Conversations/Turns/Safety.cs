using System.Text.RegularExpressions;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>P0 first: fixed words with the numbers, staff at once, at most one short question (domain.md §8). No model writes here.</summary>
internal static partial class Safety
{
    public static bool Answer(Turn turn, SortResult sorted)
    {
        var urgent = turn.Raised.Where(f => f.Severity == Severity.P0).ToArray();
        // 「你们快来啊」 and 「还在里面」 are of the danger that was warned of, and no other.
        var isOfTheSame = turn.Given.Conversation.Stage == ConversationStage.Emergency
            && ((urgent.All(f => f.Flag == Flag.Emergency) && Question(turn, despairs: false) is not null) || Speech.Says("still_inside", turn.Text)
                || (WarnedOf(turn) is var (of, with) && Uncalled(turn, of, with) is not null && urgent.All(f => turn.Given.Conversation.Flags.Contains(f.Flag))));
        if (urgent.Length > 0 && !isOfTheSame)
        {
            Warn(turn, sorted, urgent);
            return true;
        }
        if (turn.Given.Conversation.Stage != ConversationStage.Emergency)
        {
            return false;
        }
        if (Misread().IsMatch(turn.Text) && !PressedToDeny.Any(turn.EverHad))
        {
            TakeUpMisread(turn);
            return false;
        }
        return FollowUp(turn, sorted);
    }

    /// <summary>What they wanted to say goes on as a matter like any other; staff have the words that sounded like a danger.</summary>
    private static void TakeUpMisread(Turn turn)
    {
        if (turn.Memory.Parked is not null)
        {
            turn.Memory.Draft = null; // there was no danger that could stand with the matter
            turn.Memory.TakeUpParked();
        }
        else
        {
            turn.Memory.Draft?.StaffOnly = false;
        }
        turn.Stage = ConversationStage.Collecting;
        turn.Say("emergency_misread");
    }

    /// <summary>Who stands under somebody's eye, or thinks of death, may deny what is so.</summary>
    private static readonly Flag[] PressedToDeny = [Flag.Suicide, Flag.DomesticViolence, Flag.MinorVictim, Flag.VulnerableVictim, Flag.Crime, Flag.Threat];

    /// <summary>「你搞错了」, 「我不是说走丢了」, 「我是打个比方」.</summary>
    [GeneratedRegex("^(?:你|你们|机器人|系统|是你)?(?:搞|弄|理解|听|看|想|会)(?:错|岔|多|误)(?:我?(?:的)?意思)?了|^(?:你)?误(?:会|解)了?|打个?比方|(?:是个?|就是)(?:比喻|形容|夸张)|^(?:我|俺)?(?:又|都|根本)?(?:不是|没|没有)(?:在|要|想)?(?:说|讲)[^。!?！？]{0,10}(?:走丢|走失|失踪|着火|火灾|吐血|危险)")]
    private static partial Regex Misread();

    private static void Warn(Turn turn, SortResult sorted, FlagHit[] urgent)
    {
        turn.Memory.Park();
        turn.Memory.Parked?.Flags.RemoveAll(f => urgent.Any(u => u.Flag == f));
        // Where only that there is a danger was heard, whom it is about may have been (vulnerable_victim is P1).
        var kinds = Array.TrueForAll(urgent, u => u.Flag == Flag.Emergency) ? turn.Raised.Where(f => f.Severity <= Severity.P1) : urgent;
        var chosen = turn.Definition.Emergencies.FirstOrDefault(e => kinds.Any(k => k.Flag == e.Flag)) ?? turn.Definition.Emergencies[^1];
        bool Holds(Condition when) =>
            when.Flags.Any(turn.EverHad) || (when.Signals & sorted.Signals) != Signals.None || when.Words.Any(w => turn.Text.Contains(w, StringComparison.Ordinal));
        var instead = chosen.Instead.FirstOrDefault(i => Holds(i.When) && (i.Also.IsEmpty || Holds(i.Also)))
            // 「站在栏杆外面了」 after 「我妈要跳楼」 tells of the same person.
            ?? (SpeaksOfSelf().IsMatch(turn.Text) ? null : chosen.Instead.FirstOrDefault(i => i.Text == turn.Memory.Warned && i.When.Signals != Signals.None));
        Speak(turn, chosen, instead, withStaff: turn.Given.Conversation.Stage != ConversationStage.Emergency || !turn.Memory.Greeted);
        turn.Memory.Greeted = true;
        turn.Memory.FollowUps = 0;
        turn.Stage = ConversationStage.Emergency;
        turn.Conclude(Disposition.EmergencyGuided);
        turn.Means(sorted.Intent is Intent.Complaint ? Intent.Complaint : Intent.Emergency);
        turn.ForStaff(Severity.P0, string.Join(',', urgent.Select(u => $"{u.Flag.Code()}:{u.Rule}")));
        // Who asks what to do now asks about the danger, not about the door named before it.
        Drafting.NoteForStaff(turn, sorted).Door = null;
    }

    private static void Speak(Turn turn, EmergencyText chosen, InsteadText? instead, bool withStaff)
    {
        turn.Memory.Warned = instead?.Text ?? chosen.Text;
        turn.Say(turn.Memory.Warned);
        if (Uncalled(turn, chosen, instead) is { } key && key != turn.Memory.Warned && !IsOfSelf(chosen, instead))
        {
            turn.Say(key); // 「我老公打我，我不敢报警」
        }
        if (withStaff)
        {
            turn.Say(instead?.Staff ?? "emergency_staff");
        }
        if ((instead is null ? chosen.Ask : instead.Ask) is { } question)
        {
            turn.Question(question, Ask.Safety);
        }
        else
        {
            turn.EndsWith(Ask.Human);
        }
    }

    /// <summary>There was a danger in this conversation, and its resident has said that none is left.</summary>
    public static bool IsOver(ConversationRecord conversation) =>
        conversation.Stage != ConversationStage.Emergency && conversation.Flags.Any(f => FlagTable.SeverityOf(f) == Severity.P0);

    /// <summary>「不是，我是说菜市场卖刀的占道」.</summary>
    private static bool MeantNone(Turn turn, SortResult sorted) =>
        Meant().IsMatch(turn.Text) && sorted.Intent is (Intent.Complaint or Intent.Suggestion) && sorted.Flags.All(f => f.Severity != Severity.P0);

    [GeneratedRegex("^(?:不是|不|没有|没)[,，。 ]*(?:的?意思|我(?:的意思)?(?:是|就是)?(?:想)?说|我说的是|我是想说)")]
    private static partial Regex Meant();

    /// <summary>After the numbers: what else is said goes to staff; a safe resident may speak of something else.</summary>
    private static bool FollowUp(Turn turn, SortResult sorted)
    {
        var isSafe = sorted.Signals.HasFlag(Signals.Safe);
        var (danger, instead) = WarnedOf(turn);
        var more = instead is null ? danger.More : instead.More;
        // Somebody else wants to die: who writes is not spoken to as if they did.
        var ofAnother = instead is not null && instead.When.Signals.HasFlag(Signals.AboutAnother);
        // Who is thinking of death and says thanks is not done.
        var despairs = danger.Flag == Flag.Suicide && !ofAnother && !isSafe;
        if (Question(turn, danger.Flag == Flag.Suicide && !ofAnother, sorted) is { } answer)
        {
            Drafting.NoteForStaff(turn, sorted with { ProblemType = null, Departments = [], Abstain = true });
            SayOnce(turn, answer);
            turn.EndsWith(Ask.Human);
            return true;
        }
        if (HearUncalled(turn, sorted, danger, instead))
        {
            return true;
        }
        if (StillGoesOn(turn, sorted, danger, instead) is { } goesOn)
        {
            Drafting.NoteForStaff(turn, sorted);
            SayOnce(turn, goesOn);
            turn.EndsWith(Ask.Human);
            return true;
        }
        if (!isSafe && Speech.Says("in_care", turn.Text))
        {
            Drafting.NoteForStaff(turn, sorted with { ProblemType = null, Departments = [], Abstain = true });
            SayOnce(turn, "emergency_in_care");
            SayLine(turn, danger, instead);
            turn.EndsWith(Ask.Human);
            return true;
        }
        if (sorted.Intent is Intent.HumanHandoff or Intent.ProgressQuery or Intent.DataRequest || (sorted.Intent is Intent.Thanks && !despairs && !isSafe) || turn.Has(Flag.Injection))
        {
            return false;
        }
        // Another clear matter, or one after the other: the danger stays with staff, the resident is not kept in it. Whoever spoke of death
        // is not asked for a complaint's particulars: what weighs on them goes to staff (domain.md §8 suicide).
        if (!despairs && turn.Memory.Draft is { } told && !(danger.Flag == Flag.MissingPerson && Describes().IsMatch(turn.Text)) && (IsAnotherMatter(told, sorted) || MeantNone(turn, sorted)))
        {
            turn.Stage = turn.Memory.Parked is null ? ConversationStage.Noticed : ConversationStage.Collecting;
            turn.Memory.TakeUpParked();
            return false;
        }
        if (isSafe && !ofAnother && danger.Flag == Flag.Suicide && turn.EverHad(Flag.Medical) && !InCare().IsMatch(turn.Text))
        {
            // What was swallowed or cut goes on working while somebody says that it is nothing.
            Drafting.NoteForStaff(turn, sorted);
            turn.ForStaff(Severity.P0, "suicide:hurt");
            turn.Say("emergency_hurt_more");
            turn.EndsWith(Ask.Human);
            return true;
        }
        if (isSafe)
        {
            turn.Say("emergency_safe");
            turn.EndsWith(Ask.None);
            if (turn.Memory.Parked is not null)
            {
                turn.Memory.TakeUpParked();
            }
            // What was told of the danger stays with staff: bare answers belong to it, another matter is taken as usual.
            turn.Stage = turn.Memory.Draft is not { StaffOnly: false } ? ConversationStage.Noticed : ConversationStage.Collecting;
            Resume.Question(turn);
            return true;
        }
        // The troubles behind the despair are words for staff; taken up as matters of their own they may still be afterwards.
        Drafting.NoteForStaff(turn, despairs ? sorted with { ProblemType = null, Departments = [], Abstain = true } : sorted);
        if (danger.Instead.FirstOrDefault(i => i.When.Flags.Any(f => turn.Has(f) && !turn.Given.Conversation.Flags.Contains(f))) is { } fits && fits.Text != turn.Memory.Warned)
        {
            // What is said now changes whom we speak to: 「我13岁」.
            Speak(turn, danger, fits, withStaff: true);
            return true;
        }
        // 「在河边见过」 of somebody who is looked for tells where they were.
        var atTheEdge = despairs && !turn.EverHad(Flag.MissingPerson) && Edge().IsMatch(turn.Text);
        if (atTheEdge)
        {
            // Where somebody stands is what the police need (domain.md §8).
            turn.ForStaff(Severity.P0, "suicide:where");
        }
        SayOnce(turn,
            AsksWhatToDo().IsMatch(turn.Text) ? turn.Memory.Warned ?? danger.Text
            : atTheEdge ? "emergency_edge"
            : turn.EverHad(Flag.Suicide) && !ofAnother && Alone().IsMatch(turn.Text) ? "emergency_alone"
            : despairs && turn.Memory.FollowUps > 0 ? "emergency_suicide_heard"
            : more ?? (turn.Memory.FollowUps == 0 ? "emergency_followup" : "emergency_noted"));
        turn.Memory.FollowUps++;
        turn.EndsWith(Ask.Human);
        return true;
    }

    /// <summary>
    /// Something else than the danger, by its place, in so many words, or after the all-clear. 「送到医院了」 and 「村里没人管」 sound of other matters
    /// and tell of this danger, and nobody in it is asked what is to be done (domain.md §8).
    /// </summary>
    private static bool IsAnotherMatter(Draft told, SortResult sorted) =>
        Intake.IsAnotherMatter(told, sorted) && ((sorted.Signals & (Signals.NewMatter | Signals.Safe)) != Signals.None || sorted.Slots.ContainsKey(Slot.Place));

    /// <summary>The danger that was warned of last, and the other words that it was warned of with, if any.</summary>
    private static (EmergencyText Danger, InsteadText? Instead) WarnedOf(Turn turn)
    {
        foreach (var danger in turn.Definition.Emergencies)
        {
            if (danger.Text == turn.Memory.Warned)
            {
                return (danger, null);
            }
            if (danger.Instead.FirstOrDefault(i => i.Text == turn.Memory.Warned) is { } instead)
            {
                return (danger, instead);
            }
        }
        return (turn.Definition.Emergencies[^1] with { More = null, Safe = null }, null);
    }

    /// <summary>With somebody who can help: 「已经送医院了」, 「120来了」.</summary>
    [GeneratedRegex("医院|急诊|120|救护车|医生|大夫|洗胃|抢救|警察|民警|消防")]
    private static partial Regex InCare();

    [GeneratedRegex("我|俺")]
    private static partial Regex SpeaksOfSelf();

    [GeneratedRegex("(?:要不要|该不该|用不用|能不能|需不需要)(?:先|现在|马上|赶紧)?(?:报警|报案|打1[12]0|叫救护车|叫消防|送医院)|报不报警|咋办|怎么办|怎办|咋整|咋弄|咋搞|怎么弄|怎么做|点算|该做什么|做点?(?:什么|啥)|先干(?:什么|啥|嘛)|打(?:什么|哪个|啥)电话")]
    private static partial Regex AsksWhatToDo();

    /// <summary>How somebody looks and where they went belongs to the search, whatever the place is otherwise complained of.</summary>
    [GeneratedRegex("穿|戴着|[0-9一二三四五六七八九十]岁|身高|头发|个子|走丢|走失|不见|没找到|没回|监控|最后一?次|往[^，。,]{1,6}走")]
    private static partial Regex Describes();

    /// <summary>Where a step would be the last, or what it would be done with.</summary>
    [GeneratedRegex("楼顶|天台|顶楼|阳台|窗[台边户沿]|[河江湖海塘桥崖]边|桥上|[铁轨]轨|铁路|水库|栏杆|悬崖|塔吊|房顶|高处|农药|安眠药|绳子|刀|炭")]
    private static partial Regex Edge();

    [GeneratedRegex("^(没|没有|无|冇|否|不在)[了啊呀的]?$|没有?人|就我一?个?人?|(我|自己)一个人|我自己|都不在|没(人|谁)陪")]
    private static partial Regex Alone();
}
