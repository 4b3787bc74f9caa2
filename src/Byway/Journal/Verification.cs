using Byway.Balances;
using Byway.Payouts;
using Byway.Programs;
using Byway.Rewards;
using Byway.Storage;

namespace Byway.Journal;

/// <summary>
/// Checks one program's books from end to end, out of one picture of the database: the journal against its own chain,
/// the postings against the journal and their own chains, balances against postings, rewards and payouts against
/// balances, totals against the journal, and every decision against the one that the same facts lead to. Rows are read
/// in order and let go of; kept together are the totals, a row for each owner and day, and what decisions read of
/// people, sales and rewards.
/// </summary>
/// <param name="snapshot">The database.</param>
/// <param name="head">The program's head row.</param>
/// <param name="step">Called for every row that was checked; throws to end the check.</param>
public sealed class Verification(Snapshot snapshot, HeadRow head, Action step)
{
    // What stands on which balance without a reward: credits, payouts.
    private readonly Dictionary<long, Int128> credits = [];
    private readonly object program = new { program = head.ProgramId };

    /// <summary>What was decided again; null before the journal was read.</summary>
    public Redecision? Decisions { get; private set; }

    /// <summary>Checks everything.</summary>
    /// <returns>The first break; null for none.</returns>
    public Break? Run() => Journal() ?? Clock() ?? Balances() ?? Rewards();

    private Break? Journal()
    {
        var journal = new JournalCheck();
        var totals = new TotalsCheck();
        var decisions = Decisions = new(Settings());
        using var personal = new Cursor<EntryPersonal>(
            Rows<EntryPersonal>("select * from entry_personal where program_id = @program order by sequence")
        );
        using var postings = new Cursor<PostedLeg>(
            Rows<PostedLeg>(
                "select p.sequence, b.owner, b.account, b.unit, p.amount, p.reward from postings p "
                    + "join balances b on b.program_id = p.program_id and b.number = p.balance "
                    + "where p.program_id = @program order by p.sequence, p.balance, p.position"
            )
        );
        foreach (
            var entry in Rows<JournalEntry>(
                "select * from journal_entries where program_id = @program order by sequence"
            )
        )
        {
            step();
            var body = EntryBody.Read(entry.Body);
            var half = personal.TakeWhile(row => row.Sequence <= entry.Sequence).ToList();
            var posted = postings.TakeWhile(leg => leg.Sequence <= entry.Sequence).ToList();
            var own = half.Find(row => row.Sequence == entry.Sequence);
            var wrong =
                journal.Next(entry, body, own)
                ?? Stray(half.Find(row => row.Sequence < entry.Sequence)?.Sequence, "a personal half")
                ?? LegCheck.Compare(entry.Sequence, body!.Legs, [.. posted.Select(leg => leg.Leg)])
                ?? totals.Add(entry.Sequence, body.Totals)
                ?? decisions.Next(entry, body, own);
            if (wrong is not null)
            {
                return wrong;
            }
        }

        return journal.End(head.Sequence, head.Hash)
            ?? Stray(postings.TakeWhile(_ => true).FirstOrDefault()?.Sequence, "a posting")
            ?? Stray(personal.TakeWhile(_ => true).FirstOrDefault()?.Sequence, "a personal half")
            ?? Totals(totals)
            ?? decisions.End();
    }

    private Dictionary<long, ProgramSettings> Settings() =>
        Rows<(long Version, string Settings)>(
                "select version, settings from program_versions where program_id = @program"
            )
            .ToDictionary(row => row.Version, row => ProgramSettings.FromJson(row.Settings));

    /// <summary>The clock stands where its last move has put it.</summary>
    private Break? Clock()
    {
        var offsets = Rows<long>(
            "select clock_offset from clock_moves where program_id = @program order by number desc limit 1"
        );
        return Break.If("the head", "how far the clock is ahead", offsets.SingleOrDefault(), head.ClockOffset);
    }

    private Break? Totals(TotalsCheck totals)
    {
        foreach (var total in Rows<Total>("select * from totals where program_id = @program"))
        {
            if (totals.Compare(total) is { } wrong)
            {
                return wrong;
            }
        }

        return totals.End();
    }

