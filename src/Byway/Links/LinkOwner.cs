using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Turns;

namespace Byway.Links;

/// <summary>Whose links they are: a partner, or in refer-a-friend programs a customer. Not a deleted one.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Number">Its number.</param>
/// <param name="Key">Its referral key, which is its default link's.</param>
public sealed record LinkOwner(OwnerKind Kind, long Number, string Key)
{
    /// <summary>Which kind a program has.</summary>
    /// <param name="isAffiliate">True in affiliate programs.</param>
    public static OwnerKind KindIn(bool isAffiliate) => isAffiliate ? OwnerKind.Partner : OwnerKind.Customer;

    /// <summary>By number; null when it is deleted.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">The number.</param>
    public static LinkOwner? Of(Turn turn, long number) =>
        turn.IsAffiliate ? Of(turn.Get(Partner.Table, number)) : Of(turn.Get(Customer.Table, number));

    /// <summary>As a request names it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="named">What the caller has.</param>
    public static LinkOwner? Of(Turn turn, NamedOwner named) =>
        named.Partner is { } partner ? Of(PartnerFinder.Find(turn, partner))
        : named.Customer is { } customer ? Of(CustomerFinder.Find(turn, customer))
        : null;

    /// <summary>For reads, as a request names it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="named">What the caller has.</param>
    public static async Task<LinkOwner?> Of(ApiCall call, NamedOwner named) =>
        named.Partner is { } partner
            ? Of(await PartnerFinder.Find(call.Database, new(call.Program.ProgramId), partner))
        : named.Customer is { } customer ? Of(await CustomerFinder.Find(call.Database, call.Program, customer))
        : null;

    /// <summary>Makes a key the owner's own, and so the link with that key its default one.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="key">The key.</param>
    public void TakeKey(Turn turn, string key)
    {
        if (Kind == OwnerKind.Partner)
        {
            PartnerKey.Take(turn, Number, key);
        }
        else
        {
            FriendKey.Take(turn, Number, key);
        }
    }

    private static LinkOwner? Of(Partner? partner) =>
        partner is { DeletedAt: null } ? new(OwnerKind.Partner, partner.Number, partner.Key) : null;

    private static LinkOwner? Of(Customer? customer) =>
        customer is { DeletedAt: null } ? new(OwnerKind.Customer, customer.Number, customer.ReferralKey ?? "") : null;
}

/// <summary>How a request names whose links it is about.</summary>
/// <param name="Partner">In affiliate programs.</param>
/// <param name="Customer">In refer-a-friend programs.</param>
public sealed record NamedOwner(NamedPartner? Partner, NamedCustomer? Customer)
{
    /// <summary>True when nobody was named.</summary>
    public bool IsEmpty => Partner is null or { IsEmpty: true } && Customer is null or { IsEmpty: true };

    /// <summary>The noun, as the wire says it.</summary>
    /// <param name="isAffiliate">True in affiliate programs.</param>
    public static string NounIn(bool isAffiliate) => isAffiliate ? "partner" : "customer";

    /// <summary>The owner in a body's <c>partner</c> or <c>customer</c>.</summary>
    /// <param name="call">The call.</param>
    public static NamedOwner InBody(ApiCall call)
    {
        var fields = call.Fields.Object(NounIn(call.IsAffiliate));
        return fields is null ? new(null, null)
            : call.IsAffiliate ? new(NamedPartner.Of(fields), null)
            : new(null, NamedCustomer.Of(fields));
    }

    /// <summary>The owner in the path.</summary>
    /// <param name="call">The call.</param>
    public static NamedOwner InPath(ApiCall call) =>
        call.IsAffiliate ? new(NamedPartner.Of(call), null) : new(null, NamedCustomer.Of(call));

    /// <summary>The owner a list is filtered by; null for everybody.</summary>
    /// <param name="call">The call.</param>
    public static NamedOwner? InFilter(ApiCall call) =>
        call.IsAffiliate
            ? PartnerFilter.Of(call.Fields) is { } partner
                ? new(partner, null)
                : null
            : CustomerFilter.Of(call.Fields) is { } customer
                ? new(null, customer)
                : null;
}
