using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>
/// One sale as a request describes it, shaped: everything that can be said of it without the database.
/// </summary>
public sealed partial record SaleRequest
{
    private static readonly string[] ExternalNames =
    [
        "invoice_id",
        "charge_id",
        "order_id",
        "payment_id",
        "checkout_id",
    ];

    /// <summary>
    /// Where it stands in the request, for faults: empty, <c>transaction</c> or <c>transactions.3</c>.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The merchant's key.</summary>
    public string? Key { get; init; }

    /// <summary>Micros; 0 when only a reward was given.</summary>
    public long Amount { get; init; }

    /// <summary>Null for the program's currency.</summary>
    public string? Unit { get; init; }

    /// <summary>Free label.</summary>
    public string Action { get; init; } = "sale";

    /// <summary>JSON list, or null.</summary>
    public string? ProductIds { get; init; }

    /// <summary>JSON list, or null.</summary>
    public string? ProductTypes { get; init; }

    /// <summary>Micros.</summary>
    public long? GrossAmount { get; init; }

    /// <summary>Micros.</summary>
    public long? DiscountAmount { get; init; }

    /// <summary>Micros.</summary>
    public long? TaxAmount { get; init; }

    /// <summary>Micros.</summary>
    public long? ShippingAmount { get; init; }

    /// <summary>A promotion code used.</summary>
    public string? DiscountCode { get; init; }

    /// <summary>Who reported it.</summary>
    public string Source { get; init; } = "api";

    /// <summary>Invoice, charge and order ids by name.</summary>
    public IReadOnlyDictionary<string, string> ExternalIds { get; init; } = new Dictionary<string, string>();

    /// <summary>JSON object, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>The reward the request sets, in micros.</summary>
    public long? GivenReward { get; init; }

    /// <summary>False when it earns nothing.</summary>
    public bool IsRewardable { get; init; } = true;

    /// <summary>True when the reward was already paid.</summary>
    public bool IsRewarded { get; init; }

    /// <summary>When it occurred; null for now.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>Who bought.</summary>
    public required NamedCustomer Customer { get; init; }

    /// <summary>
    /// Further keys, and an e-mail, with any of which the unknown customer may sign up; null where the customer's own
    /// name is all.
    /// </summary>
    public NamedBuyer? AlsoNamed { get; init; }

    /// <summary>The customer to create when there is none yet; null unless asked for.</summary>
    public NewCustomer? NewCustomer { get; init; }

    /// <summary>The partner whose sale it is, as it says; null when it does not.</summary>
    public PartnerKeyClue? PartnerKey { get; init; }

    /// <summary>The request, normalised.</summary>
    public required RequestText Request { get; init; }

    /// <summary>A path below this sale's place.</summary>
    /// <param name="field">The field.</param>
    public string PathOf(string field) => Path.Length == 0 ? field : $"{Path}.{field}";

    /// <summary>A sale of <c>POST /v1/transactions</c>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fields">Where its fields stand.</param>
    /// <param name="path">The same place, for faults.</param>
    public static SaleRequest Of(ApiCall call, Fields fields, string path)
    {
        var customer = fields.Object("customer") ?? call.Fields.Object("customer");
        var options = fields.Object("options") ?? call.Fields.Object("options");
        var named = customer is null ? new(null, null, null) : NamedCustomer.Of(customer);
        if (named.IsEmpty && !call.Check.HasFaults)
        {
            fields.Fault("customer", "The customer is required: its key, id or email.");
        }

        NewCustomer? created = null;
        if (options?.Flag("create_customer") == true && customer is not null)
        {
            var evidence = ReferralEvidence.Of(call, options, ("customer", customer), ("", call.Fields));
            created = new(CustomerFields.Of(call, customer) with { ClickId = evidence.ClickId }, evidence);
            if (call.IsAffiliate && created.Fields.Key is null && !call.Check.HasFaults)
            {
                customer.Fault("key", "The key is required to create the customer.");
            }
        }

        return Of(call, fields, path, named, created);
    }

    /// <summary>The sale that rides on a sign-up.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fields">Where its fields stand.</param>
    /// <param name="customer">The customer who signs up.</param>
    public static SaleRequest OfRider(ApiCall call, Fields fields, CustomerFields customer) =>
        Of(
            call,
            fields,
            "transaction",
            new(null, null, customer.Key is null ? customer.Email : null, customer.Key),
            null
        );

    /// <summary>The sale that comes with a lead's conversion.</summary>
    /// <param name="amount">Micros, in the program's currency.</param>
    /// <param name="customer">The key of the customer the lead became.</param>
    public static SaleRequest OfLead(long amount, string customer)
    {
        var sale = new SaleRequest
        {
            Path = "",
            Amount = amount,
            Customer = new(null, null, null, customer),
            Request = new(),
        };
        sale.Describe(amount);
        return sale;
    }

    /// <summary>A sale that a billing provider tells.</summary>
    /// <param name="sale">The sale, without its stored request.</param>
    /// <param name="told">The provider's event.</param>
    public static SaleRequest OfBilling(SaleRequest sale, string told)
    {
        sale.Describe(sale.Amount);
        sale.Request.Apart("event", told);
        return sale;
    }

