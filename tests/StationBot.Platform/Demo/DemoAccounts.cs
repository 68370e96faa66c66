using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.WeCom;

namespace StationBot.Platform.Demo;

/// <summary>Credentials of the demonstration. They stand here for everyone to read, open nothing at Tencent, and must never be used for a real account.</summary>
public static class DemoAccounts
{
    public static OfficialAccountSettings OfficialAccount { get; } = new()
    {
        Name = "demo",
        AppId = "wxdemodemodemodemo",
        AppSecret = "demodemodemodemodemodemodemodemo",
        OriginalId = "gh_demodemodemo",
        Token = "demodemodemo",
        EncodingAesKey = "demodemodemodemodemodemodemodemodemodemodem",
        Mode = CallbackMode.Safe,
    };

    public static WeComAppSettings WeComApp { get; } = new()
    {
        Name = "staff",
        CorpId = "wwdemodemodemodemo",
        AgentId = 1000001,
        Secret = "demodemodemodemodemodemodemodemodemodemodem",
        Token = "demodemodemo",
        EncodingAesKey = "demodemodemodemodemodemodemodemodemodemodem",
    };

    /// <summary>Environment variables with which the station takes the platform at this address for Tencent.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Environment(string platform, OfficialAccountSettings account, WeComAppSettings app)
    {
        // One member is everybody, so that whoever looks on sees what the station, the units and the deputies are told.
        IEnumerable<KeyValuePair<string, string>> told = [new("AlertMembers:0", "everybody"), .. new[] { "StationStaff", "Office", "Department", "Deputy" }.SelectMany((role, i) => new KeyValuePair<string, string>[]
        {
            new($"Receivers:{i}:Role", role), new($"Receivers:{i}:Agent", app.Name), new($"Receivers:{i}:Users:0", "everybody"),
        })];
        return [.. Section("WeChat", account.ForStation(0)), .. Section("WeCom", app.ForStation(0).Concat(told))];

        IEnumerable<KeyValuePair<string, string>> Section(string name, IEnumerable<KeyValuePair<string, string>> settings) =>
            settings.Prepend(new("ApiAddress", platform.TrimEnd('/')))
                .Select(s => KeyValuePair.Create($"StationBot__{name}__{s.Key.Replace(":", "__", StringComparison.Ordinal)}", s.Value));
    }
}
