using Byway.Journal;

namespace Byway.Balances;

/// <summary>
/// Walks one balance's postings from the first to the last: positions without gaps, every running sum and every hash,
/// and
/// at the end the balance as it stands.
/// </summary>
/// <param name="balance">The balance as it stands.</param>
public sealed class BalanceCheck(Balance balance)
{
    private readonly string place =
        $"balance {balance.Number} ({balance.Account} of {balance.Owner} in {balance.Unit})";

    private Balance walked = balance with { Amount = 0, Postings = 0, Hash = "" };
    private long sequence;

    /// <summary>What stands on it that no reward explains: credits, in micros.</summary>
    public Int128 WithoutReward { get; private set; }

    /// <summary>Takes the next posting.</summary>
    /// <param name="posting">The posting.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public Break? Next(Posting posting)
    {
        var where = $"{place}, posting {posting.Position}";
        var sum = (Int128)walked.Amount + posting.Amount;
        var expected = Posting.ChainHash(
            walked.Hash,
            posting.Position,
            posting.Sequence,
            posting.Reward,
            posting.Amount,
            posting.BalanceAfter
        );
        var wrong =
            Break.If(where, "position", walked.Postings + 1, posting.Position)
            ?? Break.If(where, "running sum in micros", sum, posting.BalanceAfter)
            ?? Break.If(where, "chain hash", expected, posting.Hash)
            ?? (
                posting.Sequence < sequence ? new(where, "entry", $"{sequence} or later", $"{posting.Sequence}") : null
            );
        walked = walked with { Amount = posting.BalanceAfter, Postings = posting.Position, Hash = posting.Hash };
        sequence = posting.Sequence;
        WithoutReward += posting.Reward is null ? posting.Amount : 0;
        return wrong;
    }

    /// <summary>After the last posting.</summary>
    public Break? End() =>
        Break.If(place, "number of postings", walked.Postings, balance.Postings)
        ?? Break.If(place, "amount in micros", walked.Amount, balance.Amount)
        ?? Break.If(place, "last chain hash", walked.Hash, balance.Hash);
}
