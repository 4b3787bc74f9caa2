namespace Byway.Transactions;

/// <summary>What a sale or refund waits for. The numbers are stored.</summary>
public enum WaitingFor
{
    /// <summary>A sign-up with this key.</summary>
    CustomerKey = 1,

    /// <summary>A sign-up with this e-mail.</summary>
    CustomerEmail = 2,

    /// <summary>A sale with this key.</summary>
    TransactionKey = 3,

    /// <summary>Nothing any more: a sale that may have waited under several names was decided.</summary>
    Nothing = 4,
}
