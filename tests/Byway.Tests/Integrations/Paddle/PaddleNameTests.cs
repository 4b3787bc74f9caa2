using System.Text.Json.Nodes;
using Xunit;

namespace Byway.Tests.Integrations.Paddle;

/// <summary>
/// Paddle tells e-mail and name with the customer only, and names the customer by an id everywhere else. Whichever of
/// them comes first, it is known who bought, and all that was told of a person is that person's.
/// </summary>
public sealed class PaddleNameTests(TestServer server) : ServerTests(server)
{
    private const string Mira = "mira@example.com";

    [Fact]
    public async Task A_customer_told_first_in_the_middle_or_last_has_the_same_address()
    {
        string[][] orders =
        [
            ["01", "02", "03", "06"],
            ["02", "01", "03", "06"],
            ["06", "03", "02", "01"],
            ["06", "01", "02", "01"],
        ];
        foreach (var order in orders)
        {
            var api = await Server.Affiliate().WithPaddle();
            foreach (var name in order)
            {
                await api.Told(name);
            }

            var customer = (await api.Get("/v1/customers/user-4711")).Is(200);
            Assert.Equal((Mira, "Mira Example"), (customer["data.email"], customer["data.name"]));
            Assert.Equal("30", await api.Balance(unit: "EUR"));
            Assert.Equal(0, await Waiting(api));

            // Booking any of them again changes nothing.
            var entries = await EntriesOfCustomers(api);
            await Replay(api);
            Assert.Equal(entries, await EntriesOfCustomers(api));
        }
    }

    [Theory]
    [InlineData("anna@example.com", "0")]
    [InlineData("ANNA+shop@example.com", "0")]
    [InlineData("mira@example.com", "30")]
    public async Task Whoever_buys_through_an_own_link_is_seen_when_the_address_came_first(string email, string earned)
    {
        var api = await Server.Affiliate().WithPaddle();
        await Tell(api, With("01", data => data["email"] = email));
        await api.Told("06");
        Assert.Equal(earned, await api.Balance(unit: "EUR"));
    }

    [Fact]
    public async Task A_customer_whom_the_merchant_signed_up_is_found_by_the_address_whatever_came_first()
    {
        foreach (var order in (string[])["cms", "csm", "mcs", "msc", "scm", "smc"])
        {
            var api = await Server.Affiliate().WithPaddle();
            foreach (var step in order)
            {
                await (
                    step switch
                    {
                        'c' => api.Told("01"),
                        's' => Tell(api, Anonymous("06")),
                        _ => api.SignUp("shop-41", "anna", ""","email":"Mira@Example.com" """),
                    }
                );
            }

            Assert.True(await api.Balance(unit: "EUR") == "30", order);
            Assert.Equal("shop-41", (await api.Get("/v1/customers")).Is(200).Column("key"));

            // And what comes without a name later on is that customer's, too.
            await Tell(api, Anonymous("07"));
            Assert.True(await api.Balance(unit: "EUR") == "60", order);
            Assert.Contains("mira", await Export(api, "shop-41"), StringComparison.Ordinal);
            await Erase(api, "shop-41");
            Assert.True(await Bodies(api) == 0, order);
        }
    }

    [Fact]
    public async Task Another_address_finds_nobody()
    {
        var api = await Server.Affiliate().WithPaddle();
        await api.SignUp("shop-41", "anna", ""","email":"other@example.com" """);
        await api.Told("01");
        await Tell(api, Anonymous("06"));
        Assert.Equal("0", await api.Balance(unit: "EUR"));
        await Erase(api, "shop-41");
        Assert.Equal(2, await Bodies(api));
    }

    [Fact]
    public async Task What_the_merchant_said_of_a_customer_stands()
    {
        var api = await Server.Affiliate().WithPaddle();
        await api.SignUp("user-4711", "anna", ""","email":"own@example.com","surname":"Own" """);
        await api.Told("01", "06", "50");
        var customer = (await api.Get("/v1/customers/user-4711")).Is(200);
        Assert.Equal(("own@example.com", "null"), (customer["data.email"], customer["data.name"]));
        Assert.Equal("30", await api.Balance(unit: "EUR"));
    }

