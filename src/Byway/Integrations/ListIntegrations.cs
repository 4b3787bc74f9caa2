using Byway.Http;
using Byway.Values;

namespace Byway.Integrations;

/// <summary><c>GET /v1/integrations</c>: the billing providers, connected or not.</summary>
public static class ListIntegrations
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("listIntegrations", "List the billing providers, connected or not.")
    {
        Answer = AnswerNote.Whole("All of them.", typeof(IntegrationsView)),
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var providers = call.Http.RequestServices.GetRequiredService<BillingProviders>();
        var views = new List<IntegrationView>();
        foreach (var provider in providers.All)
        {
            views.Add(await ViewOf(call, provider));
        }

        return Answer.Whole(new IntegrationsView(views), WireJson.Relaxed.IntegrationsView);
    }

    /// <summary>A provider as it is connected.</summary>
    /// <param name="call">The call.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="path">The secret part of its address, when it was just made.</param>
    public static async Task<IntegrationView> ViewOf(ApiCall call, IBillingProvider provider, string? path = null)
    {
        var services = call.Http.RequestServices;
        var settings = (await call.Settings()).Integrations?.FirstOrDefault(each => each.Provider == provider.Name);
        var secrets = await services.GetRequiredService<IntegrationSecrets>().Stored(call.Program, provider.Name);
        var box = services.GetRequiredService<SecretBox>();
        var counts = await call.Database.Query<(string Status, string Type, long Count)>(
            "select status, case when status = 'unknown' then type else '' end, count(*) from provider_events "
                + "where program_id = @ProgramId and provider = @Name group by 1, 2 order by 1, 2",
            new { call.Program.ProgramId, provider.Name }
        );
        var secretPart = provider.HasSecretPath ? $"{path ?? "…"}/" : "";
        return new()
        {
            Provider = provider.Name,
            Title = provider.Title,
            IsConnected = settings is not null,
            ConnectedAt = settings is null ? null : UtcMicros.ToText(settings.ConnectedAt),
            WebhookUrl =
                $"{PublicAddress.Of(call.Http, call.Server.Options)}/integrations/{provider.Name}/"
                + $"{call.Program.PublicId}/{secretPart}webhook",
            WebhookSecrets =
            [
                .. secrets.Where(secret => secret.Kind == IntegrationSecret.Webhook).Select(SecretHintView.Of),
            ],
            ApiKey = secrets
                .Where(secret => secret.Kind == IntegrationSecret.ApiKey)
                .Select(SecretHintView.Of)
                .FirstOrDefault(),
            CanOpenSecrets = secrets.All(secret => box.Open(call.Program, secret) is not null),
            Site = settings?.Site,
            Settings = new(settings?.AmountExcludesTax ?? true, settings?.AmountExcludesShipping ?? true),
            Events =
            [
                .. counts
                    .GroupBy(row => row.Status, StringComparer.Ordinal)
                    .Select(rows => new EventCountView(rows.Key, rows.Sum(row => row.Count))),
            ],
            UnknownTypes =
            [
                .. counts.Where(row => row.Type.Length > 0).Select(row => new EventCountView(row.Type, row.Count)),
            ],
            RefusedRequests = services
                .GetRequiredService<ReceiveEvent>()
                .RefusedOf(call.Program.ProgramId, provider.Name),
        };
    }
}

/// <summary>The billing providers.</summary>
/// <param name="Data">All of them.</param>
public sealed record IntegrationsView(IReadOnlyList<IntegrationView> Data)
{
    /// <summary>Always 1.</summary>
    public int Status { get; init; } = 1;
}
