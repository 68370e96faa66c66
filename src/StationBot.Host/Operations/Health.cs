using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StationBot.Understanding.Llm;

namespace StationBot.Host.Operations;

/// <summary>A district must be loaded, and its calendar must know the year.</summary>
internal sealed class DistrictHealth(LiveDirectory directory, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!directory.IsLoaded)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("no district: run `stationbot import` or start without --no-demo"));
        }
        var year = time.GetUtcNow().Year;
        return Task.FromResult(directory.Current.Calendar.OfficialYears.Contains(year)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"the official holidays of {year} are missing: import workdays"));
    }
}

/// <summary>A model that does not help leaves a station that can take residents, with the offline sorter alone.</summary>
internal sealed class ModelHealth(ModelState model) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(model.Problem is { } why ? HealthCheckResult.Degraded($"the model did not help when it was asked last: {why}; the offline sorter answers") : HealthCheckResult.Healthy());
}

/// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: it can take residents, or says by name what is wrong.</summary>
internal static class Health
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject
        {
            ["status"] = report.Status.ToString(),
            ["checks"] = new JsonObject(report.Entries.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Key, new JsonObject
            {
                ["status"] = e.Value.Status.ToString(),
                ["reason"] = e.Value.Description,
            }))),
        }.ToJsonString(Readable), context.RequestAborted);
    }
}
