using Byway.Customers;
using Byway.Journal;

namespace Byway.Transactions;

/// <summary>
/// Decides for whom a sale counts: the partner key on the sale where the program goes by transactions, else the
/// partner to whom the customer belongs, unless a promotion code comes before that. Pure.
/// </summary>
public static class SaleAttributionDecision
{
    /// <summary>Where a sale's promotion code stands.</summary>
    public const string CodeField = "discount_code";

    /// <summary>For whom it counts.</summary>
    /// <param name="clues">What the sale says, and to whom its customer belongs.</param>
    public static SaleAttribution Of(SaleClues clues)
    {
        var isByKey = clues.PartnerKey is { FaultOrNull: null };
        var isByCode = clues.IsCodeFirst && !isByKey && clues is { BoundTo: not null, Code.FaultOrNull: null };
        var owner =
            !clues.IsCustomerKnown ? null
            : isByCode ? clues.Code!.Owner
            : clues.BoundTo;
        return new(clues, owner, isByCode);
    }
}

/// <summary>What a sale says about who brought it, looked up.</summary>
public sealed record SaleClues
{
    /// <summary>False while nobody has the customer's key.</summary>
    public bool IsCustomerKnown { get; init; }

    /// <summary>Whom the customer belongs to, by whatever bound it; null for nobody.</summary>
    public long? BoundTo { get; init; }

    /// <summary>The sale's partner key; null for none. When it leads somewhere, the customer is that partner's.</summary>
    public Candidate? PartnerKey { get; init; }

    /// <summary>The sale's promotion code; null for none.</summary>
    public Candidate? Code { get; init; }

    /// <summary>True when the program puts the promotion code first.</summary>
    public bool IsCodeFirst { get; init; }
}

/// <summary>For whom a sale counts.</summary>
/// <param name="Clues">What was looked at.</param>
/// <param name="Owner">The partner or referring customer; null for nobody.</param>
/// <param name="IsByCode">True when a promotion code came before the customer's partner.</param>
public sealed record SaleAttribution(SaleClues Clues, long? Owner, bool IsByCode)
{
    /// <summary>What was looked at, in the order in which it counts.</summary>
    /// <param name="customerVerdict">What came of the customer.</param>
    public IReadOnlyList<Evidence> Evidence(string customerVerdict)
    {
        var customer = new Evidence(
            Clues.IsCustomerKnown ? "customer.referred_by" : "customer",
            Owner == Clues.BoundTo && !IsByCode ? customerVerdict : "noted",
            Clues.BoundTo
        );
        if (Clues is { PartnerKey: null, Code: null })
        {
            return [customer];
        }

        var code = Clues.Code?.ToEvidence(
            !Clues.IsCustomerKnown ? DecisionCode.CustomerUnknown
            : Clues.Code.FaultOrNull is { } fault ? fault
            : IsByCode ? "resolved"
            : "noted"
        );
        var key = Clues.PartnerKey?.ToEvidence(
            Clues.PartnerKey.FaultOrNull ?? (Clues.PartnerKey.Owner == Owner ? "resolved" : "noted")
        );
        return [.. (IsByCode ? new[] { key, code, customer } : [key, customer, code]).OfType<Evidence>()];
    }
}
