using Byway.Balances;
using Byway.Journal;
using Byway.Storage;
using Byway.Values;

namespace Byway.Statements;

/// <summary>
/// An owner's balances in a period. Bounds are found by halving, on the journal and on each balance, so that a
/// statement costs what is in it and not what came before.
/// </summary>
public sealed class Statement
{
    private static readonly string[] Accounts = [LedgerAccount.Payable, LedgerAccount.Held, LedgerAccount.Paid];

    private readonly Database database;
    private readonly ProgramId program;

    private Statement(Database database, ProgramId program, IReadOnlyList<StatementPart> parts)
    {
        this.database = database;
        this.program = program;
        Parts = parts;
    }

    /// <summary>The balances.</summary>
    public IReadOnlyList<StatementPart> Parts { get; }

    /// <summary>Finds out what belongs to it.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="owners">A partner or customer, and who was merged into it.</param>
    /// <param name="from">Unix microseconds; null for the beginning.</param>
    /// <param name="until">Unix microseconds; not in it.</param>
    public static async Task<Statement> Of(
        Database database,
        ProgramId program,
        IReadOnlyList<long> owners,
        long? from,
        long until
    )
    {
        var balances = await Ledger.BalancesOf(database, program, owners);
        var last = await EntriesBefore(database, program, until);
        var first = from is { } start ? Math.Min(last, await EntriesBefore(database, program, start)) : 0;
        var parts = new List<StatementPart>();
        foreach (
            var balance in balances
                .Where(balance => Accounts.Contains(balance.Account, StringComparer.Ordinal))
                .OrderBy(balance => balance.Unit, StringComparer.Ordinal)
                .ThenBy(balance => Array.IndexOf(Accounts, balance.Account))
        )
        {
            parts.Add(
                new(balance, await PostingUpTo(database, balance, first), await PostingUpTo(database, balance, last))
            );
        }

        return new(database, program, parts);
    }

    /// <summary>Postings of a part, with their entries.</summary>
    /// <param name="part">Which balance.</param>
    /// <param name="after">The position after which to begin.</param>
    /// <param name="most">The most postings.</param>
    public async Task<IReadOnlyList<StatementLine>> Lines(StatementPart part, long after, long most)
    {
        var postings = await database.List(
            Posting.Table,
            "where program_id = @Program and balance = @Number and position > @after and position <= @end "
                + "order by position",
            new
            {
                Program = program.Number,
                part.Balance.Number,
                after,
                end = Math.Min(part.Last.Position, after + most),
            }
        );
        var entries = (
            await database.List(
                JournalEntry.Table,
                "where program_id = @Program and sequence in @sequences",
                new
                {
                    Program = program.Number,
                    sequences = postings.Select(posting => posting.Sequence).Distinct().ToList(),
                }
            )
        ).ToDictionary(entry => entry.Sequence, entry => (entry.Id, Body: EntryBody.Read(entry.Body)!));
        return
        [
            .. postings.Select(posting => new StatementLine(
                posting,
                entries[posting.Sequence].Id,
                entries[posting.Sequence].Body
            )),
        ];
    }

    /// <summary>The posting of a position.</summary>
    /// <param name="part">Which balance.</param>
    /// <param name="position">1, 2, 3 …; 0 for none.</param>
    public async Task<StatementLink> LinkAt(StatementPart part, long position) =>
        position == part.First.Position ? part.First
        : position == part.Last.Position ? part.Last
        : StatementLink.Of(await PostingAt(database, part.Balance, position));

    /// <summary>
    /// How many entries were booked before an instant: the clock of a journal does not run backwards.
    /// </summary>
    private static async Task<long> EntriesBefore(Database database, ProgramId program, long instant)
    {
        var head = await database.Query<long>(
            "select sequence from program_heads where program_id = @Program",
            new { Program = program.Number }
        );
        return await LastThat(head[0], async sequence => await BookedAt(database, program, sequence) < instant);
    }

    private static async Task<long> BookedAt(Database database, ProgramId program, long sequence)
    {
        var body = await database.Query<string>(
            "select body from journal_entries where program_id = @Program and sequence = @sequence",
            new { Program = program.Number, sequence }
        );
        return EntryBody.Read(body[0])!.BookedAt;
    }

    private static async Task<StatementLink> PostingUpTo(Database database, Balance balance, long sequence)
    {
        var position = await LastThat(
            balance.Postings,
            async at => (await PostingAt(database, balance, at)).Sequence <= sequence
        );
        return position == 0 ? StatementLink.None : StatementLink.Of(await PostingAt(database, balance, position));
    }

    private static async Task<Posting> PostingAt(Database database, Balance balance, long position) =>
        (
            await database.First(
                Posting.Table,
                "where program_id = @ProgramId and balance = @Number and position = @position",
                new
                {
                    balance.ProgramId,
                    balance.Number,
                    position,
                }
            )
        )!;

    /// <summary>
    /// The last of 1 … count that something holds for, which holds for all before it too; 0 for none.
    /// </summary>
    private static async Task<long> LastThat(long count, Func<long, Task<bool>> holds)
    {
        var (low, high) = (0L, count);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = await holds(middle) ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}

/// <summary>One balance in a period.</summary>
/// <param name="Balance">The balance as it is now.</param>
/// <param name="First">The last posting before the period.</param>
/// <param name="Last">The last posting before its end.</param>
public sealed record StatementPart(Balance Balance, StatementLink First, StatementLink Last)
{
    /// <summary>How many postings are in the period.</summary>
    public long Count => Last.Position - First.Position;
}

/// <summary>A posting as others go on from it.</summary>
/// <param name="Position">Its position; 0 for none.</param>
/// <param name="Amount">What stood on the balance after it, in micros.</param>
/// <param name="Hash">Its hash.</param>
public sealed record StatementLink(long Position, long Amount, string Hash)
{
    /// <summary>Before the first posting.</summary>
    public static readonly StatementLink None = new(0, 0, "");

    /// <summary>Of a posting.</summary>
    /// <param name="posting">The posting.</param>
    public static StatementLink Of(Posting posting) => new(posting.Position, posting.BalanceAfter, posting.Hash);
}

/// <summary>A posting with the entry that explains it.</summary>
/// <param name="Posting">The posting.</param>
/// <param name="EntryId">The entry.</param>
/// <param name="Entry">Its body.</param>
public sealed record StatementLine(Posting Posting, string EntryId, EntryBody Entry)
{
    /// <summary>For callers.</summary>
    /// <param name="owners">Ids of partners and customers by number.</param>
    public StatementPostingView View(IReadOnlyDictionary<long, string> owners) =>
        new()
        {
            Position = Posting.Position,
            Entry = EntryId,
            Sequence = Posting.Sequence,
            Kind = Entry.Kind,
            BookedAt = UtcMicros.ToText(Entry.BookedAt),
            OccurredAt = UtcMicros.ToText(Entry.OccurredAt),
            Reward = Posting.Reward,
            Amount = Micros.ToText(Posting.Amount),
            Balance = Micros.ToText(Posting.BalanceAfter),
            Explanation = ExplanationOf(owners),
            Hash = Posting.Hash,
        };

    // Of an entry that moved several rewards, only what it says of this one.
    private string ExplanationOf(IReadOnlyDictionary<long, string> owners)
    {
        var decision = Entry.Decision;
        var own = decision.Arithmetic?.Where(each => each.Reward == Posting.Reward).ToList();
        return DecisionSentence.Of(own is { Count: > 0 } ? decision with { Arithmetic = own } : decision, owners);
    }
}
