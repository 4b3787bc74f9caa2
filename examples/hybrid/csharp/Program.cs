// A shop whose pages carry the snippet and whose backend reports sign-ups and sales: the cookie says who referred, the
// API key stays here. In a refer-a-friend program the cookie is partnero_referral, and customers have an id and a
// referring_customer in place of key and partner.

using System.Net.Http.Headers;
using System.Text.Json.Nodes;

var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
var byway = settings["BYWAY_URL"] ?? "http://127.0.0.1:5080";
var page = File.ReadAllText(settings["PAGE"] ?? "../page.html")
    .Replace("BYWAY_URL", byway)
    .Replace("PROGRAM_ID", settings["BYWAY_PROGRAM"]);
using var client = new HttpClient { BaseAddress = new(byway), Timeout = TimeSpan.FromSeconds(5) };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings["BYWAY_API_KEY"]);

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://127.0.0.1:{settings["PORT"] ?? "8080"}");
var shop = builder.Build();

shop.MapPost(
    "/signup",
    async (HttpRequest request) =>
    {
        var form = await request.ReadFormAsync();
        var customer = Guid.NewGuid().ToString("N"); // your own id of the customer
        await Tell(
            "customer",
            "/v1/customers",
            new JsonObject
            {
                ["key"] = customer,
                ["email"] = (string?)form["email"],
                ["name"] = (string?)form["name"],
                // null: nobody referred this one
                ["partner"] = new JsonObject { ["key"] = request.Cookies["partnero_partner"] },
                ["click_id"] = request.Cookies["bw_click"],
            }
        );
        return customer;
    }
);
shop.MapPost(
    "/payment",
    async (HttpRequest request) =>
    {
        // What your payment provider's webhook calls; the customer's browser, and its cookies, are not there.
        var form = await request.ReadFormAsync();
        await Tell(
            "transaction",
            "/v1/transactions",
            new JsonObject
            {
                ["key"] = (string?)form["order"],
                ["amount"] = 99.99m,
                ["amount_units"] = "USD",
                ["customer"] = new JsonObject { ["key"] = (string?)form["customer"] },
            }
        );
    }
);
shop.MapGet("/{**path}", () => Results.Content(page, "text/html; charset=utf-8"));
await shop.StartAsync();
Console.WriteLine($"The shop is open: {shop.Urls.First()}");
await shop.WaitForShutdownAsync();

async Task Tell(string what, string path, JsonObject body)
{
    // A shop of yours keeps what it could not tell and tells it again: see examples/s2s.
    try
    {
        using var response = await client.PostAsJsonAsync(path, body);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        Console.WriteLine(
            response.IsSuccessStatusCode
                ? $"{what} {answer!["data"]!.ToJsonString()}"
                : $"byway: {(int)response.StatusCode} {answer!["message"]}"
        );
    }
    catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
    {
        Console.WriteLine($"byway: {failure.Message}");
    }
}
