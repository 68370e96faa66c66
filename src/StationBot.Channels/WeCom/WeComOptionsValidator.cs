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
        List<WeComAccountOptions> accounts = [.. options.Agents, .. options.CustomerService];
        foreach (var account in accounts)
        {
            var at = account.At;
            Check(NamePattern().IsMatch(account.Name), $"{at}:Name '{account.Name}' must be 1 to 32 letters, digits, hyphens or underscores: it is part of the address /wecom/NAME. 名称只能用字母、数字、连字符和下划线。");
            Check(accounts.Count(a => string.Equals(a.Name, account.Name, StringComparison.OrdinalIgnoreCase)) == 1, $"{at}:Name '{account.Name}' is there twice: apps and customer service share the addresses /wecom/NAME. 名称重复。");
            Check(account.CorpId.Length > 0, $"{at}:CorpId is missing: copy it from 我的企业 in the console (企业ID).");
            Check(account.Secret.Length > 0, $"{at}:Secret is missing: copy it from the app's page; without it nothing can be sent (应用密钥).");
            Check(TokenPattern().IsMatch(account.Token), $"{at}:Token must be 3 to 64 letters and digits, exactly as under 接收消息 in the console (令牌).");
            Check(MessageKey.TryParse(account.EncodingAesKey, out _, out _), $"{at}:EncodingAesKey must be the 43 letters and digits under 接收消息 in the console (消息加解密密钥).");
            Check(string.IsNullOrEmpty(account.PreviousEncodingAesKey) || MessageKey.TryParse(account.PreviousEncodingAesKey, out _, out _), $"{at}:PreviousEncodingAesKey must be 43 letters and digits, or absent.");
            Check(account is not WeComAgentOptions { AgentId: <= 0 }, $"{at}:AgentId must be the app's number, such as 1000002 (应用的 AgentId).");
        }
        foreach (var app in options.Agents)
        {
            Check(options.Agents.First(a => a.CorpId == app.CorpId && a.AgentId == app.AgentId) == app, $"{app.At}:AgentId {app.AgentId} of this company is there already, under another name: one app, one entry. 同一个应用只填一次。");
        }
        foreach (var desk in options.CustomerService)
        {
            foreach (var id in desk.OpenKfIds.Where(id => options.CustomerService.First(d => d.CorpId == desk.CorpId && d.OpenKfIds.Contains(id)) != desk))
            {
                Check(false, $"{desk.At}:OpenKfIds '{id}' belongs to another entry of CustomerService already. 一个客服账号只归一处管。");
            }
        }
        foreach (var robot in options.Robots)
        {
            Check(NamePattern().IsMatch(robot.Name) && options.Robots.Count(r => r.Name == robot.Name) == 1, $"{robot.At}:Name '{robot.Name}' must be 1 to 32 letters, digits, hyphens or underscores, and only there once. 名称不合规或重复。");
            Check(KeyPattern().IsMatch(robot.Key), $"{robot.At}:Key must be what stands behind key= in the robot's address, without the address itself. 只填 key= 后面的内容。");
        }
        foreach (var robot in options.AlertRobots.Where(r => options.Robots.All(known => known.Name != r)))
        {
            Check(false, $"WeCom:AlertRobots names '{robot}', which is not among WeCom:Robots. 先在 Robots 里登记这个机器人。");
        }
        foreach (var to in options.Receivers)
        {
            var hasAgent = !string.IsNullOrEmpty(to.Agent);
            Check(to.Role is CaseActor.Department or CaseActor.Deputy or CaseActor.Office or CaseActor.StationStaff, $"{to.At}:Role must be Department, Deputy, Office or StationStaff. 只能填这四种角色。");
            Check(to.Role is CaseActor.Department or CaseActor.Deputy || string.IsNullOrEmpty(to.Unit), $"{to.At}:Unit '{to.Unit}' is for Department and Deputy; {to.Role} is one for the whole district, and would never be told. 街道工委、联络站不分单位，Unit 不要填。");
            Check(hasAgent || !string.IsNullOrEmpty(to.Robot), $"{to.At} needs an Agent with Users, Parties or Tags, or a Robot. 要写明发给谁。");
            Check(!hasAgent || (options.Agents.Any(a => a.Name == to.Agent) && to.Users.Count + to.Parties.Count + to.Tags.Count > 0), $"{to.At}:Agent '{to.Agent}' must be among WeCom:Agents, with Users, Parties or Tags. 应用要先登记,并写明成员、部门或标签。");
            Check(to.Users.Count <= WeComApp.MostUsers, $"{to.At}:Users has {to.Users.Count} entries; one message goes to {WeComApp.MostUsers} at most. 成员太多,请改填部门或标签。");
            Check(Math.Max(to.Parties.Count, to.Tags.Count) <= WeComApp.MostGroups, $"{to.At}:Parties and Tags have {WeComApp.MostGroups} entries each at most. 部门、标签各不超过{WeComApp.MostGroups}个。");
            Check(string.IsNullOrEmpty(to.Robot) || options.Robots.Any(r => r.Name == to.Robot), $"{to.At}:Robot '{to.Robot}' is not among WeCom:Robots. 先在 Robots 里登记这个机器人。");
        }
        Check(options.ApiAddress.IsAbsoluteUri && (options.ApiAddress.Scheme == Uri.UriSchemeHttps || options.ApiAddress.IsLoopback), "WeCom:ApiAddress must be https, or http on this machine.");
        Check(options.RobotGathers >= TimeSpan.Zero && options.RobotGathers <= TimeSpan.FromMinutes(10), "WeCom:RobotGathers must be 0 to 10 minutes, such as 00:00:02. 不能是负数,最长10分钟。");
        Check(options.MaxAge > TimeSpan.Zero, "WeCom:MaxAge must be more than nothing, such as 00:10:00. 必须大于0。");
        Check(options.MessageWindow > TimeSpan.Zero, "WeCom:MessageWindow must be more than nothing, such as 2.00:00:00 for 48 hours. 必须大于0。");
        Check(options.AlertDayFrom < options.AlertDayTo, "WeCom:AlertDayFrom must be before WeCom:AlertDayTo. 白天的起止时间写反了。");
        Check(options.KeptForNews < options.MessagesPerMessage, "WeCom:KeptForNews must be less than WeCom:MessagesPerMessage, or nothing could be answered. 预留条数要小于总条数。");
        Check(options.AlertAgent is not { Length: > 0 } agent || options.Agents.Any(a => a.Name == agent), $"WeCom:AlertAgent '{options.AlertAgent}' is no app of Agents. 应用名称不对。");
        Check(options.AlertMembers.Count == 0 || options.Agents.Count > 0, "WeCom:AlertMembers needs an app in Agents. 要先配置应用。");
        Check(options.AlertMembers.Count <= WeComApp.MostUsers, $"WeCom:AlertMembers has {options.AlertMembers.Count} entries; one message goes to {WeComApp.MostUsers} at most. 成员太多。");
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

    /// <summary>Which settings name a station or a unit.</summary>
    internal static IEnumerable<NamedPlace> Places(WeComOptions options) =>
        options.CustomerService.Where(d => !string.IsNullOrEmpty(d.Station)).Select(d => new NamedPlace($"{d.At}:Station", CaseActor.StationStaff, d.Station!))
            // The office and the station's staff have no code in a notice.
            .Concat(options.Receivers.Where(r => !string.IsNullOrEmpty(r.Unit) && r.Role is CaseActor.Department or CaseActor.Deputy).Select(r => new NamedPlace($"{r.At}:Unit", r.Role, r.Unit!)));

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[!-~]{3,64}$")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("^[0-9a-zA-Z-]{1,64}$")]
    private static partial Regex KeyPattern();
}
