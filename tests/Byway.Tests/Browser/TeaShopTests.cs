using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Programs;
using Byway.Tests.Examples;
using Byway.Tests.PromotionCodes;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>
/// The shop of <c>examples/shop</c> in Chromium, by every method it knows: link, landing, sign-up, sale, and then what
/// Byway says of it, as <c>code beneficiary amount</c>. Each shop has a program of its own; the tea that is bought
/// costs 40 USD, of which 30 % are 12.
/// </summary>
public sealed class TeaShopTests : ServerTests, IClassFixture<TeaStreet>
{
    private const string Annas = "rewarded anna-id 12";
    private const string Berts = "rewarded bert-id 12";
    private const string NotReferred = "customer_not_referred";
    private const string Unknown = "customer_unknown";

    // 25 % off: 30 USD are paid.
    private const string AnnasByCode = "rewarded anna-id 9";

    // Nothing listens there.
    private const string NoServer = "http://127.0.0.1:9";

    private static readonly JsonArray SignUp = ["signUp", "carla@example.net"];
    private static readonly JsonArray Reported = ["reported"];
    private static readonly JsonArray Told = ["told"];
    private static readonly JsonArray Cookies = ["cookies"];
    private static readonly JsonArray Choose = ["choose", "High Mountain Oolong"];
    private static readonly JsonArray Pay = ["pay"];
    private static readonly JsonArray PayWithCode = ["pay", "anna25"];
    private static readonly JsonArray PayWithCodeAsNobody = ["pay", "ANNA25", "carla@example.net"];
    private static readonly JsonArray PayAsNobody = ["pay", null, "carla@example.net"];

    private readonly TeaStreet street;
    private readonly List<Journey> journeys = [];

