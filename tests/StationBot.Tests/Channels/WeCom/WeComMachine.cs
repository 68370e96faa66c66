using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StationBot.Channels.Sending;
using StationBot.Conversations.Definitions;
using StationBot.Handling.Messages;
using StationBot.Handling.Roster;
using StationBot.Store;
using StationBot.Tests.Channels.BotProtocol;
using StationBot.Tests.Channels.WebChat;
using StationBot.Tests.Store;

namespace StationBot.Tests.Channels.WeCom;

/// <summary>One machine of a station: every channel on a real Kestrel over the real store, and a dialog of the test's choice.</summary>
internal static class WeComMachine
{
    /// <param name="settings">Under <c>WeCom</c>; of two with one name the later counts.</param>
    public static async Task<WebApplication> StartAsync(StoreHouse house, ScriptedDialog dialog, IEnumerable<(string Name, string Value)> settings, ILoggerProvider? log = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = DirectLineApp.PageFolder() });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        }
        builder.Configuration.AddInMemoryCollection(
        [
            .. settings.GroupBy(s => s.Name).Select(s => KeyValuePair.Create<string, string?>("StationBot:WeCom:" + s.Key, s.Last().Value)),
            new("StationBot:DirectLine:Folder", Path.Combine(house.Folder, "webchat")),
        ]);
        builder.Services.AddSingleton<TimeProvider>(house.Clock).AddSingleton<IAreaDirectory>(new TheDistrict()).AddSingleton<IDialog>(dialog).AddSingleton(Words());
        builder.Services.AddStore(options =>
        {
            options.DataFolder = house.Folder;
            options.IdentitySecret = Convert.ToBase64String(house.Secret);
        });
        builder.Services.AddChannels(builder.Configuration.GetSection("StationBot"));
        var app = builder.Build();
        app.UseWebSockets();
        app.MapChannels();
        await app.Services.MigrateStoreAsync(TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static ChannelWords Words()
    {
        var words = new ChannelWords();
        foreach (var (key, text) in DialogLoader.Load(Path.Combine(AppContext.BaseDirectory, "dialogs")).Channels)
        {
            words.Texts[key] = text;
        }
        return words;
    }
}
