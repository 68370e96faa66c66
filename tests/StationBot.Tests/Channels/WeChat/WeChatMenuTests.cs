using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Channels.Sending;
using StationBot.Channels.WeChat;
using StationBot.Platform.OfficialAccounts;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>Menus: what may stand in one, and that none is taken away by a forgotten setting. wechat.md §16.</summary>
public sealed class WeChatMenuTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_configured_menu_the_one_at_the_platform_stays_until_somebody_says_delete()
    {
        await using var station = await WeChatStation.OpenAsync();
        var console = station.Machine.Services.GetRequiredService<WeChatConsole>();
        var name = station.Account.Name;

        Assert.False(console.HasMenu(name));
        await Assert.ThrowsAsync<InvalidOperationException>(() => console.PushMenuAsync(name, dryRun: false, Cancel));
        Assert.True((await console.DeleteMenuAsync(name, dryRun: true, Cancel)).IsDone);
        Assert.Empty(station.Platform.CallsTo("/cgi-bin/menu/delete"));

        await console.DeleteMenuAsync(name, dryRun: false, Cancel);

        Assert.Single(station.Platform.CallsTo("/cgi-bin/menu/delete"));
    }

    [Fact]
    public async Task A_configured_menu_is_put_there_once()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:Menu:0:Name", "查进度"), ("Accounts:0:Menu:0:Says", "我的事办得怎么样了"));
        var console = station.Machine.Services.GetRequiredService<WeChatConsole>();

        Assert.True((await console.PushMenuAsync(station.Account.Name, dryRun: false, Cancel)).IsDone);
        Assert.True((await console.PushMenuAsync(station.Account.Name, dryRun: false, Cancel)).IsDone);

        Assert.Single(station.Platform.CallsTo("/cgi-bin/menu/create"));
    }

    [Fact]
    public async Task An_account_that_is_not_verified_may_set_and_delete_no_menu_and_the_dry_run_says_so()
    {
        await using var station = await WeChatStation.OpenAsync(CallbackMode.Safe, ("Accounts:0:Kind", "Unverified"), ("Accounts:0:Menu:0:Name", "查进度"), ("Accounts:0:Menu:0:Says", "我的事办得怎么样了"));

        var console = station.Machine.Services.GetRequiredService<WeChatConsole>();

        Assert.All([await console.PushMenuAsync(station.Account.Name, dryRun: true, Cancel), await console.DeleteMenuAsync(station.Account.Name, dryRun: false, Cancel)], result =>
        {
            Assert.False(result.IsDone);
            Assert.Contains("没有认证", result.Text, StringComparison.Ordinal);
        });
        Assert.Empty(station.Platform.CallsTo("/cgi-bin/menu/delete"));
    }

    public static TheoryData<string, string?, string?, bool> Buttons => new()
    {
        { "查进度", "我的事办得怎么样了", null, true },
        { "本站网页", null, "https://example.org/station", true },
        { "", "我的事", null, false },
        { "查一查我的事", "我的事", null, false },
        { "查进度", null, null, false },
        { "查进度", "我的事", "https://example.org/", false },
        { "查进度", null, "example.org", false },
        { "查进度", "很长的话很长的话很长的话很长的话很长的话很长的话很长的话很长的话很长的话很长的话很长", null, false },
    };

    [Theory]
    [MemberData(nameof(Buttons))]
    public void A_button_that_the_platform_would_refuse_stops_the_start(string name, string? says, string? url, bool isRight)
    {
        var options = OneAccount();
        options.Accounts[0].Menu.Add(new MenuButtonOptions { Name = name, Says = says, Url = url });

        var result = new WeChatOptionsValidator().Validate(null, options);

        Assert.Equal(isRight, result.Succeeded);
        Assert.True(isRight || result.Failures!.All(f => f.StartsWith("WeChat:Accounts:0:Menu:0", StringComparison.Ordinal)), string.Join('\n', result.Failures ?? []));
    }

    [Fact]
    public void Below_a_button_stand_named_ones_that_do_something()
    {
        var options = OneAccount();
        var top = new MenuButtonOptions { Name = "办事" };
        top.Buttons.Add(new MenuButtonOptions { Name = "路灯不亮了怎么报", Says = "路灯坏了" });
        top.Buttons.Add(new MenuButtonOptions { Name = "空的" });
        options.Accounts[0].Menu.Add(top);

        Assert.StartsWith("WeChat:Accounts:0:Menu:0:Buttons:1", Assert.Single(new WeChatOptionsValidator().Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    public static TheoryData<string, NoticeOptions, AccountKind, bool> NoticesToCheck => new()
    {
        { "right", Notice("T1", "{text}"), AccountKind.Service, true },
        { "words beside it", Notice("T1", "编号{caseNo}，{time}"), AccountKind.Service, true },
        { "no id", Notice("", "{text}"), AccountKind.Service, false },
        { "no fields", new NoticeOptions { Id = "T1" }, AccountKind.Service, false },
        { "no such placeholder", Notice("T1", "{txt}"), AccountKind.Service, false },
        { "half a placeholder", Notice("T1", "{text"), AccountKind.Service, false },
        { "may not send any", Notice("T1", "{text}"), AccountKind.Subscription, false },
    };

    [Theory]
    [MemberData(nameof(NoticesToCheck))]
    public void A_notice_that_would_tell_a_resident_nothing_stops_the_start(string name, NoticeOptions notice, AccountKind kind, bool isRight)
    {
        var options = OneAccount();
        (options.Accounts[0].Template, options.Accounts[0].Kind) = (notice, kind);

        var result = new WeChatOptionsValidator().Validate(null, options);

        Assert.True(isRight == result.Succeeded, name);
        Assert.True(isRight || result.Failures!.All(f => f.StartsWith("WeChat:Accounts:0:Template", StringComparison.Ordinal)), string.Join('\n', result.Failures ?? []));
    }

    private static NoticeOptions Notice(string id, string words) => new() { Id = id, Fields = { ["thing3"] = words } };

    /// <summary>As if set down under <c>WeChat:Accounts:0</c>.</summary>
    private static WeChatOptions OneAccount()
    {
        var options = new WeChatOptions { Accounts = { new WeChatAccountOptions { Name = "a", AppId = "wx1", AppSecret = "s", Token = "token", Mode = MessageMode.Plain } } };
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("Accounts:0:Name", "a")]).Build();
        ListedSetting.Mark(section, "WeChat", ("Accounts", options.Accounts));
        return options;
    }
}