    private Break? Balances()
    {
        var sums = new Dictionary<string, Int128>(StringComparer.Ordinal);
        var payouts = new PayoutCheck();
        foreach (
            var payout in Rows<CountedPayout>(
                "select partner, unit, status, amount from payouts where program_id = @program"
            )
        )
        {
            payouts.Add(payout);
        }

        using var postings = new Cursor<Posting>(
            Rows<Posting>("select * from postings where program_id = @program order by balance, position")
        );
        foreach (var balance in Rows<Balance>("select * from balances where program_id = @program order by number"))
        {
            var check = new BalanceCheck(balance);
            foreach (var posting in postings.TakeWhile(row => row.Balance <= balance.Number))
            {
                step();
                var wrong = posting.Balance < balance.Number ? StrayPosting(posting) : check.Next(posting);
                if (wrong is not null)
                {
                    return wrong;
                }
            }

            if ((check.End() ?? payouts.Compare(balance, check.WithoutReward)) is { } different)
            {
                return different;
            }

            sums[balance.Unit] = sums.GetValueOrDefault(balance.Unit) + balance.Amount;
            if (check.WithoutReward != 0 && balance.Owner != LedgerAccount.ProgramOwner)
            {
                credits[balance.Number] = check.WithoutReward;
            }
        }

        return postings.TakeWhile(_ => true).FirstOrDefault() is { } stray
            ? StrayPosting(stray)
            : payouts.End()
                ?? sums.Where(sum => sum.Value != 0)
                    .Select(sum => new Break(
                        "the program",
                        $"sum of its balances in {sum.Key}, in micros",
                        "0",
                        $"{sum.Value}"
                    ))
                    .FirstOrDefault();
    }

    private Break? Rewards()
    {
        using var rewards = new Cursor<StandingReward>(
            Rows<StandingReward>(
                "select beneficiary, unit, account, amount, reversed_amount from rewards "
                    + "where program_id = @program order by beneficiary"
            )
        );
        using var balances = new Cursor<Balance>(
            Rows<Balance>("select * from balances where program_id = @program and owner > 0 order by owner")
        );
        while (Least(rewards.Next?.Beneficiary, balances.Next?.Owner) is { } beneficiary)
        {
            var check = new RewardCheck(beneficiary);
            foreach (var reward in rewards.TakeWhile(row => row.Beneficiary == beneficiary))
            {
                step();
                check.Add(reward);
            }

            var wrong = balances
                .TakeWhile(row => row.Owner == beneficiary)
                .ToList()
                .Select(balance => Compared(check, balance))
                .FirstOrDefault(found => found is not null);
            if ((wrong ?? check.End()) is { } different)
            {
                return different;
            }
        }

        return null;
    }

    private Break? Compared(RewardCheck check, Balance balance)
    {
        check.AddCredits(balance, credits.GetValueOrDefault(balance.Number));
        return check.Compare(balance);
    }

    private static Break? Stray(long? sequence, string what) =>
        sequence is null ? null : new($"entry {sequence}", "the entry itself", "none", what);

    private static Break StrayPosting(Posting posting) =>
        new($"balance {posting.Balance}", "the balance itself", "none", $"a posting of entry {posting.Sequence}");

    private static long? Least(long? one, long? other) =>
        one is null ? other
        : other is null ? one
        : Math.Min(one.Value, other.Value);

    private IEnumerable<TRow> Rows<TRow>(string sql) => snapshot.Rows<TRow>(sql, program);

    /// <summary>A posting as an entry lists it.</summary>
    private sealed record PostedLeg(long Sequence, long Owner, string Account, string Unit, long Amount, long? Reward)
    {
        public Leg Leg => new(Owner, Account, Unit, Amount, Reward);
    }
}

/// <summary>
/// A program's head row as the checks read it. Not by its constructor: where there is no program, SQLite does not say
/// of what types computed columns are, and Dapper would not find it.
/// </summary>
public sealed record HeadRow
{
    /// <summary>Reads all of them, in order of their programs. A program without a head has an empty one.</summary>
    public const string Select =
        "select p.program_id, p.public_id, coalesce(h.sequence, 0) as sequence, coalesce(h.hash, '') as hash, "
        + "coalesce(h.clock_offset, 0) as clock_offset, coalesce(h.sequence, 0) + coalesce(h.reward_number, 0) "
        + "+ coalesce((select cast(sum(b.postings) as bigint) from balances b where b.program_id = p.program_id), 0) "
        + "as row_count from programs p left join program_heads h on h.program_id = p.program_id "
        + "order by p.program_id";

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Its public id.</summary>
    public required string PublicId { get; init; }

    /// <summary>The last entry's number.</summary>
    public required long Sequence { get; init; }

    /// <summary>The last entry's hash.</summary>
    public required string Hash { get; init; }

    /// <summary>How far its clock is ahead, in microseconds.</summary>
    public required long ClockOffset { get; init; }

    /// <summary>About how many rows there are to check.</summary>
    public required long RowCount { get; init; }
}
