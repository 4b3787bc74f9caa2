using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Persons;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.Integrations;

/// <summary>
/// Buyers as a billing provider knows them: finds them by any of their names, binds them when they come with a
/// referral key, and remembers the provider's id of them.
/// </summary>
/// <param name="facts">The turn.</param>
/// <param name="told">What was told of buyers before.</param>
internal sealed class BillingSignUps(FactTurn facts, BuyerEvents told)
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

    /// <summary>The same, with what was told of the buyer before anybody knew who that is.</summary>
    /// <param name="party">As the provider tells it.</param>
    public BillingParty Whole(BillingParty party) => told.Complete(Cleaned(party));

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
            return WaitForEmail(party)
                ? FactOutcome.Booked("Sales under the provider's id wait for a sign-up with the e-mail, too.")
                : FactOutcome.Noted("Nobody is known by these names yet, and nothing says who referred them.");
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
                FieldsOf(Beside(known, party), known.Key!, occurredAt),
                attribution,
                request,
                facts.Actor
            );
        }
        else if (known.ReferredBy is null && attribution.Owner is not null)
        {
            customer = SignUp.Bind(turn, known, attribution, request, facts.Actor);
        }

        var isBound = customer != known;
        var filled = Fill(customer, party);
        var isNewName = Settle(filled, party);
        return isBound ? FactOutcome.Booked("The customer was bound to who referred them.", customer.Number)
            : filled != customer
                ? FactOutcome.Booked("The customer's e-mail or name was missing, and is kept.", customer.Number)
            : isNewName
                ? FactOutcome.Booked("The customer is known; the provider's id of them is kept.", customer.Number)
            : FactOutcome.Noted("The customer is known, and nothing new was told.", customer.Number);
    }

    /// <summary>Keeps what a payment tells of somebody who is known: an id, and what was missing.</summary>
    /// <param name="known">The customer.</param>
    /// <param name="party">The buyer.</param>
    public Customer Keep(Customer known, BillingParty party)
    {
        var customer = Fill(known, party);
        if (customer != known || told.Know(party) || HasNewName(party))
        {
            Settle(customer, party);
        }

        return customer;
    }

    /// <summary>What the merchant said of a customer stands; the provider fills what is missing.</summary>
    private static BillingParty Beside(Customer customer, BillingParty party) =>
        party with
        {
            Email = customer.Email ?? party.Email,
            Name = customer.Name ?? (customer.Surname is null ? party.Name : null),
        };

    private Customer Fill(Customer customer, BillingParty party)
    {
        var whole = Beside(customer, party);
        if (
            (whole.Email == customer.Email && whole.Name == customer.Name)
            || (customer.ReferredBy is null && turn.Settings.StoreUnreferredKeyOnly)
            || Erasure.Is(turn, customer.Number)
        )
        {
            return customer;
        }

        var filled = customer with
        {
            Email = whole.Email,
            EmailFolded = whole.Email is null ? null : Email.Folded(whole.Email),
            Name = whole.Name,
            UpdatedAt = turn.Now,
        };
        turn.Put(Customer.Table, filled);
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerUpdated,
                Subject = customer.Number,
                Person = customer.Number,
                Decision = Decision.Plain,
                Request = RequestText(customer.Key!)
                    .Add("email", customer.Email is null ? whole.Email : null)
                    .Add("name", customer.Name is null ? whole.Name : null)
                    .Json,
                Answer = CustomerJson.Of(turn, filled),
            },
            facts.Actor
        );
        return filled;
    }

    /// <summary>
    /// Sales that wait for whom the provider names by its id wait for the e-mail too: the merchant's sign-up has it.
    /// </summary>
    private bool WaitForEmail(BillingParty party)
    {
        if (party is not { ProviderId: { } id, Email: { } email } || !WaitingSales.WaitAlso(turn, id, email))
        {
            return false;
        }

        facts.Mark();
        // Hashed, for nobody knows yet with whom it would be erased.
        facts.Close(null, DecisionCode.CustomerUnknown, turn.HashOf(ClaimKind.Customer, id));
        return true;
    }

    /// <summary>
    /// True when the names are the customer's: several people may have one e-mail, so an unknown key of the merchant's
    /// beside it may be somebody else's, and so may the provider's id.
    /// </summary>
    private bool IsOf(Customer customer, BillingParty party) =>
        party.CustomerKey is null
        || new[] { party.CustomerKey, party.ProviderId }
            .OfType<string>()
            .Any(name => CustomerFinder.Find(turn, new NamedCustomer(name, name, null))?.Number == customer.Number);

    private bool HasNewName(BillingParty party) =>
        new[] { party.CustomerKey, party.ProviderId }
            .OfType<string>()
            .Any(name => Claims.Find(turn, ClaimKind.Customer, name) is null);

    /// <summary>
    /// Keeps the provider's id as a further key of the customer; then the sales that waited under any name are
    /// decided.
    /// </summary>
    private bool Settle(Customer customer, BillingParty party)
    {
        var names = IsOf(customer, party)
            ? new[] { party.CustomerKey, party.ProviderId }.OfType<string>().Distinct(StringComparer.Ordinal).ToList()
            : [];
        var isNew = false;
        foreach (var name in names.Where(name => Claims.Find(turn, ClaimKind.Customer, name) is null))
        {
            Claims.Put(turn, ClaimKind.Customer, name, customer.Number, RequestText(name));
            facts.Mark();
            isNew = true;
        }

        told.Give(party, customer);
        facts.Close(customer.Number, DecisionCode.Done, names.FirstOrDefault() ?? "", customer.Number);
        if (!customer.IsProvisional)
        {
            SignUp.SettleMerged(turn, customer, facts.Actor, names);
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
