using System.Text.Json;
using Byway.Http;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>Conditions as requests and files write them.</summary>
public static partial class RulesFields
{
    private const int MostNames = 500;
    private const long MostDays = 36_500;
    private const long MostCounted = 1_000_000_000;

    private static readonly string[] ConditionNames =
    [
        "partner",
        "referring_customer",
        "partner_tag",
        "customer_tag",
        "product_id",
        "product_type",
        "action",
        "amount_from",
        "amount_until",
        "unit",
        "first_sale",
        "customer_days_from",
        "customer_days_until",
        "partner_days_from",
        "partner_days_until",
        "link",
        "promotion_code",
        "metadata",
        "running",
    ];

    private static readonly string[] ConditionsOfSales =
    [
        "product_id",
        "product_type",
        "action",
        "amount_from",
        "amount_until",
        "unit",
        "first_sale",
        "promotion_code",
        "metadata",
    ];

    private static RuleConditions ConditionsOf(Fields fields, RulesPlace place, string trigger)
    {
        if (fields.Object("conditions") is not { } given)
        {
            return new();
        }

        given.Only(ConditionNames);
        foreach (var name in trigger == RewardTrigger.Sale ? [] : ConditionsOfSales)
        {
            if (given.Has(name))
            {
                given.Fault(name, $"{Occurrence(trigger)} has no sale to look at.");
            }
        }

        var amount = BoundsOf(given, "amount", given.Amount);
        var partners = Names(given, "partner");
        var friends = Names(given, "referring_customer");
        if (partners is not null && friends is not null)
        {
            given.Fault("referring_customer", "Give either partner or referring_customer; they are the same.");
        }

        return new()
        {
            Partner = partners ?? friends,
            PartnerTag = Names(given, "partner_tag"),
            CustomerTag = Names(given, "customer_tag"),
            ProductId = Names(given, "product_id"),
            ProductType = Names(given, "product_type"),
            Action = Names(given, "action"),
            Amount = amount,
            Unit = UnitOf(given) ?? (amount is null ? null : place.Currency),
            FirstSale = given.Flag("first_sale"),
            CustomerDays = BoundsOf(given, "customer_days", name => given.Whole(name, 0, MostDays)),
            PartnerDays = BoundsOf(given, "partner_days", name => given.Whole(name, 0, MostDays)),
            Link = Names(given, "link"),
            PromotionCode = Names(given, "promotion_code"),
            Metadata = MetadataOf(given),
            Running = given.Objects("running", 20) is { Count: > 0 } running
                ? [.. running.Select(total => RunningOf(total, place))]
                : null,
        };
    }

    private static IReadOnlyList<string>? Names(Fields fields, string name)
    {
        if (fields.Texts(name, MostNames) is not { } texts)
        {
            return null;
        }

        if (texts.Count == 0)
        {
            fields.Fault(name, $"An empty {name} matches nothing; leave it out to match everything.");
        }

        return [.. texts.Distinct(StringComparer.Ordinal)];
    }

    private static Bounds? BoundsOf(Fields fields, string name, Func<string, long?> read, string joint = "_")
    {
        var (fromName, untilName) = ($"{name}{joint}from", $"{name}{joint}until");
        var (from, until) = (read(fromName), read(untilName));
        if (until is 0 || from >= until)
        {
            fields.Fault(untilName, $"The {untilName} must be more than the {fromName}; what equals it is out.");
        }

        return from is null && until is null ? null : new(from, until);
    }

    private static RunningBounds RunningOf(Fields fields, RulesPlace place)
    {
        fields.Only("of", "unit", "window_days", "from", "until");
        var of = KindOf(fields);
        var bounds = BoundsOf(
            fields,
            "",
            name => of == RunningKind.Revenue ? fields.Amount(name) : CountOf(fields, name),
            joint: ""
        );
        if (bounds is null && !fields.Has("from") && !fields.Has("until"))
        {
            fields.Fault("from", "A running total needs a from or an until.");
        }

        var days = fields.Whole("window_days", 1, MostDays) ?? 0;
        return new(new(of, UnitOfTotal(fields, of, place), days), bounds ?? new(null, null));
    }

    /// <summary>How many of something: bounds of revenue may have decimals, those of a count may not.</summary>
    private static long? CountOf(Fields fields, string name)
    {
        if (fields.Amount(name) is not { } amount)
        {
            return null;
        }

        if (amount % Micros.PerWhole != 0 || amount / Micros.PerWhole > MostCounted)
        {
            fields.Fault(name, $"The {name} counts things: a whole number, no more than {MostCounted}.");
            return null;
        }

        return amount / Micros.PerWhole;
    }

    private static string KindOf(Fields fields)
    {
        var of = fields.OneOf(
            "of",
            RunningKind.SignUps,
            RunningKind.Customers,
            RunningKind.Sales,
            RunningKind.Revenue
        );
        if (of is null && !fields.Has("of"))
        {
            fields.Fault("of", "The of is required: sign_ups, customers, sales or revenue.");
        }

        return of ?? RunningKind.Customers;
    }

    private static string UnitOfTotal(Fields fields, string of, RulesPlace place)
    {
        var unit = UnitOf(fields);
        if (unit is not null && of != RunningKind.Revenue)
        {
            fields.Fault("unit", "Only revenue is in a unit.");
        }

        return of == RunningKind.Revenue ? unit ?? place.Currency : "";
    }

    /// <summary>
    /// A currency in any letter case, or a unit of the program's own; three letters that are no currency are taken for
    /// a mistyped one.
    /// </summary>
    private static string? UnitOf(Fields fields)
    {
        if (fields.Text("unit", MostUnit) is not { } text)
        {
            return null;
        }

        var unit = Unit.Currency(text) ?? (text.Length == 3 && text.All(char.IsAsciiLetter) ? null : Unit.Own(text));
        if (unit is null)
        {
            fields.Fault("unit", "The unit must be an ISO 4217 currency or a unit of your own such as points.");
        }

        return unit?.Code;
    }

    private static SortedDictionary<string, string>? MetadataOf(Fields fields)
    {
        if (fields.Free("metadata") is not { } json)
        {
            return null;
        }

        var wanted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var parsed = JsonDocument.Parse(json);
        foreach (var member in parsed.RootElement.EnumerateObject())
        {
            if (MetadataText.Of(member.Value) is { } text)
            {
                wanted[member.Name] = text;
            }
            else
            {
                fields.Fault("metadata", $"The {member.Name} in metadata must be text, a number, true or false.");
            }
        }

        if (wanted.Count == 0)
        {
            fields.Fault("metadata", "The metadata must name at least one member; leave it out to match everything.");
        }

        return wanted;
    }
}
