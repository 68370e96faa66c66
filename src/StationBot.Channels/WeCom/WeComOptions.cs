using System.ComponentModel.DataAnnotations;
using StationBot.Channels.Sending;
using StationBot.Handling.Cases;

namespace StationBot.Channels.WeCom;

/// <summary>
/// 企业微信 and 微信客服, section <c>WeCom</c>. Empty: none. Numbers are Tencent's and may move; sources in wechat.md §18, §19. Secrets
/// (Secret, Token, keys, <see cref="WeComRobotOptions.Key"/>) by environment variable only; none of them, no userid and no query string is logged.
/// </summary>
public sealed class WeComOptions
{
    /// <summary>Self-built apps, in which staff and deputies talk to the bot and get its notices.</summary>
    public IList<WeComAgentOptions> Agents { get; } = [];

    /// <summary>微信客服: residents write through a link or QR code, without following anything.</summary>
    public IList<WeComCustomerServiceOptions> CustomerService { get; } = [];

    /// <summary>Robots of WeCom groups: one way only, to staff.</summary>
    public IList<WeComRobotOptions> Robots { get; } = [];

    /// <summary>Names of the robots that tell of new urgent items. Empty: nobody is told this way.</summary>
    public IList<string> AlertRobots { get; } = [];

    /// <summary>Userids of members who are told as well, by the app <see cref="AlertAgent"/>.</summary>
    public IList<string> AlertMembers { get; } = [];

    /// <summary>Name of that app. Default: the first.</summary>
    public string? AlertAgent { get; set; }

    /// <summary>
    /// Page where staff see what they are told of; <c>{subject}</c> stands for the case number. With it, groups get markdown and members cards that
    /// open it; without it plain text, which also those see who read WeCom through WeChat.
    /// </summary>
    public string? AlertUrl { get; set; }

    /// <summary>Who is told in WeCom what waits for departments, deputies and the offices. Empty: they read it in the list.</summary>
    public IList<WeComReceiverOptions> Receivers { get; } = [];

    /// <summary>Where the platform's API is; a simulator's address for trying things out.</summary>
    public Uri ApiAddress { get; set; } = new("https://qyapi.weixin.qq.com");

    /// <summary>A callback signed longer ago, or further ahead, is refused as a replay.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);

    [Range(1024, 4 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    [Range(1024, 100 * 1024 * 1024)]
    public int MaxMediaBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>UTF-8 bytes of one text or markdown message; what is longer is cut without a word (§18).</summary>
    [Range(400, 2048)]
    public int MaxTextBytes { get; set; } = 2000;

    /// <summary>Messages to one member; the platform discards more without a word. With several machines: each machine's share.</summary>
    [Range(1, 1000)]
    public int MemberPerMinute { get; set; } = 30;

    [Range(1, 100_000)]
    public int MemberPerHour { get; set; } = 1000;

    /// <summary>
    /// The platform drops a repeated body for so long, so that a message whose answer was lost can be sent again. Short: the bot may well say
    /// the same thing twice in half an hour, which is the platform's own default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "04:00:00")]
    public TimeSpan DuplicateCheck { get; set; } = TimeSpan.FromMinutes(30);

    [Range(1, 1000)]
    public int RobotPerMinute { get; set; } = 20;

    [Range(100, 2048)]
    public int RobotTextBytes { get; set; } = 2048;

    [Range(100, 4096)]
    public int RobotMarkdownBytes { get; set; } = 4096;

    /// <summary>Lines that come within so long go out as one message.</summary>
    public TimeSpan RobotGathers { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>More lines than this are counted instead of read out; urgent items are named one by one.</summary>
    [Range(1, 100)]
    public int RobotMostLines { get; set; } = 10;

    /// <summary>How often new urgent items are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AlertEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Local time from which groups hear of P1 items; P0 is told at any hour.</summary>
    public TimeOnly AlertDayFrom { get; set; } = new(8, 0);
    public TimeOnly AlertDayTo { get; set; } = new(20, 0);

    /// <summary>How often customer service is asked without being told to, for callbacks that got lost (§19).</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan PullEvery { get; set; } = TimeSpan.FromMinutes(1);

    [Range(1, 1000)]
    public int PullLimit { get; set; } = 1000;

    /// <summary>Messages of customer service after each message of the customer, within <see cref="MessageWindow"/> (§19).</summary>
    [Range(1, 100)]
    public int MessagesPerMessage { get; set; } = 5;
    public TimeSpan MessageWindow { get; set; } = TimeSpan.FromHours(48);

    /// <summary>Of <see cref="MessagesPerMessage"/>, how many are kept for news about the case; answers leave them alone.</summary>
    [Range(0, 100)]
    public int KeptForNews { get; set; } = 1;

    /// <summary>How long a welcome code is good (§19).</summary>
    public TimeSpan WelcomeWithin { get; set; } = TimeSpan.FromSeconds(20);
}

/// <summary>What every callback needs; reached at <c>/wecom/{Name}</c>.</summary>
public abstract class WeComAccountOptions : ListedSetting
{
    public string Name { get; set; } = "";
    public string CorpId { get; set; } = "";
    public string Secret { get; set; } = "";
    public string Token { get; set; } = "";
    public string EncodingAesKey { get; set; } = "";

    /// <summary>The key before a change in the console, while messages under both are on their way (§8).</summary>
    public string? PreviousEncodingAesKey { get; set; }
}

/// <summary>A self-built app (自建应用).</summary>
public sealed class WeComAgentOptions : WeComAccountOptions
{
    public int AgentId { get; set; }
}

/// <summary>微信客服, by its own secret or, for companies since 2023-12-01, that of the app which manages it (§19).</summary>
public sealed class WeComCustomerServiceOptions : WeComAccountOptions
{
    /// <summary>Its accounts; others are left alone. Empty: every account the platform tells of.</summary>
    public IList<string> OpenKfIds { get; } = [];

    /// <summary>Code of the station, for customers whose link names none.</summary>
    public string? Station { get; set; }
}

/// <summary>Where the notices of one unit go: members of an app, a robot's group, or both.</summary>
public sealed class WeComReceiverOptions : ListedSetting
{
    public CaseActor Role { get; set; } = CaseActor.Department;

    /// <summary>Code of the department or deputy; empty: every one of the role that has no receiver of its own.</summary>
    public string? Unit { get; set; }

    /// <summary>Name of one of <see cref="WeComOptions.Agents"/>.</summary>
    public string? Agent { get; set; }
    public IList<string> Users { get; } = [];
    public IList<string> Parties { get; } = [];
    public IList<string> Tags { get; } = [];

    /// <summary>Name of one of <see cref="WeComOptions.Robots"/>.</summary>
    public string? Robot { get; set; }
}

/// <summary>A robot (消息推送) of a group.</summary>
public sealed class WeComRobotOptions : ListedSetting
{
    public string Name { get; set; } = "";

    /// <summary>What stands behind <c>key=</c> in its address. Whoever has it can write to the group.</summary>
    public string Key { get; set; } = "";
}
