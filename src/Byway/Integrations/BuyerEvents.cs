using System.Text.Json;
using Byway.Customers;
using Byway.Journal;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>
/// What events told of a buyer before anybody knew who that is. Some providers tell e-mail and name in one event only,
/// and name the buyer by their own id everywhere else: so that event is read again once it is known who it was about.
/// </summary>
/// <param name="facts">The turn.</param>
/// <param name="provider">What reads events again.</param>
internal sealed class BuyerEvents(FactTurn facts, IBillingProvider provider)
{
    private readonly Turn turn = facts.Turn;

    /// <summary>The buyer of an event, as <see cref="ProviderEvent.Buyer"/> keeps it; null for none.</summary>
    /// <param name="parties">Whom the event is about.</param>
    public string? BuyerOf(IEnumerable<BillingParty> parties) =>
        parties.Select(party => party.ProviderId).FirstOrDefault(id => id is not null) is { } first
            ? turn.HashOf(ClaimKind.Customer, first)
            : null;

    /// <summary>Whom an event is about, by what follows from it and by what it names.</summary>
    /// <param name="body">The event.</param>
    /// <param name="said">What it says.</param>
    public IReadOnlyList<BillingParty> PartiesOf(JsonElement body, IEnumerable<BillingFact> said)
    {
        var parties = said.Select(PartyOf).OfType<BillingParty>().ToList();
        return provider.BuyerOf(body) is { } id
            ? [.. parties, BillingSignUps.Cleaned(new() { ProviderId = id })]
            : parties;
    }

    /// <summary>The buyer with e-mail and name as told before, where this event tells no e-mail.</summary>
    /// <param name="party">The buyer as this event tells it.</param>
    public BillingParty Complete(BillingParty party)
    {
        if (party.ProviderId is null || party.Email is not null)
        {
            return party;
        }

        var told = Of(party)
            .OrderBy(each => each.OccurredAt)
            .ThenBy(each => each.Number)
            .SelectMany(each => NamedIn(each, party.ProviderId))
            .ToList();
        return party with
        {
            Email = told.Select(each => each.Email).LastOrDefault(email => email is not null),
            Name = party.Name ?? told.Select(each => each.Name).LastOrDefault(name => name is not null),
        };
    }

    /// <summary>True when events about a buyer wait for whoever it is.</summary>
    /// <param name="party">The buyer.</param>
    public bool Know(BillingParty party) => Of(party).Any();

    /// <summary>The events about a buyer are those of a customer from now on.</summary>
    /// <param name="party">The buyer.</param>
    /// <param name="customer">Who it turned out to be.</param>
    public void Give(BillingParty party, Customer customer)
    {
        foreach (var each in Of(party).ToList())
        {
            turn.Put(ProviderEvent.Table, each with { Person = customer.Number, Buyer = null });
        }
    }

    /// <summary>The buyer that a fact is about, with texts that can be kept; null for none.</summary>
    /// <param name="fact">The fact.</param>
    public static BillingParty? PartyOf(BillingFact fact) =>
        fact switch
        {
            BillingSignUp signUp => BillingSignUps.Cleaned(signUp.Party),
            BillingSale sale => BillingSignUps.Cleaned(sale.Party),
            _ => null,
        };

    private IEnumerable<ProviderEvent> Of(BillingParty party) =>
        party.ProviderId is null
            ? []
            : turn.Find(ProviderEvent.ByBuyer, text: turn.HashOf(ClaimKind.Customer, party.ProviderId))
                .Where(each => each.Person is null && each.Provider == provider.Name);

    private IEnumerable<BillingParty> NamedIn(ProviderEvent each, string id)
    {
        if (each.Body is null || each.Number == facts.EventNumber)
        {
            return [];
        }

        using var body = JsonDocument.Parse(each.Body);
        return
        [
            .. provider
                .Translate(body.RootElement)
                .Select(PartyOf)
                .OfType<BillingParty>()
                .Where(party => party.ProviderId == id),
        ];
    }
}
