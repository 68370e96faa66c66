using System.Text.RegularExpressions;
using StationBot.Handling.Flags;
using StationBot.Handling.Sorting;

namespace StationBot.Understanding.Offline;

/// <summary>What a message is for, from its flags, cues and signals. The first line that holds decides; order is the rule.</summary>
internal static partial class IntentReader
{
    /// <summary>Below this many characters a message without any word of the lexicon states no matter.</summary>
    private const int ShortestStory = 12;

    /// <summary>From here on the learned model's word on what a message is for stands over cues.</summary>
    private const float Sure = 0.5f;

    /// <summary>A question or a suggestion may hold a word of grievance (听讲…要不要钱), a complaint seldom sounds this much like one.</summary>
    private const float SureDespite = 0.8f;

    public static Intent Read(IReadOnlyList<FlagHit> flags, Cues cues, Signals signals, bool hasMatter, bool hasCaseNo, (Intent Intent, float Score) learned, string text)
    {
        bool Has(Flag flag) => flags.Any(f => f.Flag == flag);
        bool Cued(Cues cue) => (cues & cue) != Cues.None;
        bool Says(Signals signal) => (signals & signal) != Signals.None;
        var praised = Cued(Cues.Thanks) && (Says(Signals.Satisfied) || !hasMatter || !Cued(Cues.Grievance)) && !Says(Signals.Dissatisfied);

        // Who tells what is wrong and ends with 「能不能少布置点」 wants it changed; 「请问能不能领」 asks.
        var isPlea = Plea().IsMatch(text) && !Asks().IsMatch(text);

        return true switch
        {
            _ when IsUrgent(flags, text) => Intent.Emergency,
            _ when flags.Any(f => f.Severity == Severity.P0) => Intent.Complaint,
            // Who smuggles orders to the machine into a true complaint still has one.
            _ when (Has(Flag.Injection) && !hasMatter) || Has(Flag.Spam) => Intent.Other,
            _ when Has(Flag.HumanRequested) => Intent.HumanHandoff,
            _ when Has(Flag.DataRequest) => Intent.DataRequest,
            // The answer that is refused is the one of the letters office, not ours.
            _ when Cued(Cues.Evaluation) && !Has(Flag.Petition) && (Says(Signals.Dissatisfied) || Says(Signals.Satisfied)) && !praised => Intent.Evaluation,
            // 「还没解决吗」 asks how far it is; 「还是没解决」 judges.
            _ when Cued(Cues.Progress) && (!Says(Signals.Dissatisfied) || HowFar().IsMatch(text)) => Intent.ProgressQuery,
            // 「QH…补充一下：昨晚垃圾又多了」 adds to the case.
            _ when hasCaseNo && TellsMore(text) && (!Cued(Cues.Progress) || Adds().IsMatch(text)) && !Says(Signals.Withdraws) && !Says(Signals.Dissatisfied) && !Says(Signals.Satisfied) => Intent.Complaint,
            _ when hasCaseNo && (!Cued(Cues.Grievance) || Cued(Cues.Progress)) => Intent.ProgressQuery,
            _ when praised && !Cued(Cues.Question) && (!Cued(Cues.Wish) || WantsToPraise().IsMatch(text)) => Intent.Thanks,
            _ when Says(Signals.Farewell) => Intent.Thanks,
            _ when Has(Flag.OffTopic) || Says(Signals.Greets) || Says(Signals.SmallTalk) || Says(Signals.Aside) || (Says(Signals.AsksIfHuman) && !hasMatter) => Intent.Chitchat,
            _ when (Has(Flag.Abuse) && !hasMatter) || Says(Signals.Scolds) => Intent.Other,
            _ when Says(Signals.AsksWhere) => Intent.Consult,
            // A story that ends by asking what holds or where to go asks, whatever was told before.
            _ when hasMatter && Inquires().IsMatch(text) && !Wronged().IsMatch(text) => Intent.Consult,
            // 「是不是乱收费」 asks and complains: with a grievance it is a complaint.
            _ when learned.Score >= Sure && text.Length >= 6 && (learned.Intent is Intent.Complaint || (learned.Intent is Intent.Thanks or Intent.Chitchat && !(hasMatter && Trouble().IsMatch(text))) || (learned.Intent is Intent.Suggestion or Intent.Consult && (!Cued(Cues.Grievance) || (learned.Score >= SureDespite && Asks().IsMatch(text) && !Trouble().IsMatch(text))) && !isPlea)) => learned.Intent,
            _ when Cued(Cues.Suggestion) && (hasMatter || text.Length >= ShortestStory) && !Says(Signals.Angry) && !Says(Signals.Repeats) => Intent.Suggestion,
            _ when Cued(Cues.Question) && !Cued(Cues.Grievance) && !isPlea && (hasMatter || text.Length >= ShortestStory) => Intent.Consult,
            _ when hasMatter || Cued(Cues.Grievance) || Says(Signals.Angry) || Says(Signals.Repeats) => Intent.Complaint,
            _ when Cued(Cues.Wish) && text.Length >= ShortestStory => Intent.Complaint,
            _ => Intent.Other,
        };
    }