    [Theory]
    [InlineData("key_only", null)]
    [InlineData("all", Mira)]
    public async Task Of_whom_nobody_referred_nothing_is_added_where_keys_are_all_that_is_kept(
        string kept,
        string? expected
    )
    {
        var api = await Server.Affiliate().WithPaddle();
        (await api.Put("/v1/program/settings", $$"""{"store_unreferred":"{{kept}}"}""")).Is(200);
        await Tell(api, With("03", data => data["custom_data"] = Key()));
        await api.Told("01");
        await Tell(api, With("06", data => data["custom_data"] = Key()));
        Assert.Equal(
            expected,
            (
                await Server.Query<string?>(
                    "select email from customers where program_id = @ProgramId",
                    new { api.Program.ProgramId }
                )
            ).Single()
        );
    }

    [Fact]
    public async Task Of_somebody_who_was_erased_no_event_is_kept_before_or_after()
    {
        var api = await Server.Affiliate().WithPaddle();
        await api.Told("01", "06");
        Assert.Contains(Mira, await Export(api, "user-4711"), StringComparison.Ordinal);
        Assert.Equal(2, await Bodies(api));
        await Erase(api, "user-4711");
        Assert.Equal(0, await Bodies(api));
        await api.Told("50", "07");
        await Tell(api, Anonymous("08"));
        Assert.Equal(0, await Bodies(api));
        await Replay(api);
        Assert.Equal(0, await Bodies(api));
        Assert.Equal("30", await api.Balance(unit: "EUR"));

        // The control: a stranger's event stays.
        await Tell(api, With("01", data => data["id"] = "ctm_of_a_stranger"));
        Assert.Equal(1, await Bodies(api));
    }

    private static JsonObject Key() => new() { ["customer_key"] = "user-4711" };

    private static string Anonymous(string name) => With(name, data => data["custom_data"] = null);

    private static string With(string name, Action<JsonObject> change)
    {
        var told = JsonNode.Parse(PaddleEvents.Text(name))!.AsObject();
        change(told["data"]!.AsObject());
        told["event_id"] = $"evt_changed_{Guid.NewGuid():N}";
        return told.ToJsonString();
    }

    private static async Task Tell(ApiClient api, string body)
    {
        (await api.Paddle(body)).Is(200);
        await api.Told();
    }

    private static async Task Replay(ApiClient api)
    {
        foreach (var id in (await api.Get("/v1/integrations/paddle/events?limit=100")).Is(200).Column("id").Split(','))
        {
            (await api.Post($"/v1/integrations/paddle/events/{id}/replay")).Is(200);
        }

        await api.Told();
    }

    private static async Task<string> Export(ApiClient api, string customer) =>
        (await api.Get($"/v1/customers/{customer}/export"))
            .Is(200)
            .Json.GetProperty("data")
            .GetProperty("sections")
            .EnumerateArray()
            .Single(section => section.GetProperty("name").GetString() == "provider_events")
            .GetRawText();

    private static async Task Erase(ApiClient api, string customer) =>
        (await api.Post($"/v1/customers/{customer}/erase")).Is(200);

    private static async Task<long> EntriesOfCustomers(ApiClient api) =>
        (
            await api.Server.Query<long>(
                "select count(*) from journal_entries where program_id = @ProgramId and body like '%\"customer.%'",
                new { api.Program.ProgramId }
            )
        )[0];

    private static async Task<long> Waiting(ApiClient api) =>
        (
            await api.Server.Query<long>(
                "select count(*) from provider_events where program_id = @ProgramId and person is null",
                new { api.Program.ProgramId }
            )
        )[0];

    private static async Task<long> Bodies(ApiClient api) =>
        (
            await api.Server.Query<long>(
                "select count(*) from provider_events where program_id = @ProgramId and body is not null",
                new { api.Program.ProgramId }
            )
        )[0];
}
