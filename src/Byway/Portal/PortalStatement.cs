using System.Text.Json;
using Byway.Balances;
using Byway.Customers;
using Byway.Explanations;
using Byway.Journal;
using Byway.Rewards;
using Byway.Storage;
using Byway.Values;

namespace Byway.Portal;

/// <summary>
/// What a person's page says about money: what stands on the balances, and what moved them last, each with its
/// sentence. It holds nothing about customers, other partners or the merchant.
/// </summary>
public sealed record PortalStatement
{
    private const int MostLines = 20;
    private const int MostPostings = 100;

    private static readonly Dictionary<long, string> Nobody = [];

    /// <summary>Balances by unit.</summary>
    public required IReadOnlyList<UnitBalance> Balances { get; init; }

    /// <summary>What moved them, the latest first.</summary>
    public required IReadOnlyList<StatementLine> Lines { get; init; }

    /// <summary>The latest sales that count for the person, those that earned nothing too, the latest first.</summary>
    public required IReadOnlyList<SaleLine> Sales { get; init; }

    /// <summary>Reads a person's statement.</summary>
    /// <param name="database">Where.</param>
    /// <param name="person">Whose.</param>
    /// <param name="currency">The program's; its balance comes first.</param>
    public static async Task<PortalStatement> Of(Database database, PortalPerson person, string currency)
    {
        var program = new ProgramId(person.Program.ProgramId);
        var numbers = await MergedCustomer.Numbers(database, program.Number, person.Number);
        var balances = await Ledger.BalancesOf(database, program, numbers);
        var moves = await database.Query<(long Sequence, long? Reward, long Amount, string Account, string Unit)>(
            "select p.sequence, p.reward, p.amount, b.account, b.unit from balances b "
                + "join postings p on p.program_id = b.program_id and p.balance = b.number "
                + "and p.position > b.postings - @MostPostings "
                + "where b.program_id = @Program and b.owner in @numbers order by p.sequence desc",
            new
            {
                MostPostings,
                Program = program.Number,
                numbers,
            }
        );
        var groups = moves.GroupBy(move => move.Sequence).Take(MostLines).ToList();
        var entries = await database.List(
            JournalEntry.Table,
            "where program_id = @Program and sequence in @sequences",
            new { Program = program.Number, sequences = groups.Select(group => group.Key).ToList() }
        );
        var bodies = entries.ToDictionary(entry => entry.Sequence, entry => JsonElement.Parse(entry.Body));
        var rewards = await database.List(
            Reward.Table,
            "where program_id = @Program and number in @numbers",
            new
            {
                Program = program.Number,
                numbers = groups
                    .SelectMany(group => group)
                    .Select(move => move.Reward)
                    .OfType<long>()
                    .Distinct()
                    .ToList(),
            }
        );
        var statuses = rewards.ToDictionary(reward => reward.Number, reward => reward.Status);
        var ofSales = await SaleLines.Of(database, program, numbers);
        var told = await ToldEntries.About(database, program.Number, [.. rewards.Select(ToldEntries.Of)]);
        return new()
        {
            Sales = ofSales,
            Balances = BalancesOf(balances, currency),
            Lines =
            [
                .. groups.SelectMany(entry =>
                    entry
                        .GroupBy(move => move.Unit, StringComparer.Ordinal)
                        .Select(unit =>
                            LineOf(
                                bodies[entry.Key],
                                statuses,
                                unit.Key,
                                [.. unit.Select(move => (move.Reward, move.Amount, move.Account))]
                            ) with
                            {
                                Why = WhyOf(told, rewards, unit.Select(move => move.Reward)),
                            }
                        )
                ),
            ],
        };
    }

    private static IReadOnlyList<UnitBalance> BalancesOf(IEnumerable<Balance> balances, string currency) =>
        [
            .. balances
                .GroupBy(balance => balance.Unit, StringComparer.Ordinal)
                .OrderBy(unit => unit.Key == currency ? 0 : 1)
                .Select(unit => new UnitBalance(
                    unit.Key,
                    Ledger.On(unit, LedgerAccount.Payable, unit.Key),
                    Ledger.On(unit, LedgerAccount.Held, unit.Key),
                    Ledger.On(unit, LedgerAccount.Paid, unit.Key)
                )),
        ];

