using System.Text.Json;
using StationBot.Platform.Callbacks;
using StationBot.Platform.OfficialAccounts;
using StationBot.Store;
using StationBot.Tests.Channels.BotProtocol;
using StationBot.Tests.Store;

namespace StationBot.Tests.Channels.WeChat;

/// <summary>Calls that are not the platform's. Nothing of them is stored, and none learns why. wechat.md §7, §8.</summary>
public sealed class WeChatHostileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> HttpVectors => [.. Vectors.Value.Where(v => v.GetProperty("configured_mode").GetString() != "wecom").Select(v => v.GetProperty("id").GetString()!)];

    private static readonly Lazy<JsonElement[]> Vectors = new(() =>
        [.. JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "wechat-vectors.json"))).GetProperty("http").EnumerateArray()]);

    [Theory]
    [MemberData(nameof(HttpVectors))]
    public async Task Every_http_vector_of_an_official_account(string id)
    {
        var vector = Vectors.Value.Single(v => v.GetProperty("id").GetString() == id);
        string Text(string name) => vector.GetProperty(name).GetString()!;
        await using var house = await StoreHouse.BuildAsync(StoreProvider.Sqlite);
        var dialog = new ScriptedDialog();
        await using var machine = await Machine.StartAsync(house, dialog,
        [
            new("StationBot:WeChat:MaxAge", "4000.00:00:00"), new("StationBot:WeChat:Accounts:0:Name", "v"), new("StationBot:WeChat:Accounts:0:AppId", Text("receive_id")),
            new("StationBot:WeChat:Accounts:0:AppSecret", "s"), new("StationBot:WeChat:Accounts:0:Token", Text("token")), new("StationBot:WeChat:Accounts:0:EncodingAesKey", Text("encoding_aes_key")),
            new("StationBot:WeChat:Accounts:0:Mode", Text("configured_mode")),
        ]);

        using var http = new HttpClient();
        using var response = await http.PostAsync($"{machine.Url}/wechat/v?{Text("raw_query")}", new StringContent(Text("body")), Cancel);

        var expected = Text("expect");
        Assert.True(expected switch { "accept" => (int)response.StatusCode == 200, "reject" => (int)response.StatusCode is 400 or 401 or 403, _ => true }, $"{id}: {response.StatusCode}");
        Assert.Equal(response.IsSuccessStatusCode ? 1 : 0, dialog.Turns.Count);
        if (expected == "accept")
        {
            var inner = System.Xml.Linq.XElement.Parse(Text("expect_inner"));
            Assert.Equal(inner.Element("Content")!.Value, dialog.Turns.Single().Message.Text);
        }
    }

    public static TheoryData<string, int> Calls => new()
    {
        { "no query", 403 }, { "wrong signature", 403 }, { "plain in safe mode", 403 }, { "raw", 403 }, { "tampered", 403 }, { "truncated", 403 }, { "other app", 403 }, { "old", 403 },
        { "ahead", 403 }, { "other account", 403 }, { "no xml", 403 }, { "doctype", 403 }, { "entities", 403 }, { "not a message", 403 }, { "too large", 413 }, { "empty", 403 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_is_not_the_platforms_is_refused_and_leaves_nothing(string call, int status)
    {
        await using var station = await WeChatStation.OpenAsync();
        var account = station.Account;
        var message = account.Prepare(station.OpenId, Inbound.Text("你好"));
        var good = account.Wrap(message);
        var seconds = station.Clock.GetUtcNow().ToUnixTimeSeconds();
        string Timestamp(int difference) => (seconds + difference).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Envelope Of(string xml) => account.Wrap(message with { Xml = xml });

        var attempt = await account.PostAsync(call switch
        {
            "no query" => good with { Query = "" },
            "wrong signature" => good with { Query = good.Query.Replace("msg_signature=", "msg_signature=0", StringComparison.Ordinal) },
            "plain in safe mode" => account.Wrap(message, CallbackMode.Plain),
            "raw" => account.Wrap(message, CallbackMode.Plain) with { Query = account.Wrap(message, CallbackMode.Plain).Query + "&encrypt_type=raw" },
            "tampered" => good with { Body = good.Body.Replace("A", "B", StringComparison.Ordinal) },
            "truncated" => good with { Body = good.Body[..^40] },
            "other app" => Foreign(account, message),
            "old" => account.Wrap(message, Timestamp(-700)),
            "ahead" => account.Wrap(message, Timestamp(700)),
            "other account" => Of(message.Xml.Replace(account.Settings.OriginalId, "gh_somebody_else", StringComparison.Ordinal)),
            "no xml" => good with { Body = "{]" },
            "doctype" => Of("<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" + message.Xml.Replace("你好", "&a;", StringComparison.Ordinal)),
            "entities" => Of("<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" + message.Xml),
            "not a message" => Of("<xml><Hello>1</Hello></xml>"),
            "too large" => good with { Body = new string('x', 300 * 1024) },
            _ => good with { Body = "" },
        }, Cancel);

        Assert.Equal((status, ""), (attempt.Status, attempt.Body));
        Assert.Empty(station.Dialog.Turns);
        Assert.Empty(await station.LogAsync());
        Assert.Empty(await station.Machine.ReadAsync(db => db.Arrivals.ToList()));
    }

    [Fact]
    public async Task The_same_call_unchanged_is_taken()
    {
        await using var station = await WeChatStation.OpenAsync();

        var attempt = await station.Account.PostAsync(station.Account.Wrap(station.Account.Prepare(station.OpenId, Inbound.Text("你好"))), Cancel);

        Assert.Equal(200, attempt.Status);
        Assert.Single(station.Dialog.Turns);
    }

    [Theory]
    [InlineData(-590, 200)]
    [InlineData(-86400, 403)]
    [InlineData(700, 403)]
    public async Task An_old_check_of_the_address_is_refused_as_an_old_message_is(int difference, int status)
    {
        await using var station = await WeChatStation.OpenAsync();
        var timestamp = (station.Clock.GetUtcNow().ToUnixTimeSeconds() + difference).ToString(System.Globalization.CultureInfo.InvariantCulture);

        var attempt = await station.Account.GetAsync($"signature={station.Account.Crypto.Sign(timestamp, "1")}&timestamp={timestamp}&nonce=1&echostr=42", Cancel);

        Assert.Equal((status, status == 200 ? "42" : ""), (attempt.Status, attempt.Body));
    }

    [Fact]
    public async Task An_account_nobody_configured_is_not_there()
    {
        await using var station = await WeChatStation.OpenAsync();
        station.Account.CallbackUrl += "x";

        Assert.Equal(404, (await station.Account.PostAsync(station.Account.Wrap(station.Account.Prepare(station.OpenId, Inbound.Text("你好"))), Cancel)).Status);
        Assert.False(await station.Account.VerifyUrlAsync(Cancel));
        using var http = new HttpClient();
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync($"{station.Account.CallbackUrl}?signature=x&timestamp=1&nonce=2&echostr=3", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("Name", "Big Name")]
    [InlineData("EncodingAesKey", "short")]
    [InlineData("Token", "")]
    [InlineData("AppSecret", "")]
    [InlineData("OriginalId", "wx123")]
    public async Task Wrong_settings_stop_the_start_and_are_named(string setting, string value)
    {
        var wrong = await Assert.ThrowsAnyAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => WeChatStation.OpenAsync(CallbackMode.Safe, ($"Accounts:0:{setting}", value)));

        Assert.Contains($"WeChat:Accounts:0:{setting}", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whisper")]
    [InlineData("/v1")]
    [InlineData("ftp://127.0.0.1/v1")]
    [InlineData("http://10.1.2.3/v1")]
    public async Task An_address_of_the_speech_service_that_is_none_stops_the_start(string address)
    {
        var wrong = await Assert.ThrowsAnyAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => WeChatStation.OpenAsync(CallbackMode.Safe, ("StationBot:Speech:Endpoint", address)));

        Assert.Contains("StationBot:Speech:Endpoint", wrong.Message, StringComparison.Ordinal);
    }

    private static Envelope Foreign(OfficialAccount account, Inbound message)
    {
        var crypto = new StationBot.Platform.Crypto.MessageCrypto(account.Token, account.EncodingAesKey, "wx_somebody_else");
        var good = account.Wrap(message);
        var query = System.Web.HttpUtility.ParseQueryString(good.Query);
        var encrypt = crypto.Encrypt(message.Xml);
        query["msg_signature"] = crypto.Sign(query["timestamp"]!, query["nonce"]!, encrypt);
        return new Envelope(query.ToString()!, $"<xml><ToUserName><![CDATA[{account.Settings.OriginalId}]]></ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>");
    }
}
