using Byway.Storage;
using Byway.Values;

namespace Byway.Links;

/// <summary>Finds owners of ids and referral keys for reads.</summary>
public static class ReferralKeyFinder
{
    /// <summary>Asks for owners by a part of any referral key they have or had.</summary>
    /// <param name="search">A search among owners.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="part">The part; null asks for nothing.</param>
    public static Search HasKey(this Search search, OwnerKind kind, string? part) =>
        search.Contains(
            "referral_keys",
            "folded",
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"exists (select 1 from referral_keys k where k.program_id = {search.Table}.program_id "
                    + $"and k.owner = {search.Table}.number and k.kind = {(long)kind} "
                    + $"and k.role not in ('id', 'retired') and k.folded like {{0}} escape '\\')"
            ),
            part
        );

    /// <summary>
    /// The owner of an id, then the owner of a key or alias (exact, else the only one in another letter case).
    /// </summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="id">An id, or null.</param>
    /// <param name="key">A referral key, or null.</param>
    public static async Task<IReadOnlyList<long>> Owners(
        Database database,
        ProgramId program,
        OwnerKind kind,
        string? id,
        string? key
    )
    {
        var found = new List<long>();
        if (id is not null)
        {
            var byId = await database.First(
                ReferralKey.Table,
                "where program_id = @program and kind = @kind and key = @id and role in ('id', 'id_and_key')",
                new
                {
                    program = program.Number,
                    kind = (long)kind,
                    id,
                }
            );
            found.AddRange(byId is null ? [] : [byId.Owner]);
        }

        if (key is not null && await Find(database, program, kind, key) is { } byKey)
        {
            found.Add(byKey.Owner);
        }

        return found;
    }

    /// <summary>A key or alias: exact, else the only one in another letter case.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="key">The referral key.</param>
    public static async Task<ReferralKey?> Find(Database database, ProgramId program, OwnerKind kind, string key)
    {
        var issued = await database.List(
            ReferralKey.Table,
            "where program_id = @program and kind = @kind and folded = @folded and role <> 'id'",
            new
            {
                program = program.Number,
                kind = (long)kind,
                folded = key.ToLowerInvariant(),
            }
        );
        var inUse = issued.FindAll(candidate => candidate.IsInUse);
        return issued.Find(candidate => candidate.Key == key) is { } exact ? (exact.IsInUse ? exact : null)
            : inUse.Count == 1 ? inUse[0]
            : null;
    }
}