    /// <summary>Where a line is about one reward, how that came about.</summary>
    private static PartnerExplanationView? WhyOf(
        ToldEntries told,
        IReadOnlyList<Reward> rewards,
        IEnumerable<long?> moved
    )
    {
        var numbers = moved.OfType<long>().Distinct().ToList();
        if (numbers.Count != 1 || rewards.FirstOrDefault(row => row.Number == numbers[0]) is not { } reward)
        {
            return null;
        }

        var entries = told.Of(ToldEntries.Of(reward));
        var deciding = entries.FirstOrDefault(entry => entry.Body.Sequence == reward.Sequence);
        return PartnerExplanation.Of(deciding.Body, [reward], entries);
    }

    private static StatementLine LineOf(
        JsonElement body,
        Dictionary<long, string> statuses,
        string unit,
        IReadOnlyList<(long? Reward, long Amount, string Account)> moves
    )
    {
        // Only what is about this person's own rewards: an entry may reward several.
        var rewards = moves.Select(move => move.Reward).OfType<long>().ToHashSet();
        var decision = body.GetProperty("decision"u8).Deserialize(StoredJson.Default.Decision)!;
        var own = decision.Arithmetic?.Where(part => rewards.Contains(part.Reward) && part.Unit == unit).ToList();
        var net = moves.Sum(move => move.Amount);
        // A release moves from one of the person's balances to the other: what arrives is what counts.
        var moved = net != 0 ? net : moves.Where(move => move.Amount > 0).Sum(move => move.Amount);
        var standing =
            decision.Code == DecisionCode.PayoutRequested ? Standing.SetAside
            : net < 0 ? Standing.TakenBack
            : moves.Any(move => move.Account == LedgerAccount.Paid) ? Standing.Paid
            : rewards.Count > 0 && rewards.All(number => statuses.GetValueOrDefault(number) == RewardStatus.Reversed)
                ? Standing.TakenBackLater
            : rewards.Any(number => statuses.GetValueOrDefault(number) == RewardStatus.ReviewPeriod)
                ? Standing.InReview
            : Standing.Payable;
        return new(
            UtcMicros.ToDay(body.GetProperty("booked_at"u8).GetInt64()),
            DecisionSentence.Of(
                decision with
                {
                    Arithmetic = own,
                    Evidence = PartnerSentence.HeldIn(decision),
                },
                Nobody
            ),
            MoneyText.Of(moved, unit),
            standing
        );
    }
}

/// <summary>What stands on a person's balances in one unit.</summary>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Payable">Micros.</param>
/// <param name="Held">Micros.</param>
/// <param name="Paid">Micros.</param>
public sealed record UnitBalance(string Unit, long Payable, long Held, long Paid);

/// <summary>One thing that moved a balance.</summary>
/// <param name="Day">When it was booked.</param>
/// <param name="Sentence">Why.</param>
/// <param name="Amount">How much, for people.</param>
/// <param name="Standing">What has become of it.</param>
/// <param name="Why">How its reward came about; null when it is not about one reward.</param>
public sealed record StatementLine(
    string Day,
    string Sentence,
    string Amount,
    Standing Standing,
    PartnerExplanationView? Why = null
);

/// <summary>What has become of a line's amount, in a word or two.</summary>
/// <param name="Words">For people.</param>
/// <param name="Look">How it is drawn: <c>good</c>, <c>still</c> or <c>gone</c>.</param>
public sealed record Standing(string Words, string Look)
{
    /// <summary>It went.</summary>
    public static readonly Standing TakenBack = new("taken back", "gone");

    /// <summary>It came, and went later.</summary>
    public static readonly Standing TakenBackLater = new("taken back later", "gone");

    /// <summary>Set aside for a payout that was requested.</summary>
    public static readonly Standing SetAside = new("to be paid out", "still");

    /// <summary>It came and is in review.</summary>
    public static readonly Standing InReview = new("in review", "still");

    /// <summary>It can be paid out.</summary>
    public static readonly Standing Payable = new("payable", "good");

    /// <summary>It was paid.</summary>
    public static readonly Standing Paid = new("paid", "good");
}
