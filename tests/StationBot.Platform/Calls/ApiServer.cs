using System.Text.Encodings.Web;
using System.Text.Json;

namespace StationBot.Platform.Calls;

/// <summary>Takes the station's calls, lets faults happen, serves, and writes down what came of it.</summary>
internal sealed class ApiServer(Journal<ApiCall> calls, Faults faults, TimeProvider time, CancellationToken stopping)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Map(IEndpointRouteBuilder routes, string method, string path, Func<ApiRequest, ApiAnswer> serve) =>
        routes.MapMethods(path, [method], context => AnswerAsync(context, path, serve));

    private async Task AnswerAsync(HttpContext context, string path, Func<ApiRequest, ApiAnswer> serve)
    {
        var request = await ApiRequest.ReadAsync(context);
        var (fault, at) = (faults.Take(path), time.GetUtcNow());
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await (fault switch
            {
                Fault.Slow slow => Task.Delay(slow.Delay, time, gone.Token),
                Fault.Behind behind => behind.Gate.PassAsync(gone.Token),
                _ => Task.CompletedTask,
            });
        }
        catch (OperationCanceledException)
        {
            Record(request, at, 0, fault, served: false);
            context.Abort();
            return;
        }
        var answer = fault switch
        {
            Fault.Code code => ApiAnswer.Error(code.ErrCode, code.Message),
            Fault.Html or Fault.Reset => null,
            _ => serve(request),
        };
        Record(request, at, answer?.ErrCode ?? 0, fault, served: fault is not (Fault.Code or Fault.Html or Fault.Reset));
        await (fault switch
        {
            Fault.Html html => WriteAsync(context, html.Status, html.Body ?? $"<html><head><title>{html.Status}</title></head><body><h1>{html.Status}</h1><hr>nginx</body></html>"),
            Fault.Spoiled spoiled => WriteAsync(context, spoiled.Status, spoiled.Body),
            Fault.Reset or Fault.LostAnswer => Abort(context),
            _ => WriteAsync(context, answer!),
        });
    }

    private void Record(ApiRequest request, DateTimeOffset at, int errCode, Fault? fault, bool served) =>
        calls.Add(new ApiCall(request.Method, request.Path, request.Account, request.Body, request.Raw, request.Query, at, errCode, fault, served));

    private static Task Abort(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/html";
        return context.Response.WriteAsync(body);
    }

    private static Task WriteAsync(HttpContext context, ApiAnswer answer)
    {
        if (answer is ApiAnswer.File file)
        {
            context.Response.ContentType = file.ContentType;
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{file.Name}\"";
            return context.Response.Body.WriteAsync(file.Content).AsTask();
        }
        context.Response.ContentType = "application/json; encoding=utf-8"; // as the platform spells it
        return context.Response.WriteAsync(((ApiAnswer.Document)answer).Json.ToJsonString(Relaxed));
    }
}