    /// <summary>Something is told beside the case's number, and nothing asked.</summary>
    private static bool TellsMore(string text) => (Adds().IsMatch(text) || (!Asks().IsMatch(text) && !HowFar().IsMatch(text))) && PointsAtCase().Replace(SmallWords.CaseNo().Replace(text, ""), "").Count(char.IsLetterOrDigit) >= LeastTold;

    private const int LeastTold = 6;

    [GeneratedRegex("补充|加一[句条点]|再说(?:一[下句]|几句)")]
    private static partial Regex Adds();

    [GeneratedRegex("编号|关于|那件|这件|的?事情?")]
    private static partial Regex PointsAtCase();

    /// <summary>
    /// An emergency is what the message is for, except when a parent reports what was done to a child: that is a complaint
    /// that must be met with the numbers first (dialog-cases S04), unless it is happening to the writer, or next door this minute.
    /// </summary>
    private static bool IsUrgent(IReadOnlyList<FlagHit> flags, string text)
    {
        var urgent = flags.Where(f => f.Severity == Severity.P0).Select(f => f.Flag).ToHashSet();
        return urgent.Contains(Flag.Emergency)
            && !(urgent.Contains(Flag.MinorVictim) && !flags.Any(f => f.Flag == Flag.Minor) && !NextDoorNow().IsMatch(text) && urgent.All(f => f is Flag.Emergency or Flag.MinorVictim));
    }

    [GeneratedRegex("^[^,。]{0,4}(?:还|都|到现在|一直)[^,。]{0,2}(?:没|冇)[^,。]{0,6}[吗么呢啊呀嘛哦?]{1,2}[。!]?$|^(?:我们?|俺|上次|上回|之前|以前|前几?天|那|这|个|件|反映|投诉|说|报|的|事|情|儿|问题){0,8}(?:怎么|咋|为什么|为啥|咋个)(?:还|到现在|都|一直)[^,。]{0,2}(?:没|冇|不)[^,。]{0,8}$")]
    private static partial Regex HowFar();

    [GeneratedRegex("想[^,。!?]{0,12}(?:点个?赞|表扬|感谢|道谢|谢谢|说声谢|好评|锦旗|夸)")]
    private static partial Regex WantsToPraise();

    [GeneratedRegex("(?:能不能|可不可以|能否|就不能)[^,。!?]{0,3}(?:帮|叫|让|分|增|建|扩|延|喊|管|给|把|多|少|再|派|修|装|设|加|改|换|开|来|查|催|请|备|补|通|搬|拆|停|关|清|近|早|快)|您看能帮|能帮着")]
    private static partial Regex Plea();

    [GeneratedRegex("想问|问一?下|请问|咨询|打听|了解|请教|不知道?|不晓得|怎么(?:办|申请|领|弄|走|交|报|算)|哪(?:个|里|些|儿|家|种)|多少|什么|几岁|条件|手续|材料|政策")]
    private static partial Regex Asks();

    [GeneratedRegex("(?:找(?:哪个|哪家|什么|啥)(?:部门|单位|地方|窗口|人)?[^,。!?]{0,6}|(?:还能|能|可以|能够)(?:不能)?(?:报|领|补|办|上|享受|参加|申请|落户|转)[^,。!?]{0,4}(?:不|吗|么|嘛|没)|算不算(?!违法|违规|乱收|侵权|骗|欺负|合理|扰民)[^,。!?]{0,8}|(?:不交|断交|断缴|断一年)[^,。!?]{0,4}(?:行不行|行吗|可以吗)|要(?:准备|带|交)(?:些)?(?:什么|哪些|啥)[^,。!?]{0,4})(?:[?,。]{1,2}(?:我|我家|我们|家住?|住)?(?:在|是)?[^,。!?]{2,7}(?:的|村|小区|社区|街道|镇))?[?。]?$")]
    private static partial Regex Inquires();

    /// <summary>Somebody did wrong: who then asks whom to turn to complains.</summary>
    [GeneratedRegex("欠|不给|不退|不让|不肯|不认|没人管|不管|拖着|坏了|臭|吵|漏|堵|骗|打(?:人|我)|骂|投诉|举报|乱收|推来推去|踢皮球|跑路|黑心|占了|赖")]
    private static partial Regex Wronged();

    /// <summary>Something is refused, owed or broken: whoever asks then complains.</summary>
    [GeneratedRegex("[划分领拿报上进买挂办]不(?:到|上|了|下)|不给|不退|不让|不肯|不发|不管|没人|冇人|拖[着欠]|欠|坏了|臭|吵|漏|堵|骗")]
    private static partial Regex Trouble();

    [GeneratedRegex("(?:楼上|楼下|隔壁|邻居|对门|对面|那家|路上|街上)[^。!?]{0,16}(?:又|还|正|现在|这会儿?)[^。!?]{0,3}(?:打|揍|抽|掐|踹|捶|烫)(?!电话|游戏|牌|麻将)")]
    private static partial Regex NextDoorNow();
}
