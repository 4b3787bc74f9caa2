using Byway.Programs;
using Xunit;

namespace Byway.Tests.Wire;

/// <summary>What no client of the recorded ones asks for, and the contract has nevertheless.</summary>
public sealed class CompatibilityTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Every_answer_is_exactly_application_json()
    {
        var api = await Server.Affiliate();
        var replies = new[]
        {
            (await api.Get("/v1/test")).Is(200),
            (await api.Post("/v1/partners", """{"email":"a@example.com"}""")).Is(201),
            (await api.Post("/v1/partners", "{")).Is(400),
            (await api.With("bw_live_nonsense").Get("/v1/test")).Is(401),
            (await api.Get("/v1/subscribers")).Is(403),
            (await api.Get("/v1/partners/nobody")).Is(404),
            (await api.Get("/v1/nothing")).Is(404),
            (await api.Send("PATCH", "/v1/partners", "{}")).Is(405),
            (await api.Post("/v1/partners", "{}")).Is(422),
        };
        Assert.All(replies, reply => Assert.Equal("application/json", reply.ContentType));
        Assert.All(replies, reply => Assert.Equal(reply.Status < 400 ? "1" : "0", reply["status"]));
    }

    [Fact]
    public async Task The_singular_partner_routes_are_the_plural_ones()
    {
        var api = await Server.Affiliate();
        var created = await api.Post("/v1/partner", """{"email":"ann@example.com","id":"ann-id","key":"ann"}""");
        Assert.Equal("https://shop.example?aff=ann", created.Is(201)["data.referral_link"]);
        var changed = await api.Put("/v1/partner", """{"key":"ann","update":{"name":"Anna"}}""");
        Assert.Equal("Anna", changed.Is(200)["data.name"]);
        Assert.Equal("ann-id", (await api.Get("/v1/partner", """{"key":"ann"}""")).Is(200)["data.id"]);
        Assert.Equal("""{"status":1}""", (await api.Delete("/v1/partner", """{"email":"ann@example.com"}""")).Text);
        Assert.Equal("Partner not found", (await api.Delete("/v1/partner", """{"key":"ann"}""")).Is(404)["message"]);
    }

    [Fact]
    public async Task Promotion_codes_are_changed_and_deleted_by_their_former_name()
    {
        var api = await Server.Affiliate();
        const string Coupon = """
            {"uuid_code":"SPRING","coupon_discount_type":"percent","coupon_discount_amount":10,
             "coupon_duration_type":"once"}
            """;
        (await api.Post("/v1/coupons", Coupon)).Is(201);
        (await api.Post("/v1/promotion-code", """{"coupon_uuid":"SPRING","code":"ANNA"}""")).Is(201);
        var changed = await api.Put("/v1/promotion-code", """{"code":"ANNA","metadata":{"channel":"podcast"}}""");
        Assert.Equal("podcast", changed.Is(200)["data.metadata.channel"]);
        (await api.Delete("/v1/promotion-code", """{"code":"ANNA"}""")).Is(200);
        (await api.Get("/v1/promotion-codes/ANNA")).Is(404);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_event_about_something_deleted_says_when(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        (await api.Delete("/v1/transactions/o1")).Is(200);
        var deleted = await api.Get("/v1/events?event=transaction.deleted");
        Assert.Equal("reversed", deleted["data.0.data.rewards.0.status"]);
        if (type == ProgramType.Affiliate)
        {
            Assert.Equal(deleted["data.0.created_at"], deleted["data.0.data.deleted_at"]);
            Assert.Equal(deleted["data.0.created_at"], deleted["data.0.data.rewards.0.deleted_at"]);
        }
    }
}
