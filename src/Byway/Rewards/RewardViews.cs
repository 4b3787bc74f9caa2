using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Transactions;
using Byway.Turns;

namespace Byway.Rewards;

/// <summary>Views of rewards, with everything they name.</summary>
public static class RewardViews
{
    /// <summary>Says what <see cref="Json"/> will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">The reward's number.</param>
    public static void Prefetch(Turn turn, long number)
    {
        turn.Get(RewardNote.Table, number);
        if (turn.Get(Reward.Table, number) is not { } reward)
        {
            return;
        }

        Beneficiary(turn, reward);
        if (reward.Sequence > 0)
        {
            turn.Get(JournalEntry.Table, reward.Sequence);
        }

        if (
            reward.TransactionNumber > 0
            && turn.Get(Transaction.Table, reward.TransactionNumber) is { CustomerNumber: { } buyer }
        )
        {
            turn.Get(Customer.Table, buyer);
        }
    }

    /// <summary>A reward inside a turn, as UTF-8 JSON.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="decision">The decision that earned it, when that is not in the journal yet.</param>
    public static byte[] Json(Turn turn, Reward reward, Decision? decision = null) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(turn, reward, decision), WireJson.Relaxed.RewardResourceView);

    /// <summary>A reward inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="decision">The decision that earned it, when that is not in the journal yet.</param>
    public static RewardResourceView Of(Turn turn, Reward reward, Decision? decision = null)
    {
        var sale = reward.TransactionNumber == 0 ? null : turn.Get(Transaction.Table, reward.TransactionNumber);
        var buyer = sale?.CustomerNumber is { } number ? turn.Get(Customer.Table, number)?.Key : sale?.CustomerRef;
        if (decision is null && reward.Sequence > 0)
        {
            decision = turn.Get(JournalEntry.Table, reward.Sequence) is { } entry
                ? RewardExplanation.DecisionIn(entry.Body)
                : null;
        }

        return RewardResourceView.Of(
            reward,
            new(turn.IsAffiliate, Beneficiary(turn, reward), buyer, sale?.Key, sale?.Action),
            decision,
            turn.Get(RewardNote.Table, reward.Number)
        );
    }

    /// <summary>Rewards read outside a turn, everything they name looked up in one go.</summary>
    /// <param name="call">The call.</param>
    /// <param name="rewards">The rewards.</param>
    public static async Task<IReadOnlyList<RewardResourceView>> Of(ApiCall call, IReadOnlyList<Reward> rewards)
    {
        var program = call.Program.ProgramId;
        var sales = await Rows<SaleRow>(
            call,
            "select number, key, action, customer_number, customer_ref from transactions",
            rewards.Select(reward => reward.TransactionNumber).Where(number => number > 0),
            row => row.Number
        );
        var customers = await Rows<PersonRow>(
            call,
            "select number, key as id from customers",
            sales
                .Values.Select(sale => sale.CustomerNumber)
                .OfType<long>()
                .Concat(call.IsAffiliate ? [] : rewards.Select(reward => reward.Beneficiary)),
            row => row.Number
        );
        var partners = call.IsAffiliate
            ? await Rows<PersonRow>(
                call,
                "select number, id from partners",
                rewards.Select(reward => reward.Beneficiary),
                row => row.Number
            )
            : customers;
        var notes = (
            await call.Database.List(
                RewardNote.Table,
                "where program_id = @program and reward in @numbers",
                new { program, numbers = rewards.Select(reward => reward.Number).ToList() }
            )
        ).ToDictionary(note => note.Reward);
        var entries = (
            await call.Database.List(
                JournalEntry.Table,
                "where program_id = @program and sequence in @numbers",
                new { program, numbers = rewards.Select(reward => reward.Sequence).Distinct().ToList() }
            )
        ).ToDictionary(entry => entry.Sequence, entry => RewardExplanation.DecisionIn(entry.Body));
        return
        [
            .. rewards.Select(reward =>
            {
                var sale = sales.GetValueOrDefault(reward.TransactionNumber);
                var buyer = sale?.CustomerNumber is { } number
                    ? customers.GetValueOrDefault(number)?.Id
                    : sale?.CustomerRef;
                var beneficiary = partners.GetValueOrDefault(reward.Beneficiary)?.Id;
                return RewardResourceView.Of(
                    reward,
                    new(call.IsAffiliate, beneficiary, buyer, sale?.Key, sale?.Action),
                    entries.GetValueOrDefault(reward.Sequence),
                    notes.GetValueOrDefault(reward.Number)
                );
            }),
        ];
    }

    private static string? Beneficiary(Turn turn, Reward reward) =>
        turn.IsAffiliate
            ? PartnerFinder.ByNumber(turn, reward.Beneficiary)?.Id
            : turn.Get(Customer.Table, reward.Beneficiary)?.Key;

    private static async Task<Dictionary<long, TRow>> Rows<TRow>(
        ApiCall call,
        string select,
        IEnumerable<long> numbers,
        Func<TRow, long> numberOf
    ) =>
        (
            await call.Database.Query<TRow>(
                $"{select} where program_id = @program and number in @numbers",
                new { program = call.Program.ProgramId, numbers = numbers.Distinct().ToList() }
            )
        ).ToDictionary(numberOf);

    private sealed record SaleRow
    {
        public long Number { get; init; }

        public string Key { get; init; } = "";

        public string Action { get; init; } = "";

        public long? CustomerNumber { get; init; }

        public string? CustomerRef { get; init; }
    }

    private sealed record PersonRow
    {
        public long Number { get; init; }

        public string? Id { get; init; }
    }
}
