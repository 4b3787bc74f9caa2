// A small tea shop that pays the people who send it buyers. Program.cs is the shop; everything about who sent whom is
// in Referrals.cs, and how Byway hears of it in Outbox.cs.

using Microsoft.Extensions.Caching.Memory;
using TeaShop;

var builder = WebApplication.CreateBuilder(args);
var settings = ShopSettings.From(builder.Configuration);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["PORT"] ?? "8080"}");
builder
    .Services.AddSingleton(settings)
    .AddSingleton<BywayClient>()
    .AddSingleton<Outbox>()
    .AddSingleton<Referrals>()
    .AddSingleton<Store>()
    .AddSingleton<Pages>()
    .AddHostedService(parts => parts.GetRequiredService<Outbox>())
    .AddMemoryCache();
var shop = builder.Build();
var (pages, store) = (shop.Services.GetRequiredService<Pages>(), shop.Services.GetRequiredService<Store>());
var (referrals, byway) = (
    shop.Services.GetRequiredService<Referrals>(),
    shop.Services.GetRequiredService<BywayClient>()
);
var sessions = shop.Services.GetRequiredService<IMemoryCache>();

// The snippet needs its own host and nothing else; without it no page runs code.
var host = settings.Byway.GetLeftPart(UriPartial.Authority);
var policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    + (settings.HasSnippet ? $"; script-src 'self' {host}; connect-src {host}" : "");
shop.Use(
    (http, next) =>
    {
        http.Response.Headers.ContentSecurityPolicy = policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        return next();
    }
);
shop.UseStaticFiles();
shop.UseRouting();

// Every page is a landing page. What is personal is kept in no cache.
shop.Use(
    (http, next) =>
    {
        http.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(http.Request.Method))
        {
            referrals.Land(Of(http));
        }

        return next();
    }
);

shop.MapGet("/", (HttpContext http) => pages.Home(Of(http)));
shop.MapGet($"/{settings.LinkParameter}/{{referralKey}}", (HttpContext http) => pages.Home(Of(http)));
shop.MapGet("/letter", (HttpContext http) => pages.Home(Of(http), isLetter: true));
shop.MapGet("/sign-up", (HttpContext http) => pages.SignUp(Of(http)));
shop.MapGet(
    "/account",
    (HttpContext http) =>
        Of(http) is { Session.Account: { } account } visit
            ? pages.Account(visit, account)
            : Results.Redirect("/sign-up")
);
shop.MapGet(
    "/teas/{id}",
    (HttpContext http, string id) =>
        store.Tea(id) is { } tea ? pages.Checkout(Of(http), tea) : pages.Sorry(Of(http), 404, "There is no such tea.")
);
shop.MapGet(
    "/orders/{key}",
    (HttpContext http, string key) =>
        store.Order(key) is { } order
            ? pages.Confirmation(Of(http), order)
            : pages.Sorry(Of(http), 404, "There is no such order.")
);
shop.MapGet("/outbox", (Outbox outbox) => new { outbox.Waiting, outbox.Refused });

shop.MapPost(
    "/sign-up",
    async (HttpContext http) =>
    {
        var (visit, form) = (Of(http), await http.Request.ReadFormAsync());
        return SignUp(visit, form) is null
            ? pages.Sorry(visit, 422, "We need a name and an e-mail address.")
            : Results.Redirect("/account");
    }
);
shop.MapPost(
    "/checkout",
    async (HttpContext http, CancellationToken stop) =>
    {
        var (visit, form) = (Of(http), await http.Request.ReadFormAsync(stop));
        if (store.Tea(form["tea"]) is not { } tea)
        {
            return pages.Sorry(visit, 422, "There is no such tea.");
        }

        if ((visit.Session?.Account ?? SignUp(visit, form)) is not { } account)
        {
            return pages.Sorry(visit, 422, "We need a name and an e-mail address.");
        }

        var code = Clean(form["code"], 60);
        var order = new Order(Store.NewId("order"), account, tea)
        {
            Code = code,
            DiscountCents = code is null ? 0 : await byway.Discount(code, tea.Cents, stop),
            Metadata = referrals.MetadataOf(visit, form[settings.LinkParameter]),
        };
        store.Add(order);
        // Here your payment provider takes over, with the order's key and metadata. Paid is what its webhook calls.
        referrals.Paid(order);
        return Results.Redirect($"/orders/{order.Key}");
    }
);
shop.MapPost(
    "/consent",
    async (HttpContext http) =>
    {
        var form = await http.Request.ReadFormAsync();
        Of(http).Answer(form["answer"] == "yes");
        // Back to the very address, whose key may be kept now; to a page of ours, and to no other.
        string back = form["back"].ToString();
        var isOurs =
            back.StartsWith('/') && !back.StartsWith("//") && !back.Contains('\\') && !back.Any(char.IsControl);
        return Results.Redirect(isOurs ? back : "/");
    }
);

await shop.StartAsync();
Console.WriteLine($"The shop is open: {shop.Urls.First()}");
await shop.WaitForShutdownAsync();

// One of each request, whoever asks for it.
Visit Of(HttpContext http)
{
    if (http.Items["visit"] is not Visit visit)
    {
        http.Items["visit"] = visit = new(http, sessions, settings);
    }

    return visit;
}

Account? SignUp(Visit visit, IFormCollection form)
{
    var (name, email) = (Clean(form["name"], 100), Clean(form["email"], 200));
    if (name is null || email?.Contains('@') is not true)
    {
        return null;
    }

    var account = new Account(Store.NewId("customer"), name, email);
    visit.Renew().Account = account;
    referrals.SignedUp(visit, account, form[settings.LinkParameter]);
    return account;
}

static string? Clean(string? typed, int longest)
{
    var text = string.Concat((typed ?? "").Where(letter => !char.IsControl(letter))).Trim();
    return text.Length switch
    {
        0 => null,
        var length when length > longest => text[..longest],
        _ => text,
    };
}
