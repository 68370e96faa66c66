using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace StationBot.Host.Api;

/// <summary>The API <c>/api/v1</c>: who may in, how much, what comes of what cannot be read; and its resources, one file each.</summary>
internal static class ApiSetup
{
    private const string Root = "/api/v1";

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication(TokenAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null);
        services.AddAuthorization();
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = (context, _) => TooManyAsync(context.HttpContext, context.Lease);
            limits.AddPolicy(Root, http => RateLimitPartition.GetFixedWindowLimiter(
                http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = http.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.RequestsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
        // For the document's schemas; answers are written by ApiJson.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddSingleton<KeyedAnswers>().AddSingleton<RefusedSteps>().AddSingleton<StepTaker>().AddSingleton<SuggestionTaker>();
        OpenApiSetup.Add(services);
    }

    /// <summary>Before the endpoints: refusals of the framework and bugs get the same shape as the API's own.</summary>
    public static void Use(WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Root), api => api
            .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = BugAsync })
            .UseStatusCodePages(context => RefusedAsync(context.HttpContext)));
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
    }

    public static void Map(WebApplication app)
    {
        var api = app.MapGroup(Root).RequireAuthorization().RequireRateLimiting(Root);
        api.AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (BadInputException bad)
            {
                return bad.Answer;
            }
        });
        CaseEndpoints.Map(api);
        DraftEndpoints.Map(api);
        DirectoryEndpoints.Map(api);
        CalendarEndpoints.Map(api);
        CommitmentEndpoints.Map(api);
        NoticeEndpoints.Map(api);
        SuggestionEndpoints.Map(api);
        IndicatorEndpoints.Map(api);
        app.MapOpenApi("/openapi/{documentName}.json");
    }

    private static Task BugAsync(HttpContext http) => Problems.Said(
        StatusCodes.Status500InternalServerError, "api.bug", ApiTexts.Of("api.bug"), trace: Activity.Current?.Id ?? http.TraceIdentifier).ExecuteAsync(http);

    private static Task RefusedAsync(HttpContext http) => (http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problems.Of(StatusCodes.Status404NotFound, "api.no_such_path"),
        StatusCodes.Status405MethodNotAllowed => Problems.Of(StatusCodes.Status405MethodNotAllowed, "api.no_such_method"),
        StatusCodes.Status415UnsupportedMediaType => Problems.Of(StatusCodes.Status415UnsupportedMediaType, "request.not_json"),
        var status => Problems.Said(status, "api.refused", ApiTexts.Of("api.refused")),
    }).ExecuteAsync(http);

    private static async ValueTask TooManyAsync(HttpContext http, RateLimitLease lease)
    {
        var pause = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        http.Response.Headers.RetryAfter = Math.Max(1, (int)pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Problems.Of(StatusCodes.Status429TooManyRequests, "request.too_many").ExecuteAsync(http);
    }
}
