namespace TeaShop;

/// <summary>How the shop finds out who sent somebody. Yours needs one of them; this one shows them all.</summary>
public enum Method
{
    /// <summary>The backend keeps the key from the address, and reports sign-ups and sales.</summary>
    Server,

    /// <summary>The snippet keeps the key and reports sign-ups; the backend reports sales.</summary>
    Snippet,

    /// <summary>The snippet keeps the key in a cookie, where the backend reads it; the backend reports.</summary>
    Hybrid,

    /// <summary>Nobody keeps anything: the buyer types a promotion code.</summary>
    Code,

    /// <summary>The key travels in the payment's metadata, and no sign-up is reported.</summary>
    Metadata,

    /// <summary>The backend has Byway record each landing, and Byway decides which click counts.</summary>
    Clicks,
}

/// <summary>What the environment says.</summary>
public sealed record ShopSettings
{
    /// <summary><c>SHOP_METHOD</c>: <c>server</c> if nothing is said.</summary>
    public required Method Method { get; init; }

    /// <summary><c>SHOP_CONSENT=ask</c>: nothing is kept before the visitor agrees.</summary>
    public required bool AsksConsent { get; init; }

    /// <summary><c>BYWAY_URL</c>.</summary>
    public required Uri Byway { get; init; }

    /// <summary><c>BYWAY_API_KEY</c>; never leaves the server.</summary>
    public required string ApiKey { get; init; }

    /// <summary><c>BYWAY_PROGRAM</c>, the public id: for the snippet.</summary>
    public required string Program { get; init; }

    /// <summary><c>PROGRAM_TYPE=refer-a-friend</c>.</summary>
    public required bool IsReferAFriend { get; init; }

    /// <summary><c>SHOP_FOLDER</c>: where the outbox is.</summary>
    public required string Folder { get; init; }

    /// <summary>What carries the referral key in links.</summary>
    public string LinkParameter => IsReferAFriend ? "ref" : "aff";

    /// <summary>The member of a sign-up that says who referred.</summary>
    public string Referrer => IsReferAFriend ? "referring_customer" : "partner";

    /// <summary>The member that names a customer.</summary>
    public string CustomerKey => IsReferAFriend ? "id" : "key";

    /// <summary>The snippet's cookie with the referral key.</summary>
    public string SnippetCookie => IsReferAFriend ? "partnero_referral" : "partnero_partner";

    /// <summary>True when the pages carry the snippet.</summary>
    public bool HasSnippet => Method is Method.Snippet or Method.Hybrid;

    /// <summary>Reads the environment.</summary>
    public static ShopSettings From(IConfiguration environment) =>
        new()
        {
            Method = Enum.Parse<Method>(environment["SHOP_METHOD"] ?? nameof(Method.Server), ignoreCase: true),
            AsksConsent = environment["SHOP_CONSENT"] == "ask",
            Byway = new(environment["BYWAY_URL"] ?? "http://127.0.0.1:5080"),
            ApiKey = environment["BYWAY_API_KEY"] ?? throw new InvalidOperationException("Set BYWAY_API_KEY."),
            Program = environment["BYWAY_PROGRAM"] ?? "",
            IsReferAFriend = environment["PROGRAM_TYPE"] == "refer-a-friend",
            Folder = environment["SHOP_FOLDER"] ?? "data",
        };
}
