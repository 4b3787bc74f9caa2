using System.Reflection;
using System.Text.Json;
using Byway.Journal;
using Byway.Programs;
using Byway.Rewards;
using Byway.Webhooks;
using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>Events derived from the journal: which entry gives which, in what order, with what data.</summary>
public sealed class EventTests(TestServer server) : ServerTests(server)
{
    /// <summary>Each event a program type has.</summary>
    public static readonly TheoryData<string, string> Listed = new(
        ProgramType.All.SelectMany(type => EventNames.Of(type), (type, name) => (type, name))
    );

    [Fact]
    public void Every_kind_of_entry_is_an_event_or_said_to_be_none() => Assert.Empty(Undecided(Kinds()));

    [Fact]
    public void A_kind_nobody_decided_about_is_caught() =>
        Assert.Equal(["partner.painted"], Undecided([.. Kinds(), "partner.painted"]));

    [Theory]
    [MemberData(nameof(Listed))]
    public async Task Every_event_of_a_type_can_be_subscribed_to(string type, string name)
    {
        var api = await Server.NewProgram(type);
        var made = await api.Subscribe("https://shop.example/hooks", name);
        Assert.Equal(name, made["data.events.0"]);
    }

    [Fact]
    public async Task An_affiliate_programs_day_gives_its_events_in_order()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("s1", "99.99", "carl");
        (await api.Put("/v1/partners/anna", """{"name":"Anna"}""")).Is(200);
        (await api.Put("/v1/customers/carl", """{"name":"Carl"}""")).Is(200);
        await api.Refund("s1", "r1", "50");
        (await api.Post("/v1/transactions/s1/archive")).Is(200);
        (await api.Post("/v1/transactions/s1/revoke-archive")).Is(200);
        (await api.Delete("/v1/transactions/s1")).Is(200);
        (await api.Delete("/v1/customers/carl")).Is(200);
        (await api.Post("/v1/partners/anna/archive")).Is(200);
        (await api.Post("/v1/partners/anna/revoke-archive")).Is(200);
        (await api.Delete("/v1/partners/anna")).Is(200);

        var events = await api.Events();

