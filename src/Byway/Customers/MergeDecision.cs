using Byway.Journal;

namespace Byway.Customers;

/// <summary>
/// Decides whom a customer is bound to once another record was merged into it. Pure: its own binding stands, else it
/// gets the other one's; nobody refers oneself.
/// </summary>
public static class MergeDecision
{
    /// <summary>The binding and its explanation.</summary>
    /// <param name="into">Who stands.</param>
    /// <param name="duplicate">Who is merged into it.</param>
    public static Attribution Of(MergingCustomer into, MergingCustomer duplicate)
    {
        var evidence = new List<Evidence>();
        var own = into.ReferredBy;
        if (own == duplicate.Number)
        {
            evidence.Add(new("into.referred_by", DecisionCode.SelfReferral, own));
            own = null;
        }
        else if (own is not null)
        {
            evidence.Add(new("into.referred_by", "resolved", own));
        }
        else if (into.IsUnboundByOwner)
        {
            evidence.Add(new("into.referred_by", DecisionCode.Unbound));
        }

        var bound = own;
        if (duplicate.ReferredBy is { } other)
        {
            var isSelf = other == into.Number;
            var isTaken = !isSelf && own is null && !into.IsUnboundByOwner;
            var verdict =
                isSelf ? DecisionCode.SelfReferral
                : isTaken ? "resolved"
                : "noted";
            evidence.Add(new("customer.referred_by", verdict, other));
            bound = isTaken ? other : bound;
        }

        return new(bound, new() { Code = DecisionCode.Merged, Evidence = evidence });
    }
}

/// <summary>What a merge has to know of each of the two.</summary>
/// <param name="Number">The customer.</param>
/// <param name="ReferredBy">Whom it is bound to, or who that one has become.</param>
/// <param name="IsUnboundByOwner">True when the owner has said that it belongs to nobody.</param>
public sealed record MergingCustomer(long Number, long? ReferredBy, bool IsUnboundByOwner);
