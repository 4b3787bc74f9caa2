using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Turns;
using Byway.Values;

namespace Byway.PromotionCodes;

/// <summary>A promotion code as the wire writes it.</summary>
public sealed record PromotionCodeView
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The coupon it gives.</summary>
    public required CodeCouponView Coupon { get; init; }

    /// <summary>False when it gives nothing at present.</summary>
    public required bool Active { get; init; }

    /// <summary>Whether it counts for a buyer's first order only.</summary>
    public required bool FirstTimeOrder { get; init; }

    /// <summary>Whether it is bound to partners.</summary>
    public required bool LimitToSpecificPartner { get; init; }

    /// <summary>Those partners.</summary>
    public required IReadOnlyList<CodePartnerView> CouponSpecificPartners { get; init; }

    /// <summary>Whether only some customers can use it.</summary>
    public required bool LimitToSpecificCustomer { get; init; }

    /// <summary>Those customers.</summary>
    public required IReadOnlyList<CodeCustomerView> CouponSpecificCustomers { get; init; }

    /// <summary>Whether only some subscribers can use it.</summary>
    public required bool LimitToSpecificSubscriber { get; init; }

    /// <summary>Those subscribers.</summary>
    public required IReadOnlyList<CodeSubscriberView> CouponSpecificSubscribers { get; init; }

    /// <summary>Whether an order must reach an amount.</summary>
    public required bool MinimumOrderStatus { get; init; }

    /// <summary>That amount, in the program's currency.</summary>
    public required MajorUnits? MinimumOrderValue { get; init; }

    /// <summary>Whether it ends.</summary>
    public required bool ExpirationDateStatus { get; init; }

    /// <summary>When; ISO 8601 or null.</summary>
    public required string? ExpirationDateValue { get; init; }

    /// <summary>Whether it can be redeemed so often only.</summary>
    public required bool RedemptionTimesStatus { get; init; }

    /// <summary>How often.</summary>
    public required long? RedemptionTimesValue { get; init; }

    /// <summary>How often it was redeemed.</summary>
    public required long TimesRedeemed { get; init; }

    /// <summary><c>redemptions</c>: the newest hundred; <c>[]</c> when there are none.</summary>
    public required JsonElement AdditionalInfo { get; init; }

    /// <summary>The merchant's own fields; <c>[]</c> when there are none.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>A promotion code's view.</summary>
    /// <param name="code">The code.</param>
    /// <param name="names">What it names by number.</param>
    public static PromotionCodeView Of(PromotionCode code, CodeNames names) =>
        new()
        {
            Code = code.Code,
            Coupon = names.Coupons[code.Coupon],
            Active = code.IsActive,
            FirstTimeOrder = code.IsFirstOrderOnly,
            LimitToSpecificPartner = code.IsPartnerLimited,
            CouponSpecificPartners =
            [
                .. code.Partners.Where(names.Partners.ContainsKey).Select(number => names.Partners[number]),
            ],
            LimitToSpecificCustomer = code.IsCustomerLimited,
            CouponSpecificCustomers =
            [
                .. code.Customers.Where(names.Customers.ContainsKey).Select(number => names.Customers[number]),
            ],
            LimitToSpecificSubscriber = code.IsSubscriberLimited,
            CouponSpecificSubscribers =
            [
                .. JsonSerializer
                    .Deserialize(code.Subscribers, StoredJson.Default.Texts)!
                    .Select(id => new CodeSubscriberView(id, null)),
            ],
            MinimumOrderStatus = code.IsMinimumLimited,
            MinimumOrderValue = MajorUnits.OrNull(code.MinimumAmount),
            ExpirationDateStatus = code.IsDateLimited,
            ExpirationDateValue = code.DateLimit is { } date ? UtcMicros.ToText(date) : null,
            RedemptionTimesStatus = code.IsTimesLimited,
            RedemptionTimesValue = code.TimesLimit,
            TimesRedeemed = code.TimesRedeemed,
            AdditionalInfo = RedemptionsView.Of(code.Redemptions, names.Sales),
            Metadata = FreeMap.View(code.Metadata),
            CreatedAt = UtcMicros.ToText(code.CreatedAt),
            UpdatedAt = UtcMicros.ToText(code.UpdatedAt),
        };

    /// <summary>As JSON inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="code">The code.</param>
    public static byte[] Json(Turn turn, PromotionCode code) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(code, CodeNames.Of(turn, code)), WireJson.Relaxed.PromotionCodeView);
}

