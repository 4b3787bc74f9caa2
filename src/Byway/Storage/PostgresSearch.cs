using System.Globalization;

namespace Byway.Storage;

/// <summary>
/// The indexes that searches use on PostgreSQL. They need the extension <c>pg_trgm</c>, which the server may lack or
/// may not let us have: then searches read all rows of a program, and nothing else is different. Each start tries
/// again.
/// </summary>
public static class PostgresSearch
{
    // What a search may find: the column, and which rows of it.
    private static readonly (string Table, string Column, string Rows)[] Searched =
    [
        ("partners", "email_folded", "deleted_at is null"),
        ("partners", "id_folded", "deleted_at is null"),
        ("partners", "name_folded", "deleted_at is null"),
        ("customers", "email_folded", "deleted_at is null"),
        ("customers", "key_folded", "deleted_at is null"),
        ("subscribers", "email_folded", "deleted_at is null"),
        ("subscribers", "id_folded", "deleted_at is null"),
        ("subscribers", "name_folded", "deleted_at is null"),
        ("referral_keys", "folded", "role <> 'id'"),
    ];

    /// <summary>Makes what is missing, if the server lets us. Inside a transaction.</summary>
    /// <param name="store">The write connection.</param>
    public static void Prepare(IStore store)
    {
        if (Count(store) == Searched.Length)
        {
            return;
        }

        // What waits to be put in its place is looked through by each search: 512 kB of it at most.
        var indexes = Searched.Select(one =>
            $"""
                if to_regclass('{NameOf(one.Table, one.Column)}') is null then
                    create index {NameOf(one.Table, one.Column)} on {one.Table}
                        using gin ({one.Column} gin_trgm_ops) with (gin_pending_list_limit = 512) where {one.Rows};
                end if;
                """
        );
        store.Execute(
            $"""
            do $search$
            begin
                create extension if not exists pg_trgm;
                {string.Join('\n', indexes)}
            exception when insufficient_privilege or feature_not_supported or undefined_file or undefined_object then
                raise notice 'Searches read all rows: pg_trgm is missing.';
            end
            $search$
            """
        );
    }

    /// <summary>Whether searches have their indexes.</summary>
    /// <param name="store">The write connection.</param>
    public static Finding Examine(IStore store)
    {
        var count = Count(store);
        return new(
            "searches have indexes",
            count == Searched.Length,
            string.Create(CultureInfo.InvariantCulture, $"{count} of {Searched.Length}"),
            "Install PostgreSQL's contrib modules, let an administrator say: create extension pg_trgm; and start "
                + "Byway again. Until then searches read all rows of a program."
        );
    }

    private static int Count(IStore store) =>
        (int)
            store.Query<long>(
                "select count(*) from pg_class where relkind = 'i' and relnamespace = current_schema()::regnamespace "
                    + "and relname = any(@names)",
                new { names = Searched.Select(one => NameOf(one.Table, one.Column)).ToArray() }
            )[0];

    private static string NameOf(string table, string column) => $"{table}_{column}_parts";
}
