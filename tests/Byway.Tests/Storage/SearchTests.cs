using System.Globalization;
using System.Text;
using System.Text.Json;
using Byway.Programs;
using Byway.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Storage;

/// <summary>
/// A search finds what contains the part, in any letter case, and nothing else: compared with the obvious way, on
/// texts with everything in them that a database could take for something else.
/// </summary>
public sealed class SearchTests(TestServer server) : ServerTests(server)
{
    private static readonly string[] Pieces =
    [
        "a",
        "b",
        "A",
        "ab",
        "%",
        "_",
        "\"",
        "'",
        "\\",
        "*",
        "(",
        "^",
        ":",
        "-",
        " ",
        "ä",
        "Ä",
        "ß",
        "İ",
        "ı",
        "Σ",
        "ς",
        "é",
        "é",
        "中",
        "😀",
        "👩‍👧",
        "AND",
        "or",
        "NEAR",
        "\n",
    ];

    private static Gen<string> Text(int most) =>
        from length in Gen.Choose(1, most)
        from pieces in Gen.Elements(Pieces).ArrayOf(length)
        select string.Concat(pieces);

    [Fact]
    public async Task A_search_finds_what_contains_the_part()
    {
        var api = await Server.Affiliate();
        var names = Text(8).Sample(150).Select((text, index) => $"{index}{text}").ToList();
        await Task.WhenAll(names.Select(name => Create(api, name)));
        var hits = 0;
        foreach (var part in Text(4).Sample(150).Concat(names.Select(name => Middle(name))))
        {
            var expected = names.Where(name => Contains(name, part)).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(expected, await Found(api, "customers", "key", part));
            Assert.Equal(expected, await Found(api, "partners", "id", part));
            Assert.Equal(expected, await Found(api, "partners", "key", part));
            hits += expected.Count;
        }

        // The control: nothing would be compared if nothing were found, or everything.
        Assert.InRange(hits, 150, 300 * 150 / 2);
    }

    [Fact]
    public async Task Index_and_scan_find_the_same()
    {
        var api = await Server.Affiliate();
        var names = Text(8).Sample(100).Select((text, index) => $"{index}{text}").ToList();
        await Task.WhenAll(names.Select(name => Create(api, name)));
        var all = await api.Server.Query<(long Number, string Key)>(
            "select number, key from customers where program_id = @ProgramId",
            new { api.Program.ProgramId }
        );
        foreach (var part in names.Select(Middle))
        {
            var scanned = all.Where(row => Contains(row.Key, part)).OrderByDescending(row => row.Number);
            var reply = await api.Get($"/v1/customers:search?limit=100&id={Uri.EscapeDataString(part)}");
            Assert.Equal(scanned.Select(row => row.Key), Values(reply, "key"));
        }
    }

    [Theory]
    [InlineData("ÄRGER@example.com", "ärger", true)]
    [InlineData("ärger@example.com", "ÄRGER", true)]
    [InlineData("straße@example.com", "STRASSE", false)]
    [InlineData("straße@example.com", "STRAßE", true)]
    [InlineData("İstanbul@example.com", "istanbul", false)]
    [InlineData("İstanbul@example.com", "İSTANBUL", true)]
    [InlineData("ΟΔΟΣ@example.com", "οδοσ", true)]
    [InlineData("100%@example.com", "0%@", true)]
    [InlineData("100x@example.com", "0%@", false)]
    [InlineData("a_b@example.com", "a_b", true)]
    [InlineData("axb@example.com", "a_b", false)]
    [InlineData("""a"b@example.com""", "a\"b", true)]
    [InlineData("""a\b@example.com""", "a\\b", true)]
    [InlineData("a b@example.com", "a AND b", false)]
    [InlineData("abc@example.com", "a*c", false)]
    [InlineData("abc@example.com", "abc*", false)]
    public async Task Letter_case_does_not_matter_and_signs_are_signs(string email, string part, bool isFound)
    {
        var api = await Server.Affiliate();
        await api.Post("/v1/customers", Json(("key", "c"), ("email", email)));
        var reply = await api.Get($"/v1/customers:search?email={Uri.EscapeDataString(part)}");
        Assert.Equal(isFound ? 1 : 0, reply.Is(200).Count());
    }

