using System.Globalization;
using Byway.Storage;

namespace Byway.Programs;

/// <summary>Finds programs for people, who name them by number or by public id.</summary>
public static class ProgramFinder
{
    /// <summary>The program of a number or public id; null when there is none.</summary>
    /// <param name="database">Where.</param>
    /// <param name="name">As typed.</param>
    public static async Task<ReferralProgram?> Find(Database database, string name)
    {
        var isNumber = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var found = await database.Query<ReferralProgram>(
            "select * from programs where program_id = @number or public_id = @publicId order by program_id",
            new { number = isNumber ? number : 0, publicId = name.ToUpperInvariant() }
        );
        // A public id may consist of digits only: the number comes first.
        return found.FirstOrDefault(program => program.ProgramId == number && isNumber) ?? found.FirstOrDefault();
    }

    /// <summary>The program of a public id, exactly; null when there is none.</summary>
    /// <param name="database">Where.</param>
    /// <param name="publicId">As sent by anybody.</param>
    public static async Task<ReferralProgram?> ByPublicId(Database database, string publicId) =>
        (
            await database.Query<ReferralProgram>(
                "select * from programs where public_id = @publicId and program_id > 0",
                new { publicId }
            )
        ).FirstOrDefault();

    /// <summary>All programs by number, without those that a check has made for itself.</summary>
    /// <param name="database">Where.</param>
    public static Task<List<ReferralProgram>> All(Database database) =>
        database.Query<ReferralProgram>("select * from programs where program_id > 0 order by program_id");
}
