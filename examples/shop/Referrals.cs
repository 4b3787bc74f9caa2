using System.Text.Json.Nodes;

namespace TeaShop;

/// <summary>Everything about who sent whom: what is kept at a landing, and what Byway is told.</summary>
public sealed class Referrals(ShopSettings settings, Outbox outbox)
{
    private const int LongestKey = 191;
    private const int LongestAddress = 2000;
    private const int LongestAgent = 1000;

    /// <summary>Somebody opens a page. A referral key in its address is kept, if it may be.</summary>
    public void Land(Visit visit)
    {
        if (!visit.MayKeep || KeyIn(visit.Request) is not { } key)
        {
            return;
        }

        if (settings.Method is Method.Server or Method.Metadata)
        {
            // The key is only a claim: whether it is any good is Byway's business.
            visit.Open().ReferralKey = key;
            visit.CarriedKey = visit.HasCookie ? null : key;
        }
        else if (settings.Method == Method.Clicks)
        {
            Click(visit, key);
        }
    }

    /// <summary>Somebody has signed up. Call it for everybody: nobody may have sent them.</summary>
    public void SignedUp(Visit visit, Account account, string? carriedKey)
    {
        var session = visit.Session;
        var body = new JsonObject
        {
            [settings.CustomerKey] = account.Key,
            ["email"] = account.Email,
            ["name"] = account.Name,
        };
        switch (settings.Method)
        {
            case Method.Server:
                body[settings.Referrer] = new JsonObject
                {
                    ["key"] = session?.ReferralKey ?? Allowed(visit, carriedKey),
                };
                break;
            case Method.Hybrid:
                var key = Allowed(visit, visit.Request.Cookies[settings.SnippetCookie]);
                body[settings.Referrer] = new JsonObject { ["key"] = key };
                body["click_id"] = Allowed(visit, visit.Request.Cookies["bw_click"]);
                break;
            case Method.Clicks when visit.MayKeep && session is not null:
                body["click_ids"] = new JsonArray([.. session.Clicks.Select(id => JsonValue.Create(id))]);
                body["visitor"] = session.Visitor;
                break;
            case Method.Snippet when visit.MayKeep: // It reports the sign-up itself; without consent it is not there.
                visit.Open().IsNewToSnippet = true;
                return;
            case Method.Metadata: // The sale brings its customer along.
                return;
        }

        outbox.Add($"customer {account.Key}", "/v1/customers", body);
    }

    /// <summary>What the payment provider is to give back with its webhook.</summary>
    public IReadOnlyDictionary<string, string> MetadataOf(Visit visit, string? carriedKey)
    {
        var key = visit.Session?.ReferralKey ?? Allowed(visit, carriedKey);
        return settings.Method == Method.Metadata && key is not null
            ? new Dictionary<string, string> { ["partner_key"] = key }
            : [];
    }

    /// <summary>The money is there. Call it as often as the webhook comes: an order counts once.</summary>
    public void Paid(Order order)
    {
        var customer = new JsonObject { [settings.CustomerKey] = order.Account.Key };
        var body = new JsonObject
        {
            ["key"] = order.Key,
            ["amount"] = order.PaidCents / 100m,
            ["gross_amount"] = order.Tea.Cents / 100m,
            ["discount_amount"] = order.DiscountCents / 100m,
            ["amount_units"] = "USD",
            ["product_id"] = order.Tea.Id,
            ["discount_code"] = order.Code, // always, whether or not it was good for a discount
            ["customer"] = customer,
        };
        if (settings.Method == Method.Metadata)
        {
            customer["email"] = order.Account.Email;
            customer["name"] = order.Account.Name;
            body["metadata"] = new JsonObject(
                order.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))
            );
            body["options"] = new JsonObject { ["create_customer"] = true };
        }

        outbox.Add($"sale {order.Key}", "/v1/transactions", body);
    }

    private static string? Allowed(Visit visit, string? key) =>
        visit.MayKeep && key is { Length: > 0 } ? Cut(key, LongestKey) : null;

    private static string? Cut(string? text, int longest) => text?.Length > longest ? text[..longest] : text;

    private string? KeyIn(HttpRequest request)
    {
        // /?aff=anna, or /aff/anna where the program's links have that form.
        var key = (string?)request.Query[settings.LinkParameter] ?? (string?)request.RouteValues["referralKey"];
        return string.IsNullOrEmpty(key) ? null : Cut(key, LongestKey);
    }

    private void Click(Visit visit, string key)
    {
        var session = visit.Open();
        if ((string?)visit.Request.Query["bw_click"] is { Length: > 0 and <= 64 } known)
        {
            // The visitor came by a link of Byway's, which has recorded the click.
            session.Clicks.Add(known);
            return;
        }

        var http = visit.Request.HttpContext;
        var body = new JsonObject
        {
            ["key"] = key,
            ["url"] = Cut($"{visit.Request.Scheme}://{visit.Request.Host}{visit.Address}", LongestAddress),
            ["referrer"] = Cut(visit.Request.Headers.Referer, LongestAddress),
            ["user_agent"] = Cut(visit.Request.Headers.UserAgent, LongestAgent),
            ["ip"] = http.Connection.RemoteIpAddress?.ToString(),
            ["visitor"] = session.Visitor,
        };
        outbox.Add("click", "/v1/clicks", body);
    }
}
