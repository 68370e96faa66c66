using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using StationBot.Platform.Calls;
using StationBot.Platform.OfficialAccounts;
using StationBot.Platform.WeCom;

namespace StationBot.Platform;

/// <summary>
/// Tencent's side of Official Accounts, WeCom and 微信客服 over real HTTP, by wechat.md. State is in memory. All time is that of the provider
/// given, the five seconds of a callback included: under a clock that stands still nothing expires.
/// </summary>
public sealed class PlatformServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, OfficialAccount> _accounts = [];
    private readonly ConcurrentDictionary<string, WeComApp> _apps = [];
    private readonly ConcurrentDictionary<string, Webhook> _webhooks = [];

    private PlatformServer(TimeProvider time, string urls, Action<WebApplication, PlatformServer>? more)
    {
        _time = time;
        // A redirect breaks delivery (§2). The limit of five seconds is each account's own; this one only ends a test that hangs.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls);
        builder.Logging.ClearProviders();
        // Calls that are held back on purpose must not hold back the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _app = builder.Build();
        var api = new ApiServer(Calls, Faults, time, _app.Lifetime.ApplicationStopping);
        new OfficialAccountApi(() => _accounts.Values, time).Map(api, _app);
        var wecom = new WeComApi(() => _apps.Values, time);
        wecom.Map(api, _app);
        new KfApi(wecom, () => _apps.Values, _webhooks, time).Map(api, _app);
        api.Map(_app, "GET", "/cgi-bin/media/get", GetMedia);
        _app.MapGet("/files/{mediaId}", OpenFile);
        more?.Invoke(_app, this);
    }

    /// <summary>Every call the station made, in the order in which they ended.</summary>
    public Journal<ApiCall> Calls { get; } = new();

    public Faults Faults { get; } = new();

    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    public IEnumerable<OfficialAccount> OfficialAccounts => _accounts.Values;

    public IEnumerable<WeComApp> WeComApps => _apps.Values;

    /// <param name="urls">A free port of this machine when left out.</param>
    /// <param name="more">Further routes, mapped before the start.</param>
    public static async Task<PlatformServer> StartAsync(
        TimeProvider time, string urls = "http://127.0.0.1:0", Action<WebApplication, PlatformServer>? more = null, CancellationToken cancellationToken = default)
    {
        var platform = new PlatformServer(time, urls, more);
        await platform._app.StartAsync(cancellationToken);
        var addresses = platform._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        platform.BaseAddress = new Uri(addresses.First());
        return platform;
    }

    public OfficialAccount Add(OfficialAccountSettings settings) =>
        _accounts[settings.AppId] = new OfficialAccount(settings, _http, _time, () => BaseAddress);

    public WeComApp Add(WeComAppSettings settings) => _apps[$"{settings.CorpId}/{settings.AgentId}"] = new WeComApp(settings, _http, _time, () => BaseAddress);

    public Webhook AddWebhook(string key) => _webhooks.GetOrAdd(key, k => new Webhook(k, _time));

    /// <summary>The calls of one path so far.</summary>
    public IReadOnlyList<ApiCall> CallsTo(string path) => [.. Calls.All.Where(c => c.Path == path)];

    /// <summary>Ends when the program is asked to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Both products have this path; the token tells whose file is meant.</summary>
    private ApiAnswer GetMedia(ApiRequest request)
    {
        var token = request.Asked("access_token");
        if (_accounts.Values.FirstOrDefault(a => a.Tokens.Knows(token)) is { } account)
        {
            request.Account = account.Name;
            return account.Tokens.Check(token) is var code and not 0 ? ApiAnswer.Error(code) : account.Media.Get(request.Asked("media_id"));
        }
        if (_apps.Values.FirstOrDefault(a => a.Tokens.Knows(token)) is { } app)
        {
            request.Account = app.Name;
            return app.Tokens.Check(token, unknown: 40014) is var code and not 0 ? ApiAnswer.Error(code) : app.Media.Get(request.Asked("media_id"));
        }
        return ApiAnswer.Error(string.IsNullOrEmpty(token) ? 41001 : 40001);
    }

    /// <summary>PicUrl and video_url need no token.</summary>
    private IResult OpenFile(string mediaId)
    {
        var file = _accounts.Values.Select(a => a.Media).Concat(_apps.Values.Select(a => a.Media)).Select(m => m.Open(mediaId)).FirstOrDefault(f => f is not null);
        return file is null ? Results.NotFound() : Results.Bytes(file.Content, file.ContentType);
    }
}