    /// <summary>The shop says when a late report happened, by the machine's time.</summary>
    public TeaShopTests(TestServer server, TeaStreet street)
        : base(server)
    {
        this.street = street;
        Server.Clock.Now = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10);
    }

    [Fact]
    public async Task Each_method_leads_from_the_link_to_the_reward()
    {
        var server = await Open("server");
        Add("server", server, Annas, Land("/?aff=anna"), Look("landing"), SignUp, Choose, Look("checkout"), Pay);
        Add("path", server, Annas, Land("/aff/anna"), Choose, PayAsNobody);
        Add("nobody", server, NotReferred, Land("/"), Choose, PayAsNobody);
        Add(
            "nonsense",
            server,
            NotReferred,
            Land("/?aff=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
            Choose,
            PayAsNobody
        );
        Add("snippet", await Open("snippet"), Annas, Land("/?aff=anna"), Clicked, SignUp, Reported, Choose, Pay);
        Add("hybrid", await Open("hybrid"), Annas, Land("/?aff=anna"), Clicked, SignUp, Choose, Pay);
        Add("clicks", await Open("clicks"), Annas, Land("/?aff=anna"), SignUp, Choose, Pay);
        var code = await Open("code");
        Add("code", code, AnnasByCode, Land("/"), SignUp, Choose, PayWithCode, Look("confirmation"));
        Add("no code", code, NotReferred, Land("/?aff=anna"), Choose, PayAsNobody);
        Add("metadata", await Open("metadata", "by payment"), Annas, Land("/?aff=anna"), Choose, PayAsNobody);
        // The control: a program that goes by customers does not follow a payment's metadata.
        Add("by customer", await Open("metadata"), "customer_provisional", Land("/?aff=anna"), Choose, PayAsNobody);
        Add("friend", await Open("server", "friends"), Annas, Land("/?ref=anna"), SignUp, Choose, Pay);
        var seen = await Go();
        Complaints.AssertNone(seen.Values.SelectMany(each => Texts(each, "faults")));
    }

    [Fact]
    public async Task A_newsletters_link_keeps_its_utm_fields()
    {
        var shop = await Open("clicks");
        var site = shop.Address.GetLeftPart(UriPartial.Authority);
        var link = $$"""{"key":"anna_letter","partner":{"key":"anna"},"url":"{{site}}/letter"}""";
        (await shop.Api.Post("/v1/partner_referral_links", link)).Is(201);
        var address = $"{Server.Url}/r/{shop.Api.Program.PublicId}/anna_letter?utm_source=letter&utm_campaign=may";
        Add("letter", shop, Annas, Land(address), SignUp, Choose, Pay);
        var seen = await Go();

        var landed = new Uri(Texts(seen["letter"], "landed")[0]);
        Assert.StartsWith(
            $"{site}/letter?aff=anna_letter&utm_source=letter&utm_campaign=may&bw_click=clk_",
            landed.ToString(),
            StringComparison.Ordinal
        );
        var click = (await shop.Api.Get($"/v1/clicks/{landed.Query.Split("bw_click=")[1]}")).Is(200);
        Assert.Equal(("letter", "may"), (click["data.utm_source"], click["data.utm_campaign"]));
        var stats = (await shop.Api.Get("/v1/partner_referral_links/anna_letter/stats")).Is(200);
        Assert.Equal(("1", "1", "1"), (stats["data.clicks"], stats["data.signups"], stats["data.sales_count"]));
    }

    [Fact]
    public async Task Who_blocks_scripts_or_cookies_counts_where_the_backend_sees_the_link_or_the_buyer_types_a_code()
    {
        var (server, snippet) = (await Open("server"), await Open("snippet"));
        Add("server, script", server, Annas, Land("/?aff=anna"), SignUp, Choose, Pay).Blocks("byway");
        Add("server, cookies", server, Annas, Land("/?aff=anna"), Choose, PayAsNobody).Blocks("cookies");
        Add("code, cookies", await Open("code"), AnnasByCode, Land("/"), Choose, PayWithCodeAsNobody)
            .Blocks("cookies");
        // The controls: what the browser was to keep or to say is lost. The sale itself never is.
        Add("snippet, script", snippet, Unknown, Land("/?aff=anna"), SignUp, Choose, Pay).Blocks("byway");
        Add("snippet, cookies", snippet, Unknown, Land("/?aff=anna"), Choose, PayAsNobody).Blocks("cookies");
        Add("hybrid", await Open("hybrid"), NotReferred, Land("/?aff=anna"), Choose, PayAsNobody).Blocks("byway");
        await Go();
    }

    [Fact]
    public async Task Nothing_is_kept_or_told_of_who_does_not_agree()
    {
        var (server, snippet, clicks) = (
            await Open("server", "asking"),
            await Open("snippet", "asking"),
            await Open("clicks", "asking")
        );
        Add("unasked server", server, NotReferred, Land("/?aff=anna"), Look("consent"), Cookies, Choose, PayAsNobody);
        Add("unasked snippet", snippet, NotReferred, Land("/?aff=anna"), Cookies, Choose, PayAsNobody);
        Add("refused server", server, NotReferred, Land("/?aff=anna"), No, Cookies, SignUp, Choose, Pay);
        Add("refused snippet", snippet, NotReferred, Land("/?aff=anna"), No, Cookies, Choose, PayAsNobody);
        Add("refused clicks", clicks, NotReferred, Land("/?aff=anna"), No, Cookies, Choose, PayAsNobody, Told);
        Add("refused sign-up", snippet, NotReferred, Land("/?aff=anna"), No, Cookies, SignUp, Choose, Pay);
        // What somebody types is their own word.
        Add("refused, typed", snippet, AnnasByCode, Land("/?aff=bert"), No, Cookies, SignUp, Choose, PayWithCode);
        Add("refused code", server, AnnasByCode, Land("/?aff=bert"), No, Cookies, SignUp, Choose, PayWithCode);
        var seen = await Go();
        foreach (var (name, visit) in seen)
        {
            Assert.Equal(name.StartsWith("refused", StringComparison.Ordinal) ? "consent" : "", Kept(visit));
            Assert.Empty(Texts(visit, "requests"));
            Assert.Empty(Texts(visit, "faults"));
        }

        foreach (var shop in new[] { server, snippet, clicks })
        {
            Assert.Equal(0, await shop.Api.CountOf("clicks"));
        }

        // The control: who agrees is kept, told and counted.
        journeys.Clear();
        Add("server", server, Annas, Land("/?aff=anna"), Yes, Cookies, SignUp, Choose, Pay);
        Add("snippet", snippet, Annas, Land("/?aff=anna"), Yes, Clicked, Cookies, SignUp, Reported, Choose, Pay);
        Add("clicks", clicks, Annas, Land("/?aff=anna"), Yes, Cookies, SignUp, Choose, Pay);
        seen = await Go();
        Assert.Equal("consent,tea", Kept(seen["server"]));
        Assert.Equal("bw_click,consent,partnero_partner,partnero_session_uuid", Kept(seen["snippet"]));
        Assert.NotEmpty(Texts(seen["snippet"], "requests"));
        Assert.Equal(1, await clicks.Api.CountOf("clicks"));
    }

    [Fact]
    public async Task Windows_and_models_decide_which_click_counts()
    {
        var (last, first) = (await Open("clicks"), await Open("clicks", "first click"));
        JsonArray[] both = [Land("/?aff=anna"), Told, Days(1), Land("/?aff=bert"), Choose, PayAsNobody];
        Add("last", last, Berts, both);
        Add("first", first, Annas, both);
        Add("in time", last, Annas, Land("/?aff=anna"), Told, Days(29), Choose, PayAsNobody);
        Add("too late", last, NotReferred, Land("/?aff=anna"), Told, Days(31), Choose, PayAsNobody);
        // The first one that is still in time.
        Add("next", first, Berts, Land("/?aff=anna"), Told, Days(31), Land("/?aff=bert"), Choose, PayAsNobody);
        both = [Land("/?aff=anna"), Clicked, Land("/?aff=bert"), Choose, PayAsNobody, Reported];
        Add("snippet, first", await Open("snippet", "first click"), Annas, both);
        both = [.. both[..3], Cookie("partnero_partner=bert"), .. both[3..]];
        Add("snippet, last", await Open("snippet"), Berts, both);
        var seen = await Go();

        var customer = seen["too late"].GetProperty("customer").GetString();
        var why = (await last.Api.Get($"/v1/customers/{customer}/decision")).Is(200);
        Assert.Contains("click_too_old", why.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_against_a_link_is_decided_by_the_programs_setting()
    {
        var (link, code) = (await Open("server"), await Open("server", "code wins"));
        Add("link", link, "rewarded bert-id 9", Land("/?aff=bert"), Choose, PayWithCodeAsNobody);
        Add("code", code, AnnasByCode, Land("/?aff=bert"), Choose, PayWithCodeAsNobody);
        Add("no code", code, Berts, Land("/?aff=bert"), Choose, PayAsNobody);
        await Go();
    }

    [Fact]
    public async Task Lost_answers_are_asked_for_again_and_count_once()
    {
        await using var front = await LossyFront.Start(Server);
        await using var shop = await TeaShop.Open(await Program(""), "clicks", ("BYWAY_URL", front.Url));
        Add("lossy", shop, Annas, Land("/?aff=anna"), SignUp, Choose, Pay);
        await Go();
        Assert.Equal(3, front.Lost);
        Assert.Equal(1, await shop.Api.CountOf("transactions"));
        Assert.Equal(1, await shop.Api.CountOf("clicks"));
    }

    [Fact]
    public async Task A_shop_sells_while_Byway_is_down_and_tells_it_all_after_a_crash()
    {
        var folder = Directory.CreateTempSubdirectory("byway-tea-").FullName;
        try
        {
            var api = await Program("");
            string order;
            await using (var cut = await TeaShop.Open(api, "server", ("SHOP_FOLDER", folder), ("BYWAY_URL", NoServer)))
            {
                var html = await cut.Order();
                // Nobody knows what the code is good for, so nothing is taken off; it is told all the same.
                Assert.Contains("no discount", html, StringComparison.Ordinal);
                order = html.Split("data-order=\"")[1].Split('"')[0];
                Assert.Equal(0, await api.CountOf("transactions"));
            }

            // Killed, not closed: what was to be told is on disk.
            await using var shop = await TeaShop.Open(api, "server", ("SHOP_FOLDER", folder));
            await shop.Told($"sale {order}");
            Assert.Equal(Annas, await Said(api, order));
            Assert.Equal("1", (await api.Get("/v1/promotion-codes/ANNA25")).Is(200)["data.times_redeemed"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_planted_session_sees_no_account_and_who_sent_the_visitor_stays_known()
    {
        var shop = await Open("server");
        using var anybody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = shop.Address,
        };
        using var landed = await Ask(anybody, HttpMethod.Get, "/?aff=anna", null);
        var planted = Session(landed);
        using var signedUp = await Ask(anybody, HttpMethod.Post, "/sign-up", planted);
        var own = Session(signedUp);
        Assert.NotEqual(planted, own);

        using var account = await Ask(anybody, HttpMethod.Get, "/account", own);
        Assert.Contains("carla@example.net", await account.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var spied = await Ask(anybody, HttpMethod.Get, "/account", planted);
        Assert.Equal("/sign-up", spied.Headers.Location?.OriginalString);

        using var bought = await Ask(anybody, HttpMethod.Post, "/checkout", own);
        var order = bought.Headers.Location!.OriginalString["/orders/".Length..];
        await shop.Told($"sale {order}");
        Assert.Equal(Annas, await Said(shop.Api, order));
    }

    [Theory]
    [InlineData("/teas/oolong?aff=anna", "/teas/oolong?aff=anna")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    public async Task Consent_leads_back_to_a_page_of_the_shop_only(string back, string expected)
    {
        var shop = await Open("server", "asking");
        using var visitor = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("back", back), new("answer", "no")]);
        using var answer = await visitor.PostAsync(new Uri(shop.Address, "/consent"), form);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
    }

    private static JsonArray Clicked => Cookie("bw_click=clk_");

    private static JsonArray Yes => ["consent", "Yes"];

    private static JsonArray No => ["consent", "No"];

    private static JsonArray Land(string address) => ["land", address];

    private static JsonArray Cookie(string beginning) => ["cookie", beginning];

    private static JsonArray Look(string page) => ["look", page];

    private static JsonArray Days(int days) => ["clock", new JsonObject { ["days"] = days }];

    private static string Kept(JsonElement seen) => string.Join(',', Texts(seen, "cookies"));

    private static string[] Texts(JsonElement seen, string member) =>
        [.. seen.GetProperty(member).EnumerateArray().Select(text => text.GetString()!)];

    private static async Task<HttpResponseMessage> Ask(HttpClient from, HttpMethod how, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(how, path);
        request.Headers.Add("Cookie", cookie is null ? [] : [cookie]);
        if (how == HttpMethod.Post)
        {
            request.Content = new FormUrlEncodedContent([
                new("name", "Carla"),
                new("email", "carla@example.net"),
                new("tea", "oolong"),
            ]);
        }

        return await from.SendAsync(request);
    }

    private static string Session(HttpResponseMessage answer) =>
        Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];

    /// <summary>What Byway says of a sale: the code, and who gets how much.</summary>
    internal static async Task<string> Said(ApiClient api, string order)
    {
        var why = (await api.Get($"/v1/transactions/{order}/decision")).Is(200);
        var rewards = why.Json.GetProperty("data").GetProperty("rewards").EnumerateArray();
        var shares = rewards.Select(reward => $" {reward.GetProperty("beneficiary")} {reward.GetProperty("amount")}");
        return why["data.code"] + string.Concat(shares);
    }

    /// <summary>A program with two who refer, and a code of Anna's.</summary>
    private async Task<ApiClient> Program(string variant)
    {
        var type = variant == "friends" ? ProgramType.ReferAFriend : ProgramType.Affiliate;
        var api = await Server.TestProgram(
            settings =>
                settings with
                {
                    IsTransactionBased = variant == "by payment",
                    PromotionCodeWins = variant == "code wins",
                    AttributionModel = variant == "first click" ? "first_click" : settings.AttributionModel,
                },
            type
        );
        await api.Referrer("anna");
        await api.Referrer("bert");
        if (api.IsAffiliate)
        {
            await api.Coupon();
            await api.Code("ANNA25", "anna-id");
        }

        return api;
    }

    private Task<TeaShop> Open(string method, string variant = "") =>
        street.Of(
            $"{method} {variant}",
            async () =>
                await TeaShop.Open(await Program(variant), method, ("SHOP_CONSENT", variant == "asking" ? "ask" : ""))
        );

    private Journey Add(string name, TeaShop shop, string expected, params JsonArray[] steps)
    {
        var journey = new Journey(name, shop, expected, steps);
        journeys.Add(journey);
        return journey;
    }

    /// <summary>Makes all journeys, and looks what Byway says of their sales.</summary>
    private async Task<IReadOnlyDictionary<string, JsonElement>> Go()
    {
        var seen = await Chromium.Run("shop.mjs", Server.Url, [.. journeys.Select(journey => journey.Visit)]);
        var wrong = new List<string>();
        foreach (var journey in journeys)
        {
            var visit = seen[journey.Name];
            var order = visit.GetProperty("order").GetString()!;
            await journey.Shop.Told($"sale {order}");
            var said = await Said(journey.Shop.Api, order);
            if (said != journey.Expected)
            {
                wrong.Add($"{journey.Name}: {said} instead of {journey.Expected}");
            }

            // A blocked request is noted by the browser itself.
            wrong.AddRange(
                from complaint in Texts(visit, "complaints")
                where journey.Blocked is null
                select $"{journey.Name}: {complaint}"
            );
        }

        Complaints.AssertNone(wrong);
        return seen;
    }

    /// <summary>Somebody's way through a shop.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Shop">The shop.</param>
    /// <param name="Expected">What Byway says of the sale.</param>
    /// <param name="Steps">What is done.</param>
    private sealed record Journey(string Name, TeaShop Shop, string Expected, JsonArray[] Steps)
    {
        /// <summary>What this somebody blocks.</summary>
        public string? Blocked { get; private set; }

        /// <summary>As the script is told of it.</summary>
        public JsonObject Visit =>
            new()
            {
                ["name"] = Name,
                ["site"] = Shop.Address.ToString(),
                ["key"] = Shop.Api.Secret,
                ["block"] = Blocked,
                ["steps"] = new JsonArray([.. Steps.Select(step => step.DeepClone())]),
            };

        /// <summary>Blocks something.</summary>
        public void Blocks(string what) => Blocked = what;
    }
}
