using System.Globalization;
using StationBot.Platform.Crypto;

namespace StationBot.Platform.WeCom;

/// <summary>A self-built WeCom app as its console shows it. The defaults make one up.</summary>
public sealed record WeComAppSettings
{
    public string Name { get; init; } = "staff";

    public string CorpId { get; init; } = "ww1a2b3c4d5e6f7a8b";

    public int AgentId { get; init; } = 1000002;

    public string Secret { get; init; } = "x4Jc7bQkS0m2wZtR9yLhVdNpEuGfAoIi3KqXsTzB5rM";

    public string Token { get; init; } = "StationStaff2025";

    public string EncodingAesKey { get; init; } = MessageCrypto.NewKey();

    public string CallbackUrl { get; init; } = "";

    /// <summary>The same for the station: configuration keys without the section, such as <c>Agents:0:AgentId</c>.</summary>
    public IEnumerable<KeyValuePair<string, string>> ForStation(int index)
    {
        var agent = string.Create(CultureInfo.InvariantCulture, $"Agents:{index}:");
        yield return new(agent + "Name", Name);
        yield return new(agent + "CorpId", CorpId);
        yield return new(agent + "AgentId", AgentId.ToString(CultureInfo.InvariantCulture));
        yield return new(agent + "Secret", Secret);
        yield return new(agent + "Token", Token);
        yield return new(agent + "EncodingAesKey", EncodingAesKey);
    }
}
