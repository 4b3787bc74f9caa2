using Byway.Http;
using Byway.Programs;
using Byway.Rewards;
using Byway.Storage;
using Byway.Values;

namespace Byway.Simulations;

/// <summary>
/// <c>POST /v1/program/rules:simulate</c>: what other rules would have paid for what has happened. Reads one picture
/// of the database beside the writer, and changes nothing.
/// </summary>
public static class SimulateRules
{
    /// <summary>The longest journal that a request may ask for.</summary>
    public const long MostEntries = 200_000;

    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("simulateRules", "Try rules on the program's history.")
    {
        More =
            "Says for every sale, sign-up and goal of a period what it earned and what it would have earned, "
            + "what was refunded taken off. Nothing is changed: rules apply forward only. Journals of more than "
            + "200,000 entries are for `byway simulate`.",
        Body =
        [
            FieldNote.Object("rules", "Rules as `PUT /v1/program/rules` takes them.", RulesFields.Notes).Required(),
            FieldNote.Time("from", "When the period begins; the beginning when absent."),
            FieldNote.Time("to", "When it is over, which is not in it; now when absent."),
        ],
        Answer = AnswerNote.One(200, "What the rules would have come to.", typeof(SimulationView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    // A simulation takes a processor for a second or two: others wait for it, and the sales of all do not.
    private static readonly SemaphoreSlim One = new(1);

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var settings = await call.Settings();
        var draft = call.Fields.Object("rules");
        if (draft is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("rules", "The rules are required.");
        }

        var rules = draft is null ? null : RulesFields.Of(draft, settings.Currency, call.IsAffiliate);
        var (from, to) = (call.Fields.Time("from"), call.Fields.Time("to"));
        if (from > to)
        {
            call.Fields.Fault("to", "The to must not be before the from.");
        }

        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts, Decision
        var stopping = call.Http.RequestAborted;
        await One.WaitAsync(stopping);
        try
        {
            var asked = new SimulationAsked(call.Program, settings with { Rules = rules }, from, to);
            var until = await call.Now() + 1;
            return await Task.Run(() => Run(call.Database, asked, until, stopping), stopping);
        }
        finally
        {
            One.Release();
        }
    }

    private static Answer Run(Database database, SimulationAsked asked, long now, CancellationToken stopping)
    {
        using var snapshot = database.OpenSnapshot();
        var entries = asked.Entries(snapshot);
        return entries > MostEntries
            ? Answer.Fault(
                "rules",
                $"The journal has {entries} entries; a request simulates at most {MostEntries}. Use byway simulate."
            )
            : Answer.Of(
                asked.Run(snapshot, now, stopping.ThrowIfCancellationRequested).View,
                WireJson.Relaxed.SimulationView
            );
    }
}

/// <summary>What is to be simulated.</summary>
/// <param name="Program">The program.</param>
/// <param name="Settings">In force, with the draft for rules.</param>
/// <param name="From">When the period begins; null for the beginning.</param>
/// <param name="To">When it is over; null for now.</param>
public sealed record SimulationAsked(ReferralProgram Program, ProgramSettings Settings, long? From, long? To)
{
    /// <summary>How many entries the journal has.</summary>
    /// <param name="snapshot">The database.</param>
    public long Entries(Snapshot snapshot) =>
        snapshot
            .Rows<long>("select sequence from program_heads where program_id = @ProgramId", new { Program.ProgramId })
            .FirstOrDefault();

    /// <summary>Runs it.</summary>
    /// <param name="snapshot">The database.</param>
    /// <param name="now">Where it ends when nothing else is said.</param>
    /// <param name="step">Called for every entry; throws to end it.</param>
    /// <param name="mostPartners">How many partners are listed.</param>
    public (Simulation Simulation, SimulationView View) Run(
        Snapshot snapshot,
        long now,
        Action step,
        int mostPartners = SimulationReport.MostPartners
    )
    {
        var until = To ?? now;
        var simulation = new Simulation(Settings, From ?? long.MinValue, until);
        simulation.Run(snapshot, Program.ProgramId, step);
        return (
            simulation,
            new SimulationReport(simulation, From, until).View(snapshot, Program.ProgramId, mostPartners)
        );
    }
}
