using Byway.Programs;
using Xunit;

namespace Byway.Tests.Rates;

/// <summary>
/// <c>GET</c> and <c>PUT /v1/program/rates</c>: the whole table, versions, and a sentence for every fault.
/// </summary>
public sealed class PutRatesTests(TestServer server) : ServerTests(server)
{
    private const string Path = "/v1/program/rates";

    [Fact]
    public async Task Rates_are_read_as_they_were_set()
    {
        var api = await Server.Affiliate();
        var empty = (await api.Get(Path)).Is(200);
        Assert.Equal("rates,version", empty.Members("data"));
        Assert.Equal("[]", empty["data.rates"]);
        var set = await api.Put(
            Path,
            """
            {"rates":[{"from":"jpy","to":"EUR","rate":"0.006100"},
            {"from":"EUR","rate":1.0843,"valid_from":"2026-01-01T00:00:00.000001Z"},
            {"from":"EUR","to":"USD","rate":"1.1"}]}
            """
        );
        Assert.Equal("2", set.Is(200)["data.version"]);
        Assert.Equal("\"2\"", set.Header("ETag"));
        Assert.Equal(
            """[{"from":"EUR","to":"USD","rate":"1.1"},{"from":"EUR","to":"USD","rate":"1.0843","""
                + "\"valid_from\":\"2026-01-01T00:00:00.000001Z\"},"
                + """{"from":"JPY","to":"EUR","rate":"0.0061"}]""",
            set["data.rates"]
        );
        Assert.Equal(set.Text, (await api.Get(Path)).Text);
        var entry = await api.Explain(set);
        Assert.Equal("rates.changed", entry["data.kind"]);
        Assert.Equal(set["data"], entry["data.answer"]);

        // What is set already changes nothing, and neither do the settings.
        Assert.Null((await api.Put(Path, set["data"])).Is(200).Entry);
        (await api.Put("/v1/program/settings", """{"reward_percent":7}""")).Is(200);
        Assert.Equal("3", (await api.Get(Path))["data.version"]);
        Assert.Equal(set["data.rates"], (await api.Get(Path))["data.rates"]);
        Assert.Equal("[]", (await api.Put(Path, """{"rates":[]}""")).Is(200)["data.rates"]);
        Assert.Equal("4", (await api.Get(Path))["data.version"]);
    }

    [Fact]
    public async Task A_rate_without_a_target_stays_what_it_was_when_the_currency_changes()
    {
        var api = await Server.Affiliate();
        (await api.Put(Path, """{"rates":[{"from":"EUR","rate":"1.1"}]}""")).Is(200);
        (await api.Put("/v1/program/settings", """{"currency":"GBP"}""")).Is(200);
        Assert.Equal("USD", (await api.Get(Path))["data.rates.0.to"]);
    }

    [Fact]
    public async Task Whoever_is_slower_is_told()
    {
        var api = await Server.Affiliate();
        const string one = """{"rates":[{"from":"EUR","rate":"1"}]}""";
        (await api.Send("PUT", Path, one, ("If-Match", "\"1\""))).Is(200);
        (await api.Send("PUT", Path, """{"rates":[]}""", ("If-Match", "\"1\""))).IsRefused(409, "version_conflict");
        (await api.Send("PUT", Path, """{"rates":5}""", ("If-Match", "\"1\""))).IsRefused(
            422,
            "invalid_fields",
            "rates"
        );
        Assert.Equal("1", (await api.Get(Path))["data.rates.0.rate"]);
        (await api.Send("PUT", Path, """{"rates":[]}""", ("If-Match", "*"))).Is(200);
    }

    [Fact]
    public async Task Sixteen_at_once_make_one_version_each_and_the_last_one_stands()
    {
        var api = await Server.Affiliate();
        var replies = await Task.WhenAll(
            Enumerable
                .Range(1, 16)
                .Select(number => api.Put(Path, $$"""{"rates":[{"from":"EUR","rate":"{{number}}"}]}"""))
        );
        Assert.Equal(16, replies.Select(reply => reply.Is(200)["data.version"]).Distinct().Count());
        var last = replies.MaxBy(reply => int.Parse(reply["data.version"]!, null))!;
        Assert.Equal(last["data"], (await api.Get(Path))["data"]);
    }