        Assert.Equal(
            "partner.created,customer.created,transaction.created,reward.created,reward.approved,partner.updated,"
                + "customer.updated,transaction.updated,reward.reversed,transaction.deleted,reward.reversed,"
                + "transaction.updated,reward.approved,transaction.deleted,reward.reversed,customer.deleted,"
                + "partner.archived,partner.updated,partner.deleted",
            events.Names()
        );
        Assert.All(events, told => Assert.Equal(JsonValueKind.Object, told.GetProperty("data").ValueKind));
        Assert.Equal("archived", events[16].GetProperty("data").GetProperty("status").GetString());
        Assert.Equal("deleted", events[18].GetProperty("data").GetProperty("status").GetString());
        Assert.True(events[15].GetProperty("data").GetProperty("deleted").GetBoolean());
    }

    [Fact]
    public async Task Events_data_is_the_resource_as_the_api_answered_it()
    {
        var api = await Server.Affiliate();
        var partner = await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        var sale = await api.Sale("s1", "99.99", "carl");
        var events = await api.Events();
        Assert.Equal(partner.Json.GetProperty("data").GetRawText(), events[0].GetProperty("data").GetRawText());
        Assert.Equal(sale.Json.GetProperty("data").GetRawText(), events[2].GetProperty("data").GetRawText());
        Assert.Equal(
            """{"number":1,"status":"ok","amount":29.997,"reversed_amount":0,"amount_units":"USD","is_currency":true"""
                + ""","transaction":"s1","partner":"anna-id","customer":"carl","referred_customer":null"""
                + ""","signals":[],"held_until":null,"created_at":"2026-01-15T12:00:00.000000Z"}""",
            events[3].GetProperty("data").GetRawText()
        );
        Assert.Equal($"{sale.Entry}.0", events[2].GetProperty("id").GetString());
        Assert.Equal($"{sale.Entry}.1", events[3].GetProperty("id").GetString());
        Assert.Equal("2026-01-15T12:00:00.000000Z", events[3].GetProperty("created_at").GetString());
    }

    [Fact]
    public async Task A_held_reward_is_approved_when_its_review_period_is_over()
    {
        var api = await Server.Affiliate(settings => settings with { ReviewPeriodDays = 7 }).WithCarl();
        await api.Sale("s1", "100", "carl");
        await api.Sale("s2", "100", "carl");
        (await api.Post("/v1/transactions/s2/archive")).Is(200);
        (await api.Post("/v1/transactions/s2/revoke-archive")).Is(200);
        Server.Clock.Advance(TimeSpan.FromDays(8));
        await Server.RunJob<ReleaseHeldRewards>();
        var events = await api.Events();
        Assert.Equal(
            "partner.created,customer.created,transaction.created,reward.created,transaction.created,reward.created,"
                + "transaction.deleted,reward.reversed,transaction.updated,reward.approved,reward.approved",
            events.Names()
        );
        Assert.Equal(
            "2026-01-22T12:00:00.000000Z",
            events[3].GetProperty("data").GetProperty("held_until").GetString()
        );
        Assert.Equal("ok", events[^1].GetProperty("data").GetProperty("status").GetString());
        Assert.Equal(
            ["1", "2"],
            events.TakeLast(2).Select(told => told.GetProperty("data").GetProperty("number").GetRawText())
        );
        Assert.EndsWith(".1", events[^1].GetProperty("id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reward_that_was_paid_elsewhere_is_created_approved_and_paid()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("s1", "100", "carl", ""","rewarded":true""");
        Assert.EndsWith(
            "transaction.created,reward.created,reward.approved,reward.paid",
            (await api.Events()).Names(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_reward_that_a_payout_has_paid_is_told_once()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("s1", "100", "carl");
        await api.Sale("s2", "100", "carl");
        var before = await api.Sequence();
        var requested = await api.Post(
            "/v1/payout_requests",
            """
            {"partner":{"key":"anna"},"amount_units":"USD","gateway":"paypal",
             "payout_settings":{"username":"anna@example.com"}}
            """
        );
        var path = $"/v1/payout_requests/{requested.Is(201)["data.id"]}";
        (await api.Post($"{path}/approve")).Is(200);
        (await api.Post($"{path}/mark_as_paid")).Is(200);
        var events = await After(api, before);
        Assert.Equal("reward.paid,reward.paid", events.Names());
        Assert.Equal("1", events[0].GetProperty("data").GetProperty("number").GetRawText());
        await api.Refund("s1", "r1", "50");
        (await api.Post("/v1/transactions/s2/archive")).Is(200);
        (await api.Post("/v1/transactions/s2/revoke-archive")).Is(200);
        Assert.Equal(
            "reward.paid,reward.paid,transaction.updated,reward.reversed,transaction.deleted,reward.reversed,"
                + "transaction.updated,reward.approved",
            (await After(api, before)).Names()
        );
    }

    [Fact]
    public async Task A_friend_who_earned_is_told_with_the_customer_and_the_reward()
    {
        var api = await Server.ReferAFriend().WithCarl();
        await api.Sale("s1", "100", "carl");
        var events = await api.Events();
        Assert.Equal(
            "customer.created,customer.created,transaction.created,reward.created,reward.approved,customer.rewarded",
            events.Names()
        );
        var told = events[^1].GetProperty("data");
        Assert.Equal("anna-id", told.GetProperty("id").GetString());
        Assert.Equal("30", told.GetProperty("reward").GetProperty("amount").GetRawText());
        Assert.Equal("anna-id", told.GetProperty("reward").GetProperty("customer").GetString());
        Assert.Equal("carl", told.GetProperty("reward").GetProperty("referred_customer").GetString());
    }

    [Fact]
    public async Task A_credit_is_told_with_the_customer_and_the_amount()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        (await api.Post("/v1/customers/anna/balance/credit", """{"amount":12.5,"amount_units":"usd"}""")).Is(200);
        var told = (await api.Events())[^1];
        Assert.Equal("customer.credited", told.GetProperty("event").GetString());
        Assert.Equal("anna-id", told.GetProperty("data").GetProperty("id").GetString());
        Assert.Equal(
            """{"amount":12.5,"amount_units":"USD","is_currency":true}""",
            told.GetProperty("data").GetProperty("credit").GetRawText()
        );
    }

    [Fact]
    public async Task A_sale_that_waited_is_updated_when_its_sign_up_comes()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Sale("s1", "100", "carl");
        await api.SignUp("carl", "anna");
        Assert.Equal(
            "partner.created,transaction.created,customer.created,transaction.updated,reward.created,reward.approved",
            (await api.Events()).Names()
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(250)]
    public async Task However_large_the_pages_the_events_are_the_same(int limit)
    {
        var api = await Server.Affiliate().WithCarl();
        for (var sale = 0; sale < 9; sale++)
        {
            await api.Sale($"s{sale}", "100", "carl");
        }

        var all = await api.Events();
        Assert.Equal(29, all.Count);
        Assert.Equal(29, all.Select(told => told.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(
            all.Select(told => told.GetRawText()),
            (await api.Events(limit: limit)).Select(told => told.GetRawText())
        );
        Assert.Equal(9, (await api.Events("&event=reward.created", limit)).Count);
        Assert.Empty(await api.Events("&event=lead.rejected", limit));
    }

    [Fact]
    public async Task An_event_the_program_does_not_have_cannot_be_asked_for()
    {
        var api = await Server.ReferAFriend();
        (await api.Get("/v1/events?event=partner.created")).IsRefused(422, "invalid_fields", "event");
        (await api.Get("/v1/events?event=x")).IsRefused(422, "invalid_fields", "event");
        (await api.Get("/v1/events?after=-1&limit=251")).IsRefused(422, "invalid_fields", "after", "limit");
    }

    [Fact]
    public async Task Another_programs_events_are_not_seen()
    {
        var api = await Server.Affiliate().WithCarl();
        Assert.Equal(2, (await api.Events()).Count);
        Assert.Empty(await (await Server.Affiliate()).Events());
    }

    [Fact]
    public async Task Once_the_person_is_erased_the_event_says_nothing_about_it()
    {
        var api = await Server.Affiliate();
        var partner = await api.Referrer("anna");
        await Server.Execute(
            "update entry_personal set answer = '', request = '' where program_id = @ProgramId and sequence = 2",
            new { api.Program.ProgramId }
        );
        var told = Assert.Single(await api.Events());
        Assert.Equal($"{partner.Entry}.0", told.GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("data").ValueKind);
    }

    private static List<string> Kinds() =>
        [
            .. typeof(EntryKind)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!),
        ];

    private static IEnumerable<string> Undecided(IEnumerable<string> kinds) =>
        kinds.Where(kind =>
            EventNames.OfKind(kind) is null
            && !EventNames.IsReward(kind)
            && !EventNames.SilentKinds.Contains(kind, StringComparer.Ordinal)
        );

    /// <summary>The events of the entries after one.</summary>
    private static async Task<IReadOnlyList<JsonElement>> After(ApiClient api, long before) =>
        [.. (await api.Events()).Where(told => told.GetProperty("sequence").GetInt64() > before)];
}
