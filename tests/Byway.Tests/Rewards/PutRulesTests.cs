using Byway.Programs;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>
/// <c>GET</c> and <c>PUT /v1/program/rules</c>: the whole list, versions, and a sentence for every fault.
/// </summary>
public sealed class PutRulesTests(TestServer server) : ServerTests(server)
{
    private const string Path = "/v1/program/rules";

    private const string Everything = """
        {"rules":[{"name":"Gold","conditions":{"partner":["a"],"partner_tag":["t"],"customer_tag":["c"],
        "product_id":["p"],"product_type":["y"],"action":["sale"],"amount_from":1.5,"amount_until":20,"unit":"USD",
        "first_sale":true,"customer_days_from":1,"customer_days_until":9,"partner_days_from":2,"partner_days_until":8,
        "link":["blog"],"promotion_code":["X"],"metadata":{"plan":"pro"},"running":[
        {"of":"revenue","unit":"EUR","window_days":365,"from":0.5,"until":100},{"of":"customers","from":3}]},
        "percent":12.5,"cap":0.25,"earning_period":"months","earning_period_length":12,
        "after_earning_period":"next_rule","levels":[{"percent":5},{"fixed":2,"unit":"points"}]},
        {"fixed":3,"unit":"USD"}],
        "levels":[{"percent":1}],
        "rewards":[{"name":"Welcome","trigger":"sign_up","count_by":"referring","start_after":0,"every":1,
        "referring":{"fixed":5,"unit":"points"}},
        {"trigger":"custom","action":"trial","count_by":"customer","start_after":0,"every":1,
        "referring":{"fixed":5,"unit":"points"}},
        {"trigger":"sale","count_by":"customer","start_after":1,"end_after":5,"every":2,
        "conditions":{"product_id":["p"]},"referring":{"percent":1}}],
        "goals":[{"name":"Ten","of":"revenue","unit":"USD","at":10,"recurring":true,
        "until":"2027-01-01T00:00:00.000000Z","bonus":{"fixed":1,"unit":"USD"}}]}
        """;

    [Fact]
    public async Task Rules_are_read_as_they_were_set()
    {
        var api = await Server.Affiliate();
        var empty = (await api.Get(Path)).Is(200);
        Assert.Equal("goals,levels,rewards,rules,version", empty.Members("data"));
        Assert.Equal("[]", empty["data.rules"]);
        var set = (await api.Put(Path, Everything)).Is(200);
        Assert.Equal("2", set["data.version"]);
        Assert.Equal("\"2\"", set.Header("ETag"));
        var written = Everything.ReplaceLineEndings("").Replace("        ", "", StringComparison.Ordinal);
        Assert.Equal(written, set["data"]!.Replace("\"version\":2,", "", StringComparison.Ordinal));
        Assert.Equal(set.Text, (await api.Get(Path)).Text);
        Assert.Equal("rules.changed", (await api.Explain(set))["data.kind"]);
        Assert.Equal(set["data"], (await api.Explain(set))["data.answer"]);

        // What is set already changes nothing, and neither do the settings.
        var again = (await api.Put(Path, set["data"])).Is(200);
        Assert.Null(again.Entry);
        (await api.Put("/v1/program/settings", """{"reward_percent":7}""")).Is(200);
        Assert.Equal("3", (await api.Get(Path))["data.version"]);
        Assert.Equal(set["data.rules"], (await api.Get(Path))["data.rules"]);
    }

    [Fact]
    public async Task Whoever_is_slower_is_told()
    {
        var api = await Server.Affiliate();
        (await api.Send("PUT", Path, """{"rules":[{"percent":1}]}""", ("If-Match", "\"1\""))).Is(200);
        (await api.Send("PUT", Path, """{"rules":[{"percent":2}]}""", ("If-Match", "\"1\""))).IsRefused(
            409,
            "version_conflict"
        );
        Assert.Equal("1", (await api.Get(Path))["data.rules.0.percent"]);
    }

    [Fact]
    public async Task Another_programs_rules_are_its_own()
    {
        var (one, other) = (await Server.Affiliate(), await Server.Affiliate());
        await one.Put(Path, """{"rules":[{"percent":1}]}""");
        Assert.Equal("[]", (await other.Get(Path))["data.rules"]);
    }

