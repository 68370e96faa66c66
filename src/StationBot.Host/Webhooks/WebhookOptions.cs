using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using StationBot.Handling.Loop;

namespace StationBot.Host.Webhooks;

/// <summary><c>StationBot:Webhooks</c>, a list.</summary>
internal sealed class WebhookOptions
{
    public IList<Webhook> Hooks { get; } = [];
}

/// <summary>One subscriber to case events.</summary>
internal sealed class Webhook
{
    public string Name { get; set; } = "";

    /// <summary>Where events are posted; https, or http on this machine.</summary>
    public Uri? Url { get; set; }

    /// <summary>Signs each delivery. At least 16 characters; by environment variable only.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Names of actions (<c>Assign</c>) or ids of transitions (<c>T11</c>). Empty: all.</summary>
    public IList<string> Events { get; } = [];
}

internal sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    private const int ShortestSecret = 16;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        List<string> wrong = [];
        foreach (var (hook, at) in options.Hooks.Select((h, i) => (h, $"Webhooks:{i}")))
        {
            Check(NamePattern().IsMatch(hook.Name) && options.Hooks.Count(h => h.Name == hook.Name) == 1, $"{at}:Name '{hook.Name}' must be 1 to 32 lower-case letters, digits or hyphens, and only there once. 名称不合规或重复。");
            Check(hook.Url is { IsAbsoluteUri: true } url && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)), $"{at}:Url must be https, or http on this machine. 地址要用 https。");
            Check(hook.Secret.Length >= ShortestSecret, $"{at}:Secret must have {ShortestSecret} characters at least: it signs what is sent. 密钥太短。");
            foreach (var unknown in hook.Events.Where(e => !Subscription.IsKnown(e)))
            {
                Check(false, $"{at}:Events names '{unknown}': write actions such as Assign, or steps such as T11 (stationbot loop --steps). 没有这个事件。");
            }
        }
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
}
