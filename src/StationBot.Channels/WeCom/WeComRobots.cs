using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StationBot.Channels.Bot;
using StationBot.Channels.Sending;
using StationBot.Channels.Tencent;
using StationBot.Handling.Messages;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Posts to groups of staff through their robots, no faster than the platform takes it: lines that come together go out together, and a burst
/// is counted instead of read out, unless each of its lines has to be found. Nothing personal of a resident belongs here. wechat.md §18.
/// </summary>
public sealed partial class WeComRobots : BackgroundService, IBackgroundSender
{
    private const int MostAttempts = 6;

    /// <summary>In the channel log, beside the channels that residents write through.</summary>
    private const string LogName = "wecom-robot";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private readonly WeComApi _api;
    private readonly ChannelNotes _notes;
    private readonly ChannelWords _words;
    private readonly WeComOptions _options;
    private readonly TimeProvider _time;
    private readonly UnclearLines _unclear;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<WeComRobots> _logger;
    private readonly Dictionary<string, Robot> _robots;

    internal WeComRobots(
        WeComApi api, ChannelNotes notes, ChannelWords words, IOptions<WeComOptions> options, UnclearLines unclear, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<WeComRobots> logger)
    {
        (_api, _notes, _words, _options, _unclear, _time, _lifetime, _logger) = (api, notes, words, options.Value, unclear, time, lifetime, logger);
        Telemetry.Know([LogName]);
        _robots = _options.Robots.ToDictionary(r => r.Name, r => new Robot(r.Key, new SlidingLimit(time, (_options.RobotPerMinute, TimeSpan.FromMinutes(1)))), StringComparer.Ordinal);
    }

    /// <summary>Robots that the platform refuses, by name, for operators.</summary>
    internal IEnumerable<string> Problems =>
    [
        .. _robots.Where(r => r.Value.Refused != 0).Select(r => string.Create(CultureInfo.InvariantCulture, $"wecom robot {r.Key}: refused ({r.Value.Refused})")),
        .. _robots.Where(r => r.Value.Silence.Problem is not null).Select(r => $"wecom robot {r.Key}: {r.Value.Silence.Problem}"),
    ];

    /// <summary>Says a line in a group, alone or with others that come at the same time.</summary>
    /// <param name="about">The conversation that the line is about, for the channel log.</param>
    /// <returns>False: it will not come there; whoever asked may ask again. True once it is there.</returns>
    /// <exception cref="ArgumentException">No robot of this name.</exception>
    public Task<bool> SayAsync(string robot, string line, Guid? about, CancellationToken cancellationToken) => PostAsync(robot, line, about, isMarkdown: false, null, cancellationToken);

    /// <summary>Says a line that is read out however many come with it, in several messages where one does not hold them.</summary>
    /// <param name="head">How each of several begins (<see cref="RobotTexts.Pages"/>); lines of one head go together, before those that may be counted.</param>
    /// <inheritdoc cref="SayAsync"/>
    internal Task<bool> NameAsync(string robot, string line, bool isMarkdown, string head, Guid? about, CancellationToken cancellationToken) => PostAsync(robot, line, about, isMarkdown, head, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = new SendingStop(_lifetime, stoppingToken);
        await Task.WhenAll(_robots.Select(r => ServeAsync(r.Key, r.Value, stop.Over, stop.Begun)));
    }

    private Task<bool> PostAsync(string robot, string text, Guid? about, bool isMarkdown, string? head, CancellationToken cancellationToken)
    {
        if (!_robots.TryGetValue(robot, out var known))
        {
            throw new ArgumentException($"No robot is called '{robot}'.", nameof(robot));
        }
        var line = new Line(text, about, isMarkdown, head, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!known.Lines.Writer.TryWrite(line))
        {
            return Task.FromResult(false);
        }
        return line.Done.Task.WaitAsync(cancellationToken);
    }

