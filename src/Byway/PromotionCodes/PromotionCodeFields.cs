using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Turns;
using Byway.Values;

namespace Byway.PromotionCodes;

/// <summary>The fields that make up a promotion code.</summary>
public sealed record PromotionCodeFields
{
    /// <summary>How partners are named, which an update reads too.</summary>
    public static readonly IReadOnlyList<FieldNote> PartnerNotes =
    [
        FieldNote.Flag("limit_to_specific_partner", "Whether the code is bound to partners.", "true"),
        FieldNote.Objects(
            "coupon_specific_partners",
            "Those partners; a single object and a list of ids do as well.",
            FieldNote.Key("id", "The partner's id, referral key or e-mail.", "anna")
        ),
    ];

    /// <summary>What creating one reads.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote
            .Text("code", "Letters, digits, `_` and `-`; made up when absent.", "SUMMER")
            .UpTo(CodeText.LongestOfPromotion),
        FieldNote.Flag("active", "Whether it gives anything at present.", "true").Otherwise("true"),
        FieldNote.Flag("first_time_order", "Whether it counts for a buyer's first order only.", "false"),
        .. PartnerNotes,
        FieldNote.Flag("limit_to_specific_customer", "Whether only some customers can use it.", "true"),
        FieldNote.Objects(
            "coupon_specific_customers",
            "Those customers; a single object and a list of ids do as well.",
            FieldNote.Key("id", "The customer's key, id, referral key or e-mail.", "carl")
        ),
        FieldNote.Flag("limit_to_specific_subscriber", "Whether only some subscribers can use it.", "false"),
        FieldNote.Objects(
            "coupon_specific_subscribers",
            "Those subscribers, kept as given; a single object and a list of ids do as well.",
            FieldNote.Key("id", "The subscriber's id.", "sub_1")
        ),
        FieldNote.Flag("minimum_order_status", "Whether an order must reach an amount.", "true"),
        FieldNote.Amount("minimum_order_value", "That amount, in the program's currency.", "50"),
        FieldNote.Flag("expiration_date_status", "Whether it ends.", "true"),
        FieldNote.Time("expiration_date_value", "When."),
        FieldNote.Flag("redemption_times_status", "Whether it can be redeemed so often only.", "true"),
        FieldNote.Whole("redemption_times_value", "How often.", 1, MostTimes, "100"),
        FieldNote.Free("metadata", "The merchant's own fields, 8,000 characters at most.", """{"campaign":"s1"}"""),
    ];

    /// <summary>The most times something can be limited to.</summary>
    public const long MostTimes = 1_000_000_000;

    private const int MostNamed = 100;

    /// <summary>Where the fields stand, for faults inside the turn.</summary>
    public required string Path { get; init; }

    /// <summary>The code; null to make one up.</summary>
    public string? Code { get; init; }

    /// <summary>As the row has them; numbers, code and partners are filled in inside the turn.</summary>
    public required PromotionCode Terms { get; init; }

    /// <summary>Partners as named; null when absent.</summary>
    public IReadOnlyList<string>? Partners { get; init; }

    /// <summary>Customers as named; null when absent.</summary>
    public IReadOnlyList<string>? Customers { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fields">Where they stand.</param>
    public static PromotionCodeFields Of(ApiCall call, Fields fields)
    {
        var terms = new PromotionCode
        {
            ProgramId = call.Program.ProgramId,
            Number = 0,
            Coupon = 0,
            Code = "",
            CodeFolded = null,
            CreatedAt = 0,
            UpdatedAt = 0,
            IsActive = fields.Flag("active") ?? true,
            IsFirstOrderOnly = fields.Flag("first_time_order") ?? false,
            IsPartnerLimited = fields.Flag("limit_to_specific_partner") ?? false,
            IsCustomerLimited = fields.Flag("limit_to_specific_customer") ?? false,
            IsSubscriberLimited = fields.Flag("limit_to_specific_subscriber") ?? false,
            IsMinimumLimited = fields.Flag("minimum_order_status") ?? false,
            MinimumAmount = fields.Amount("minimum_order_value"),
            IsDateLimited = fields.Flag("expiration_date_status") ?? false,
            DateLimit = fields.Time("expiration_date_value"),
            IsTimesLimited = fields.Flag("redemption_times_status") ?? false,
            TimesLimit = fields.Whole("redemption_times_value", 1, MostTimes),
            Metadata = fields.Free("metadata"),
        };
        var subscribers = NamedIn(fields, "coupon_specific_subscribers");
        var read = new PromotionCodeFields
        {
            Path = fields.PathOf(""),
            Code = CodeText.Of(fields, "code", CodeText.LongestOfPromotion),
            Partners = NamedIn(fields, "coupon_specific_partners"),
            Customers = NamedIn(fields, "coupon_specific_customers"),
            Terms = terms with { Subscribers = JsonSerializer.Serialize(subscribers ?? [], StoredJson.Default.Texts) },
        };
        if (!call.Check.HasFaults)
        {
            Require(fields, "coupon_specific_partners", terms.IsPartnerLimited && IsNobody(read.Partners));
            Require(fields, "coupon_specific_customers", terms.IsCustomerLimited && IsNobody(read.Customers));
            Require(fields, "coupon_specific_subscribers", terms.IsSubscriberLimited && IsNobody(subscribers));
            Require(fields, "minimum_order_value", terms.IsMinimumLimited && terms.MinimumAmount is null);
            Require(fields, "expiration_date_value", terms.IsDateLimited && terms.DateLimit is null);
            Require(fields, "redemption_times_value", terms.IsTimesLimited && terms.TimesLimit is null);
        }

        return read;
    }

    /// <summary>A partner's own code.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="code">The code.</param>
    public static PromotionCodeFields OfPartner(Turn turn, Partner partner, string code) =>
        new()
        {
            Path = "",
            Code = code,
            Partners = [partner.Id],
            Terms = new()
            {
                ProgramId = turn.Program.ProgramId,
                Number = 0,
                Coupon = 0,
                Code = "",
                CodeFolded = null,
                CreatedAt = 0,
                UpdatedAt = 0,
                IsPartnerLimited = true,
            },
        };

    /// <summary>A fault when something that has to be said is missing.</summary>
    /// <param name="fields">Where it would stand.</param>
    /// <param name="name">The field.</param>
    /// <param name="isMissing">True when it is missing.</param>
    public static void Require(Fields fields, string name, bool isMissing)
    {
        if (isMissing)
        {
            fields.Fault(name, $"The {name} is required.");
        }
    }

    /// <summary>Ids in a list of objects or of ids, or in a single object; null when absent.</summary>
    /// <param name="fields">Where they stand.</param>
    /// <param name="name">The field.</param>
    public static IReadOnlyList<string>? NamedIn(Fields fields, string name)
    {
        var value = fields.Anything(name);
        if (value.ValueKind == JsonValueKind.Object)
        {
            return fields.Object(name)!.Key("id") is { } one ? [one] : [];
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(IsObject)
            ? [.. (fields.Objects(name, MostNamed) ?? []).Select(item => item.Key("id")).OfType<string>()]
            : fields.Texts(name, MostNamed);
    }

    /// <summary>Adds them to the stored request.</summary>
    /// <param name="request">The stored request.</param>
    /// <param name="path">In front of each name.</param>
    public RequestText AddTo(RequestText request, string path = "") =>
        request
            .Add(path + "code", Code)
            .Add(path + "active", Terms.IsActive ? null : "false")
            .Add(path + "first_time_order", Terms.IsFirstOrderOnly ? "true" : null)
            .Add(path + "limit_to_specific_partner", Terms.IsPartnerLimited ? "true" : null)
            .Add(path + "coupon_specific_partners", Partners is null ? null : string.Join(", ", Partners))
            .Add(path + "limit_to_specific_customer", Terms.IsCustomerLimited ? "true" : null)
            .Add(path + "coupon_specific_customers", Customers is null ? null : string.Join(", ", Customers))
            .Add(path + "limit_to_specific_subscriber", Terms.IsSubscriberLimited ? "true" : null)
            .Add(path + "coupon_specific_subscribers", Terms.Subscribers == "[]" ? null : Terms.Subscribers)
            .Add(path + "minimum_order_status", Terms.IsMinimumLimited ? "true" : null)
            .Amount(path + "minimum_order_value", Terms.MinimumAmount)
            .Add(path + "expiration_date_status", Terms.IsDateLimited ? "true" : null)
            .Add(path + "expiration_date_value", Terms.DateLimit is { } date ? UtcMicros.ToText(date) : null)
            .Add(path + "redemption_times_status", Terms.IsTimesLimited ? "true" : null)
            .Add(path + "redemption_times_value", Terms.TimesLimit is { } times ? $"{times}" : null)
            .Add(path + "metadata", Terms.Metadata);

    /// <summary>Numbers of named partners; those that are none are faults.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="names">Ids, referral keys or e-mails.</param>
    /// <param name="path">Where the list stands.</param>
    /// <param name="faults">Gets what cannot be.</param>
    public static IReadOnlyList<long> PartnersOf(Turn turn, IReadOnlyList<string> names, string path, Check faults) =>
        Numbers(names, name => PartnerFinder.Find(turn, new(null, null, null, name))?.Number, path, "partner", faults);

    /// <summary>Numbers of named customers; those that are none are faults.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="names">Keys, ids, referral keys or e-mails.</param>
    /// <param name="path">Where the list stands.</param>
    /// <param name="faults">Gets what cannot be.</param>
    public static IReadOnlyList<long> CustomersOf(Turn turn, IReadOnlyList<string> names, string path, Check faults) =>
        Numbers(
            names,
            name => CustomerFinder.Find(turn, new NamedCustomer(null, null, null, name))?.Number,
            path,
            "customer",
            faults
        );

    private static IReadOnlyList<long> Numbers(
        IReadOnlyList<string> names,
        Func<string, long?> find,
        string path,
        string noun,
        Check faults
    )
    {
        var numbers = new List<long>();
        foreach (var name in names)
        {
            if (find(name) is { } number)
            {
                numbers.Add(number);
            }
            else
            {
                faults.Fault(path, $"A {noun} in the list was not found.");
            }
        }

        return [.. numbers.Distinct()];
    }

    private static bool IsNobody(IReadOnlyList<string>? named) => named is null or [];

    private static bool IsObject(JsonElement item) => item.ValueKind == JsonValueKind.Object;
}
