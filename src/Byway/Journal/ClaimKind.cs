namespace Byway.Journal;

/// <summary>What kind of merchant key a claim holds. The numbers are stored.</summary>
public enum ClaimKind
{
    /// <summary>A customer's key (affiliate) or id (refer-a-friend).</summary>
    Customer = 1,

    /// <summary>A transaction's key.</summary>
    Transaction = 2,

    /// <summary>A refund's key, within its transaction.</summary>
    Refund = 3,

    /// <summary>A credit's key, within its customer.</summary>
    Credit = 4,

    /// <summary>A partner's id and e-mail at creation.</summary>
    Partner = 5,

    /// <summary>An external id (invoice, charge, order): two sources reporting one are one sale.</summary>
    ExternalId = 6,

    /// <summary>A dispute's key, within its transaction; and each of its reports.</summary>
    Dispute = 7,

    /// <summary>An action's key, within its customer.</summary>
    Action = 8,
}
