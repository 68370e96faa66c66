using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace StationBot.Host.Api;

/// <summary><c>/openapi/v1.json</c>, made from the endpoints, so that it cannot lag behind them. Open to all: it tells nothing of any case.</summary>
internal static class OpenApiSetup
{
    private const string Scheme = "token";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "StationBot", Version = "v1", Description = ApiTexts.Of("describe.api") };
            // The address under which a station is reached is the proxy's to know.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = ApiTexts.Of("describe.token") },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // What is absent is left out of an answer (ApiJson), so nothing that may be absent is required.
            foreach (var property in context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable))
            {
                schema.Required?.Remove(property.Name);
            }
            if (context.JsonPropertyInfo is { } field && FieldLengths.AreOf(field.DeclaringType) && (field.PropertyType == typeof(string) || field.PropertyType == typeof(IReadOnlyList<string>)))
            {
                (field.PropertyType == typeof(string) ? schema : schema.Items as OpenApiSchema)?.MaxLength = FieldLengths.Of(field.Name);
            }
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var query in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p is { In: ParameterLocation.Query, Name.Length: > 0 }))
            {
                query.Name = JsonNamingPolicy.CamelCase.ConvertName(query.Name!);
            }
            operation.RequestBody?.Content?.Remove(Described.Anything);
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AcceptedStep>().Any())
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(Header("Idempotency-Key", "describe.idempotency_key"));
                operation.Parameters.Add(Header("If-Match", "describe.if_match"));
            }
            return Task.CompletedTask;
        });
    });

    private static OpenApiParameter Header(string name, string key) =>
        new() { Name = name, In = ParameterLocation.Header, Description = ApiTexts.Of(key), Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
