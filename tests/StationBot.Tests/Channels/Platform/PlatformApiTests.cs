using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StationBot.Platform;
using StationBot.Platform.Callbacks;
using StationBot.Platform.Calls;
using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.Phones;
using StationBot.Platform.WeCom;

namespace StationBot.Tests.Channels.Platform;

/// <summary>The platform as it is called: tokens, quotas and codes (wechat.md §10–§13, §18, §19).</summary>
public sealed class PlatformApiTests : IAsyncLifetime
{
    private const string Resident = "oAbC1dEfG2hIjK3lMnO4pQrS5tUv";
    private const string Send = "/cgi-bin/message/custom/send";
    private readonly FakeTimeProvider _clock = The.Clock;
    private PlatformServer _platform = null!;
    private StandInStation _station = null!;
    private OfficialAccount _account = null!;
    private WeComApp _app = null!;
    private HttpClient _http = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _station = await StandInStation.StartAsync();
        _platform = await PlatformServer.StartAsync(_clock, cancellationToken: Ct);
        _account = _platform.Add(new OfficialAccountSettings { CallbackUrl = _station.Url });
        _app = _platform.Add(new WeComAppSettings { CallbackUrl = _station.Url });
        _http = new HttpClient { BaseAddress = _platform.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _platform.DisposeAsync();
        await _station.DisposeAsync();
    }

    [Fact]
    public async Task The_stable_token_stays_until_its_last_five_minutes()
    {
        var first = await StableAsync();
        _clock.Advance(TimeSpan.FromMinutes(114));
        var same = await StableAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        var next = await StableAsync();

        Assert.Equal((7200, 360, 7200), (first.Life, same.Life, next.Life));
        Assert.Equal(first.Token, same.Token);
        Assert.NotEqual(first.Token, next.Token);
        Assert.Equal((40003, 40003), (await InfoAsync(first.Token), await InfoAsync(next.Token))); // both work while the old one lives
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(42001, await InfoAsync(first.Token));
    }

    [Fact]
    public async Task A_forced_token_kills_the_one_before_and_cannot_be_had_twice_in_thirty_seconds()
    {
        var first = await StableAsync();
        var forced = await StableAsync(force: true);

        Assert.Equal(40001, await InfoAsync(first.Token));
        Assert.Equal(40003, await InfoAsync(forced.Token));
        Assert.Equal(45011, (await StableAsync(force: true)).Code);
    }

    [Fact]
    public async Task Wrong_credentials_and_addresses_have_their_codes()
    {
        Assert.Equal(40013, (await StableAsync(appId: "wx0")).Code);
        Assert.Equal(40125, (await StableAsync(secret: "x")).Code);

        _account.AllowedAddresses = new HashSet<string>();
        Assert.Equal(40164, (await StableAsync()).Code);
    }

    [Fact]
    public async Task A_message_opens_five_answers_and_two_days()
    {
        await _account.SendAsync(Resident, "路灯坏了", Ct);
        int[] codes = [await CustomAsync("1"), await CustomAsync("2"), await CustomAsync("3"), await CustomAsync("4"), await CustomAsync("5"), await CustomAsync("6")];
        await _account.SendAsync(Resident, "还有", Ct);
        _clock.Advance(TimeSpan.FromHours(48));

        Assert.Equal([0, 0, 0, 0, 0, 45047], codes);
        Assert.Equal(45015, await CustomAsync("late"));
        Assert.Equal(["1", "2", "3", "4", "5"], _account.Phone(Resident).Texts);
    }

    [Fact]
    public async Task A_tap_or_a_follow_opens_three_answers_and_one_minute()
    {
        await _account.SendAsync(Resident, Inbound.Follow("station-03"), Ct);
        int[] codes = [await CustomAsync("1"), await CustomAsync("2"), await CustomAsync("3"), await CustomAsync("4")];
        await _account.SendAsync(Resident, Inbound.Text("满意", menuId: "1"), Ct);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([0, 0, 0, 45047], codes);
        Assert.Equal(45015, await CustomAsync("late"));
        Assert.Equal("station-03", _account.Phone(Resident).Scene);
    }

