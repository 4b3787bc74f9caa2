using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>Several sales in one request, and sales that create their customer.</summary>
public sealed class BatchTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_batch_is_answered_in_its_order(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.SignUp("dora");
        var id = api.IdName();
        var reply = await api.Post(
            "/v1/transactions",
            $$"""
            {"customer":{"{{id}}":"carl"},"transactions":[{"key":"b","amount":10},{"key":"a","amount":"20"},
            {"key":"c","amount":30,"customer":{"{{id}}":"dora"} },{"key":"b","amount":10.0}]}
            """
        );
        Assert.Equal("b,a,c,b", reply.Is(200).Column("key"));
        Assert.Equal("3", reply["data.0.rewards.0.amount"]);
        Assert.Equal("[]", reply["data.2.rewards"]);
        Assert.Equal("3", reply.Header("Byway-Entry-Count"));
        Assert.Equal("customer_not_referred", reply.Decision);
        Assert.Equal("9", await api.Balance());
        Assert.False(reply.IsReplay);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_batch_is_all_or_nothing_and_its_faults_are_addressed(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("taken", "1", "carl");
        var before = await api.Sequence();
        var id = api.IdName();
        var shared = $$""" "customer":{"{{id}}":"carl"} """;
        var shape = await api.Post(
            "/v1/transactions",
            $$"""
            {{{shared}},"transactions":[{"key":"a","amount":1},{"key":"b","amount":-1},
            {"amount":1,"customer":{"{{id}}":[]} },{"key":{},"amount":"x"}]}
            """
        );
        shape.IsRefused(
            422,
            "invalid_fields",
            "transactions.1.amount",
            $"transactions.2.customer.{id}",
            "transactions.3.amount",
            "transactions.3.key"
        );
        var reused = await api.Post(
            "/v1/transactions",
            $$"""{{{shared}},"transactions":[{"key":"a","amount":1},{"key":"taken","amount":2}]}"""
        );
        reused.IsRefused(422, "key_reused", "transactions.1.key");
        var twice = await api.Post(
            "/v1/transactions",
            $$"""{{{shared}},"transactions":[{"key":"a","amount":1},{"key":"a","amount":2}]}"""
        );
        twice.IsRefused(422, "key_reused", "transactions.1.key");
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("0.3", await api.Balance());
        (await api.Get("/v1/transactions/a")).Is(404);
    }

    [Theory]
    [InlineData("[]", "transactions")]
    [InlineData("{}", "transactions")]
    [InlineData("\"x\"", "transactions")]
    [InlineData("[5]", "transactions.0")]
    [InlineData("[{\"amount\":1},null]", "transactions.1")]
    public async Task A_batch_that_is_none_is_refused(string transactions, string field)
    {
        var api = await Server.Affiliate().WithCarl();
        var body = $$"""{"customer":{"key":"carl"},"transactions":{{transactions}}}""";
        (await api.Post("/v1/transactions", body)).IsRefused(422, "invalid_fields", field);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_thousand_sales_are_taken_and_one_more_is_refused(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        string Batch(int count) =>
            $$"""{"customer":{"{{api.IdName()}}":"carl"},"transactions":["""
            + string.Join(',', Enumerable.Range(0, count).Select(key => $$"""{"key":"k{{key}}","amount":1}"""))
            + "]}";
        (await api.Post("/v1/transactions", Batch(1001))).IsRefused(422, "invalid_fields", "transactions");
        Assert.Equal(1000, (await api.Post("/v1/transactions", Batch(1000))).Is(200).Count());
        Assert.True((await api.Post("/v1/transactions", Batch(1000))).IsReplay);
        Assert.Equal("300", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_batch_repeated_with_one_sale_more_adds_that_one(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("a", "1", "carl");
        var id = api.IdName();
        var body =
            $$"""{"customer":{"{{id}}":"carl"},"transactions":[{"key":"a","amount":1},{"key":"b","amount":2}]}""";
        var reply = (await api.Post("/v1/transactions", body)).Is(200);
        Assert.False(reply.IsReplay);
        Assert.Equal("a,b", reply.Column("key"));
        Assert.Equal("0.9", await api.Balance());
        Assert.True((await api.Post("/v1/transactions", body)).IsReplay);
    }

    [Fact]
    public async Task A_sale_may_create_its_customer_bound_to_a_partner()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        var inside = await api.Post(
            "/v1/transactions",
            """
            {"key":"o1","amount":10,"options":{"create_customer":true},
            "customer":{"key":"carl","email":"c@example.net","name":"Carl","partner":{"key":"anna"}}}
            """
        );
        Assert.Equal("rewarded", inside.Is(200).Decision);
        Assert.Equal("2", inside.Header("Byway-Entry-Count"));
        var top = await api.Post(
            "/v1/transactions",
            """{"amount":10,"options":{"create_customer":1},"customer":{"key":"dora"},"partner":{"key":"bert"}}"""
        );
        Assert.Equal("bert-id", top.Is(200).CountsFor());
        var url = await api.Post(
            "/v1/transactions",
            """
            {"key":"o3","amount":10,"customer":{"key":"emil"},
            "options":{"create_customer":"true","referral_url":"https://shop.example?aff=anna"}}
            """
        );
        Assert.Equal("anna-id", url.Is(200).CountsFor());
        var customer = await api.Get("/v1/customers/carl");
        Assert.Equal("anna-id", customer["data.partner"]);
        Assert.Equal("Carl", customer["data.name"]);
        var evidence = await api.Get("/v1/journal?after=3&limit=1");
        Assert.Equal("customer.created", evidence["data.0.kind"]);
        Assert.Equal("customer.partner.key", evidence["data.0.decision.evidence.0.field"]);
        Assert.Equal("anna", evidence["data.0.decision.evidence.0.given"]);
    }

    [Fact]
    public async Task An_explicit_partner_comes_before_a_referral_url_wherever_it_stands()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        const string Options = "\"referral_url\":\"https://shop.example?aff=bert\"";
        var sale = await api.Post(
            "/v1/transactions",
            $$"""
            {"amount":1,"options":{"create_customer":true,{{Options}} },
            "customer":{"key":"c1"},"partner":{"key":"anna"} }
            """
        );
        Assert.Equal("anna-id", sale.Is(200).CountsFor());
        var signUp = await api.Post(
            "/v1/customers",
            $$"""{"options":{ {{Options}} },"customer":{"key":"c2","partner":{"key":"anna"} } }"""
        );
        Assert.Equal("anna-id", signUp.Is(201).CountsFor());
    }

    [Fact]
    public async Task A_sale_may_create_its_friend_bound_to_a_friend()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        var reply = await api.Post(
            "/v1/transactions",
            """
            {"key":"o1","amount":10,"options":{"create_customer":true},
            "customer":{"id":"carl","referring_customer":{"key":"anna"}}}
            """
        );
        Assert.Equal("rewarded", reply.Is(200).Decision);
        Assert.Equal("anna-id", reply["data.customer"]);
        Assert.Equal("carl", reply["data.referred_customer"]);
    }

    [Fact]
    public async Task Creating_the_customer_of_a_sale_never_fails_for_its_partner()
    {
        var api = await Server.Affiliate();
        foreach (var partner in new[] { "null", "\"\"", "[]", "{}", "\"x\"", "5", """{"key":"nobody"}""" })
        {
            var reply = await api.Post(
                "/v1/transactions",
                $$"""
                {"amount":10,"options":{"create_customer":true},
                "customer":{"key":{{partner.Length}},"partner":{{partner}} } }
                """
            );
            Assert.Equal("[]", reply.Is(200)["data.rewards"]);
        }

        var keyless = await api.Post(
            "/v1/transactions",
            """{"amount":10,"options":{"create_customer":true},"customer":{"email":"a@example.com"}}"""
        );
        keyless.IsRefused(422, "invalid_fields", "customer.key");
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Creating_a_customer_there_is_already_leaves_it_as_it_is(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Referrer("bert");
        var body = $$"""
            {"key":"o1","amount":10,"options":{"create_customer":true},
            "customer":{"{{api.IdName()}}":"carl","name":"Other","{{api.ReferrerName()}}":{"key":"bert"} } }
            """;
        var reply = (await api.Post("/v1/transactions", body)).Is(200);
        Assert.Equal("anna-id", reply.CountsFor());
        Assert.Equal("null", (await api.Get("/v1/customers/carl"))["data.name"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_bound_provisional_customer_is_completed_by_its_sign_up(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Referrer("bert");
        var body = $$"""
            {"key":"o1","amount":10,"options":{"create_customer":true},
            "customer":{"{{api.IdName()}}":"carl","{{api.ReferrerName()}}":{"key":"anna"} } }
            """;
        Assert.Equal("rewarded", (await api.Post("/v1/transactions", body)).Is(200).Decision);
        var signUp = await api.SignUp("carl", "bert", ""","name":"Carl" """);
        Assert.Equal("already_bound", signUp.Decision);
        Assert.False(signUp.IsReplay);
        Assert.Equal("anna-id", signUp.CountsFor());
        Assert.Equal("Carl", signUp["data.name"]);
        Assert.True((await api.SignUp("carl", "bert", ""","name":"Carl" """)).IsReplay);
        (await api.Post("/v1/customers", api.SignUpBody("carl", "anna"))).IsRefused(422, "key_reused", api.IdName());
        Assert.Equal("3", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_unbound_provisional_customer_is_bound_by_its_sign_up_and_its_sales_are_decided(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        const string Create = ""","options":{"create_customer":true}""";
        Assert.Equal("customer_provisional", (await api.Sale("o1", "10", "carl", Create)).Decision);
        Assert.Equal("customer_provisional", (await api.Sale("o2", "20", "carl", Create)).Decision);
        Assert.Equal("customer_provisional", (await api.Sale("o3", "30", "carl")).Decision);
        var signUp = await api.SignUp("carl", "anna");
        Assert.Equal("4", signUp.Header("Byway-Entry-Count"));
        Assert.Equal("anna-id", signUp.CountsFor());
        Assert.Equal("18", await api.Balance());
        Assert.Equal("6", (await api.Get("/v1/transactions/o2"))["data.rewards.0.amount"]);
    }
}