    [Fact]
    public async Task What_changes_is_found_by_its_new_text_only()
    {
        var api = await Server.Affiliate();
        await api.SignUp("first", more: ",\"email\":\"old-mail@example.com\"");
        await api.Put("/v1/customers/first", """{"key":"second","email":"new-mail@example.com"}""");
        Assert.Equal(0, (await api.Get("/v1/customers:search?email=old-mail")).Count());
        Assert.Equal(0, (await api.Get("/v1/customers:search?key=first")).Count());
        Assert.Equal(1, (await api.Get("/v1/customers:search?email=NEW-mail&key=econ")).Count());
        Assert.Equal(0, (await api.Get("/v1/customers:search?email=NEW-mail&key=first")).Count());
        await api.Delete("/v1/customers/second");
        Assert.Equal(0, (await api.Get("/v1/customers:search?email=new-mail")).Count());
        await api.Referrer("anna");
        await api.Put("/v1/partners/anna-id", """{"key":"berta","name":"Anna"}""");
        foreach (var query in new[] { "key=anna", "key=BERTA", "key=ert&name=ann", "id=nna-i" })
        {
            Assert.Equal("anna-id", (await api.Get($"/v1/partners:search?{query}")).Column("id"));
        }

        await api.Delete("/v1/partners/anna-id");
        Assert.Equal(0, (await api.Get("/v1/partners:search?key=anna")).Count());
    }

    [Fact]
    public async Task Subscribers_and_referring_customers_are_found_by_parts()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        await api.Post("/v1/subscribers", """{"email":"sue@example.com","id":"S-1","name":"Sue Brown"}""");
        await api.Post("/v1/subscribers", """{"email":"tom@example.com","id":"S-2","name":"Tom"}""");
        foreach (var query in new[] { "email=SUE", "id=s-1", "name=e%20b", "email=exa&name=brown", "name=ue" })
        {
            Assert.Equal("S-1", (await api.Get($"/v1/subscribers:search?{query}")).Column("id"));
        }

        Assert.Equal("S-2,S-1", (await api.Get("/v1/subscribers:search?email=example&id=S-")).Column("id"));
        Assert.Equal("S-1", (await api.Get("/v1/subscribers:search?email=example&sort=asc&limit=1")).Column("id"));
        await api.Put("/v1/subscribers/S-1", """{"name":"Susan"}""");
        Assert.Equal(0, (await api.Get("/v1/subscribers:search?name=brown")).Count());
        await api.Delete("/v1/subscribers/S-1");
        Assert.Equal(0, (await api.Get("/v1/subscribers:search?email=sue")).Count());

