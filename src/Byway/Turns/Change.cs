using Byway.Http;
using Byway.Programs;
using Byway.Storage;

namespace Byway.Turns;

/// <summary>
/// One request for change, shaped and waiting for its turn. A slice derives from it; its steps after Shape run inside
/// the turn, on the turn's thread,
/// possibly more than once (a turn may be tried again), so they keep no state of their own.
/// </summary>
/// <param name="caller">Who asks, of which program.</param>
public abstract class Change(Caller caller)
{
    /// <summary>Who asks, of which program.</summary>
    public Caller Caller { get; protected set; } = caller;

    /// <summary>The program.</summary>
    public ReferralProgram Program => Caller.Program;

    /// <summary>
    /// Points in time in the request that are in the future for the machine and may be past for the program: judged in
    /// the turn, which knows the program's clock. Null for none.
    /// </summary>
    public IReadOnlyList<(string Path, long At)>? Ahead { get; set; }

    /// <summary>How many things it holds: a batch counts its items.</summary>
    public virtual int Things => 1;

    /// <summary>True when it shares its turn with nobody.</summary>
    public virtual bool IsAlone => false;

    /// <summary>
    /// Work before the program's head is locked, in the same transaction; only program creation has some.
    /// </summary>
    /// <param name="store">The write connection.</param>
    public virtual void Prepare(IStore store) { }

    /// <summary>
    /// Says what <see cref="Take"/> will read, so that a whole turn's reads go together. Reading nothing here is
    /// slower, never wrong.
    /// </summary>
    /// <param name="turn">Answers null for what is not read yet.</param>
    public virtual void Prefetch(Turn turn) { }

    /// <summary>Facts, decision, effects. A refusal takes back all effects.</summary>
    /// <param name="turn">The program as of now.</param>
    public abstract Answer Take(Turn turn);
}
