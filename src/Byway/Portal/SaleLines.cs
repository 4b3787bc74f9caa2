using Byway.Explanations;
using Byway.Rewards;
using Byway.Storage;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Portal;

/// <summary>
/// The latest sales that count for a person, with what they earned for that person and why; nothing about who bought.
/// </summary>
public static class SaleLines
{
    private const int Most = 20;

    /// <summary>Reads them.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="people">The partner or referring customer, and who was merged into it.</param>
    public static async Task<IReadOnlyList<SaleLine>> Of(
        Database database,
        ProgramId program,
        IReadOnlyList<long> people
    )
    {
        var sales = await database.List(
            Transaction.Table,
            "where program_id = @Program and referred_by in @people order by number desc limit @Most",
            new
            {
                Program = program.Number,
                people,
                Most,
            }
        );
        var rewards = (
            await database.List(
                Reward.Table,
                "where program_id = @Program and transaction_number in @numbers order by number",
                new { Program = program.Number, numbers = sales.Select(sale => sale.Number).ToList() }
            )
        )
            .Where(reward => people.Contains(reward.Beneficiary))
            .ToLookup(reward => reward.TransactionNumber);
        var told = await ToldEntries.About(
            database,
            program.Number,
            [.. sales.Select(ToldEntries.Of), .. rewards.SelectMany(own => own).Select(ToldEntries.Of)]
        );
        var decided = await OwnersWord.On(database, program.Number, sales);
        return
        [
            .. sales.Select(sale => new SaleLine(
                UtcMicros.ToDay(sale.CreatedAt),
                MoneyText.Of(sale.Amount, sale.Unit),
                EarnedBy(rewards[sale.Number]),
                SaleExplanation.ForWhomItCounts(
                    told,
                    sale,
                    rewards[sale.Number],
                    decided.GetValueOrDefault(sale.Number)
                )
            )),
        ];
    }

    private static string EarnedBy(IEnumerable<Reward> rewards)
    {
        var sums = rewards
            .GroupBy(reward => reward.Unit, StringComparer.Ordinal)
            .Select(unit => (Unit: unit.Key, Amount: Micros.Sum(unit.Select(reward => reward.StandingAmount))))
            .Where(sum => sum.Amount != 0)
            .Select(sum => MoneyText.Of(sum.Amount, sum.Unit))
            .ToList();
        return sums.Count == 0 ? "nothing" : string.Join(", ", sums);
    }
}

/// <summary>A sale that counts for a person.</summary>
/// <param name="Day">When it occurred.</param>
/// <param name="Amount">What it came to, for people.</param>
/// <param name="Earned">What of its rewards stands today, for people.</param>
/// <param name="Why">The explanation.</param>
public sealed record SaleLine(string Day, string Amount, string Earned, PartnerExplanationView Why);
