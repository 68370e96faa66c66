using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>When residents are told what happened to their cases: by day, in one turn, once, and not while they are telling something themselves.</summary>
public sealed class NoticeTests
{
    private const string Matter = "书香里小区3号楼门口的路灯坏了半个月,孩子晚上放学看不见路";
    private static readonly object Assigned = new { data = new { lead = "urban", co = Array.Empty<string>(), liaison = "李工" } };

    [Fact]
    public async Task What_happens_in_the_evening_is_told_in_the_morning()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var (chat, no) = await ComplainedAsync(station);
        station.Clock.AdjustTime(At(23, 21, 30));
        await StepAsync(station, no, "assign", Assigned);

        await station.PassToAsync(At(24, 7, 59));
        Assert.Empty(await chat.NewsAsync());
        await station.PassToAsync(At(24, 8));

        Assert.Single(await chat.NewsAsync());
    }

    [Fact]
    public async Task What_a_life_depends_on_is_told_at_night()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var (chat, no) = await ComplainedAsync(station);
        station.Clock.AdjustTime(At(23, 21, 30));
        await StepAsync(station, no, "raise-flag", new { data = new { flag = "fire" } });
        await StepAsync(station, no, "assign", Assigned);

        Assert.Equal(1, await station.TellAsync());

        Assert.Single(await chat.NewsAsync());
    }

    [Fact]
    public async Task Who_is_telling_something_new_hears_the_news_after_it_has_its_number()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var (chat, no) = await ComplainedAsync(station);
        await chat.SayAsync("还有一件事,翠苑小区门口的垃圾三天没人清运了");
        await StepAsync(station, no, "assign", Assigned);

        Assert.Equal(0, await station.TellAsync());
        Assert.Empty(await chat.NewsAsync());
        var other = await chat.ComplainAsync("请每天清运");
        Assert.Equal(1, await station.TellAsync());

        Assert.Equal([$"您的事（{no}）转给城管局办了，赵国梁代表关注。按规定11月30日前给您回音。"], await chat.NewsAsync());
        Assert.NotEqual(no, other);
    }

    [Fact]
    public async Task News_of_days_is_told_in_one_turn_and_what_is_older_than_a_week_goes_to_staff_instead()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        var (chat, no) = await ComplainedAsync(station);
        await StepAsync(station, no, "assign", Assigned);
        station.Clock.AdjustTime(At(24, 9));
        await StepAsync(station, no, "acknowledge", new { data = new { handler = "李工" } }, TokenRole.Department, "urban");
        await StepAsync(station, no, "progress", new { data = new { kind = "Plan", text = "先看现场" } }, TokenRole.Department, "urban");
        station.Clock.AdjustTime(At(30, 9));
        await StepAsync(station, no, "progress", new { data = new { kind = "Plan", text = "换灯" } }, TokenRole.Department, "urban");
        station.Clock.AdjustTime(At(30, 11));

        Assert.Equal(1, await station.TellAsync());
        Assert.Equal(0, await station.TellAsync());

        Assert.Equal([$"您的事（{no}），城管局打算这样办：换灯"], await chat.NewsAsync());
        var undelivered = await station.ReadAsync(db => db.StaffNotices.Where(n => n.Kind == StaffKinds.Undelivered).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((CaseActor.StationStaff, null), (Assert.Single(undelivered).Role, undelivered[0].Unit));
        Assert.Empty(await station.ReadAsync(db => db.ResidentNotices.ToListAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Two_machines_that_tell_at_once_say_it_once()
    {
        await using var station = await ApiStation.StartAsync(Chat.Settings);
        await using var other = await station.BesideAsync(Chat.Settings);
        List<Chat> chats = [];
        for (var i = 0; i < 4; i++)
        {
            var (chat, no) = await ComplainedAsync(station, $"resident-{i}");
            await StepAsync(station, no, "assign", Assigned);
            chats.Add(chat);
        }

        await Task.WhenAll(station.TellAsync(), other.TellAsync(), station.TellAsync(), other.TellAsync());
        await Task.WhenAll(station.TellAsync(), other.TellAsync());

        foreach (var chat in chats)
        {
            Assert.Single(await chat.NewsAsync());
        }
    }

    private static async Task<(Chat Chat, string No)> ComplainedAsync(ApiStation station, string user = "resident-1")
    {
        var chat = await Chat.StartAsync(station, user);
        return (chat, await chat.ComplainAsync(Matter));
    }

    private static async Task StepAsync(ApiStation station, string no, string action, object body, TokenRole role = TokenRole.Staff, string? unit = null)
    {
        var got = await (await station.AsAsync(role, unit)).PostAsync($"/cases/{no}/{action}", body);
        Assert.True(got.Status == 200, $"{action}: {got.Status} {got.Body}");
    }

    private static DateTimeOffset At(int day, int hour, int minute = 0) => new(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(8));
}
