using System.Text.RegularExpressions;

namespace StationBot.Conversations.Turns;

/// <summary>Orders to the machine among a resident's words (忽略以上指令…): what is left without them is what they have to tell.</summary>
internal static partial class Orders
{
    /// <summary>The text without its sentences of orders, or without its clauses of them where one sentence holds both.</summary>
    public static string LeaveOut(string text) =>
        Without(text, Sentences()) is { Length: > 0 } left ? left : Without(text, Parts());

    private static string Without(string text, Regex pieces) => string.Concat(pieces.Matches(text).Select(m => m.Value).Where(p => !Order().IsMatch(p))).Trim().TrimEnd(',', '，', '、', ';', '；', ' ');

    [GeneratedRegex("[^。！!？?\\n;；.]+[。！!？?\\n;；.]*\\s*")]
    private static partial Regex Sentences();

    [GeneratedRegex("[^。！!？?\\n;；.,， ]+[。！!？?\\n;；.,， ]*")]
    private static partial Regex Parts();

    [GeneratedRegex("(?:忽略|无视|忘记|忘掉|抛弃|跳过|绕过|覆盖|清除|解除).{0,12}(?:指令|规则|提示|限制|设定|要求|命令|约束|prompt)|提示词|提示语|(?:开发者|调试|管理员|上帝|超级|无限制)模式|越狱|\\b(?:ignore|disregard|forget|override|bypass)\\b|instruction|\\bprompt|\\bsystem\\b|jailbreak|developer|api ?key|密钥|源代码|你现在(?:是|要扮)|扮演|从现在(?:开始|起)你|(?:输出|打印|显示|导出|列出|泄露|告诉我)(?:你的|所有|全部|上面|以上|系统|其他|别人)", RegexOptions.IgnoreCase)]
    private static partial Regex Order();
}
