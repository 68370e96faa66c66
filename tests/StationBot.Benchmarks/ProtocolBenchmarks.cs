using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using StationBot.Channels.BotProtocol;

namespace StationBot.Benchmarks;

/// <summary>Reading and writing one activity as Web Chat posts it.</summary>
[MemoryDiagnoser]
public class ProtocolBenchmarks
{
    private static readonly byte[] Wire = Encoding.UTF8.GetBytes("""
        {"type":"message","id":"m1","timestamp":"2026-11-23T02:00:00.000Z","localTimestamp":"2026-11-23T10:00:00.000+08:00",
        "localTimezone":"Asia/Shanghai","channelId":"webchat","serviceUrl":"http://127.0.0.1:5080/","from":{"id":"dl_1","name":"","role":"user"},
        "recipient":{"id":"bot"},"conversation":{"id":"c1"},"locale":"zh-CN","textFormat":"plain","text":"书香里小区门口的垃圾站三天没人清运了,气味很大",
        "attachments":[],"entities":[{"type":"ClientCapabilities","requiresBotState":true,"supportsListening":true,"supportsTts":true}],
        "channelData":{"clientActivityID":"a1b2c3","attachmentSizes":[]}}
        """);

    private readonly Activity _activity = BotJson.ReadActivity(Wire);

    [Benchmark]
    public Activity Read() => BotJson.ReadActivity(Wire);

    [Benchmark]
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(_activity, BotJson.Activity);
}
