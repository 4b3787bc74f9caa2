using Byway.Http;
using Byway.Jobs;

namespace Byway.Integrations;

/// <summary>Billing providers: their parts and routes.</summary>
public static class IntegrationsModule
{
    /// <summary>Adds the parts.</summary>
    /// <param name="services">Where.</param>
    public static void AddIntegrations(this IServiceCollection services)
    {
        services.AddSingleton<BillingProviders>();
        services.AddSingleton<SecretBox>();
        services.AddSingleton<IntegrationSecrets>();
        services.AddSingleton<BookEvents>();
        services.AddSingleton<IJob>(parts => parts.GetRequiredService<BookEvents>());
        services.AddSingleton<ReceiveEvent>();
    }

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">Where.</param>
    public static void MapIntegrations(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/integrations", For.Sales, ListIntegrations.Handle, ListIntegrations.Note);
        routes.Api("PUT", "/v1/integrations/{provider}", For.Sales, PutIntegration.Handle, PutIntegration.Note);
        routes.Api(
            "DELETE",
            "/v1/integrations/{provider}",
            For.Sales,
            DeleteIntegration.Handle,
            DeleteIntegration.Note
        );
        routes.Api(
            "GET",
            "/v1/integrations/{provider}/events",
            For.Sales,
            ListProviderEvents.Handle,
            ListProviderEvents.ListNote
        );
        routes.Api(
            "GET",
            "/v1/integrations/{provider}/events/{id}",
            For.Sales,
            ListProviderEvents.One,
            ListProviderEvents.OneNote
        );
        routes.Api(
            "POST",
            "/v1/integrations/{provider}/events/{id}/replay",
            For.Sales,
            ReplayProviderEvent.Handle,
            ReplayProviderEvent.Note
        );
        // Called by providers, who know what to send from their own documents; no part of the API's document.
        routes
            .MapPost(
                "/integrations/{provider}/{program}/webhook",
                http => http.RequestServices.GetRequiredService<ReceiveEvent>().Handle(http)
            )
            .ExcludeFromDescription();
        routes
            .MapPost(
                "/integrations/{provider}/{program}/{secret}/webhook",
                http => http.RequestServices.GetRequiredService<ReceiveEvent>().Handle(http)
            )
            .ExcludeFromDescription();
    }
}
