using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using Byway.Journal;
using Byway.Storage;

namespace Byway.Balances;

/// <summary>One leg of a journal entry on one balance.</summary>
public sealed record Posting
{
    /// <summary>Its table.</summary>
    public static readonly Table<Posting> Table = new Table<Posting>("postings", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("balance", row => row.Balance)
        .Number("position", row => row.Position)
        .Number("sequence", row => row.Sequence)
        .Number("reward", row => row.Reward)
        .Number("amount", row => row.Amount)
        .Number("balance_after", row => row.BalanceAfter)
        .Text("hash", row => row.Hash)
        .Key(
            row => new(row.ProgramId, row.Balance, row.Position),
            ("program_id", KeyPart.Program),
            ("balance", KeyPart.A),
            ("position", KeyPart.B)
        )
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The balance's number.</summary>
    public required long Balance { get; init; }

    /// <summary>1, 2, 3 … on its balance.</summary>
    public required long Position { get; init; }

    /// <summary>The journal entry.</summary>
    public required long Sequence { get; init; }

    /// <summary>The reward it moves.</summary>
    public long? Reward { get; init; }

    /// <summary>Micros, signed.</summary>
    public required long Amount { get; init; }

    /// <summary>Micros.</summary>
    public required long BalanceAfter { get; init; }

    /// <summary>Chained with the posting before, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The posting of a leg on a balance as it stands.</summary>
    /// <param name="balance">The balance before.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="sequence">The journal entry.</param>
    public static Posting After(Balance balance, in Leg leg, long sequence)
    {
        var position = balance.Postings + 1;
        var balanceAfter = balance.Amount + leg.Amount;
        return new()
        {
            ProgramId = balance.ProgramId,
            Balance = balance.Number,
            Position = position,
            Sequence = sequence,
            Reward = leg.Reward,
            Amount = leg.Amount,
            BalanceAfter = balanceAfter,
            Hash = ChainHash(balance.Hash, position, sequence, leg.Reward, leg.Amount, balanceAfter),
        };
    }

    /// <summary>
    /// The hash of a posting in its balance's chain: SHA-256, lower-case hex, over the UTF-8 text
    /// <c>hash before, position, sequence, reward (0 for none), amount, balance after</c>, separated by spaces.
    /// </summary>
    /// <param name="hashBefore">Hash of the posting before, empty for the first.</param>
    /// <param name="position">1, 2, 3 …</param>
    /// <param name="sequence">The journal entry.</param>
    /// <param name="reward">The reward it moves.</param>
    /// <param name="amount">Micros.</param>
    /// <param name="balanceAfter">Micros.</param>
    public static string ChainHash(
        string hashBefore,
        long position,
        long sequence,
        long? reward,
        long amount,
        long balanceAfter
    )
    {
        Span<byte> text = stackalloc byte[200];
        Utf8.TryWrite(
            text,
            CultureInfo.InvariantCulture,
            $"{hashBefore} {position} {sequence} {reward ?? 0} {amount} {balanceAfter}",
            out var length
        );
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text[..length], hash);
        return Convert.ToHexStringLower(hash);
    }

    private static Posting Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Balance = row.Number(1),
            Position = row.Number(2),
            Sequence = row.Number(3),
            Reward = row.NumberOrNull(4),
            Amount = row.Number(5),
            BalanceAfter = row.Number(6),
            Hash = row.Text(7),
        };
}
