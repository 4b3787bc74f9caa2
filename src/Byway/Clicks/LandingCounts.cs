using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Clicks;

/// <summary>How many landings were recorded, out of their sums by day: of machines and prefetches none.</summary>
public static class LandingCounts
{
    /// <summary>Of all links of some owners.</summary>
    public const string OfOwners =
        "select cast(coalesce(sum(clicks), 0) as bigint) from click_days where program_id = @program "
        + "and owner in @owners";

    // The row of owner 0 and link 0 is the whole program's.
    private const string OfProgram =
        "select cast(coalesce(sum(clicks), 0) as bigint), "
        + "cast(coalesce(sum(case when day >= @last then clicks end), 0) as bigint), "
        + "cast(coalesce(sum(case when day >= @before and day < @last then clicks end), 0) as bigint) "
        + "from click_days where program_id = @program and owner = 0 and link = 0";

    /// <summary>What all links of some owners have brought.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="owners">A partner; or a customer, with the records that were merged into it.</param>
    public static async Task<long> Of(Database database, long program, params IReadOnlyList<long> owners) =>
        (await database.Query<long>(OfOwners, new { program, owners }))[0];

    /// <summary>What all links of a program have brought.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="now">Unix microseconds.</param>
    public static async Task<Figure> Of(Database database, ReferralProgram program, long now)
    {
        var last = (now / UtcMicros.PerDay) - GrowthRule.Days + 1;
        var sums = await database.Query<(long Total, long Last, long Before)>(
            OfProgram,
            new
            {
                program = program.ProgramId,
                last,
                before = last - GrowthRule.Days,
            }
        );
        return new(sums[0].Total, sums[0].Last, sums[0].Before);
    }
}
