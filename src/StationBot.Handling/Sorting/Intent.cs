namespace StationBot.Handling.Sorting;

/// <summary>What a message is for. Codes on the wire are snake_case (<c>progress_query</c>).</summary>
public enum Intent
{
    Other,
    Complaint,
    Suggestion,
    Consult,
    ProgressQuery,
    Evaluation,
    HumanHandoff,
    DataRequest,
    Thanks,
    Chitchat,
    Emergency,
}

/// <summary>How a message relates to what the bot said just before; several may hold at once.</summary>
[Flags]
public enum Signals
{
    None = 0,

    /// <summary>对、是的、没错、可以.</summary>
    Affirm = 1,

    /// <summary>不对、不是、错了.</summary>
    Deny = 2,

    /// <summary>就这些、没有了: nothing to add.</summary>
    NothingMore = 4,

    /// <summary>不留、不方便、不想说、不知道: declines to answer what was asked.</summary>
    Declines = 8,

    /// <summary>Corrects something said earlier (不是东门,是西门; 地点错了).</summary>
    Corrects = 16,

    /// <summary>Begins another, independent matter (还有一件事).</summary>
    NewMatter = 32,

    /// <summary>算了、不反映了、撤回.</summary>
    Withdraws = 64,

    /// <summary>Asks whether a human or a machine answers.</summary>
    AsksIfHuman = 128,

    /// <summary>Only a greeting (你好、在吗).</summary>
    Greets = 256,

    /// <summary>The matter is solved, or the resident is satisfied (修好了、满意).</summary>
    Satisfied = 512,

    /// <summary>The matter is not solved, or the resident is not satisfied (没解决、不满意).</summary>
    Dissatisfied = 1024,

    /// <summary>Angry in tone, whoever it is aimed at.</summary>
    Angry = 2048,

    /// <summary>Reported before, elsewhere or here (反映好几次了).</summary>
    Repeats = 4096,

    /// <summary>Says that people are safe now, or that there is no danger.</summary>
    Safe = 8192,

    /// <summary>Asks when a human can be reached (人工什么时候上班).</summary>
    AsksHours = 16384,

    /// <summary>Puts it off (明天再说、回头聊).</summary>
    Later = 32768,

    /// <summary>Points back to something reported before (那个事, 上次, 又坏了).</summary>
    RefersBack = 65536,

    /// <summary>What is told happens to somebody else (工友要跳楼, 我爷爷喝了农药).</summary>
    AboutAnother = 131072,

    /// <summary>Talk about the talk, or the way into it, that tells nothing (听得到吗, 怎么说呢, 我想反映个事).</summary>
    Aside = 262144,

    /// <summary>Takes leave (再见, 没事了).</summary>
    Farewell = 524288,

    /// <summary>Asks where the station is, how to reach it, or to speak to somebody of it in person.</summary>
    AsksWhere = 1048576,

    /// <summary>Asks what the machine itself can or likes (你会唱歌不).</summary>
    SmallTalk = 2097152,

    /// <summary>Only scolds whoever reads it (你们都是骗子).</summary>
    Scolds = 4194304,

    /// <summary>Wants that those complained about do not learn who spoke.</summary>
    Confidential = 8388608,

    /// <summary>The matter itself is solved, whatever the resident thinks of it (修好了、解决了).</summary>
    Solved = 16777216,

    /// <summary>Solved in part (解决了一半、还差一点).</summary>
    PartlySolved = 33554432,

    /// <summary>基本满意、还行、凑合.</summary>
    FairlySatisfied = 67108864,

    /// <summary>满意 in so many words.</summary>
    SaysSatisfied = 134217728,

    /// <summary>Says that a department itself did wrong (城管乱罚款); it may not lead its own case (domain.md §5.5 R19).</summary>
    AccusesOffice = 268435456,
}

public static class Intents
{
    public static string Code(this Intent intent) => intent switch
    {
        Intent.ProgressQuery => "progress_query",
        Intent.HumanHandoff => "human_handoff",
        Intent.DataRequest => "data_request",
        _ => intent.ToString().ToLowerInvariant(),
    };

    /// <exception cref="FormatException">The word is no intent code.</exception>
    public static Intent Parse(string code) =>
        Enum.GetValues<Intent>().Where(i => i.Code() == code).Select(i => (Intent?)i).FirstOrDefault()
        ?? throw new FormatException($"'{code}' is not an intent.");
}
