using Byway.Storage;

namespace Byway.Clicks;

/// <summary>A click that a sign-up named: the only place that tells whose click it was.</summary>
public sealed record SignUpClick
{
    /// <summary>Its table.</summary>
    public static readonly Table<SignUpClick> Table = new Table<SignUpClick>("sign_up_clicks", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("customer", row => row.Customer)
        .Number("place", row => row.Place)
        .Personal("click", row => row.Click)
        .Number("link", row => row.Link)
        .Number("occurred_at", row => row.OccurredAt)
        .Key(
            row => new(row.ProgramId, row.Customer, row.Place),
            ("program_id", KeyPart.Program),
            ("customer", KeyPart.A),
            ("place", KeyPart.B)
        )
        .OfPerson("customer");

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Who signed up.</summary>
    public required long Customer { get; init; }

    /// <summary>Its place among the evidence of the decision, from 0.</summary>
    public required long Place { get; init; }

    /// <summary>The click's id.</summary>
    public string? Click { get; init; }

    /// <summary>The link it came through.</summary>
    public required long Link { get; init; }

    /// <summary>When it happened; Unix microseconds.</summary>
    public required long OccurredAt { get; init; }

    private static SignUpClick Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Customer = row.Number(1),
            Place = row.Number(2),
            Click = row.TextOrNull(3),
            Link = row.Number(4),
            OccurredAt = row.Number(5),
        };
}
