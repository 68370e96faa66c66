using System.Globalization;
using StationBot.Platform.Crypto;

namespace StationBot.Platform.OfficialAccounts;

/// <summary>wechat.md §8.</summary>
public enum CallbackMode
{
    Plain,
    Compatible,
    Safe,
}

/// <summary>An account as its console shows it. The defaults make one up, so that a test says only what matters.</summary>
public sealed record OfficialAccountSettings
{
    public string Name { get; init; } = "demo";

    public string AppId { get; init; } = "wx5823bf96d3bd56c7";

    public string AppSecret { get; init; } = "0c79eb9a1ab3d2bb4d5c6a0f1e2d3c4b";

    public string OriginalId { get; init; } = "gh_3c884a361561";

    public string Token { get; init; } = "StationBot2025";

    public string EncodingAesKey { get; init; } = MessageCrypto.NewKey();

    public CallbackMode Mode { get; init; } = CallbackMode.Safe;

    public string CallbackUrl { get; init; } = "";

    /// <summary>The same for the station: configuration keys without the section, such as <c>Accounts:0:AppId</c>.</summary>
    public IEnumerable<KeyValuePair<string, string>> ForStation(int index)
    {
        var account = string.Create(CultureInfo.InvariantCulture, $"Accounts:{index}:");
        yield return new(account + "Name", Name);
        yield return new(account + "AppId", AppId);
        yield return new(account + "AppSecret", AppSecret);
        yield return new(account + "Token", Token);
        yield return new(account + "EncodingAesKey", EncodingAesKey);
        yield return new(account + "OriginalId", OriginalId);
        yield return new(account + "Mode", Mode.ToString());
    }
}
