using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StationBot.Handling.Cases;
using StationBot.Host.Tests.Api;

namespace StationBot.Host.Tests;

/// <summary><c>stationbot tickets</c> beside a running server: all or nothing, every fault with its line, twice changes nothing.</summary>
public sealed class TicketVerbTests : IAsyncLifetime
{
    private const string Header = "工单号,受理时间,类别,内容,地点,状态,办理单位,办结时间,事项编号";
    private ApiStation _station = null!;

    public async ValueTask InitializeAsync() => _station = await ApiStation.StartAsync();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task A_file_is_imported_whole_and_once()
    {
        var one = await _station.CaseAsync();
        var file = await FileAsync($"{Header}\nGD1,2026-11-20 09:30,市容,路灯不亮,书香里,办理中,城管局,,{one.Number}\nGD2,,,饭店油烟大,书香里,办理中,,,\n");

        var check = await RunAsync("import", "--in", file, "--check");
        Assert.Empty(await TicketsAsync(one));
        var first = await RunAsync("import", "--in", file);
        var second = await RunAsync("import", "--in", file);

        Assert.True((check.ExitCode, first.ExitCode, second.ExitCode) == (0, 0, 0), check.Errors + first.Errors + second.Errors);
        Assert.Contains("没有写入", check.Output, StringComparison.Ordinal);
        Assert.Contains($"第 2 行 GD1:关联到 {one.Number}", first.Output, StringComparison.Ordinal);
        Assert.Contains("第 3 行 GD2:没有对应的事项", first.Output, StringComparison.Ordinal);
        Assert.Contains("没有变化 1 条", second.Output, StringComparison.Ordinal);
        Assert.Equal(4, await _station.EventsAsync(one));
        Assert.Equal([new Ticket("12345", "GD1", "办理中", "城管局")], await TicketsAsync(one));
    }

    [Fact]
    public async Task One_wrong_line_stops_all_and_every_fault_is_told()
    {
        var one = await _station.CaseAsync();
        var file = await FileAsync($"{Header}\nGD1,,,路灯不亮,书香里,办理中,,,{one.Number}\nGD2,,,停水,书香里,办理中,,,QH20990101-0001\n");
        var broken = await FileAsync($"{Header}\nGD1,,,路灯不亮,书香里,办理中,,,{one.Number}\nGD2,昨天,,,书香里,办理中,,,\n");

        var unknown = await RunAsync("import", "--in", file);
        var wrong = await RunAsync("import", "--in", broken);

        Assert.Equal((1, 1), (unknown.ExitCode, wrong.ExitCode));
        Assert.Contains("第 3 行:没有编号为“QH20990101-0001”的事项", unknown.Errors, StringComparison.Ordinal);
        Assert.Contains("昨天", wrong.Errors, StringComparison.Ordinal);
        Assert.Contains("“内容”不能为空", wrong.Errors, StringComparison.Ordinal);
        Assert.All([unknown, wrong], r => Assert.Contains("什么都没有导入", r.Errors, StringComparison.Ordinal));
        Assert.Empty(await TicketsAsync(one));
    }

    [Fact]
    public async Task What_is_exported_comes_back_with_numbers()
    {
        var one = await _station.CaseAsync(flags: ["urgent_service"]);
        await _station.CaseAsync(flags: ["urgent_service"], resident: "nobody asked");
        A.Take(one, _station.Clock, _station.Services, CaseAction.Redirect, CaseActor.StationStaff, null, new RedirectData("hotline", "12345", true));
        await A.SaveAsync(_station.Services, one);
        var file = Path.Combine(_station.Folder, "out.csv");

        var exported = await RunAsync("export", "--since", "2026-11-01", "--out", file);
        Assert.True(exported.ExitCode == 0, exported.Errors);
        var lines = await File.ReadAllLinesAsync(file, Token);
        Assert.Equal([Header, lines[1]], lines);
        Assert.EndsWith($",{one.Number}", lines[1], StringComparison.Ordinal);
        // 12345 fills in its number and sends the file back, in its own encoding.
        await File.WriteAllBytesAsync(file, CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes($"{lines[0]}\r\nGD9{lines[1]}\r\n"), Token);
        var imported = await RunAsync("import", "--in", file);

        Assert.True(imported.ExitCode == 0, imported.Errors);
        Assert.Equal("GD9", Assert.Single(await TicketsAsync(one)).Number);
        Assert.Equal(1, (await RunAsync("export", "--since", "gestern", "--out", file)).ExitCode);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => StationProcess.RunAsync(["tickets", .. arguments, "--data", _station.Folder]);

    private async Task<IReadOnlyList<Ticket>> TicketsAsync(Case one) =>
        (await _station.Services.GetRequiredService<ICases>().FindAsync(one.Number!.Value, Token))!.Facts.Tickets;

    private async Task<string> FileAsync(string text)
    {
        var file = Path.Combine(_station.Folder, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(file, text, Token);
        return file;
    }
}