        var friends = await Server.ReferAFriend();
        await friends.Referrer("anna");
        await friends.Put("/v1/customers/anna-id", """{"key":"berta"}""");
        foreach (var query in new[] { "key=ann", "key=BERT", "id=nna-i", "email=anna&key=rta" })
        {
            Assert.Equal("anna-id", (await friends.Get($"/v1/customers:search?{query}")).Column("id"));
        }
    }

    [Fact]
    public async Task A_search_pages_like_a_list()
    {
        var api = await Server.Affiliate();
        for (var number = 0; number < 7; number++)
        {
            await api.SignUp($"carl-{number}");
        }

        var seen = new List<string>();
        var next = "/v1/customers:search?key=arl&limit=3";
        while (next is not "null")
        {
            var page = (await api.Get(next)).Is(200);
            seen.Add(page.Column("key"));
            next = page["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        }

        Assert.Equal(["carl-6,carl-5,carl-4", "carl-3,carl-2,carl-1", "carl-0"], seen);
        Assert.Equal(
            "carl-3,carl-2,carl-1",
            (await api.Get("/v1/customers:search?key=arl&limit=3&page=2")).Column("key")
        );
        Assert.Equal("carl-0,carl-1", (await api.Get("/v1/customers:search?key=carl&limit=2&sort=asc")).Column("key"));
    }

    [Fact]
    public async Task A_part_too_short_for_an_index_is_looked_for_among_the_newest()
    {
        var api = await Server.Affiliate();
        await api.SignUp("ä1");
        await Server.Execute(
            $"""
            insert into customers (program_id, number, key, key_folded, tags, status, is_provisional, created_at,
                updated_at)
            with recursive series (n) as (select 1 union all select n + 1 from series where n < {Search.NewestRows})
            select {api.Program.ProgramId}, 1000 + n, 'x' || n, 'x' || n, '[]', 'active', 0, 0, 0 from series
            """
        );
        Assert.Equal(0, (await api.Get("/v1/customers:search?key=%C3%84")).Count());
        Assert.Equal("x1", (await api.Get("/v1/customers:search?key=x1&sort=asc&limit=1")).Column("key"));
        await api.Delete("/v1/customers/x1");
        await Server.Execute(
            "delete from customers where program_id = @ProgramId and number = 1001",
            new { api.Program.ProgramId }
        );
        Assert.Equal("ä1", (await api.Get("/v1/customers:search?key=%C3%84")).Column("key"));
    }

    [Fact]
    public async Task An_erased_text_leaves_no_piece_in_the_index()
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "PostgreSQL's indexes are its own business.");
        var api = await Server.Affiliate();
        for (var number = 0; number < 50; number++)
        {
            await api.SignUp($"c{number}", more: $",\"email\":\"person{number}@example.com\"");
        }

        await api.SignUp("qzx", more: ",\"email\":\"qzxwvk@example.com\"");
        Assert.NotEqual(0, await Blobs("qzx"));
        await Server.Execute(
            "update customers set email = null, email_folded = null, key = null, key_folded = null "
                + "where program_id = @ProgramId and key = 'qzx'",
            new { api.Program.ProgramId }
        );
        Assert.Equal(0, await Blobs("qzx"));
        Assert.Equal(0, await Blobs("wvk"));
        Assert.Equal(1, (await api.Get("/v1/customers:search?email=person7@")).Count());

        async Task<long> Blobs(string piece) =>
            (
                await Server.Query<long>(
                    "select count(*) from customers_search_data where instr(hex(block), @piece) > 0",
                    new { piece = Convert.ToHexString(Encoding.UTF8.GetBytes(piece)) }
                )
            )[0];
    }

    [Fact]
    public async Task The_index_is_in_order_after_many_changes()
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "PostgreSQL's indexes are its own business.");
        var api = await Server.Affiliate();
        for (var number = 0; number < 30; number++)
        {
            var key = number.ToString(CultureInfo.InvariantCulture);
            await Create(api, "k" + key);
            await api.Put($"/v1/partners/k{key}", $$"""{"key":"other-{{key}}","name":"n{{key}}"}""");
            await api.Put($"/v1/customers/k{key}", $$"""{"key":"other-{{key}}"}""");
            if (number % 3 == 0)
            {
                await api.Delete($"/v1/customers/other-{key}");
                await api.Delete($"/v1/partners/k{key}");
            }
        }

        foreach (var index in new[] { "partners", "customers", "subscribers", "referral_keys" })
        {
            await Server.Execute($"insert into {index}_search ({index}_search, rank) values ('integrity-check', 0)");
        }

        Assert.Equal(20, (await api.Get("/v1/customers:search?key=other-&limit=100")).Count());
        Assert.Equal(20, (await api.Get("/v1/partners:search?key=other-&limit=100")).Count());
    }

    private static bool Contains(string text, string part) =>
        part.Trim() is not { Length: > 0 } trimmed
        || text.ToLowerInvariant().Contains(trimmed.ToLowerInvariant(), StringComparison.Ordinal);

    private static string Middle(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        return string.Concat(runes.Skip(runes.Count / 3).Take(Math.Max(3, runes.Count / 3)));
    }

    private static async Task Create(ApiClient api, string name)
    {
        (await api.Post("/v1/customers", Json(("key", name)))).Is(201);
        var email = $"{Guid.NewGuid():N}@example.com";
        (await api.Post("/v1/partners", Json(("id", name), ("key", name), ("email", email)))).Is(201);
    }

    private static async Task<List<string>> Found(ApiClient api, string noun, string field, string part)
    {
        var reply = await api.Get($"/v1/{noun}:search?limit=250&{field}={Uri.EscapeDataString(part)}");
        return [.. Values(reply.Is(200), field).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Values(Reply reply, string field) =>
        reply.Json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty(field).GetString()!);

    private static string Json(params (string Name, string Value)[] members) =>
        JsonSerializer.Serialize(members.ToDictionary(member => member.Name, member => member.Value));
}
