using Byway.Balances;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Turns;

/// <summary>
/// One program's part of a turn: facts by key, rows to add, entries to append. Everything here is serial.
/// </summary>
public sealed class Turn
{
    private readonly Workspace workspace;
    private readonly EntryWriter writer;
    private readonly EntryEffects effects = new();
    private readonly Dictionary<(ClaimKind, string), string> keyHashes = [];
    private readonly long nonce;
    private string? lastEntryId;
    private ProgramHead head;
    private ProgramHead headBefore;

    /// <summary>A program's part of a turn.</summary>
    /// <param name="program">The program.</param>
    /// <param name="head">Its locked head.</param>
    /// <param name="workspace">All tables.</param>
    /// <param name="writer">Writes entries.</param>
    /// <param name="machineNow">The machine's present, Unix microseconds.</param>
    /// <param name="nonce">Random per turn.</param>
    public Turn(
        ReferralProgram program,
        ProgramHead head,
        Workspace workspace,
        EntryWriter writer,
        long machineNow,
        long nonce
    )
    {
        Program = program;
        this.head = headBefore = head;
        this.workspace = workspace;
        this.writer = writer;
        this.nonce = nonce;
        MachineNow = machineNow;
    }

    /// <summary>The program.</summary>
    public ReferralProgram Program { get; }

    /// <summary>
    /// The program's present, Unix microseconds: one and the same for all of the turn, unless the program's clock is
    /// moved in it. Whatever is booked, held or counted by days goes by it.
    /// </summary>
    public long Now => MachineNow + head.ClockOffset;

    /// <summary>
    /// The machine's present, Unix microseconds: for credentials and for what other machines wait for, which no test
    /// can hurry.
    /// </summary>
    public long MachineNow { get; }

    /// <summary>The settings version in force.</summary>
    public long Version => head.Version;

    /// <summary>The settings in force.</summary>
    public ProgramSettings Settings => workspace.Settings(new(Program.ProgramId), head.Version);

    /// <summary>True in affiliate programs, where partners refer; false where customers do.</summary>
    public bool IsAffiliate => Program.Type == ProgramType.Affiliate;

    /// <summary>The number the next entry will have, which is also the number of the thing it creates.</summary>
    public long NextNumber => head.Sequence + 1;

    /// <summary>The head as this turn leaves it.</summary>
    public ProgramHead Head => head;

    /// <summary>
    /// The first entry of the whole turn; null when it made none. Found again, it proves that a lost COMMIT happened.
    /// </summary>
    public (long Sequence, string Id)? FirstEntry { get; private set; }

    /// <summary>True when a balance would have left its range: the change is refused.</summary>
    public bool IsOverBalanceLimit { get; private set; }

    /// <summary>The last entry of this change.</summary>
    public string? LastEntryId => lastEntryId;

    /// <summary>How many entries this change made.</summary>
    public int EntryCount { get; private set; }

    /// <summary>The decision code of this change's last entry.</summary>
    public string? LastCode { get; private set; }

    /// <summary>While prefetching, reads answer null or nothing for what is not known yet.</summary>
    public bool IsCollecting => workspace.IsCollecting;

    /// <summary>The hash under which a merchant key is looked up; made once for all look-ups of a change.</summary>
    /// <param name="kind">What kind of key.</param>
    /// <param name="key">The key, exactly.</param>
    public string HashOf(ClaimKind kind, string key)
    {
        if (!keyHashes.TryGetValue((kind, key), out var hash))
        {
            keyHashes[(kind, key)] = hash = KeyHash.Of(Program, kind, key);
        }

        return hash;
    }

    /// <summary>The row with this primary key, or null.</summary>
    /// <param name="table">Which table.</param>
    /// <param name="a">First number of the key.</param>
    /// <param name="b">Second number.</param>
    /// <param name="text">First text.</param>
    /// <param name="text2">Second text.</param>
    public T? Get<T>(Table<T> table, long a = 0, long b = 0, string text = "", string text2 = "")
        where T : class => workspace.Of(table).Get(new(Program.ProgramId, a, b, text, text2), workspace.IsCollecting);

    /// <summary>The rows of a further look-up.</summary>
    /// <param name="lookUp">Which look-up.</param>
    /// <param name="a">Number of the key.</param>
    /// <param name="text">Text of the key.</param>
    public IReadOnlyList<T> Find<T>(LookUp<T> lookUp, long a = 0, string text = "")
        where T : class =>
        workspace.Of(lookUp.Table).Find(lookUp, new(Program.ProgramId, a, 0, text), workspace.IsCollecting);

    /// <summary>Adds a row, or replaces one that was read before.</summary>
    /// <param name="table">Which table.</param>
    /// <param name="row">The row as it is from now on.</param>
    public void Put<T>(Table<T> table, T row)
        where T : class
    {
        workspace.Of(table).Put(row);
        if (table.IsInJournal)
        {
            effects.Rows.Add((table, row));
        }
    }

    /// <summary>The number for a new reward.</summary>
    public long TakeRewardNumber()
    {
        head = head with { RewardNumber = head.RewardNumber + 1 };
        return head.RewardNumber;
    }

