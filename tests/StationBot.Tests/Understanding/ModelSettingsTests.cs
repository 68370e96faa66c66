using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StationBot.Understanding;

namespace StationBot.Tests.Understanding;

/// <summary>Residents' words, and the key, go nowhere that others can read along; what cannot work is refused before the start.</summary>
public sealed class ModelSettingsTests
{
    [Theory]
    [InlineData("http://model.example.cn/v1/", "key", "Understanding:Endpoint must be https")]
    [InlineData("http://203.0.113.9/v1/", "key", "Understanding:Endpoint must be https")]
    [InlineData("http://172.32.0.1/v1/", "key", "Understanding:Endpoint must be https")]
    [InlineData("ftp://127.0.0.1/v1/", "key", "Understanding:Endpoint must be https")]
    [InlineData("http://127.0.0.1:8000/v1/", "entra", "Understanding:Endpoint must be https")]
    [InlineData("https://model.example.cn/v1/", "entra", "Understanding:EntraScope must name a resource", "")]
    [InlineData("https://model.example.cn/v1/", "entra", "Understanding:EntraScope must name a resource", "nonsense")]
    [InlineData("https://model.example.cn/v1/", "entra", "Understanding:EntraScope must name a resource", "https://cognitiveservices.azure.cn")]
    public void What_cannot_be_meant_is_refused_with_what_may_stand_there(string endpoint, string authentication, string words, string? scope = null)
    {
        using var services = Services(endpoint, authentication, scope);

        var wrong = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<UnderstandingOptions>>().Value);

        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://model.example.cn/v1/", "key")]
    [InlineData("https://model.example.cn/v1/", "entra")]
    [InlineData("https://model.example.cn/v1/", "entra", "api://0b1c/.default")]
    [InlineData("http://127.0.0.1:8000/v1/", "key")]
    [InlineData("http://localhost:8000/v1/", "key")]
    [InlineData("http://[::1]:8000/v1/", "key")]
    [InlineData("http://10.1.2.3/v1/", "key")]
    [InlineData("http://172.16.0.9/v1/", "key")]
    [InlineData("http://192.168.1.20/v1/", "key")]
    [InlineData("http://[fd00::5]/v1/", "key")]
    [InlineData("http://vllm:8000/v1/", "key")]
    public void A_service_in_the_house_needs_no_certificate(string endpoint, string authentication, string? scope = null)
    {
        using var services = Services(endpoint, authentication, scope);

        Assert.Equal(new Uri(endpoint), services.GetRequiredService<IOptions<UnderstandingOptions>>().Value.Endpoint);
    }

    private static ServiceProvider Services(string endpoint, string authentication, string? scope)
    {
        var settings = new Dictionary<string, string?> { ["Provider"] = "model", ["Model"] = "local", ["Endpoint"] = endpoint, ["Authentication"] = authentication };
        if (scope is not null)
        {
            settings["EntraScope"] = scope;
        }
        return ModelSorterTests.Services(settings);
    }
}
