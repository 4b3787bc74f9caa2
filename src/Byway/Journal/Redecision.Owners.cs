using System.Globalization;
using Byway.Customers;

namespace Byway.Journal;

/// <content>Bindings by the owner, and merges.</content>
public sealed partial class Redecision
{
    private (long Survivor, long? Owner, long? Since) merged;

    private Break? OfReassignment(ReadEntry entry, Customer customer)
    {
        var before = known.PersonOf(customer.Number);
        var expected = new DecisionText();
        var stored = DecisionText.Stored(entry.Decision, entry.Rows);
        var referrer = customer.ReferredBy is { } owner ? known.PersonOf(owner) : null;
        var isSelf = entry.Evidence.Any(each => each.Verdict == DecisionCode.SelfReferral);
        if (entry.IsErased || referrer is { IsErased: true })
        {
            Skip("whether buyer and referrer are one: the person was erased");
        }
        else
        {
            var mailbox = KnownPerson.Of(customer, isErased: false).Mailbox;
            isSelf = mailbox is not null && mailbox == referrer?.Mailbox;
        }

        var again = ReassignDecision.Of(
            referrer?.IsPartner == true,
            before?.ReferredBy,
            customer.ReferredBy,
            customer.BoundAt,
            isSelf
        );
        expected.Code = again.Code;
        expected.Evidence(again.Evidence ?? []);
        Leads(expected, again.Evidence ?? []);
        stored.Evidence(entry.Evidence);
        Leads(stored, entry.Evidence);
        expected.Say(customer.ReferredBy is null || referrer?.IsActive == true ? "may refer" : "may not refer");
        stored.Say("may refer");
        if (
            customer is { ReferredBy: { } bound, BoundAt: { } since }
            && before?.ReferredBy is null
            && !known.Bindings.IsCounted(customer.Number)
        )
        {
            Goals(expected, entry, counts.SignedUp(entry.Settings, entry.Now, bound, since));
        }

        return Compared(expected, stored);
    }

    private Break? OfMerge(ReadEntry entry, MergedCustomer row)
    {
        var expected = new DecisionText();
        var stored = DecisionText.Stored(entry.Decision, entry.Rows);
        var attribution = MergeDecision.Of(FactsOf(row.Survivor), FactsOf(row.Number));
        var own = FactsOf(row.Survivor).ReferredBy;
        merged =
            attribution.Owner == own ? default
            : attribution.Owner is null ? (row.Survivor, null, null)
            : (row.Survivor, attribution.Owner, known.PersonOf(row.Number)?.BoundAt);
        expected.Code = attribution.Decision.Code;
        expected.Evidence(attribution.Decision.Evidence ?? []);
        Leads(expected, attribution.Decision.Evidence ?? []);
        stored.Evidence(entry.Evidence);
        Leads(stored, entry.Evidence);
        return Compared(expected, stored);
    }

    private Break? OfInheritance(ReadEntry entry, Customer customer)
    {
        var found = (customer.Number, customer.ReferredBy, customer.BoundAt);
        return Count(Break.If(place, "binding after a merge", merged.ToString(), found.ToString()));
    }

    private MergingCustomer FactsOf(long number)
    {
        var person = known.PersonOf(number);
        var isUnbound = person is { ReferredBy: null } && known.Bindings.IsDecided(number);
        return new(number, known.ReferrerOf(person), isUnbound);
    }

    private static void Leads(DecisionText text, IReadOnlyList<Evidence> evidence)
    {
        foreach (var each in evidence)
        {
            text.Say(string.Create(CultureInfo.InvariantCulture, $"{each.Field} {each.Leads} since {each.Fact}"));
        }
    }
}