    private async Task ServeAsync(string name, Robot robot, CancellationToken sending, CancellationToken stoppingToken)
    {
        List<Line> lines = [];
        try
        {
            while (await robot.Lines.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(_options.RobotGathers, _time, stoppingToken);
                lines.Clear();
                while (robot.Lines.Reader.TryRead(out var line))
                {
                    lines.Add(line);
                }
                foreach (var kind in lines.GroupBy(l => (l.IsMarkdown, l.Head)).OrderBy(k => k.Key.Head is null))
                {
                    await SayTogetherAsync(name, robot, [.. kind], sending, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            robot.Lines.Writer.TryComplete();
        }
        while (robot.Lines.Reader.TryRead(out var late))
        {
            lines.Add(late);
        }
        // Whoever waits asks again after the next start.
        lines.ForEach(line => line.Done.TrySetResult(false));
    }

    private async Task SayTogetherAsync(string name, Robot robot, List<Line> lines, CancellationToken sending, CancellationToken stoppingToken)
    {
        if (!lines.Exists(l => _unclear.IsDue(name, l.Text)))
        {
            lines.ForEach(line => line.Done.TrySetResult(false));
            return;
        }
        var (isMarkdown, head) = (lines[0].IsMarkdown, lines[0].Head);
        var maxBytes = (isMarkdown ? _options.RobotMarkdownBytes : _options.RobotTextBytes) - Encoding.UTF8.GetByteCount(_unclear.Mark);
        List<string> texts = [.. lines.Select(l => _unclear.MayBeKnown(name, l.Text) ? _unclear.Mark + l.Text : l.Text)];
        IReadOnlyList<RobotPage> pages = head is null ? [new RobotPage(RobotTexts.Merge(texts, maxBytes, _options.RobotMostLines, _words), texts.Count)] : RobotTexts.Pages(texts, maxBytes, head);
        var (said, isThere) = (0, true);
        foreach (var page in pages)
        {
            var mine = lines.GetRange(said, page.Lines);
            // Where one of them did not get there the next are not tried: whoever asked asks again for all of those.
            isThere = isThere && await SendAsync(name, robot, page.Text, mine, isMarkdown, sending, stoppingToken);
            mine.ForEach(line => line.Done.TrySetResult(isThere));
            said += page.Lines;
        }
    }

    private async Task<bool> SendAsync(string name, Robot robot, string text, List<Line> lines, bool isMarkdown, CancellationToken sending, CancellationToken stoppingToken)
    {
        var isUnclear = false;
        for (var attempt = 1; ; attempt++)
        {
            while (robot.Rate.Take() is { } wait)
            {
                await Task.Delay(wait, _time, stoppingToken);
            }
            stoppingToken.ThrowIfCancellationRequested();
            var answer = await PostAsync(robot, text, lines, isMarkdown, sending);
            var reaction = PlatformErrors.OfWeCom(answer);
            var isTold = lines.ConvertAll(l => _unclear.Sent(name, l.Text, answer.IsSuccess ? null : reaction.Why)).TrueForAll(told => told);
            if (!answer.IsSuccess && (isTold || attempt >= MostAttempts || isUnclear || (reaction.Then != FailurePolicy.Retry && !reaction.Why.MayHaveArrived())))
            {
                LogLost(name, reaction.Why, answer.Code);
                return isTold;
            }
            if (answer.IsSuccess)
            {
                return true;
            }
            if (reaction.Why.MayHaveArrived())
            {
                // Once more at once; then whoever asked asks again.
                (isUnclear, text) = (true, text.StartsWith(_unclear.Mark, StringComparison.Ordinal) ? text : _unclear.Mark + text);
            }
            await Task.Delay(reaction.Pause ?? TimeSpan.FromTicks(FirstPause.Ticks << (attempt - 1)), _time, stoppingToken);
        }
    }

    private async Task<PlatformAnswer> PostAsync(Robot robot, string text, List<Line> lines, bool isMarkdown, CancellationToken sending)
    {
        var type = isMarkdown ? "markdown" : "text";
        var began = _time.GetTimestamp();
        var answer = await _api.PostToGroupAsync(robot.Key, new JsonObject { ["msgtype"] = type, [type] = new JsonObject { ["content"] = text } }, sending);
        robot.Silence.Heard(answer);
        var reaction = PlatformErrors.OfWeCom(answer);
        foreach (var conversation in lines.Select(l => l.About).Distinct())
        {
            _notes.Note(
                LogName, MessageDirection.Out, "webhook/send", answer.IsSuccess ? "ok" : reaction.Why.ToString(), _time.GetElapsedTime(began),
                conversation is { } one ? new Concerning(one, null) : null, answer.Code, answer.Trace);
        }
        robot.Refused = answer.Failure is null && reaction.Then != FailurePolicy.Retry ? answer.Code : robot.Refused;
        return answer;
    }

    [LoggerMessage(1073, LogLevel.Error, "What the group of robot {Robot} was to hear did not get there: {Why} {Code}")]
    private partial void LogLost(string robot, SendFailure why, int code);

    private sealed record Line(string Text, Guid? About, bool IsMarkdown, string? Head, TaskCompletionSource<bool> Done);

    private sealed class Robot(string key, SlidingLimit rate)
    {
        public string Key => key;
        public SlidingLimit Rate => rate;
        public Channel<Line> Lines { get; } = Channel.CreateUnbounded<Line>(new UnboundedChannelOptions { SingleReader = true });

        public Silence Silence { get; } = new();

        /// <summary>The platform's code, 0 for none.</summary>
        public int Refused { get; set; }
    }
}
