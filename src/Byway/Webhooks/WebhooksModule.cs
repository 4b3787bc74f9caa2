using Byway.Http;
using Byway.Jobs;

namespace Byway.Webhooks;

/// <summary>Events, subscriptions and deliveries: their parts and routes.</summary>
public static class WebhooksModule
{
    /// <summary>Adds the parts.</summary>
    /// <param name="services">Where.</param>
    /// <param name="options">How the server is started.</param>
    public static void AddWebhooks(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<EventReader>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<SendingParts>();
        services.AddSingleton<SendWebhooks>();
        services.AddSingleton(parts => new Outbound(
            ReachableAddress.Of(options.WebhookAllow),
            parts.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IJob, ForgetDeliveries>();
        if (options.HasJobs)
        {
            services.AddHostedService(parts => parts.GetRequiredService<SendWebhooks>());
        }
    }

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">Where.</param>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/events", For.All, ListEvents.Handle, ListEvents.Note);
        routes.Api("GET", "/v1/webhooks", For.All, ListWebhooks.Handle, ListWebhooks.ListNote);
        routes.Api("POST", "/v1/webhooks", For.All, PostWebhook.Handle, PostWebhook.Note);
        routes.Api("GET", "/v1/webhooks/{key}", For.All, ListWebhooks.One, ListWebhooks.OneNote);
        routes.Api("PUT", "/v1/webhooks/{key}", For.All, PutWebhook.Handle, PutWebhook.Note);
        routes.Api("DELETE", "/v1/webhooks/{key}", For.All, DeleteWebhook.Handle, DeleteWebhook.Note);
        routes.Api("POST", "/v1/webhooks/{key}/rotate-secret", For.All, RotateSecret.Handle, RotateSecret.Note);
        routes.Api("POST", "/v1/webhooks/{key}/replay", For.All, ReplayDeliveries.Since, ReplayDeliveries.SinceNote);
        routes.Api("GET", "/v1/webhooks/{key}/deliveries", For.All, ListDeliveries.Handle, ListDeliveries.ListNote);
        routes.Api("GET", "/v1/webhooks/{key}/deliveries/{id}", For.All, ListDeliveries.One, ListDeliveries.OneNote);
        routes.Api(
            "POST",
            "/v1/webhooks/{key}/deliveries/{id}/replay",
            For.All,
            ReplayDeliveries.One,
            ReplayDeliveries.OneNote
        );
    }
}
