using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;

namespace StationBot.Host.Operations;

/// <summary>Messages that did not reach their resident, and events that did not reach their webhook: staff read why, and send them again.</summary>
internal static class OutboxVerb
{
    private const int Most = 1000;

    public static async Task<int> ListAsync(string dataFolder, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        var zone = TimeZoneInfo.FindSystemTimeZoneById(services.GetRequiredService<LiveDirectory>().Current.Area.TimeZone);
        var stuck = await services.GetRequiredService<IOutbox>().StuckAsync(Most + 1, cancellationToken);
        foreach (var one in stuck.Take(Most))
        {
            var state = one.Held ? "held 等居民来信" : one.Retrying ? "retrying 会自动再试" : "parked 待处理";
            Console.WriteLine($"{one.Id}\t{TimeZoneInfo.ConvertTime(one.At, zone):yyyy-MM-dd HH:mm}\t{one.Channel}\t{state}\t{one.Attempts}\t{one.Error}\t{one.ConversationId}");
        }
        if (stuck.Count > Most)
        {
            await Console.Error.WriteLineAsync($"只列了最早的 {Most} 条，后面还有 / only the oldest {Most} are listed, there are more");
        }
        foreach (var one in await services.GetRequiredService<IWebhookQueue>().GivenUpAsync(Most, cancellationToken))
        {
            Console.WriteLine($"{one.Id}\t{TimeZoneInfo.ConvertTime(one.At, zone):yyyy-MM-dd HH:mm}\twebhook:{one.Hook}\tgiven up 已放弃\t{one.Attempts}\t{one.Error}");
        }
        return 0;
    }

    /// <summary>Why something was not delivered: each exchange with the platform about a conversation, oldest first.</summary>
    public static async Task<int> LogAsync(Guid? conversation, string? number, string dataFolder, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        if (conversation is null == number is null)
        {
            return Failure.Tell("请用 --conversation 或 --case 指明一个 / name one of --conversation and --case");
        }
        if ((conversation ?? (await services.GetRequiredService<ICases>().FindAsync(new CaseNo(number!), cancellationToken))?.ConversationId) is not { } id)
        {
            return Failure.Tell($"没有编号为 {number} 的事项 / no such case");
        }
        if (await services.GetRequiredService<INoticeStore>().FindConversationAsync(id, cancellationToken) is null)
        {
            return Failure.Tell($"没有这个会话 / no such conversation: {id}");
        }
        var zone = TimeZoneInfo.FindSystemTimeZoneById(services.GetRequiredService<LiveDirectory>().Current.Area.TimeZone);
        foreach (var line in (await services.GetRequiredService<IChannelLog>().OfConversationAsync(id, Most, cancellationToken)).Reverse())
        {
            var way = line.Direction == MessageDirection.In ? "in 来" : "out 去";
            Console.WriteLine($"{TimeZoneInfo.ConvertTime(line.At, zone):yyyy-MM-dd HH:mm:ss}\t{line.Channel}\t{way}\t{line.Sequence}\t{line.What}\t{line.Outcome}\t{line.Code}\t{line.Trace}\t{line.Milliseconds} ms");
        }
        return 0;
    }

    public static async Task<int> ResendAsync(Guid id, string dataFolder, CancellationToken cancellationToken)
    {
        await using var services = StationServices.ForVerb(dataFolder);
        if (!await StationServices.OpenStoreAsync(services, cancellationToken))
        {
            return Failure.Tell($"这里没有联络站的数据 / no station's data here: {dataFolder}");
        }
        if (!await services.GetRequiredService<IOutbox>().ResendAsync(id, cancellationToken) && !await services.GetRequiredService<IWebhookQueue>().ResendAsync(id, cancellationToken))
        {
            return Failure.Tell($"没有这条待处理的消息（会自动再试的不用重发）/ no such message waits for staff (those that are retried need no resend): {id}");
        }
        Console.WriteLine($"已排队重发 / queued to be sent again: {id}");
        return 0;
    }
}