    [Fact]
    public async Task Texts_are_refused_by_their_bytes_and_their_spelling()
    {
        await _account.SendAsync(Resident, "路灯坏了", Ct);
        var token = (await StableAsync()).Token;

        Assert.Equal(45002, await CustomAsync(new string('长', 683)));
        Assert.Equal(0, await CustomAsync(new string('长', 682)));
        Assert.Equal(44004, await CustomAsync(""));
        Assert.Equal(40033, await PostAsync(Send, token, $$$"""{"touser":"{{{Resident}}}","msgtype":"text","text":{"content":"\u8def"}}"""));
        Assert.Equal(40003, await PostAsync(Send, token, """{"touser":"oNobody","msgtype":"text","text":{"content":"x"}}"""));
        Assert.Equal(44002, await PostAsync(Send, token, ""));
        Assert.Contains("rid: ", (await ReadAsync(await _http.PostAsync(Send, null, Ct))).GetProperty("errmsg").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_checked_by_its_types_and_delivered_once_for_a_client_id()
    {
        await _account.SendAsync(Resident, Inbound.Follow(), Ct);
        var token = (await StableAsync()).Token;
        Task<int> Template(string number, string state) => PostAsync("/cgi-bin/message/template/send", token,
            Notice("T", ("first", "dropped"), ("character_string1", number), ("phrase2", state)));

        Assert.Equal(47003, await Template("编号7", "办理中"));
        Assert.Equal(47003, await Template("QH-7", "正在办理当中"));
        Assert.Equal(0, await Template("QH-7", "办理中"));
        Assert.Equal(0, await Template("QH-7", "办理中"));
        Assert.Equal(["QH-7\n办理中"], _account.Phone(Resident).Texts);
        await _account.SendAsync(Resident, Inbound.Unfollow(), Ct);
        Assert.Equal(43004, await Template("QH-8", "办理中"));
    }

    [Theory]
    [InlineData("thing3", "二十个字以内的任何话都可以写在这里面呀", true)]
    [InlineData("thing3", "二十一个字就不行了因为它多出了一个字来啊啊", false)]
    [InlineData("time4", "2026年11月23日 15:01", true)]
    [InlineData("time4", "明天下午", false)]
    [InlineData("date5", "2026年11月23日~2026年11月30日", true)]
    [InlineData("number6", "12.5", true)]
    [InlineData("number6", "十二", false)]
    [InlineData("amount7", "￥12.50", true)]
    [InlineData("phone_number8", "+86-10-12345678", true)]
    public async Task Values_keep_to_the_table_of_types(string field, string value, bool fits)
    {
        await _account.SendAsync(Resident, Inbound.Follow(), Ct);

        var code = await PostAsync("/cgi-bin/message/template/send", (await StableAsync()).Token,
            Notice("T", (field, value)));

        Assert.Equal(fits ? 0 : 47003, code);
    }

    [Fact]
    public async Task A_notice_spends_what_the_resident_agreed_to()
    {
        var token = (await StableAsync()).Token;
        _account.Templates.Agree(Resident, "N");
        var body = Notice("N", ("thing1", "办结"));

        Assert.Equal(0, await PostAsync("/cgi-bin/message/subscribe/bizsend", token, body));
        Assert.Equal(43101, await PostAsync("/cgi-bin/message/subscribe/bizsend", token, body));
    }

    [Fact]
    public async Task Media_lasts_three_days()
    {
        var (token, id) = ((await StableAsync()).Token, _account.Media.Add([1, 2, 3], "image/jpeg", "a.jpg"));
        var url = $"/cgi-bin/media/get?access_token={token}&media_id={id}";

        Assert.Equal([1, 2, 3], await _http.GetByteArrayAsync(url, Ct));
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(40007, Code(await ReadAsync(await _http.GetAsync($"/cgi-bin/media/get?access_token={(await StableAsync()).Token}&media_id={id}", Ct))));
    }

    [Fact]
    public async Task Faults_happen_when_asked_for()
    {
        await _account.SendAsync(Resident, "路灯坏了", Ct);
        var (token, gate) = ((await StableAsync()).Token, new Gate());
        _platform.Faults.Next(Send, new Fault.Code(-1));
        _platform.Faults.Next(Send, new Fault.Html(502));
        _platform.Faults.Next(Send, new Fault.Reset());
        _platform.Faults.Next(Send, new Fault.LostAnswer());
        _platform.Faults.Next(Send, new Fault.Behind(gate));
        var body = $$$"""{"touser":"{{{Resident}}}","msgtype":"text","text":{"content":"好"}}""";

        Assert.Equal(-1, await PostAsync(Send, token, body));
        Assert.Equal(502, (int)(await _http.PostAsync($"{Send}?access_token={token}", new StringContent(body), Ct)).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(Send, token, body));
        Assert.Empty(_account.Phone(Resident).Received);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(Send, token, body));
        Assert.Single(_account.Phone(Resident).Received);
        var held = PostAsync(Send, token, body);
        await gate.Arrived;
        Assert.False(held.IsCompleted);
        gate.Open();
        Assert.Equal(0, await held);
        Assert.Equal(2, (await _platform.Calls.WaitForCountAsync(2, c => c.Path == Send && c.Succeeded, cancellationToken: Ct)).Count);
    }

    [Fact]
    public async Task Staff_messages_name_who_is_not_there_and_groups_take_twenty_a_minute()
    {
        _app.Members = new HashSet<string> { "zhangwei" };
        _platform.AddWebhook("k");
        var token = (await ReadAsync(await _http.GetAsync($"/cgi-bin/gettoken?corpid={_app.Settings.CorpId}&corpsecret={_app.Settings.Secret}", Ct))).GetProperty("access_token").GetString()!;
        Task<HttpResponseMessage> Staff(string to) => _http.PostAsJsonAsync($"/cgi-bin/message/send?access_token={token}", new
        {
            touser = to, agentid = _app.Settings.AgentId, msgtype = "text", text = new { content = "新事项" }, enable_duplicate_check = 1,
        }, Ct);

        Assert.Equal("liuyang", (await ReadAsync(await Staff("zhangwei|liuyang"))).GetProperty("invaliduser").GetString());
        Assert.Equal(81013, Code(await ReadAsync(await Staff("liuyang"))));
        await Staff("zhangwei|liuyang");
        Assert.Single(_app.Phone("zhangwei").Received);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(0, await PostAsync("/cgi-bin/webhook/send?key=k", null, """{"msgtype":"text","text":{"content":"x"}}"""));
        }
        Assert.Equal(45009, await PostAsync("/cgi-bin/webhook/send?key=k", null, """{"msgtype":"text","text":{"content":"x"}}"""));
    }

