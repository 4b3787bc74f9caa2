using Byway.Journal;

namespace Byway.Customers;

/// <summary>Explains that the owner bound a customer to somebody else, or to nobody. Pure.</summary>
public static class ReassignDecision
{
    /// <summary>The explanation.</summary>
    /// <param name="isAffiliate">True when partners refer.</param>
    /// <param name="before">Whom it was bound to.</param>
    /// <param name="after">Whom it is bound to from now on; null for nobody.</param>
    /// <param name="boundAt">From when on its earning period counts; Unix microseconds.</param>
    /// <param name="isSelf">True when both have the same mailbox.</param>
    public static Decision Of(bool isAffiliate, long? before, long? after, long? boundAt, bool isSelf)
    {
        var evidence = new List<Evidence>();
        if (before is not null)
        {
            evidence.Add(new("customer.referred_by", "noted", before));
        }

        if (after is not null)
        {
            var field = isAffiliate ? "partner" : "referring_customer";
            evidence.Add(new(field, "resolved", after) { Fact = boundAt });
            if (isSelf)
            {
                evidence.Add(new("customer.email", DecisionCode.SelfReferral, after));
            }
        }

        return new() { Code = after is null ? DecisionCode.Unbound : DecisionCode.Reassigned, Evidence = evidence };
    }
}
