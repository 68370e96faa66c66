using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace StationBot.Host.Tests;

/// <summary>The real executable, serving on a free port with a data folder of its own; it can be killed and started again.</summary>
public sealed class StationProcess : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly bool _demo;
    private Process? _process;

    private StationProcess(string? dataFolder, IReadOnlyDictionary<string, string>? environment, bool demo)
    {
        _demo = demo;
        BaseUrl = $"http://127.0.0.1:{FreePort()}";
        DataFolder = dataFolder ?? Directory.CreateTempSubdirectory("stationbot-test-").FullName;
        _environment = environment ?? new Dictionary<string, string>();
        Client = new HttpClient { BaseAddress = new Uri(BaseUrl), Timeout = TimeSpan.FromSeconds(30) };
    }

    public string BaseUrl { get; }
    public string DataFolder { get; }
    public HttpClient Client { get; }

    /// <summary>What the program has printed, both streams.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>The program as it was built beside these tests.</summary>
    public static string Program { get; } = Built("StationBot.Host", "stationbot.dll");

    /// <summary>What another project of this build has made.</summary>
    public static string Built(string project, string file) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), file));

    /// <summary>The folder of the repository: the tests' clients and scripts are run from there.</summary>
    public static string Repository { get; } = Find();

    public static async Task<StationProcess> StartAsync(string? dataFolder = null, IReadOnlyDictionary<string, string>? environment = null, bool demo = true)
    {
        var station = new StationProcess(dataFolder, environment, demo);
        await station.StartAgainAsync();
        return station;
    }

    public async Task StartAgainAsync()
    {
        string[] arguments = ["serve", "--urls", BaseUrl, "--data", DataFolder];
        _process = Start(_demo ? arguments : [.. arguments, "--no-demo"]);
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromMinutes(1))
        {
            Assert.False(_process.HasExited, "The station did not start:\n" + Log);
            try
            {
                if ((await Client.GetAsync(_demo ? "/healthz/ready" : "/healthz/live")).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(50);
        }
        Assert.Fail("The station was not ready within a minute:\n" + Log);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync();
        }
    }

    /// <summary>An ordinary stop, as a service manager's (SIGTERM).</summary>
    public async Task StopAsync()
    {
        using var asked = Process.Start("kill", ["-TERM", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await _process.WaitForExitAsync(patience.Token);
    }

    /// <summary>Runs a verb to its end.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var info = Info([.. arguments], redirect: true);
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Client.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>
    /// A port nobody listens on. Below those the system gives out by itself (32768 and up): one of them could go to a server of another test before
    /// the program takes it, which would then answer in its place.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref _ports) % Ports);
            try
            {
                using var socket = new TcpListener(IPAddress.Loopback, port);
                socket.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another run of these tests, or somebody else's server.
            }
        }
    }

    private const int FirstPort = 20_000;
    private const int Ports = 12_000;
    private static int _ports = Environment.ProcessId * 100;

    private Process Start(params string[] arguments)
    {
        var info = Info(arguments, redirect: true);
        foreach (var (name, value) in _environment)
        {
            info.Environment[name] = value;
        }
        var process = Process.Start(info)!;
        void Keep(object _, DataReceivedEventArgs line)
        {
            lock (_log)
            {
                _log.AppendLine(line.Data);
            }
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static ProcessStartInfo Info(string[] arguments, bool redirect) =>
        new("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