    [Fact]
    public async Task Customer_service_is_pulled_by_a_cursor_and_answers_once_for_a_msgid()
    {
        var kf = _app.AddCustomerService("wk1");
        var token = (await ReadAsync(await _http.GetAsync($"/cgi-bin/gettoken?corpid={_app.Settings.CorpId}&corpsecret={_app.Settings.Secret}", Ct))).GetProperty("access_token").GetString()!;
        await kf.SendAsync("wm1", "路灯坏了", Ct);
        kf.GiveEmptyPages(1);
        var notice = System.Xml.Linq.XElement.Parse(_app.Crypto.Decrypt(System.Xml.Linq.XElement.Parse(_station.Requests.Single().Body).Element("Encrypt")!.Value));
        async Task<JsonElement> Sync(string cursor) => await ReadAsync(await _http.PostAsJsonAsync(
            $"/cgi-bin/kf/sync_msg?access_token={token}", new { open_kfid = "wk1", token = notice.Element("Token")!.Value, cursor }, Ct));
        Task<int> Answer(string msgId) => PostAsync("/cgi-bin/kf/send_msg", token, $$$"""{"touser":"wm1","open_kfid":"wk1","msgid":"{{{msgId}}}","msgtype":"text","text":{"content":"好"}}""");

        var empty = await Sync("");
        var page = await Sync(empty.GetProperty("next_cursor").GetString()!);

        Assert.Equal((1, 0), (empty.GetProperty("has_more").GetInt32(), empty.GetProperty("msg_list").GetArrayLength()));
        Assert.Equal("路灯坏了", page.GetProperty("msg_list")[0].GetProperty("text").GetProperty("content").GetString());
        Assert.Equal((0, 0), (await Answer("a"), await Answer("a")));
        Assert.Equal(95000, await PostAsync("/cgi-bin/kf/send_msg", token, """{"open_kfid":"other"}"""));
        Assert.Single(kf.Phone("wm1").Received);
    }

    private async Task<(int Code, string Token, int Life)> StableAsync(bool force = false, string? appId = null, string? secret = null)
    {
        var answer = await ReadAsync(await _http.PostAsJsonAsync("/cgi-bin/stable_token", new
        {
            grant_type = "client_credential", appid = appId ?? _account.Settings.AppId, secret = secret ?? _account.Settings.AppSecret, force_refresh = force,
        }, Ct));
        return Code(answer) is var code and not 0 ? (code, "", 0) : (0, answer.GetProperty("access_token").GetString()!, answer.GetProperty("expires_in").GetInt32());
    }

    private async Task<int> CustomAsync(string text) => await PostAsync(Send, (await StableAsync()).Token,
        $$$"""{"touser":"{{{Resident}}}","msgtype":"text","text":{"content":"{{{text}}}"}}""");

    /// <summary>40003 where the token is good: nobody follows under that name.</summary>
    private async Task<int> InfoAsync(string token) => Code(await ReadAsync(await _http.GetAsync($"/cgi-bin/user/info?access_token={token}&openid=oNobody", Ct)));

    private static string Notice(string template, params (string Field, string Value)[] data) => JsonSerializer.Serialize(new
    {
        touser = Resident, template_id = template, client_msg_id = template + "7", data = data.ToDictionary(d => d.Field, d => new { value = d.Value }),
    });

    private async Task<int> PostAsync(string path, string? token, string body) => Code(await ReadAsync(
        await _http.PostAsync(token is null ? path : $"{path}?access_token={token}", new StringContent(body, Encoding.UTF8, "application/json"), Ct)));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync(Ct));

    private static int Code(JsonElement answer) => answer.TryGetProperty("errcode", out var code) ? code.GetInt32() : 0;
}
