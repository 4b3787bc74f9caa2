using Byway.Storage;

namespace Byway.Programs;

/// <summary>One version of a program's settings.</summary>
public sealed record ProgramVersion
{
    /// <summary>Its table.</summary>
    public static readonly Table<ProgramVersion> Table = new Table<ProgramVersion>("program_versions", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("version", row => row.Version)
        .Text("settings", row => row.Settings)
        .Number("sequence", row => row.Sequence)
        .Key(row => new(row.ProgramId, row.Version), ("program_id", KeyPart.Program), ("version", KeyPart.A))
        .Remembered(_ => true);

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required long Version { get; init; }

    /// <summary><see cref="ProgramSettings"/> as JSON.</summary>
    public required string Settings { get; init; }

    /// <summary>The entry that set it.</summary>
    public required long Sequence { get; init; }

    private static ProgramVersion Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Version = row.Number(1),
            Settings = row.Text(2),
            Sequence = row.Number(3),
        };
}
