using Byway.Storage;
using Byway.Turns;

namespace Byway.Rewards;

/// <summary>
/// How often something was done that the merchant has a name for: by a customer, or by all whom somebody referred.
/// Kept from the first time on, whatever the rules ask, so that nothing has to be counted later.
/// </summary>
public sealed record ActionCount
{
    /// <summary>Done by the customer itself.</summary>
    public const long Own = 0;

    /// <summary>Done by those whom the partner or referring customer referred.</summary>
    public const long Referred = 1;

    /// <summary>Its table.</summary>
    public static readonly Table<ActionCount> Table = new Table<ActionCount>("action_counts", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Owner)
        .Text("action", row => row.Action)
        .Number("side", row => row.Side)
        .Number("happened", row => row.Happened)
        .Key(
            row => new(row.ProgramId, row.Owner, row.Side, row.Action),
            ("program_id", KeyPart.Program),
            ("owner", KeyPart.A),
            ("action", KeyPart.Text),
            ("side", KeyPart.B)
        );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The customer, partner or referring customer.</summary>
    public required long Owner { get; init; }

    /// <summary>The merchant's name for it.</summary>
    public required string Action { get; init; }

    /// <summary><see cref="Own"/> or <see cref="Referred"/>.</summary>
    public required long Side { get; init; }

    /// <summary>How often, so far.</summary>
    public required long Happened { get; init; }

    /// <summary>How often it was done before; 0 for never.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">Whose count.</param>
    /// <param name="action">What.</param>
    /// <param name="side"><see cref="Own"/> or <see cref="Referred"/>.</param>
    public static ActionCount Of(Turn turn, long owner, string action, long side) =>
        turn.Get(Table, owner, side, action)
        ?? new()
        {
            ProgramId = turn.Program.ProgramId,
            Owner = owner,
            Action = action,
            Side = side,
            Happened = 0,
        };

    private static ActionCount Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Owner = row.Number(1),
            Action = row.Text(2),
            Side = row.Number(3),
            Happened = row.Number(4),
        };
}
