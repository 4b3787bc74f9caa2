namespace Byway.Balances;

/// <summary>The ledger accounts. Every entry's postings add up to zero in every unit.</summary>
public static class LedgerAccount
{
    /// <summary>The program's: what rewards have cost; negative as they are earned.</summary>
    public const string RewardExpense = "reward_expense";

    /// <summary>The program's: value given by hand.</summary>
    public const string CreditGranted = "credit_granted";

    /// <summary>The program's: value that has left balances and is being paid out.</summary>
    public const string PayoutClearing = "payout_clearing";

    /// <summary>A beneficiary's: earned, in review.</summary>
    public const string Held = "held";

    /// <summary>A beneficiary's: earned, can be paid out. Negative when more was taken back than there was.</summary>
    public const string Payable = "payable";

    /// <summary>A beneficiary's: paid out, or paid elsewhere before Byway heard of it.</summary>
    public const string Paid = "paid";

    /// <summary>The owner number of the program's own accounts.</summary>
    public const long ProgramOwner = 0;
}
