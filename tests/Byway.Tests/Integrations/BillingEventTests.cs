using Xunit;

namespace Byway.Tests.Integrations;

/// <summary>What billing events do to the books, fact by fact.</summary>
public sealed class BillingEventTests(TestServer server) : ServerTests(server)
{
    private const string SignUp =
        """{"fact":"sign_up","customer":"carl","buyer":"cus_1","email":"carl@example.com","partner":"anna"}""";

    private const string Sale = """
        {"fact":"sale","key":"in_1","invoice_id":"in_1","payment_id":"pi_1","buyer":"cus_1","amount":120,"tax":20}
        """;

    [Fact]
    public async Task A_payment_of_a_referred_customer_earns_on_the_amount_without_tax()
    {
        var api = await Server.Affiliate().Connected();
        (await api.Tell("e1", SignUp)).Became("booked");
        var told = (await api.Tell("e2", Sale)).Became("booked");
        Assert.Equal("rewarded", told["data.decision"]);
        Assert.Equal("30", await api.Balance());
        var sale = (await api.Get("/v1/transactions/in_1")).Is(200);
        Assert.Equal("100", sale["data.amount"]);
        var entry = (await api.Get($"/v1/journal/{told["data.entry_id"]}")).Is(200);
        Assert.Equal("integration:test", entry["data.actor"]);
    }

    [Theory]
    [InlineData("""{"amount_excludes_tax":false}""", "36")]
    [InlineData("""{"amount_excludes_shipping":false}""", "30")]
    [InlineData("{}", "27")]
    public async Task Tax_and_shipping_are_part_of_the_amount_where_the_merchant_says_so(string settings, string earns)
    {
        var isTax = settings.Contains("tax", StringComparison.Ordinal);
        var api = await Server.Affiliate().Connected($",\"settings\":{settings}");
        await api.Tell("e1", SignUp);
        var shipping = isTax ? "" : ""","shipping":10""";
        await api.Tell("e2", Sale.Replace("\"tax\":20", "\"tax\":20" + shipping, StringComparison.Ordinal));
        Assert.Equal(earns, await api.Balance());
    }

    [Fact]
    public async Task A_payment_that_comes_before_its_sign_up_is_decided_when_that_comes()
    {
        var api = await Server.Affiliate().Connected();
        var told = (await api.Tell("e2", Sale)).Became("booked");
        Assert.Equal("customer_unknown", told["data.decision"]);
        Assert.Equal("0", await api.Balance());
        await api.Tell("e1", SignUp);
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_payment_finds_whoever_signs_up_by_the_api_with_the_same_address()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell(
            "e1",
            Sale.Replace("\"buyer\"", "\"email\":\"Carl@example.com\",\"buyer\"", StringComparison.Ordinal)
        );
        await api.SignUp("carl", "anna", ""","email":"carl@example.com" """);
        Assert.Equal("30", await api.Balance());
        // And only once, by whatever name.
        await api.SignUp("cus_1", "anna");
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task One_payment_told_by_two_events_is_one_sale()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        await api.Tell("e2", Sale);
        (await api.Tell("e3", Sale)).Became("noted");
        Assert.Equal("30", await api.Balance());
    }

    [Theory]
    [InlineData(""" "key":"in_1" """)]
    [InlineData(""" "key":"order_7","invoice_id":"in_1" """)]
    [InlineData(""" "key":"order_7","payment_id":"pi_1" """)]
    public async Task One_payment_told_by_the_api_and_by_the_provider_is_one_sale_in_either_order(string ids)
    {
        foreach (var isProviderFirst in new[] { true, false })
        {
            var api = await Server.Affiliate().Connected();
            await api.Tell("e1", SignUp);
            var sale = $$"""{ {{ids}},"amount":100,"customer":{"key":"carl"} }""";
            if (isProviderFirst)
            {
                await api.Tell("e2", Sale);
            }

            (await api.Post("/v1/transactions", sale)).Is(200);
            if (!isProviderFirst)
            {
                (await api.Tell("e2", Sale)).Became("noted");
            }

            Assert.Equal("30", await api.Balance());
            await api.Tell("e3", """{"fact":"refund","key":"re_1","payment_id":"pi_1","amount":60}""");
            Assert.Equal("15", await api.Balance());
        }
    }

