using Byway.Browser;
using Byway.Cli;
using Byway.Clicks;
using Byway.Customers;
using Byway.Docs;
using Byway.Explanations;
using Byway.Http;
using Byway.Integrations;
using Byway.Jobs;
using Byway.Journal;
using Byway.Leads;
using Byway.Links;
using Byway.Mail;
using Byway.Newsletters;
using Byway.Partners;
using Byway.Payouts;
using Byway.Persons;
using Byway.Portal;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Simulations;
using Byway.Statements;
using Byway.Storage;
using Byway.Transactions;
using Byway.Turns;
using Byway.Webhooks;
using Microsoft.AspNetCore.HttpOverrides;

namespace Byway;

/// <summary>Puts a server together: its parts, its routes, its jobs. Nothing is opened before it starts.</summary>
public static class Server
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(8);

    /// <summary>A server that is ready to start.</summary>
    /// <param name="options">How.</param>
    /// <param name="clock">The clock; tests move theirs.</param>
    public static WebApplication Build(ServerOptions options, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        builder.WebHost.UseUrls(options.UrlList);
        var door = AdminDoor.AddTo(builder, options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Bodies are bounded while they are read, so that the refusal is JSON; this is the belt to those braces.
            kestrel.Limits.MaxRequestBodySize = RequestBody.LargestBytes * 4;
            kestrel.AllowAlternateSchemes = false;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        WebApplication? app = null;
        Telemetry.AddLogging(builder, options, () => app?.Lifetime.ApplicationStarted.IsCancellationRequested == true);
        AddParts(builder.Services, options, clock ?? TimeProvider.System);
        builder.Services.AddWebhooks(options);
        builder.Services.AddIntegrations();
        builder.Services.AddClicks();
        AddJobs(builder.Services, options);
        builder.Services.AddBrowser(options);
        AddProxies(builder.Services, options);
        builder.Services.AddPortal();
        builder.Services.AddApiDocument();

        app = builder.Build();
        if (door is not null)
        {
            app.Use(door.Answer);
        }

        app.UseForwardedHeaders();
        app.Use(Unmatched.Answer);
        app.UseShortDomains();
        app.UsePortal();
        app.UseRouting();
        MapEverything(app);
        return app;
    }

    /// <summary>Every route there is.</summary>
    /// <param name="app">Where.</param>
    private static void MapEverything(WebApplication app)
    {
        app.MapPrograms();
        app.MapPartners();
        app.MapCustomers();
        app.MapTransactions();
        app.MapRewards();
        app.MapLinks();
        app.MapClicks();
        app.MapPayouts();
        app.MapLeads();
        app.MapNewsletters();
        app.MapPromotionCodes();
        app.MapJournal();
        app.MapPersons();
        app.MapWebhooks();
        app.MapIntegrations();
        app.MapPortal();
        app.MapStatements();
        app.MapExplanations();
        app.MapSimulations();
        app.MapBrowser();
        app.MapHealth();
        app.MapApiDocument();
        app.MapDocs();
    }

    private static void AddParts(IServiceCollection services, ServerOptions options, TimeProvider clock)
    {
        services.AddSingleton(options);
        services.AddSingleton(clock);
        services.AddSingleton(_ => Database.Open(options.DataFolder, options.Database));
        services.AddSingleton(parts => new TurnQueue(
            parts.GetRequiredService<Database>().OpenStore(),
            clock,
            parts.GetRequiredService<ILogger<TurnQueue>>()
        ));
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<SettingsDirectory>();
        services.AddSingleton<ServerParts>();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<RouteTable>();
    }

    private static void AddJobs(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<IJob, ReleaseHeldRewards>();
        services.AddSingleton<IJob, SettleWaitingSales>();
        services.AddSingleton<IJob, NotePaidRewards>();
        services.AddSingleton<IJob, ForgetIdempotencyKeys>();
        services.AddSingleton<IJob, NoteLastUse>();
        services.AddSingleton<IJob, SendMails>();
        services.AddSingleton<IJob, ForgetSignIns>();
        services.AddSingleton<IJob, ForgetErasedMails>();
        if (options.HasJobs)
        {
            services.AddHostedService<JobLoop>();
        }
    }

    private static void AddProxies(IServiceCollection services, ServerOptions options) =>
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            forwarded.ForwardedHeaders =
                options.TrustedProxies.Count == 0
                    ? ForwardedHeaders.None
                    : ForwardedHeaders.XForwardedFor
                        | ForwardedHeaders.XForwardedProto
                        | ForwardedHeaders.XForwardedHost;
            foreach (var proxy in options.TrustedProxies)
            {
                forwarded.KnownIPNetworks.Add(
                    System.Net.IPNetwork.Parse(proxy.Contains('/', StringComparison.Ordinal) ? proxy : $"{proxy}/32")
                );
            }
        });
}
