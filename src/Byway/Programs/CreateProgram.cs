using System.Security.Cryptography;
using Byway.Http;
using Byway.Journal;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// Makes a program with its first settings and its first API key. Used by the CLI and at the first start.
/// </summary>
public sealed class CreateProgram : Change
{
    /// <summary>The lock under which first programs are made, one at a time.</summary>
    public const long OneAtATime = 7_268_102_002;

    private readonly ProgramSettings settings;
    private readonly bool isOnlyForEmptyDatabase;
    private readonly bool isThrowAway;
    private bool isUnneeded;

    /// <summary>A program to make.</summary>
    /// <param name="type">One of <see cref="ProgramType"/>.</param>
    /// <param name="mode"><c>live</c> or <c>test</c>.</param>
    /// <param name="settings">Its first settings.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="isOnlyForEmptyDatabase">True to make it only when there is no program at all.</param>
    /// <param name="isThrowAway">True for a check\'s own program, see <see cref="ThrowAwayProgram"/>.</param>
    public CreateProgram(
        string type,
        string mode,
        ProgramSettings settings,
        string actor,
        TimeProvider clock,
        bool isOnlyForEmptyDatabase = false,
        bool isThrowAway = false
    )
        : base(new(NewProgram(type, mode, settings, UtcMicros.Now(clock)), actor))
    {
        this.settings = settings;
        this.isOnlyForEmptyDatabase = isOnlyForEmptyDatabase;
        this.isThrowAway = isThrowAway;
        Secret = ApiSecret.New(Program);
    }

    /// <summary>The API key's secret; shown once, stored nowhere.</summary>
    public string Secret { get; }

    /// <inheritdoc/>
    public override void Prepare(IStore store)
    {
        store.LockGlobally(OneAtATime);
        var last = store.Query<long>("select coalesce(max(program_id), 0) from programs where program_id > 0")[0];
        isUnneeded = isOnlyForEmptyDatabase && last > 0;
        if (isUnneeded)
        {
            Caller = Caller with { Program = Program with { ProgramId = last } };
            return;
        }

        Caller = Caller with
        {
            Program = Program with { ProgramId = isThrowAway ? ThrowAwayProgram.NewNumber() : last + 1 },
        };
        store.Execute(
            "insert into programs (program_id, public_id, name, type, mode, website, pepper, created_at) "
                + "values (@ProgramId, @PublicId, @Name, @Type, @Mode, @Website, @Pepper, @CreatedAt)",
            Program
        );
        store.Execute(
            "insert into program_heads (program_id, sequence, hash, version, reward_number, balance_number) "
                + "values (@ProgramId, 0, '', 0, 0, 0)",
            Program
        );
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Decision
        if (isUnneeded)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, "There is a program already.");
        }

        // Effects
        turn.PutSettings(settings);
        turn.Put(ApiKey.Table, ApiKeys.RowOf(Program, Secret, "first key", ApiScope.Write, turn.MachineNow, null));
        turn.Append(
            new()
            {
                Kind = EntryKind.ProgramCreated,
                Subject = 0,
                Decision = Decision.Plain,
                Request = new RequestText().Add("type", Program.Type).Add("mode", Program.Mode).Json,
            },
            Caller.Actor
        );
        return Answer.Done;
    }

    private static ReferralProgram NewProgram(string type, string mode, ProgramSettings settings, long now) =>
        new()
        {
            ProgramId = 0,
            PublicId = Ids.PublicId(),
            Name = settings.Name,
            Type = type,
            Mode = mode,
            Website = settings.Website,
            Pepper = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            CreatedAt = now,
        };
}
