using StationBot.Platform;
using StationBot.Platform.Demo;

// platform.dll [environment] --urls http://127.0.0.1:5090 --station http://127.0.0.1:5080 --account demo --agent staff
var options = new ConfigurationBuilder().AddCommandLine([.. args.Where(a => a != "environment")]).Build();
var urls = options["urls"] ?? "http://127.0.0.1:5090";
var account = DemoAccounts.OfficialAccount with { Name = options["account"] ?? DemoAccounts.OfficialAccount.Name };
var agent = DemoAccounts.WeComApp with { Name = options["agent"] ?? DemoAccounts.WeComApp.Name };
if (args.Contains("environment"))
{
    // For scripts: what the station must be told to take this program for Tencent.
    foreach (var (name, value) in DemoAccounts.Environment(urls, account, agent))
    {
        Console.WriteLine($"{name}={value}");
    }
    return;
}

var station = (options["station"] ?? "http://127.0.0.1:5080").TrimEnd('/');
await using var platform = await PlatformServer.StartAsync(TimeProvider.System, urls, (routes, platform) => new DemoPage(
    platform,
    platform.Add(account with { CallbackUrl = $"{station}/wechat/{account.Name}" }),
    platform.Add(agent with { CallbackUrl = $"{station}/wecom/{agent.Name}" })).Map(routes));
Console.WriteLine($"{platform.BaseAddress} -> {station}");
await platform.WaitForShutdownAsync();
