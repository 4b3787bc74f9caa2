using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Persons;
using Byway.Turns;
using Byway.Values;

namespace Byway.Integrations;

/// <summary>
/// Buyers as a billing provider knows them: finds them by any of their names, binds them when they come with a
/// referral key, and remembers the provider's id of them.
/// </summary>
/// <param name="facts">The turn.</param>
internal sealed class BillingSignUps(FactTurn facts)
{
    private const string Click = "metadata.click_id";
    private const int LongestText = 255;

    private readonly Turn turn = facts.Turn;

    /// <summary>A buyer whose texts can be kept: what cannot is left out, for it must never fail an event.</summary>
    /// <param name="party">As the provider tells it.</param>
    public static BillingParty Cleaned(BillingParty party) =>
        party with
        {
            CustomerKey = KeyOf(party.CustomerKey),
            ProviderId = KeyOf(party.ProviderId),
            Email = TextOf(party.Email)?.Trim() is { Length: > 0 } email ? email : null,
            Name = TextOf(party.Name),
        };

    /// <summary>The customer, by the merchant's key, else the provider's id, else the e-mail.</summary>
    /// <param name="party">The buyer.</param>
    public Customer? Find(BillingParty party)
    {
        foreach (var key in new[] { party.CustomerKey, party.ProviderId }.OfType<string>())
        {
            if (CustomerFinder.Find(turn, new NamedCustomer(key, key, null)) is { } byKey)
            {
                return byKey;
            }
        }

        return party.Email is null ? null : CustomerFinder.Find(turn, new NamedCustomer(null, null, party.Email));
    }

    /// <summary>True when one of the names was that of somebody who was erased.</summary>
    /// <param name="party">The buyer.</param>
    public bool IsErased(BillingParty party) =>
        new[] { party.CustomerKey, party.ProviderId }
            .OfType<string>()
            .Any(key => Erasure.Is(turn, new NamedCustomer(key, key, null)));

    /// <summary>
    /// Takes a sign-up. A buyer whom nobody referred is kept provisional under the merchant's key, so that a referral
    /// key that comes later, from whomever, still counts for the sales in between.
    /// </summary>
    /// <param name="party">The buyer.</param>
    /// <param name="occurredAt">When; Unix microseconds.</param>
    /// <param name="isNeeded">True to make the customer in any case.</param>
    public FactOutcome Take(BillingParty party, long occurredAt, bool isNeeded = false)
    {
        // Facts
        var known = Find(party);
        if (known is null && IsErased(party))
        {
            return FactOutcome.Noted("The customer was erased; nothing is kept of them.");
        }

        var evidence = EvidenceOf(party);
        var candidates = evidence
            .Candidates(turn)
            .Select(each => known is not null && each.Owner == known.Number ? new Candidate(each.Path) : each)
            .ToList();
        // Whoever is bound by an entry of its own is bound from now on; a sign-up, from when it occurred.
        var at = known is { IsProvisional: false } ? turn.Now : turn.OccurredAt(occurredAt);
        var attribution = AttributionDecision.Of(
            candidates,
            known?.ReferredBy,
            SignUp.Clicks(turn, at),
            OwnerBinding.IsUnbound(turn, known)
        );

        // Decision, Effects
        var outcome = known is null
            ? Make(party, occurredAt, evidence, attribution, isNeeded)
            : Meet(known, party, occurredAt, evidence, attribution);
        return outcome;
    }

    private FactOutcome Make(
        BillingParty party,
        long occurredAt,
        ReferralEvidence evidence,
        Attribution attribution,
        bool isNeeded
    )
    {
        var isReferred = !evidence.IsEmpty || isNeeded;
        var key = party.CustomerKey ?? (isReferred ? party.ProviderId ?? party.Email : null);
        if (key is null || (!turn.IsAffiliate && ReferralKeys.IsTaken(turn, OwnerKind.Customer, key)))
        {
            return FactOutcome.Noted("Nobody is known by these names yet, and nothing says who referred them.");
        }

        var fields = FieldsOf(party, key, occurredAt);
        var isProvisional = attribution.Owner is null;
        var (customer, _) = SignUp.Create(
            turn,
            fields,
            attribution,
            RequestOf(party, key, evidence),
            facts.Actor,
            isProvisional
        );
        Settle(customer, party);
        return FactOutcome.Booked(
            isProvisional
                ? "The customer was made; nobody referred them as far as is known."
                : "The customer signed up and was bound to who referred them.",
            customer.Number
        );
    }

    private FactOutcome Meet(
        Customer known,
        BillingParty party,
        long occurredAt,
        ReferralEvidence evidence,
        Attribution attribution
    )
    {
        var request = RequestOf(party, known.Key!, evidence);
        var customer = known;
        if (known.IsProvisional && attribution.Owner is not null)
        {
            (customer, _) = SignUp.Complete(
                turn,
                known,
                FieldsOf(party, known.Key!, occurredAt),
                attribution,
                request,
                facts.Actor
            );
        }
        else if (known.ReferredBy is null && attribution.Owner is not null)
        {
            customer = SignUp.Bind(turn, known, attribution, request, facts.Actor);
        }

        var isNewName = Settle(customer, party);
        return customer != known ? FactOutcome.Booked("The customer was bound to who referred them.", customer.Number)
            : isNewName
                ? FactOutcome.Booked("The customer is known; the provider's id of them is kept.", customer.Number)
            : FactOutcome.Noted("The customer is known, and nothing new was told.", customer.Number);
    }

    /// <summary>
    /// Keeps the provider's id as a further key of the customer; then the sales that waited under any name are
    /// decided.
    /// </summary>
    private bool Settle(Customer customer, BillingParty party)
    {
        var names = new[] { party.CustomerKey, party.ProviderId }
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var isNew = false;
        foreach (var name in names.Where(name => Claims.Find(turn, ClaimKind.Customer, name) is null))
        {
            Claims.Put(turn, ClaimKind.Customer, name, customer.Number, RequestText(name));
            facts.Mark();
            isNew = true;
        }

        facts.Close(customer.Number, DecisionCode.Done, names.FirstOrDefault() ?? "");
        if (!customer.IsProvisional)
        {
            SignUp.SettleWaiting(turn, customer, facts.Actor, names);
        }

        return isNew;
    }

    private ReferralEvidence EvidenceOf(BillingParty party) =>
        turn.IsAffiliate
            ? ReferralEvidence.OfKey("metadata.partner_key", party.PartnerKey, Click, party.ClickId)
            : ReferralEvidence.OfKey(
                "metadata.referring_customer_key",
                party.ReferringCustomerKey ?? party.PartnerKey,
                Click,
                party.ClickId
            );

    private RequestText RequestOf(BillingParty party, string key, ReferralEvidence evidence)
    {
        var request = RequestText(key).Add("email", party.Email).Add("name", party.Name);
        evidence.AddTo(request);
        return request;
    }

    private RequestText RequestText(string key) =>
        new RequestText().Add(turn.IsAffiliate ? "key" : "id", key).Add("source", facts.Provider);

    private static CustomerFields FieldsOf(BillingParty party, string key, long occurredAt) =>
        new()
        {
            Key = key,
            Email = party.Email,
            Name = party.Name,
            CreatedAt = occurredAt,
        };

    private static string? KeyOf(string? text) =>
        text is { Length: > 0 } && MerchantKey.FaultOf(text) is null ? text : null;

    private static string? TextOf(string? text)
    {
        var plain = text?.Replace("\0", "", StringComparison.Ordinal);
        return plain is { Length: > 0 and <= LongestText } ? plain : null;
    }
}
