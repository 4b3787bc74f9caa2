using System.Globalization;
using System.Text.Json.Nodes;
using Byway.Programs;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>
/// Every field of every request that changes something is fed every hostile value: the answer is well-formed, a
/// refusal names the field and writes nothing, and what was written is counted.
/// </summary>
public sealed class HostileFieldTests(TestServer server) : ServerTests(server)
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "1",
        "1.5",
        "1e400",
        "-1e400",
        "1e-400",
        "1e99999999999999999999",
        "9007199254740993",
        "123456789012345678901234567890",
        "-9000000000001",
        "\"\"",
        "\" \"",
        "\"0\"",
        "\"-1\"",
        "\"x\"",
        "\"1e400\"",
        "\"NaN\"",
        "\"😀\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\uffff\\ufeff\\u202e\"",
        "\"line\\nbreak\\u0007\"",
        "\"2026-02-30\"",
        "\"9999-12-31T23:59:60Z\"",
        "\"' or 1=1 --\"",
        "\"%_\\\\\"",
        "\"../../etc/passwd\"",
        "\"<script>alert(1)</script>\"",
        "\"{{7*7}}\"",
        $"\"{new string('x', 300)}\"",
        $"\"{new string('ü', 5000)}\"",
        "[]",
        "[[]]",
        "[null]",
        "[1,\"a\",{}]",
        "[\"\\u0000\"]",
        "{}",
        "{\"a\":{\"b\":[]}}",
        "{\"$ne\":1}",
        "{\"key\":null}",
        "{\"\":\"\\u0000\"}",
    ];

    private const string CouponWithCode =
        """{"uuid_code":"C","coupon_discount_type":"static","coupon_discount_amount":1,"""
        + "\"coupon_duration_type\":\"once\",\"promotion_codes\":[\"P\"]}";

    /// <summary>Requests that are accepted as they stand; # becomes a number of its own in each.</summary>
    private static readonly (string Type, string Method, string Path, string Body)[] Accepted =
    [
        (
            "affiliate",
            "POST",
            "/v1/partners",
            """
            {"id":"i#","key":"k#","email":"e#@example.com","name":"n","surname":"s","tags":["t"],
            "referring_partner":{"id":"anna-id","key":"anna","email":"anna@example.com"}}
            """
        ),
        (
            "affiliate",
            "PUT",
            "/v1/partners/bert",
            """{"update":{"name":"n","surname":"s","tags":["t"],"email":"b#@example.com"}}"""
        ),
        ("affiliate", "PUT", "/v1/partners/bert", """{"name":"n","surname":"s","tags":["t"]}"""),
        ("affiliate", "PUT", "/v1/partners", """{"id":"bert-id","key":"bert","update":{"name":"n#"}}"""),
        (
            "affiliate",
            "POST",
            "/v1/customers",
            """
            {"key":"k#","email":"e","name":"n","surname":"s","tags":["t"],"metadata":{"a":1},"created_at":1700000000,
            "partner":{"id":"anna-id","key":"anna","email":"anna@example.com"},
            "options":{"referral_url":"https://shop.example?aff=anna"},
            "transaction":{"key":"t#","amount":1}}
            """
        ),
        (
            "affiliate",
            "POST",
            "/v1/customers",
            """{"customer":{"key":"k#","name":"n","partner":{"key":"anna"}},"partner":{"key":"anna"}}"""
        ),
        (
            "refer-a-friend",
            "POST",
            "/v1/customers",
            """
            {"id":"i#","key":"k#","email":"e","name":"n","metadata":{"date_of_birth":null},
            "referring_customer":{"id":"anna-id","key":"anna"}}
            """
        ),
        (
            "affiliate",
            "PUT",
            "/v1/customers/dora",
            """{"update":{"name":"n#","surname":"s","email":"e","tags":["t"],"metadata":{"a":1}}}"""
        ),
        ("affiliate", "PUT", "/v1/customers", """{"key":"dora","update":{"name":"n#"}}"""),
        (
            "affiliate",
            "POST",
            "/v1/transactions",
            """
            {"key":"t#","amount":1,"amount_units":"USD","is_currency":true,"action":"sale","product_id":"p",
            "product_type":["t"],"gross_amount":1,"discount_amount":1,"tax_amount":1,"shipping_amount":1,
            "discount_code":"c","source":"s","metadata":{"a":1},"reward":1,"rewarded":false,"rewardable":true,
            "created_at":1700000000,"invoice_id":"inv#","charge_id":"cha#","order_id":"ord#",
            "customer":{"key":"carl","id":"carl","email":"e"},"options":{"create_customer":false}}
            """
        ),
        (
            "affiliate",
            "POST",
            "/v1/transactions",
            """
            {"key":"t#","amount":1,"customer":{"key":"k#","email":"e","name":"n","surname":"s","tags":["t"],
            "created_at":1700000000,"partner":{"id":"anna-id","key":"anna","email":"anna@example.com"}},
            "partner":{"key":"anna"},"options":{"create_customer":true,"referral_url":"https://x.example"}}
            """
        ),
        (
            "refer-a-friend",
            "POST",
            "/v1/transactions",
            """{"customer":{"id":"carl"},"transactions":[{"key":"t#","amount":1,"customer":{"key":"carl"}}]}"""
        ),
        ("affiliate", "POST", "/v1/transactions/o1/refunds", """{"key":"r#","amount":1,"created_at":1700000000}"""),
        (
            "affiliate",
            "POST",
            "/v1/transactions/o1/disputes",
            """{"key":"d#","status":"opened","amount":1,"reason":"fraudulent","created_at":1700000000}"""
        ),
        ("affiliate", "DELETE", "/v1/transactions", """{"key":"nothing#"}"""),
        ("affiliate", "DELETE", "/v1/customers", """{"key":"nobody#","id":"nobody#","email":"nobody#"}"""),
        ("affiliate", "DELETE", "/v1/partners", """{"key":"nobody#","id":"nobody#","email":"nobody#"}"""),
        (
            "refer-a-friend",
            "POST",
            "/v1/customers/anna-id/balance/credit",
            """{"key":"c#","amount":1,"amount_units":"USD","is_currency":true}"""
        ),
        ("affiliate", "POST", "/v1/partners/anna-id/reward", """{"amount":1,"date":1700000000,"note":"n"}"""),
        (
            "affiliate",
            "PUT",
            "/v1/partners/anna-id/payout_settings",
            """
            {"gateway":"paypal","payout_settings":{"username":"a@b.example","name":"n","address":"a","tax_id":"t",
            "wallet_address":"w","type":"t","recipient_type":"PHONE","user_handle":"h","email":"a@b.example",
            "phone":"+1555123456","account":"a"}}
            """
        ),
        (
            "affiliate",
            "POST",
            "/v1/partner_referral_links",
            """
            {"key":"k#","domain_id":null,"url":"https://shop.example/p","default":false,"is_additional":false,
            "direct_tracking":true,"direct_tracking_redirect":true,
            "direct_tracking_redirect_url":"https://shop.example/r",
            "partner":{"id":"anna-id","key":"anna","email":"anna@example.com"}}
            """
        ),
        (
            "refer-a-friend",
            "PUT",
            "/v1/customer_referral_links/bert",
            """
            {"domain_id":null,"url":"https://shop.example/p","default":true,"isAdditional":false,
            "directTracking":true,"directTrackingRedirect":true,
            "directTrackingRedirectUrl":"https://shop.example/r"}
            """
        ),
        ("affiliate", "POST", "/v1/domains", """{"domain":"a#.example"}"""),
        (
            "affiliate",
            "POST",
            "/v1/coupons",
            """
            {"uuid_code":"C#","name":"n","active":true,"coupon_discount_type":"percent","coupon_discount_amount":1,
            "coupon_duration_type":"days","coupon_duration_value":1,"redemption_specific_date_status":true,
            "redemption_specific_date_value":1900000000,"redemption_times_status":true,"redemption_times_value":1,
            "metadata":{"a":1},"sync":{"provider":null},"promotion_codes":[{"code":"P#","active":true,
            "limit_to_specific_partner":true,"coupon_specific_partners":[{"id":"anna"}]}]}
            """
        ),
        (
            "affiliate",
            "POST",
            "/v1/promotion-codes",
            """
            {"coupon_uuid":"C","coupon_id":1,"coupon":{"uuid_code":"C"},"code":"P#","active":true,
            "first_time_order":false,"limit_to_specific_partner":true,"coupon_specific_partners":{"id":"anna"},
            "limit_to_specific_customer":true,"coupon_specific_customers":["carl"],
            "limit_to_specific_subscriber":true,"coupon_specific_subscribers":[{"id":"s"}],
            "minimum_order_status":true,"minimum_order_value":1,"expiration_date_status":true,
            "expiration_date_value":1900000000,"redemption_times_status":true,"redemption_times_value":1,
            "metadata":{"a":1}}
            """
        ),
        (
            "affiliate",
            "PUT",
            "/v1/coupons",
            """{"uuid_code":"C","name":"n#","active":true,"metadata":{"a":1},"redeem":true,"transaction_key":"o1"}"""
        ),
        (
            "affiliate",
            "PUT",
            "/v1/promotion-codes/P",
            """
            {"active":true,"limit_to_specific_partner":true,"coupon_specific_partners":["anna"],
            "metadata":{"a":1},"redeem":true,"transaction_key":"o1"}
            """
        ),
        ("affiliate", "DELETE", "/v1/coupons", """{"uuid_code":"nothing#"}"""),
        ("affiliate", "DELETE", "/v1/promotion-codes", """{"code":"nothing#","coupon":{"uuid_code":"C"}}"""),
        (
            "affiliate",
            "PUT",
            "/v1/program/settings",
            """
            {"name":"n","website":"https://shop.example","currency":"USD","link_parameter":"aff","link_form":"query",
            "reward_percent":1,"earning_period":"days","earning_period_length":1000,"review_period_days":1,
            "round_up_rewards":false,"reward_currency":"sale",
            "repeat_transaction_keys":"refuse","unknown_partner":"ignore",
            "store_unreferred":"all","await_signup_days":1,"attribution_window_days":1,
            "attribution_model":"last_click","promotion_code_wins":false,"allow_self_referral":false,
            "approve_partners":"automatic","invitation_subject":"s","invitation_text":"t",
            "payout_threshold":1,"payout_choose_rewards":false}
            """
        ),
        (
            "affiliate",
            "PUT",
            "/v1/program",
            """
            {"name":"n","website":"https://shop.example","program_settings":{"currency":"USD","cookie_lifetime":30,
            "onboarding_enabled":true},"portal_settings":{"widget_enabled":true}}
            """
        ),
        (
            "refer-a-friend",
            "POST",
            "/v1/customers:invite",
            """{"id":"i#","key":"k#","email":"e@example.com","name":"n","personalization":{"a":"b"}}"""
        ),
        (
            "affiliate",
            "POST",
            "/v1/partners:sign-in-url",
            """{"key":"anna","id":"anna-id","email":"e@example.com","expires_in":60}"""
        ),
        (
            "affiliate",
            "POST",
            "/v1/leads",
            """
            {"name":"n","email":"e#@example.com","cfields":{"a":"b"},
            "partner":{"id":"anna-id","key":"anna","email":"anna@example.com"}}
            """
        ),
        (
            "affiliate",
            "POST",
            "/v1/webhooks",
            """{"name":"n","url":"https://x.example","events":["transaction.created"],"key":"#","is_active":false}"""
        ),
        ("affiliate", "PUT", "/v1/webhooks/hook", """{"name":"n","url":"https://x.example/h","is_active":false}"""),
        (
            "newsletter",
            "POST",
            "/v1/subscribers",
            """
            {"id":"i#","email":"e#@example.com","identifier":"j#","name":"n","tos":true,"marketing_consent":true,
            "status":"active","approved":true,"referral":{"id":"sue"}}
            """
        ),
        (
            "newsletter",
            "PUT",
            "/v1/subscribers/sue",
            """
            {"update":{"email":"e#@example.com","name":"n","tos":true,"marketing_consent":true,"status":"active",
            "approved":true}}
            """
        ),
        (
            "newsletter",
            "POST",
            "/v1/rewards",
            """
            {"name":"n","description":"d","subscribers_count":1,"fulfillment_type":"url_link",
            "fulfillment_value":"https://example.com/mug"}
            """
        ),
    ];

    /// <summary>One test each.</summary>
    public static TheoryData<int> Requests => [.. Enumerable.Range(0, Accepted.Length)];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Every_field_survives_every_value(int request)
    {
        var (type, method, path, body) = Accepted[request];
        var api = await Opened(type);
        await api.Post("/v1/coupons", CouponWithCode);
        var number = 0;
        string Numbered(string text) =>
            text.Replace("#", (++number).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var asItStands = await api.Send(method, path, Numbered(body));
        Assert.Contains(asItStands.Status, method == "DELETE" ? new[] { 404 } : [200, 201]);
        foreach (var field in FieldsOf(JsonNode.Parse(body)!, ""))
        {
            var before = await api.Sequence();
            var replies = await Task.WhenAll(
                Values.Select(async value =>
                    (Value: value, Reply: await api.Send(method, path, Numbered(With(body, field, value))))
                )
            );
            var written = 0L;
            foreach (var (value, reply) in replies)
            {
                var shown = $"{field} = {(value.Length > 40 ? value[..40] : value)} -> {reply.Status} {reply.Text}";
                Assert.True(reply.Status is 200 or 201 or 400 or 404 or 422, shown);
                if (reply.Status < 300)
                {
                    written +=
                        reply.IsReplay || reply.Entry is null ? 0
                        : reply.Header("Byway-Entry-Count") is { } count ? long.Parse(count, null)
                        : 1;
                }
                else if (reply.Status == 422)
                {
                    Assert.True(reply.Faults.Any(fault => IsAbout(fault, field)), shown);
                    Assert.DoesNotContain("\0", reply.Text, StringComparison.Ordinal);
                }
            }

            Assert.Equal(before + written, await api.Sequence());
        }
    }

    /// <summary>A program with what the requests name.</summary>
    private async Task<ApiClient> Opened(string type)
    {
        if (type == ProgramType.Newsletter)
        {
            var newsletter = await Server.NewProgram(type);
            (await newsletter.Post("/v1/subscribers", """{"id":"sue","email":"sue@example.com"}""")).Is(201);
            return newsletter;
        }

        var api = await Server.NewProgram(type).WithCarl();
        await api.Referrer("bert");
        await api.SignUp("dora");
        await api.Sale("o1", "1000000", "carl");
        const string Hook = """{"key":"hook","name":"n","url":"https://x.example","events":["customer.created"]}""";
        (await api.Post("/v1/webhooks", Hook)).Is(201);
        return api;
    }

    /// <summary>Every path in a body, of objects and lists too.</summary>
    private static IEnumerable<string> FieldsOf(JsonNode node, string path)
    {
        if (path.Length > 0)
        {
            yield return path;
        }

        var children = node switch
        {
            JsonObject members => members.Select(member => (member.Key, member.Value)),
            JsonArray items => items.Select((item, at) => (at.ToString(CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach (var (name, child) in children)
        {
            var childPath = path.Length == 0 ? name : $"{path}.{name}";
            if (child is null)
            {
                yield return childPath;
                continue;
            }

            foreach (var field in FieldsOf(child, childPath))
            {
                yield return field;
            }
        }
    }

    /// <summary>The body with a value in place of what stands at a path, as text.</summary>
    private static string With(string body, string path, string value)
    {
        var root = JsonNode.Parse(body)!;
        var steps = path.Split('.');
        var parent = steps[..^1]
            .Aggregate(root, (node, step) => node is JsonArray list ? list[Index(step)]! : node[step]!);
        const string Mark = "@@here@@";
        if (parent is JsonArray items)
        {
            items[Index(steps[^1])] = Mark;
        }
        else
        {
            parent[steps[^1]] = Mark;
        }

        return root.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }

    private static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);

    /// <summary>A fault stands at the field, inside it or above it, or at the field that it makes wrong.</summary>
    private static bool IsAbout(string fault, string field) =>
        fault.StartsWith(field, StringComparison.Ordinal)
        || field.StartsWith(fault, StringComparison.Ordinal)
        || fault.Split('.')[0] == field.Split('.')[0]
        || (field.EndsWith("is_currency", StringComparison.Ordinal) && fault == "amount_units")
        || (field == "transactions" && fault == "amount")
        || (field == "earning_period" && fault == "earning_period_length")
        || (field.StartsWith("customer", StringComparison.Ordinal) && fault is "customer" or "key");
}