    [Fact]
    public async Task A_refund_of_the_gross_takes_back_in_proportion()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        await api.Tell("e2", Sale);
        (await api.Tell("e3", """{"fact":"refund","key":"re_1","invoice_id":"in_1","amount":60}""")).Became("booked");
        Assert.Equal("15", await api.Balance());
        (await api.Tell("e4", """{"fact":"refund_total","invoice_id":"in_1","amount":90}""")).Became("booked");
        Assert.Equal("7.5", await api.Balance());
        (await api.Tell("e5", """{"fact":"refund","key":"re_2","invoice_id":"in_1","amount":30}""")).Became("booked");
        Assert.Equal("7.5", await api.Balance());
        await api.Tell("e6", """{"fact":"refund","key":"re_2","invoice_id":"in_1","amount":30,"failed":"yes"}""");
        Assert.Equal("15", await api.Balance());
    }

    [Fact]
    public async Task A_refund_that_comes_first_waits_also_for_a_sale_that_the_api_tells()
    {
        var api = await Server.Affiliate().Connected();
        await api.SignUp("carl", "anna");
        (await api.Tell("e1", """{"fact":"refund","key":"re_1","invoice_id":"in_1","amount":50}""")).Became("waiting");
        await api.Sale("in_1", "100", "carl");
        Assert.Equal("15", await api.Balance());
        (await api.Event("e1")).Became("booked");
    }

    [Fact]
    public async Task Ids_that_a_link_joins_lead_a_refund_to_its_sale()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        await api.Tell("e2", Sale);
        (await api.Tell("e3", """{"fact":"refund","key":"re_1","charge_id":"ch_1","amount":120}""")).Became("waiting");
        Assert.Equal("30", await api.Balance());
        await api.Tell("e4", """{"fact":"link","charge_id":"ch_1","payment_id":"pi_1"}""");
        Assert.Equal("0", await api.Balance());
        (await api.Event("e3")).Became("booked");
    }

    [Fact]
    public async Task A_dispute_takes_back_until_it_is_won_and_never_what_was_refunded()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        await api.Tell("e2", Sale);
        await api.Tell("e3", """{"fact":"refund","key":"re_1","invoice_id":"in_1","amount":60}""");
        await api.Tell("e4", """{"fact":"dispute","key":"dp_1","invoice_id":"in_1","amount":120,"stage":"Lost"}""");
        Assert.Equal("0", await api.Balance());
        await api.Tell("e5", """{"fact":"dispute","key":"dp_1","invoice_id":"in_1","amount":120,"stage":"Won"}""");
        Assert.Equal("15", await api.Balance());
        await api.Tell("e6", """{"fact":"dispute","key":"dp_1","invoice_id":"in_1","amount":120,"stage":"Opened"}""");
        Assert.Equal("15", await api.Balance());
    }

    [Fact]
    public async Task A_trial_is_no_sale()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        (
            await api.Tell("e2", """{"fact":"sale","key":"in_0","invoice_id":"in_0","buyer":"cus_1","amount":0}""")
        ).Became("noted");
        (await api.Get("/v1/transactions/in_0")).Is(404);
    }

    [Fact]
    public async Task A_refund_of_a_deleted_sale_is_noted()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        await api.Tell("e2", Sale);
        (await api.Delete("/v1/transactions/in_1")).Is(200);
        (await api.Tell("e3", """{"fact":"refund","key":"re_1","invoice_id":"in_1","amount":60}""")).Became("noted");
        (await api.Tell("e4", Sale)).Became("noted");
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task Two_sales_that_turn_out_to_be_one_payment_become_one()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        await api.Tell("e2", Sale);
        await api.Tell(
            "e3",
            Sale.Replace("_1\"", "_2\"", StringComparison.Ordinal).Replace("cus_2", "cus_1", StringComparison.Ordinal)
        );
        Assert.Equal("60", await api.Balance());
        await api.Tell("e4", """{"fact":"link","invoice_id":"in_1","payment_id":"pi_2"}""");
        Assert.Equal("30", await api.Balance());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("no\\u0000key")]
    public async Task A_bad_referral_key_is_evidence_and_no_error(string key)
    {
        var api = await Server.Affiliate().Connected();
        (await api.Tell("e1", SignUp.Replace("anna", key, StringComparison.Ordinal))).Became("booked");
        await api.Tell("e2", Sale);
        Assert.Equal("0", await api.Balance());
        // A key that comes later still counts.
        await api.Tell("e3", SignUp);
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_referral_key_on_the_payment_signs_its_buyer_up()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", Sale.Replace("\"buyer\"", "\"partner\":\"anna\",\"buyer\"", StringComparison.Ordinal));
        Assert.Equal("30", await api.Balance());
        Assert.Equal("anna-id", (await api.Get("/v1/customers/cus_1")).Is(200).CountsFor());
    }

    [Fact]
    public async Task One_sign_up_told_by_the_provider_and_by_the_api_is_one_customer_in_either_order()
    {
        foreach (var isProviderFirst in new[] { true, false })
        {
            var api = await Server.Affiliate().Connected();
            if (isProviderFirst)
            {
                await api.Tell("e1", SignUp);
            }

            Assert.Equal("anna-id", (await api.SignUp("carl", "anna", ""","name":"Carl" """)).CountsFor());
            if (!isProviderFirst)
            {
                await api.Tell("e1", SignUp);
            }

            await api.Tell("e2", Sale);
            Assert.Equal("30", await api.Balance());
            Assert.Equal(1, await api.CountOf("customers"));
        }
    }

    [Fact]
    public async Task In_a_transaction_based_program_the_key_on_the_payment_says_whose_it_is()
    {
        var api = await Server.Affiliate(settings => settings with { IsTransactionBased = true }).Connected();
        await api.Referrer("bert");
        await api.Tell("e1", SignUp);
        await api.Tell("e2", Sale.Replace("\"buyer\"", "\"partner\":\"bert\",\"buyer\"", StringComparison.Ordinal));
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        Assert.Equal("0", await api.Balance());
        await api.Tell("e3", """{"fact":"sale","key":"in_2","invoice_id":"in_2","buyer":"cus_1","amount":100}""");
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_partners_promotion_code_on_the_payment_binds_its_buyer()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", """{"fact":"code","key":"co_1","percent_off":200000,"partner":"anna"}""");
        await api.Tell("e2", """{"fact":"code","key":"promo_1","coupon":"co_1","code":"SPRING"}""");
        await api.Tell("e3", Sale.Replace("\"buyer\"", "\"code\":\"SPRING\",\"buyer\"", StringComparison.Ordinal));
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_friend_who_pays_earns_for_the_customer_who_shared()
    {
        var api = await Server.ReferAFriend().Connected();
        await api.Tell("e1", """{"fact":"sign_up","customer":"carl","buyer":"cus_1","friend":"anna"}""");
        await api.Tell("e2", Sale);
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_type_that_means_nothing_is_kept_and_counted()
    {
        var api = await Server.Affiliate().Connected();
        (await api.Tell("e1")).Became("unknown");
        var listed = (await api.Get("/v1/integrations")).Is(200);
        Assert.Contains("""{"name":"told","count":1}""", listed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payment_in_a_currency_that_there_is_not_is_refused_and_can_be_replayed()
    {
        var api = await Server.Affiliate().Connected();
        var body = """{"fact":"sale","key":"in_1","invoice_id":"in_1","buyer":"cus_1","amount":1,"unit":"ZZZ"}""";
        (await api.Tell("e1", body)).Became("refused");
        (await api.Post("/v1/integrations/test/events/e1/replay")).Is(200);
        await Server.Book();
        (await api.Event("e1")).Became("refused");
    }

    [Fact]
    public async Task Two_people_with_one_address_stay_two()
    {
        var api = await Server.Affiliate().Connected();
        await api.Referrer("bert");
        await api.SignUp("user_1", "anna", ""","email":"house@example.com" """);
        await api.Tell(
            "e1",
            """
            {"fact":"sale","key":"in_1","customer":"user_2","buyer":"cus_2","email":"house@example.com",
            "amount":100}
            """
        );
        (await api.SignUp("user_2", "bert", ""","email":"house@example.com" """)).Is(201);
        await api.Tell("e2", """{"fact":"sale","key":"in_2","customer":"user_2","buyer":"cus_2","amount":100}""");
        await api.Tell("e3", """{"fact":"sale","key":"in_3","buyer":"cus_2","amount":100}""");
        Assert.Equal("60", await api.Balance(referrer: "bert"));
    }

    [Fact]
    public async Task A_key_that_the_provider_tells_of_its_customer_can_still_sign_up()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", """{"fact":"sign_up","buyer":"cus_1","email":"carl@example.com","partner":"anna"}""");
        await api.Tell("e2", """{"fact":"sale","key":"in_1","customer":"carl","buyer":"cus_1","amount":100}""");
        var reply = await api.Post("/v1/customers", """{"key":"carl","partner":{"key":"anna"}}""");
        Assert.True(reply.Status is 200 or 201, reply.Text);
        await api.Sale("o2", "100", "carl");
        Assert.Equal("60", await api.Balance());
        // What nobody told is a repeat with another body, as everywhere.
        await api.SignUp("dora", "anna");
        (await api.Post("/v1/customers", """{"key":"dora","email":"else@example.com"}""")).IsRefused(
            422,
            "key_reused",
            "key"
        );
    }

    [Fact]
    public async Task Sales_of_a_merged_record_are_decided_when_the_provider_tells_of_the_sign_up()
    {
        var api = await Server.Affiliate().Connected();
        const string Made = ""","options":{"create_customer":true}""";
        await api.Post("/v1/transactions", $$"""{"key":"o1","amount":100,"customer":{"key":"g1"}{{Made}} }""");
        await api.Post("/v1/transactions", $$"""{"key":"o2","amount":100,"customer":{"key":"g2"}{{Made}} }""");
        (await api.Post("/v1/customers/g1/merge", """{"into":{"key":"g2"}}""")).Is(200);
        await api.Tell("e1", """{"fact":"sign_up","customer":"g2","buyer":"cus_1","partner":"anna"}""");
        Assert.Equal("60", await api.Balance());
    }
}