    [Fact]
    public async Task Another_programs_rates_are_its_own()
    {
        var (one, other) = (await Server.Affiliate(), await Server.Affiliate());
        (await one.Put(Path, """{"rates":[{"from":"EUR","rate":"2"}]}""")).Is(200);
        Assert.Equal("[]", (await other.Get(Path))["data.rates"]);
        Assert.Equal("1", (await other.Get(Path))["data.version"]);
    }

    [Theory]
    [InlineData("{}", "rates", "The rates are required; an empty list removes them all.")]
    [InlineData("""{"rates":5}""", "rates", "The rates must be a list.")]
    [InlineData("""{"rate":[]}""", "rate", "There is no rate here. Possible: version, rates.")]
    [InlineData(
        """{"rates":[{"from":"EUR","rate":"1","valid_form":"2026-01-01"}]}""",
        "rates.0.valid_form",
        "There is no valid_form here. Possible: from, to, rate, valid_from."
    )]
    [InlineData(
        """{"rates":[{"rate":"1"}]}""",
        "rates.0.from",
        "The from is required: an ISO 4217 currency code such as EUR."
    )]
    [InlineData(
        """{"rates":[{"from":"EUR"}]}""",
        "rates.0.rate",
        "The rate is required: how much of the one is one whole of the other."
    )]
    [InlineData(
        """{"rates":[{"from":"UDS","rate":"1"}]}""",
        "rates.0.from",
        "The from must be an ISO 4217 currency code such as USD."
    )]
    [InlineData(
        """{"rates":[{"from":"EUR","to":"points","rate":"1"}]}""",
        "rates.0.to",
        "The to must be an ISO 4217 currency code such as USD."
    )]
    [InlineData("""{"rates":[{"from":"USD","rate":"1"}]}""", "rates.0.to", "A rate from USD to itself says nothing.")]
    [InlineData("""{"rates":[{"from":"EUR","rate":0}]}""", "rates.0.rate", "The rate must be more than 0.")]
    [InlineData("""{"rates":[{"from":"EUR","rate":-1.5}]}""", "rates.0.rate", "The rate must be more than 0.")]
    [InlineData("""{"rates":[{"from":"EUR","rate":true}]}""", "rates.0.rate", "The rate must be a number.")]
    [InlineData(
        """{"rates":[{"from":"EUR","rate":"1.0000000000001"}]}""",
        "rates.0.rate",
        "The rate has at most 12 decimals."
    )]
    [InlineData(
        """{"rates":[{"from":"EUR","rate":"1","valid_from":"soon"}]}""",
        "rates.0.valid_from",
        "The valid_from must be Unix seconds or an ISO 8601 date and time."
    )]
    [InlineData(
        """{"rates":[{"from":"EUR","rate":"1"},{"from":"eur","to":"usd","rate":"2"}]}""",
        "rates.1.from",
        "There are two rates from EUR to USD."
    )]
    [InlineData(
        """{"rates":[{"from":"EUR","rate":1,"valid_from":"2026-01-01T00:00:00Z"},"""
            + """{"from":"EUR","rate":2,"valid_from":"2026-01-01T01:00:00+01:00"}]}""",
        "rates.1.from",
        "There are two rates from EUR to USD valid from 2026-01-01T00:00:00.000000Z."
    )]
    public async Task Every_fault_has_its_sentence_and_place(string body, string path, string sentence)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        var refused = await api.Put(Path, body);
        Assert.Equal(422, refused.Status);
        Assert.Contains(path, refused.Faults);
        Assert.Equal(sentence, refused.Fault(path));
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task A_table_has_a_thousand_rates_at_most()
    {
        var api = await Server.Affiliate();
        string Table(int count) =>
            $$"""{"rates":[{{string.Join(
                ',',
                Enumerable.Range(1, count).Select(at => $$"""{"from":"EUR","rate":"1","valid_from":{{at}}}""")
            )}}]}""";
        (await api.Put(Path, Table(1001))).IsRefused(422, "invalid_fields", "rates");
        Assert.Equal(1000, (await api.Put(Path, Table(1000))).Is(200).Count("data.rates"));
    }

    [Fact]
    public async Task Friends_have_rates_too_and_newsletters_none()
    {
        var friends = await Server.ReferAFriend();
        (await friends.Put(Path, """{"rates":[{"from":"EUR","rate":"1"}]}""")).Is(200);
        (await (await Server.NewProgram(ProgramType.Newsletter)).Get(Path)).IsRefused(403, "wrong_program_type");
    }
}
