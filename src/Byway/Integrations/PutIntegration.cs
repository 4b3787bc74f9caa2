using System.Security.Cryptography;
using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>
/// <c>PUT /v1/integrations/{provider}</c>: connects a billing provider, or changes how it is connected. Secrets go in
/// and never come out.
/// </summary>
public sealed class PutIntegration : Change
{
    /// <summary>A provider in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key("provider", "The provider.", "stripe");

    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("putIntegration", "Connect a billing provider, or change how.")
    {
        More =
            "What is not given stays as it is. Secrets are sealed and never shown again. Where the provider signs "
            + "nothing, its address has a secret part, which is shown only when it is made.",
        Path = PathNote,
        Body =
        [
            FieldNote
                .Texts(
                    "webhook_secrets",
                    "What its events are known by, newest first; all of them, in place of those before. Several while "
                        + "one is changed for another. Needed to connect.",
                    """["whsec_0123456789abcdef"]"""
                )
                .AtMost(IntegrationSecret.Most)
                .UpTo(LongestSecret),
            FieldNote
                .Text("api_key", "The key of its API, where events are fetched again.", "live_0123456789abcdef")
                .UpTo(LongestSecret),
            FieldNote.Text("site", "The merchant's site at the provider, where it has one.", "acme").UpTo(LongestSite),
            FieldNote.Flag("rotate_path", "True to make a new secret part of the address.", "false"),
            FieldNote.Object(
                "settings",
                "What of a payment is the sale's amount.",
                FieldNote.Flag("amount_excludes_tax", "True without tax.", "true"),
                FieldNote.Flag("amount_excludes_shipping", "True without shipping.", "true")
            ),
        ],
        Answer = AnswerNote.One(200, "The provider as it is connected.", typeof(IntegrationView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private const int LongestSecret = 255;
    private const int LongestSite = 100;
    private const int PathBytes = 16;

    private readonly IBillingProvider provider;
    private readonly IReadOnlyList<SealedSecret>? webhookSecrets;
    private readonly IReadOnlyList<SealedSecret>? apiKey;
    private readonly string? site;
    private readonly bool? excludesTax;
    private readonly bool? excludesShipping;
    private readonly bool isNewPath;
    private readonly IReadOnlyList<SealedSecret> newPath;

    /// <summary>A change of how a provider is connected.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="given">What was given.</param>
    /// <param name="secrets">Seals secrets.</param>
    internal PutIntegration(
        Caller caller,
        IBillingProvider provider,
        IntegrationFields given,
        IntegrationSecrets secrets
    )
        : base(caller)
    {
        this.provider = provider;
        webhookSecrets = given.WebhookSecrets is null
            ? null
            : secrets.Seal(Program, provider.Name, IntegrationSecret.Webhook, given.WebhookSecrets);
        apiKey = given.ApiKey is null
            ? null
            : secrets.Seal(Program, provider.Name, IntegrationSecret.ApiKey, [given.ApiKey]);
        site = given.Site;
        excludesTax = given.ExcludesTax;
        excludesShipping = given.ExcludesShipping;
        isNewPath = given.IsNewPath;
        Path = RandomNumberGenerator.GetHexString(2 * PathBytes, lowercase: true);
        newPath = provider.HasSecretPath ? secrets.Seal(Program, provider.Name, IntegrationSecret.Path, [Path]) : [];
    }

    /// <summary>The secret part of the address, should a new one be needed.</summary>
    public string Path { get; }

    /// <summary>True once the new secret part is the one that counts.</summary>
    public bool HasNewPath { get; private set; }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var services = call.Http.RequestServices;
        if (services.GetRequiredService<BillingProviders>().Find(call.PathKey("provider")) is not { } provider)
        {
            return Answer.NotFound("Provider");
        }

        var given = IntegrationFields.Of(call.Fields, LongestSecret, LongestSite);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        var change = new PutIntegration(
            call.Caller,
            provider,
            given,
            services.GetRequiredService<IntegrationSecrets>()
        );
        var done = await call.Take(change);
        if (!done.IsSuccess)
        {
            return done;
        }

        var view = await ListIntegrations.ViewOf(call, provider, change.HasNewPath ? change.Path : null);
        var answer = change.HasNewPath
            ? Answer.Secret(view, WireJson.Relaxed.IntegrationView)
            : Answer.Of(view, WireJson.Relaxed.IntegrationView);
        (answer.EntryId, answer.EntryCount, answer.Decision) = (done.EntryId, done.EntryCount, done.Decision);
        return answer;
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var connected = turn.Settings.Integrations ?? [];
        var before = connected.FirstOrDefault(each => each.Provider == provider.Name);

        // Decision
        if (before is null && webhookSecrets is not { Count: > 0 })
        {
            return Answer.Fault("webhook_secrets", "The webhook_secrets is required to connect the provider.");
        }

        if (webhookSecrets is { Count: 0 })
        {
            return Answer.Fault("webhook_secrets", "The webhook_secrets must have at least one item.");
        }

        // Effects
        var after = (before ?? new() { Provider = provider.Name, ConnectedAt = turn.Now }) with
        {
            Site = site ?? before?.Site,
            AmountExcludesTax = excludesTax ?? before?.AmountExcludesTax ?? true,
            AmountExcludesShipping = excludesShipping ?? before?.AmountExcludesShipping ?? true,
        };
        PutSecrets(turn, isFirst: before is null);
        if (after != before)
        {
            turn.PutSettings(
                turn.Settings with
                {
                    Integrations = [.. connected.Where(each => each.Provider != provider.Name), after],
                }
            );
        }

        turn.Append(
            new()
            {
                Kind = EntryKind.IntegrationConnected,
                Subject = 0,
                Decision = Decision.Plain,
                Request = new RequestText()
                    .Add("provider", provider.Name)
                    .Add("site", site)
                    .Add("amount_excludes_tax", FlagText(excludesTax))
                    .Add("amount_excludes_shipping", FlagText(excludesShipping))
                    .Json,
                Answer = JsonSerializer.SerializeToUtf8Bytes(after, StoredJson.Default.BillingSettings),
            },
            Caller.Actor
        );
        return Answer.Done;
    }

    private void PutSecrets(Turn turn, bool isFirst)
    {
        if (webhookSecrets is not null)
        {
            IntegrationSecrets.Put(turn, provider.Name, IntegrationSecret.Webhook, webhookSecrets);
        }

        if (apiKey is not null)
        {
            IntegrationSecrets.Put(turn, provider.Name, IntegrationSecret.ApiKey, apiKey);
        }

        HasNewPath = provider.HasSecretPath && (isFirst || isNewPath);
        if (HasNewPath)
        {
            IntegrationSecrets.Put(turn, provider.Name, IntegrationSecret.Path, newPath);
        }
    }

    private static string? FlagText(bool? flag) => flag?.ToString().ToLowerInvariant();
}
