using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Persons;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Signals;
using Byway.Turns;

namespace Byway.Transactions;

/// <summary>
/// Whose sale it is: the customer that the request names, made or bound by the sale where it may be; in programs that
/// go by transactions the customer's record with the partner whom the sale names.
/// </summary>
public static class SaleCustomer
{
    /// <summary>The customer; null while unknown.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="request">The sale as the request describes it.</param>
    /// <param name="sale">The same as a row, without its customer.</param>
    /// <param name="known">The customer with the key that the request names.</param>
    /// <param name="partnerKey">What the sale's partner key leads to.</param>
    /// <param name="actor">Who asked.</param>
    public static Customer? Of(
        Turn turn,
        SaleRequest request,
        Transaction sale,
        Customer? known,
        Candidate? partnerKey,
        string actor
    )
    {
        if (partnerKey is { FaultOrNull: null })
        {
            return Composite(turn, request, known, partnerKey, actor);
        }

        if (known is not null && request.NewCustomer is { } seen)
        {
            SignalBook.NoteClick(turn, known.Number, seen.Fields);
        }

        if (known is { ReferredBy: not null } || (known is null && request.NewCustomer is null))
        {
            return known;
        }

        var candidates = (request.NewCustomer?.Evidence.Candidates(turn) ?? [])
            .Concat(CodeOf(turn, sale, known))
            .ToList();
        return known is null ? Made(turn, request, candidates, actor) : Bound(turn, request, known, candidates, actor);
    }

    /// <summary>True when the key that the sale names was that of somebody who was erased.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="request">The sale as the request describes it.</param>
    public static bool IsErased(Turn turn, SaleRequest request) =>
        Erasure.Is(turn, request.Customer)
        || (
            turn.Settings.IsTransactionBased
            && request.PartnerKey is not null
            && KeyOf(request.Customer) is { } key
            && turn.Find(CompositeCustomer.ByBase, text: turn.HashOf(ClaimKind.Customer, key))
                .Any(record => Erasure.Is(turn, record.Number))
        );

    private static string? KeyOf(NamedCustomer named) => named.Key ?? named.Id ?? named.Any;

    /// <summary>Binds a customer that belongs to nobody by the promotion code of a sale that had waited.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="actor">Who asked.</param>
    public static Customer OfWaiting(Turn turn, Transaction sale, Customer customer, string actor)
    {
        if (!sale.IsLive || customer.ReferredBy is not null || sale.DiscountCode is null)
        {
            return customer;
        }

        var attribution = AttributionDecision.Of(
            [.. CodeOf(turn, sale, customer)],
            isUnbound: OwnerBinding.IsUnbound(turn, customer)
        );
        return attribution.Owner is null
            ? customer
            : SignUp.Bind(turn, customer, attribution, new RequestText(), actor);
    }

    private static IEnumerable<Candidate> CodeOf(Turn turn, Transaction sale, Customer? customer) =>
        UsedCode.OnSale(turn, sale, customer) is { } used
            ? [used.ToCandidate(SaleAttributionDecision.CodeField, tellsWhen: true)]
            : [];

    private static Customer Made(Turn turn, SaleRequest request, List<Candidate> candidates, string actor)
    {
        var fields = request.NewCustomer!.Fields;
        var attribution = AttributionDecision.Of(
            candidates,
            clicks: SignUp.Clicks(turn, turn.OccurredAt(fields.CreatedAt))
        );
        attribution = actor == Caller.Browser ? SignUp.Unverified(attribution) : attribution;
        return SignUp.Create(turn, fields, attribution, request.Request, actor, isProvisional: true).Customer;
    }

    private static Customer Bound(
        Turn turn,
        SaleRequest request,
        Customer customer,
        List<Candidate> candidates,
        string actor
    )
    {
        var attribution = AttributionDecision.Of(
            candidates,
            clicks: SignUp.Clicks(turn, turn.Now),
            isUnbound: OwnerBinding.IsUnbound(turn, customer)
        );
        return attribution.Owner is { } owner && owner != customer.Number
            ? SignUp.Bind(turn, customer, attribution, request.Request, actor)
            : customer;
    }

    /// <summary>
    /// The buyer's record with the partner whom the sale names. Whoever is suspended or archived has none: their sale
    /// earns nothing for whomever.
    /// </summary>
    private static Customer? Composite(
        Turn turn,
        SaleRequest request,
        Customer? known,
        Candidate partnerKey,
        string actor
    )
    {
        if (known is { Status: CustomerStatus.Suspended or CustomerStatus.Archived })
        {
            return known;
        }

        var partner = turn.Get(Partner.Table, partnerKey.Owner!.Value)!;
        var named = request.Customer;
        var key = KeyOf(named) ?? known?.Key ?? named.Email!;
        var attribution = AttributionDecision.Of([partnerKey]);
        if (CompositeCustomer.Find(turn, key, partner.Number, partner.Key) is { } record)
        {
            return record.ReferredBy is null ? SignUp.Bind(turn, record, attribution, request.Request, actor) : record;
        }

        var said = request.NewCustomer?.Fields;
        CompositeCustomer.Note(turn, key, partner.Number);
        return SignUp
            .Create(
                turn,
                (said ?? new()) with
                {
                    Key = CompositeCustomer.KeyOf(key, partner.Key),
                    Email = said?.Email ?? named.Email ?? request.AlsoNamed?.Email ?? known?.Email,
                    Name = said?.Name ?? known?.Name,
                    Surname = said?.Surname ?? known?.Surname,
                    Tags = said?.Tags ?? known?.Tags,
                },
                attribution,
                request.Request,
                actor,
                isProvisional: true
            )
            .Customer;
    }
}