/// <summary>The coupon a promotion code gives.</summary>
/// <param name="Id">Its number.</param>
/// <param name="UuidCode">Its code.</param>
/// <param name="Name">For people.</param>
public sealed record CodeCouponView(long Id, string UuidCode, string Name);

/// <summary>A partner a promotion code is bound to.</summary>
/// <param name="Id">The partner's id.</param>
/// <param name="FullName">First and last name.</param>
public sealed record CodePartnerView(string Id, string FullName);

/// <summary>A customer who can use a promotion code.</summary>
/// <param name="Id">The customer's key (affiliate) or id.</param>
/// <param name="CustomerFullName">First and last name.</param>
public sealed record CodeCustomerView(string? Id, string CustomerFullName);

/// <summary>A subscriber who can use a promotion code.</summary>
/// <param name="Id">As it was given.</param>
/// <param name="SubscriberFullName">Always null at present.</param>
public sealed record CodeSubscriberView(string Id, string? SubscriberFullName);

/// <summary>What promotion codes name by number, looked up in one go.</summary>
public sealed record CodeNames
{
    /// <summary>Coupons by number.</summary>
    public required IReadOnlyDictionary<long, CodeCouponView> Coupons { get; init; }

    /// <summary>Partners by number.</summary>
    public required IReadOnlyDictionary<long, CodePartnerView> Partners { get; init; }

    /// <summary>Customers by number.</summary>
    public required IReadOnlyDictionary<long, CodeCustomerView> Customers { get; init; }

    /// <summary>Keys of sales by number.</summary>
    public required IReadOnlyDictionary<long, string> Sales { get; init; }

    /// <summary>Inside a turn, for one code.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="code">The code.</param>
    public static CodeNames Of(Turn turn, PromotionCode code) =>
        new()
        {
            Coupons = new[] { turn.Get(Coupon.Table, code.Coupon)! }.ToDictionary(row => row.Number, ViewOf),
            Partners = code
                .Partners.Select(number => turn.Get(Partner.Table, number))
                .OfType<Partner>()
                .ToDictionary(row => row.Number, ViewOf),
            Customers = code
                .Customers.Select(number => turn.Get(Customer.Table, number))
                .OfType<Customer>()
                .ToDictionary(row => row.Number, ViewOf),
            Sales = Redemptions.Keys(turn, code.Redemptions),
        };

    /// <summary>For reads, set-wise.</summary>
    /// <param name="call">The call.</param>
    /// <param name="codes">The codes.</param>
    public static async Task<CodeNames> Of(ApiCall call, IReadOnlyList<PromotionCode> codes)
    {
        var coupons = await Rows(call, Coupon.Table, codes.Select(code => code.Coupon));
        var partners = await Rows(call, Partner.Table, codes.SelectMany(code => code.Partners));
        var customers = await Rows(call, Customer.Table, codes.SelectMany(code => code.Customers));
        return new()
        {
            Coupons = coupons.ToDictionary(row => row.Number, ViewOf),
            Partners = partners.ToDictionary(row => row.Number, ViewOf),
            Customers = customers.ToDictionary(row => row.Number, ViewOf),
            Sales = await Redemptions.Keys(call, codes.Select(code => code.Redemptions)),
        };
    }

    private static async Task<List<T>> Rows<T>(ApiCall call, Storage.Table<T> table, IEnumerable<long> wanted)
        where T : class
    {
        var numbers = wanted.Distinct().ToList();
        return numbers.Count == 0
            ? []
            : await call.Database.List(
                table,
                "where program_id = @ProgramId and number in @numbers",
                new { call.Program.ProgramId, numbers }
            );
    }

    private static CodeCouponView ViewOf(Coupon coupon) => new(coupon.Number, coupon.Code, coupon.Name);

    private static CodePartnerView ViewOf(Partner partner) => new(partner.Id, FullName(partner.Name, partner.Surname));

    private static CodeCustomerView ViewOf(Customer customer) =>
        new(customer.Key, FullName(customer.Name, customer.Surname));

    private static string FullName(string? name, string? surname) => $"{name} {surname}".Trim();
}
