using System.Globalization;
using Byway.Http;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Leads;

/// <summary>Finds leads by number. Deleted ones are not found.</summary>
public static class LeadFinder
{
    /// <summary>A lead in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key("id", "The lead's number.", "44");

    /// <summary>A lead in a query or a body.</summary>
    public static readonly FieldNote Note = PathNote.Required();

    /// <summary>Inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">The number; null finds nothing.</param>
    public static Lead? Find(Turn turn, long? number) =>
        number is { } known && turn.Get(Lead.Table, known) is { DeletedAt: null } lead ? lead : null;

    /// <summary>For reads.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="number">The number; null finds nothing.</param>
    public static async Task<Lead?> Find(Database database, ProgramId program, long? number) =>
        number is null
            ? null
            : await database.First(
                Lead.Table,
                "where program_id = @program and number = @number and deleted_at is null",
                new { program = program.Number, number }
            );

    /// <summary>The number in the path; null when it is none, which names no lead.</summary>
    /// <param name="call">The call.</param>
    public static long? InPath(ApiCall call) => NumberOf(call.PathKey("id"));

    /// <summary>
    /// The number in the query or the body; missing is a fault, and what is no number names no lead, as in a path.
    /// </summary>
    /// <param name="call">The call.</param>
    public static long? InFields(ApiCall call)
    {
        var id = call.Fields.Key("id");
        if (id is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("id", "The id is required.");
        }

        return NumberOf(id);
    }

    private static long? NumberOf(string? id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
