using System.Text.Json.Nodes;
using Byway.Storage;
using Byway.Values;

namespace Byway.Backups;

/// <summary>
/// What a program's books come to, to be held against the same after a copy: its entries, the end of its chain, what
/// stands on its accounts.
/// </summary>
public static class ProgramSums
{
    /// <summary>All programs', as JSON.</summary>
    /// <param name="snapshot">The database.</param>
    public static JsonArray Of(Snapshot snapshot)
    {
        var sums = new SortedDictionary<(long Program, string Account, string Unit), (Int128 Amount, long Owners)>();
        var balances = snapshot.Rows<(long Program, string Account, string Unit, long Amount)>(
            "select program_id, account, unit, amount from balances"
        );
        foreach (var (program, account, unit, amount) in balances)
        {
            var (sum, owners) = sums.GetValueOrDefault((program, account, unit));
            sums[(program, account, unit)] = (sum + amount, owners + 1);
        }

        var heads = snapshot.Rows<(long Program, string PublicId, long Sequence, string Hash)>(
            "select p.program_id, p.public_id, coalesce(h.sequence, 0), coalesce(h.hash, '') from programs p "
                + "left join program_heads h on h.program_id = p.program_id order by p.program_id"
        );
        return
        [
            .. heads.Select(head => new JsonObject
            {
                ["program"] = head.Program,
                ["public_id"] = head.PublicId,
                ["entries"] = head.Sequence,
                ["hash"] = head.Hash,
                ["balances"] = new JsonArray([
                    .. sums.Where(sum => sum.Key.Program == head.Program)
                        .Select(sum => new JsonObject
                        {
                            ["account"] = sum.Key.Account,
                            ["unit"] = sum.Key.Unit,
                            ["owners"] = sum.Value.Owners,
                            ["amount"] = TextOf(sum.Value.Amount),
                        }),
                ]),
            }),
        ];
    }

    private static string TextOf(Int128 micros) =>
        micros >= long.MinValue && micros <= long.MaxValue ? Micros.ToText((long)micros) : $"{micros} micros";
}
