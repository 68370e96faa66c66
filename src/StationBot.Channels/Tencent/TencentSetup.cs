using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StationBot.Channels.Bot;
using StationBot.Channels.BotProtocol;
using StationBot.Channels.Sending;
using StationBot.Channels.Speech;

namespace StationBot.Channels.Tencent;

/// <summary>What the channels of Tencent's platforms share.</summary>
internal static class TencentSetup
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    /// <summary>A page of a thousand messages is far less. Of a file the limit is <see cref="PlatformClient"/>'s.</summary>
    private const int LongestAnswer = 16 * 1024 * 1024;

    /// <summary>Safe to call once per channel.</summary>
    public static IServiceCollection AddTencent(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(PlatformClient)))
        {
            return services;
        }
        services.AddHttpClient(PlatformClient.HttpClientName, client => (client.Timeout, client.MaxResponseContentBufferSize) = (CallLimit, LongestAnswer)).Quiet();
        services.AddHttpClient(OpenAiSpeechToText.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan).Quiet();
        services.AddSingleton<PlatformClient>().AddSingleton<AccessTokens>().AddSingleton<Departures>().AddSingleton<ChannelNotes>().AddSingleton<LateAnswers>().AddSingleton<ArrivedTurns>().AddSingleton<LostFiles>();
        services.AddOptions<SpeechOptions>().BindConfiguration("StationBot:Speech").ValidateRanges("StationBot:Speech")
            .Validate(s => s.Endpoint is null || (s.Endpoint.IsAbsoluteUri && (s.Endpoint.Scheme == Uri.UriSchemeHttps || (s.Endpoint.Scheme == Uri.UriSchemeHttp && s.Endpoint.IsLoopback))),
                "StationBot:Speech:Endpoint must be a whole https address such as https://speech.example.cn/v1, or http on this machine: people's voices go there. 要填完整的 https 地址,本机可以用 http。")
            .ValidateOnStart();
        services.TryAddSingleton<ISpeechToText, OpenAiSpeechToText>();
        return services;
    }
}
