using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StationBot.Host.Operations;
using StationBot.Host.Webhooks;

namespace StationBot.Host.Tests.Api;

public sealed class WebhookSettingsTests
{
    private const string Secret = "0123456789abcdef-secret";

    [Theory]
    [InlineData("Url", "http://example.com/hook", "must be https")]
    [InlineData("Url", "somewhere", "must be https")]
    [InlineData("Secret", "short", "16 characters")]
    [InlineData("Name", "My Hook", "lower-case letters")]
    [InlineData("Events:0", "T99", "names 'T99'")]
    public void A_subscriber_that_cannot_be_meant_stops_the_start(string setting, string value, string words)
    {
        var settings = new Dictionary<string, string?> { ["Webhooks:0:Name"] = "board", ["Webhooks:0:Url"] = "https://example.com/hook", ["Webhooks:0:Secret"] = Secret, ["Webhooks:0:" + setting] = value };
        var services = new ServiceCollection();
        WebhookSetup.AddSubscriptions(services, new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Webhooks"));
        using var provider = services.BuildServiceProvider();

        var wrong = Assert.Throws<OptionsValidationException>(() => SettingsCheck.Validate(provider));

        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, wrong.Message, StringComparison.Ordinal);
    }
}