    [Theory]
    [InlineData("{}", "rules", "The rules are required; an empty list removes them all.")]
    [InlineData("""{"rule":[]}""", "rule", "There is no rule here. Possible: version, rules, levels, rewards, goals.")]
    [InlineData("""{"rules":5}""", "rules", "The rules must be a list.")]
    [InlineData("""{"rules":[{}]}""", "rules.0.percent", "A rule pays either a percent or a fixed amount.")]
    [InlineData(
        """{"rules":[{"percent":1,"fixed":2}]}""",
        "rules.0.fixed",
        "A rule pays either a percent or a fixed amount, not both."
    )]
    [InlineData("""{"rules":[{"percent":1000.0001}]}""", "rules.0.percent", "The percent must be between 0 and 1000.")]
    [InlineData("""{"rules":[{"percent":1.00001}]}""", "rules.0.percent", "The percent has at most four decimals.")]
    [InlineData("""{"rules":[{"percent":-1}]}""", "rules.0.percent", "The percent must not be negative.")]
    [InlineData(
        """{"rules":[{"percent":1,"unit":"EUR"}]}""",
        "rules.0.unit",
        "A share of a sale is in the sale's own currency; only a unit of your own can be named."
    )]
    [InlineData(
        """{"rules":[{"fixed":1,"unit":"UDS"}]}""",
        "rules.0.unit",
        "The unit must be an ISO 4217 currency or a unit of your own such as points."
    )]
    [InlineData("""{"rules":[{"percent":1,"cap":0}]}""", "rules.0.cap", "A cap of 0 lets nothing through.")]
    [InlineData("""{"rules":[{"fixed":1,"cap":2}]}""", "rules.0.cap", "A fixed amount needs no cap.")]
    [InlineData(
        """{"rules":[{"percent":10,"cap":10,"conditions":{"amount_until":100}}]}""",
        "rules.0.cap",
        "The cap can never be reached: sales below 100 earn less anyway."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"ammount_from":5}}]}""",
        "rules.0.conditions.ammount_from",
        null
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"amount_from":5,"amount_until":5}}]}""",
        "rules.0.conditions.amount_until",
        "The amount_until must be more than the amount_from; what equals it is out."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"partner":[]}}]}""",
        "rules.0.conditions.partner",
        "An empty partner matches nothing; leave it out to match everything."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"running":[{"of":"cows","from":1}]}}]}""",
        "rules.0.conditions.running.0.of",
        "The of must be one of sign_ups, customers, sales, revenue."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"running":[{"of":"sales"}]}}]}""",
        "rules.0.conditions.running.0.from",
        "A running total needs a from or an until."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"metadata":{"a":[1]}}}]}""",
        "rules.0.conditions.metadata",
        "The a in metadata must be text, a number, true or false."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"earning_period":"days"}]}""",
        "rules.0.earning_period_length",
        "The earning_period_length is required: how many days."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"after_earning_period":"nothing"}]}""",
        "rules.0.after_earning_period",
        "What lasts for life has nothing after its earning period."
    )]
    [InlineData(
        """{"rules":[{"percent":1},{"percent":2,"conditions":{"partner":"a"}}]}""",
        "rules.1",
        "Rule 2 can never be reached: Rule 1 matches first whenever it would."
    )]
    [InlineData(
        """{"rules":[{"name":"A","percent":1,"conditions":{"amount_from":5}},{"percent":2,"condi"""
            + """tions":{"amount_from":6,"partner":"a"}}]}""",
        "rules.1",
        "Rule 2 can never be reached: Rule 1 'A' matches first whenever it would."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"amount_until":50}},{"percent":2,"conditions":{"amount_from":40}}]}""",
        "rules.1.conditions.amount_from",
        "The range overlaps that of Rule 1 in part. Let one begin where the other ends, or let one "
            + "lie inside the other."
    )]
    [InlineData(
        """{"rules":[{"name":"a","percent":1,"conditions":{"partner":"x"}},{"name":"A","percent":2}]}""",
        "rules.1.name",
        "The name \"A\" is used twice; explanations could not tell them apart."
    )]
    [InlineData(
        """{"levels":[{"percent":1},{"percent":1},{"percent":1},{"percent":1},{"percent":1},{"percent":1}]}""",
        "levels",
        "There are at most 5 levels above the partner."
    )]
    [InlineData(
        """{"rewards":[{"referring":{"fixed":1}}]}""",
        "rewards.0.trigger",
        "The trigger is required: sale, sign_up or custom."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"sale"}]}""",
        "rewards.0.referring",
        "At least one side must get something: referring or referred."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"sale","referring":{"fixed":0}}]}""",
        "rewards.0.referring",
        "This pays nothing; leave referring out."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"sign_up","referring":{"percent":1}}]}""",
        "rewards.0.referring.percent",
        "A sign-up has no amount of which there could be a share."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"sign_up","referring":{"fixed":1},"conditions":{"amount_from":1}}]}""",
        "rewards.0.conditions.amount_from",
        "A sign-up has no sale to look at."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"sale","referring":{"fixed":1},"start_after":3,"end_after":3}]}""",
        "rewards.0.end_after",
        "It ends before the first occurrence that would earn."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"sale","referred":{"fixed":1}}]}""",
        "rewards.0.referred",
        "Customers of an affiliate program have no balance."
    )]
    [InlineData(
        """{"goals":[{"of":"sales","at":1,"bonus":{"fixed":1}}]}""",
        "goals.0.name",
        "The name is required: what was reached is kept under it."
    )]
    [InlineData(
        """{"goals":[{"name":"g","of":"sales","bonus":{"fixed":1}}]}""",
        "goals.0.at",
        "The at is required: how much has to be reached."
    )]
    [InlineData(
        """{"goals":[{"name":"g","of":"sales","at":1}]}""",
        "goals.0.bonus",
        "The bonus is required: a fixed amount of more than 0."
    )]
    [InlineData(
        """{"goals":[{"name":"g","of":"sales","at":1,"bonus":{"percent":1}}]}""",
        "goals.0.bonus.percent",
        "There is no percent here. Possible: fixed, unit."
    )]
    [InlineData(
        """{"goals":[{"name":"g","of":"sales","at":1,"bonus":{"fixed":1}},{"name":"h","of":"sale"""
            + """s","at":1,"bonus":{"fixed":2}}]}""",
        "goals.1.at",
        "Another goal is reached at the same point."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"custom","referring":{"fixed":1}}]}""",
        "rewards.0.action",
        "The action is required: the name under which it is reported, such as trial_started."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"sale","action":"a","referring":{"fixed":1}}]}""",
        "rewards.0.action",
        "Only a reward with the trigger custom is set off by an action."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"custom","action":"a","referring":{"percent":1}}]}""",
        "rewards.0.referring.percent",
        "An action has no amount of which there could be a share."
    )]
    [InlineData(
        """{"rewards":[{"trigger":"custom","action":"a","referring":{"fixed":1},"conditions":{"first_sale":true}}]}""",
        "rewards.0.conditions.first_sale",
        "An action has no sale to look at."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"link":[]}}]}""",
        "rules.0.conditions.link",
        "An empty link matches nothing; leave it out to match everything."
    )]
    [InlineData(
        """{"rules":[{"fixed":1,"unit":"points","conditions":{"partner":"a"}}],"""
            + """ "goals":[{"name":"g","of":"sales","at":1,"bonus":{"fixed":1,"unit":"Points"}}]}""",
        "goals.0.bonus.unit",
        "The unit Points is written points elsewhere; they would be two balances."
    )]
    [InlineData(
        """{"rules":[{"percent":1,"earning_period":"months","earning_period_length":0}]}""",
        "rules.0.earning_period_length",
        "The earning_period_length must be a whole number between 1 and 1000000."
    )]
    [InlineData("""{"goals":[{"name":"g","of":"sales","at":0,"bonus":{"fixed":1}}]}""", "goals.0.at", null)]
    [InlineData(
        """{"goals":[{"name":"g","of":"sales","at":1,"until":"some day","bonus":{"fixed":1}}]}""",
        "goals.0.until",
        null
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"product_id":{"a":1}}}]}""",
        "rules.0.conditions.product_id",
        null
    )]
    [InlineData("""{"version":"new","rules":[]}""", "version", null)]
    public async Task Every_fault_has_its_sentence_and_place(string body, string path, string? sentence)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        var refused = await api.Put(Path, body);
        Assert.Equal(422, refused.Status);
        Assert.Contains(path, refused.Faults);
        Assert.Equal(sentence ?? refused.Fault(path), refused.Fault(path));
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [InlineData(
        """{"rules":[{"percent":3,"conditions":{"running":[{"of":"customers","from":50}]}},{"per"""
            + """cent":2,"conditions":{"running":[{"of":"customers","from":20}]}}]}"""
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"amount_until":50}},{"percent":2,"conditions":{"amount_from":50}}]}"""
    )]
    [InlineData(
        """{"rules":[{"percent":1,"conditions":{"amount_from":20,"amount_until":30}},{"percent":"""
            + """2,"conditions":{"amount_until":50}}]}"""
    )]
    [InlineData(
        """{"rules":[{"percent":1,"earning_period":"sales","earning_period_length":1,"after_earn"""
            + """ing_period":"next_rule"},{"percent":2}]}"""
    )]
    [InlineData("""{"rules":[]}""")]
    public async Task Lists_that_make_sense_are_taken(string body) =>
        (await (await Server.Affiliate()).Put(Path, body)).Is(200);

    [Fact]
    public async Task Too_many_rules_are_too_many()
    {
        static string Rules(int count) =>
            $$"""
            {"rules":[{{string.Join(
                ',',
                Enumerable
                    .Range(0, count)
                    .Select(at => $$$"""{"percent":1,"conditions":{"product_id":"p{{{at}}}"} }""")
            )}}]}
            """;
        var api = await Server.Affiliate();
        (await api.Put(Path, Rules(200))).Is(200);
        (await api.Put(Path, Rules(201))).IsRefused(422, "invalid_fields", "rules");
    }

    [Fact]
    public async Task Friends_have_nobody_above_them()
    {
        var api = await Server.ReferAFriend();
        (await api.Put(Path, """{"levels":[{"percent":1}]}""")).IsRefused(422, "invalid_fields", "levels");
        (await api.Put(Path, """{"rules":[{"percent":1,"conditions":{"referring_customer":"a"}}]}""")).Is(200);
    }

    [Fact]
    public async Task Newsletters_have_no_rules()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        (await api.Get(Path)).IsRefused(403, "wrong_program_type");
    }
}