    /// <summary>Sets the settings version in force from here on.</summary>
    /// <param name="settings">The new settings.</param>
    public void PutSettings(ProgramSettings settings)
    {
        head = head with { Version = head.Version + 1 };
        Put(
            ProgramVersion.Table,
            new()
            {
                ProgramId = Program.ProgramId,
                Version = head.Version,
                Settings = settings.ToJson(),
                Sequence = NextNumber,
            }
        );
    }

    /// <summary>Moves the program's clock forward, from the next thing on.</summary>
    /// <param name="to">The program's present from here on, Unix microseconds.</param>
    public void MoveClock(long to) => head = head with { ClockOffset = to - MachineNow };

    /// <summary>
    /// When a thing occurred: as was said, or now; seconds ahead of the program's clock count as now.
    /// </summary>
    /// <param name="said">As the request says; null when it says nothing.</param>
    public long OccurredAt(long? said) => Math.Min(said ?? Now, Now);

    /// <summary>Moves value from one balance to another: two legs that add up to zero.</summary>
    /// <param name="from">Owner and account that give.</param>
    /// <param name="to">Owner and account that get.</param>
    /// <param name="unit">Currency or own unit.</param>
    /// <param name="amount">Micros; nothing happens for 0.</param>
    /// <param name="reward">The reward it moves.</param>
    public void Move(
        (long Owner, string Account) from,
        (long Owner, string Account) to,
        string unit,
        long amount,
        long? reward
    )
    {
        if (amount == 0)
        {
            return;
        }

        Post(new(from.Owner, from.Account, unit, -amount, reward));
        Post(new(to.Owner, to.Account, unit, amount, reward));
    }

    /// <summary>Adds to a day's totals of an owner and of the program.</summary>
    /// <param name="added">What to add; its program is filled in.</param>
    public void Count(Total added)
    {
        added = added with { ProgramId = Program.ProgramId };
        effects.Count(added);
        var known = Get(Total.Table, added.Owner, added.Day, added.Unit);
        var sum = known is null ? added : known.Plus(added);
        IsOverBalanceLimit |= sum is null;
        Put(Total.Table, sum ?? added);
    }

    /// <summary>Appends the entry that explains everything put, moved and counted since the entry before.</summary>
    /// <param name="draft">What the slice says about it.</param>
    /// <param name="actor">Who asked.</param>
    public void Append(EntryDraft draft, string actor)
    {
        var stamp = new EntryStamp(Program.ProgramId, NextNumber, nonce, head.Hash, actor, Now, head.Version);
        var (entry, personal) = writer.Write(draft, stamp, effects);
        effects.Clear();
        Put(JournalEntry.Table, entry);
        Put(EntryPersonal.Table, personal);
        head = head with { Sequence = entry.Sequence, Hash = entry.Hash };
        FirstEntry ??= (entry.Sequence, entry.Id);
        lastEntryId = entry.Id;
        EntryCount++;
        LastCode = draft.Decision.Code;
    }

    /// <summary>
    /// Asks the database as it was before the turn; what the turn has changed is not in it.
    /// </summary>
    /// <param name="sql">What.</param>
    /// <param name="parameters">The statement's parameters.</param>
    public IReadOnlyList<TRow> Ask<TRow>(string sql, object parameters) => workspace.Ask<TRow>(sql, parameters);

    /// <summary>
    /// A count that no row holds: asked of the database once a turn, then kept up by <see cref="AddToCount"/>. Taken
    /// back with the change.
    /// </summary>
    /// <param name="name">Which count, of what.</param>
    /// <param name="sql">How to ask for it.</param>
    /// <param name="parameters">The statement's parameters.</param>
    public long CountOf(string name, string sql, object parameters) => workspace.CountOf(name, sql, parameters);

    /// <summary>
    /// Keeps a count up that was asked for in this turn; one that nobody asked for needs no keeping.
    /// </summary>
    /// <param name="name">Which count, of what.</param>
    /// <param name="added">What to add.</param>
    public void AddToCount(string name, long added) => workspace.AddToCount(name, added);

    /// <summary>Starts a change.</summary>
    public void BeginChange()
    {
        workspace.BeginChange();
        headBefore = head;
        lastEntryId = null;
        EntryCount = 0;
        LastCode = null;
        IsOverBalanceLimit = false;
        effects.Clear();
    }

    /// <summary>Takes a refused change back.</summary>
    public void UndoChange()
    {
        workspace.UndoChange();
        if (FirstEntry is { } first && first.Sequence > headBefore.Sequence)
        {
            FirstEntry = null;
        }

        head = headBefore;
        effects.Clear();
    }

    private void Post(in Leg leg)
    {
        effects.Postings.Add(leg);
        var balance = Get(Balance.Table, leg.Owner, text: leg.Account, text2: leg.Unit);
        if (balance is null)
        {
            head = head with { BalanceNumber = head.BalanceNumber + 1 };
            balance = Balance.Empty(Program.ProgramId, leg.Owner, leg.Account, leg.Unit, head.BalanceNumber);
        }

        if (Int128.Abs((Int128)balance.Amount + leg.Amount) > Micros.Largest)
        {
            IsOverBalanceLimit = true;
            return;
        }

        var posting = Posting.After(balance, leg, NextNumber);
        Put(Posting.Table, posting);
        Put(
            Balance.Table,
            balance with
            {
                Amount = posting.BalanceAfter,
                Postings = posting.Position,
                Hash = posting.Hash,
            }
        );
    }
}
