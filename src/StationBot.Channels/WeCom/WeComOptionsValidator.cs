using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using StationBot.Channels.Tencent;
using StationBot.Handling.Cases;

namespace StationBot.Channels.WeCom;

/// <summary>What must hold across the settings; told in words that say what to do.</summary>
internal sealed partial class WeComOptionsValidator : IValidateOptions<WeComOptions>
{
    public ValidateOptionsResult Validate(string? name, WeComOptions options)
    {
        List<string> wrong = [];
        List<(string At, WeComAccountOptions Account)> accounts =
            [.. options.Agents.Select((a, i) => ($"WeCom:Agents:{i}", (WeComAccountOptions)a)), .. options.CustomerService.Select((c, i) => ($"WeCom:CustomerService:{i}", (WeComAccountOptions)c))];
        foreach (var (at, account) in accounts)
        {
            Check(NamePattern().IsMatch(account.Name), $"{at}:Name '{account.Name}' must be 1 to 32 lower-case letters, digits or hyphens: it is part of the address /wecom/NAME. 名称只能用小写字母、数字和连字符。");
            Check(accounts.Count(a => a.Account.Name == account.Name) == 1, $"{at}:Name '{account.Name}' is there twice: apps and customer service share the addresses /wecom/NAME. 名称重复。");
            Check(account.CorpId.Length > 0, $"{at}:CorpId is missing: copy it from 我的企业 in the console (企业ID).");
            Check(account.Secret.Length > 0, $"{at}:Secret is missing: copy it from the app's page; without it nothing can be sent (应用密钥).");
            Check(TokenPattern().IsMatch(account.Token), $"{at}:Token must be 3 to 64 letters and digits, exactly as under 接收消息 in the console (令牌).");
            Check(MessageKey.TryParse(account.EncodingAesKey, out _, out _), $"{at}:EncodingAesKey must be the 43 letters and digits under 接收消息 in the console (消息加解密密钥).");
            Check(string.IsNullOrEmpty(account.PreviousEncodingAesKey) || MessageKey.TryParse(account.PreviousEncodingAesKey, out _, out _), $"{at}:PreviousEncodingAesKey must be 43 letters and digits, or absent.");
            Check(account is not WeComAgentOptions { AgentId: <= 0 }, $"{at}:AgentId must be the app's number, such as 1000002 (应用的 AgentId).");
        }
        foreach (var (robot, index) in options.Robots.Select((r, i) => (r, i)))
        {
            Check(NamePattern().IsMatch(robot.Name) && options.Robots.Count(r => r.Name == robot.Name) == 1, $"WeCom:Robots:{index}:Name '{robot.Name}' must be 1 to 32 lower-case letters, digits or hyphens, and only there once. 名称不合规或重复。");
            Check(KeyPattern().IsMatch(robot.Key), $"WeCom:Robots:{index}:Key must be what stands behind key= in the robot's address, without the address itself. 只填 key= 后面的内容。");
        }
        foreach (var robot in options.AlertRobots.Where(r => options.Robots.All(known => known.Name != r)))
        {
            Check(false, $"WeCom:AlertRobots names '{robot}', which is not among WeCom:Robots. 先在 Robots 里登记这个机器人。");
        }
        foreach (var (to, index) in options.Receivers.Select((r, i) => (r, i)))
        {
            var hasAgent = !string.IsNullOrEmpty(to.Agent);
            Check(to.Role is CaseActor.Department or CaseActor.Deputy or CaseActor.Office or CaseActor.StationStaff, $"WeCom:Receivers:{index}:Role must be Department, Deputy, Office or StationStaff. 只能填这四种角色。");
            Check(hasAgent || !string.IsNullOrEmpty(to.Robot), $"WeCom:Receivers:{index} needs an Agent with Users, Parties or Tags, or a Robot. 要写明发给谁。");
            Check(!hasAgent || (options.Agents.Any(a => a.Name == to.Agent) && to.Users.Count + to.Parties.Count + to.Tags.Count > 0), $"WeCom:Receivers:{index}:Agent '{to.Agent}' must be among WeCom:Agents, with Users, Parties or Tags. 应用要先登记,并写明成员、部门或标签。");
            Check(string.IsNullOrEmpty(to.Robot) || options.Robots.Any(r => r.Name == to.Robot), $"WeCom:Receivers:{index}:Robot '{to.Robot}' is not among WeCom:Robots. 先在 Robots 里登记这个机器人。");
        }
        Check(options.ApiAddress.IsAbsoluteUri && (options.ApiAddress.Scheme == Uri.UriSchemeHttps || options.ApiAddress.IsLoopback), "WeCom:ApiAddress must be https, or http on this machine.");
        Check(options.RobotGathers >= TimeSpan.Zero && options.RobotGathers <= TimeSpan.FromMinutes(10), "WeCom:RobotGathers must be 0 to 10 minutes, such as 00:00:02. 不能是负数,最长10分钟。");
        Check(options.MaxAge > TimeSpan.Zero, "WeCom:MaxAge must be more than nothing, such as 00:10:00. 必须大于0。");
        Check(options.MessageWindow > TimeSpan.Zero, "WeCom:MessageWindow must be more than nothing, such as 2.00:00:00 for 48 hours. 必须大于0。");
        Check(options.AlertDayFrom < options.AlertDayTo, "WeCom:AlertDayFrom must be before WeCom:AlertDayTo. 白天的起止时间写反了。");
        Check(options.KeptForNews < options.MessagesPerMessage, "WeCom:KeptForNews must be less than WeCom:MessagesPerMessage, or nothing could be answered. 预留条数要小于总条数。");
        Check(options.AlertAgent is not { Length: > 0 } agent || options.Agents.Any(a => a.Name == agent), $"WeCom:AlertAgent '{options.AlertAgent}' is no app of Agents. 应用名称不对。");
        Check(options.AlertMembers.Count == 0 || options.Agents.Count > 0, "WeCom:AlertMembers needs an app in Agents. 要先配置应用。");
        Check(options.AlertUrl is not { Length: > 0 } url || (Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme is "https" or "http"), "WeCom:AlertUrl must be a whole address, beginning with https://.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Check(bool holds, string otherwise)
        {
            if (!holds)
            {
                wrong.Add(otherwise);
            }
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,31}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[!-~]{3,64}$")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("^[0-9a-zA-Z-]{1,64}$")]
    private static partial Regex KeyPattern();
}