    /// <summary>Says what recording it will read.</summary>
    /// <param name="turn">The turn.</param>
    public void Prefetch(Turn turn)
    {
        if (Key is not null)
        {
            Claims.Find(turn, ClaimKind.Transaction, Key);
            WaitingSales.PrefetchRefunds(turn, Key);
        }

        foreach (var (name, id) in ExternalIds)
        {
            Claims.Find(turn, ClaimKind.ExternalId, $"{name}:{id}");
        }

        NewCustomer?.Evidence.Candidates(turn);
        PrefetchPartner(turn);
        var known = CustomerFinder.Find(turn, Customer);
        if (DiscountCode is not null)
        {
            UsedCode.Prefetch(turn, DiscountCode, Key, known);
        }

        if (known is { } customer)
        {
            Sales.Prefetch(turn, customer, Unit, CreatedAt);
        }
    }

    private void PrefetchPartner(Turn turn)
    {
        if (
            turn.IsAffiliate
            && !(turn.IsCollecting && turn.Get(ProgramVersion.Table, turn.Version) is null)
            && PartnerKey?.ToCandidate(turn) is { Owner: { } partner }
            && turn.Get(Partner.Table, partner) is { } found
            && (Customer.Key ?? Customer.Id ?? Customer.Any) is { } key
            && CompositeCustomer.Find(turn, key, partner, found.Key) is { } record
        )
        {
            Sales.Prefetch(turn, record, Unit, CreatedAt);
        }
    }

    private static SaleRequest Of(
        ApiCall call,
        Fields fields,
        string path,
        NamedCustomer customer,
        NewCustomer? created
    )
    {
        var amount = fields.Amount("amount");
        var reward = fields.Amount("reward");
        if (amount is null && reward is null && !call.Check.HasFaults)
        {
            fields.Fault("amount", "The amount is required (or a reward).");
        }

        var metadata = fields.Free("metadata");
        var (discountCode, promotionCode) = (fields.Text("discount_code", 100), fields.Text("promotion_code", 100));
        var sale = new SaleRequest
        {
            Path = path,
            Key = fields.Key("key"),
            Amount = amount ?? 0,
            Unit = UnitField.Of(fields),
            Action = fields.Text("action", 100) ?? "sale",
            ProductIds = ListOf(fields, "product_id"),
            ProductTypes = ListOf(fields, "product_type"),
            GrossAmount = fields.Amount("gross_amount"),
            DiscountAmount = fields.Amount("discount_amount"),
            TaxAmount = fields.Amount("tax_amount"),
            ShippingAmount = fields.Amount("shipping_amount"),
            DiscountCode = discountCode ?? promotionCode,
            Source = fields.Text("source", 50) ?? "api",
            ExternalIds = ExternalNames
                .Select(name => (name, id: fields.Key(name)))
                .Where(pair => pair.id is not null)
                .ToDictionary(pair => pair.name, pair => pair.id!, StringComparer.Ordinal),
            Metadata = metadata,
            PartnerKey = PartnerKeyClue.Of(metadata, fields, call.Fields),
            GivenReward = reward,
            IsRewardable = fields.Flag("rewardable") ?? true,
            IsRewarded = fields.Flag("rewarded") ?? false,
            CreatedAt = OccurredAt.Of(fields, call),
            Customer = customer,
            NewCustomer = created,
            Request = new(),
        };
        sale.Describe(amount);
        created?.Evidence.AddTo(sale.Request);
        return sale;
    }

    private static string? ListOf(Fields fields, string name) =>
        fields.Texts(name) is { Count: > 0 } texts ? JsonSerializer.Serialize(texts, StoredJson.Default.Texts) : null;

    private void Describe(long? amount)
    {
        Request
            .Add("key", Key)
            .Amount("amount", amount)
            .Add("amount_units", Unit)
            .Add("action", Action == "sale" ? null : Action)
            .Add("product_id", ProductIds)
            .Add("product_type", ProductTypes)
            .Amount("gross_amount", GrossAmount)
            .Amount("discount_amount", DiscountAmount)
            .Amount("tax_amount", TaxAmount)
            .Amount("shipping_amount", ShippingAmount)
            .Add("discount_code", DiscountCode)
            .Add("source", Source == "api" ? null : Source)
            .Add("metadata", Metadata)
            .Add("partner_key", PartnerKey is { Path: "partner_key" } given ? given.Text : null)
            .Amount("reward", GivenReward)
            .Add("rewardable", IsRewardable ? null : "false")
            .Add("rewarded", IsRewarded ? "true" : null)
            .Add("customer.id", Customer.Id)
            .Add("customer.key", Customer.Key ?? Customer.Any)
            .Add("customer.email", Customer.Id is null && Customer.Key is null ? Customer.Email : null)
            .Apart("created_at", CreatedAt is { } at ? UtcMicros.ToText(at) : null);
        foreach (var (name, id) in ExternalIds)
        {
            Request.Add(name, id);
        }
    }
}

/// <summary>A customer a sale creates when there is none yet.</summary>
/// <param name="Fields">The customer.</param>
/// <param name="Evidence">Who referred it.</param>
public sealed record NewCustomer(CustomerFields Fields, ReferralEvidence Evidence);

/// <summary>The names by which a billing provider knows a buyer.</summary>
/// <param name="Keys">Keys.</param>
/// <param name="Email">Address; null for none.</param>
public sealed record NamedBuyer(IReadOnlyList<string> Keys, string? Email);
