using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace StationBot.Tests.Understanding;

/// <summary>What those who run the station see of the model: that it does not help and why, never what a resident wrote.</summary>
public sealed class ModelWatchTests
{
    [Fact]
    public async Task Whoever_watches_the_station_sees_that_the_model_does_not_help_and_that_it_does_again()
    {
        var broken = true;
        await using var model = await ModelStandIn.StartAsync((http, _) =>
        {
            http.Response.StatusCode = broken ? 401 : 200;
            return broken ? Task.CompletedTask : http.Response.WriteAsJsonAsync(ModelStandIn.Completion(ModelSorterTests.Good, "stop"));
        });
        await using var services = ModelSorterTests.Services(model);
        var state = services.GetRequiredService<StationBot.Understanding.Llm.ModelState>();
        Assert.Null(state.Problem);

        await ModelSorterTests.SortAsync(services, ModelSorterTests.Unclear);
        Assert.Equal("http 401", state.Problem);

        broken = false;
        await ModelSorterTests.SortAsync(services, ModelSorterTests.Unclear);
        Assert.Null(state.Problem);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(500)]
    public async Task What_the_resident_wrote_is_in_no_log_whatever_the_service_says(int status)
    {
        // Some services repeat the prompt in their error.
        await using var model = await ModelStandIn.StartAsync((http, standIn) =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(
                new System.Text.Json.Nodes.JsonObject { ["error"] = new System.Text.Json.Nodes.JsonObject { ["message"] = "Invalid prompt: " + standIn.Read(), ["code"] = "bad" } }.ToJsonString(ModelStandIn.Plain),
                TestContext.Current.CancellationToken);
        });
        using var log = new Lines();
        await using var services = ModelSorterTests.Services(model, register: s => s.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));

        var result = await ModelSorterTests.SortAsync(services, ModelSorterTests.Unclear);

        Assert.StartsWith("offline (model failed: ", result.Provider, StringComparison.Ordinal);
        Assert.Contains("熏得人吃不下", model.Read(), StringComparison.Ordinal);
        Assert.Contains(log.All, l => l.Contains("The model did not help", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, l => l.Contains("熏得人", StringComparison.Ordinal) || l.Contains("Invalid prompt", StringComparison.Ordinal));
    }

    /// <summary>Everything logged, of every category and level, with its exception.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
