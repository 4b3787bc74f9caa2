using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Byway.Values;

namespace Byway.Storage;

/// <summary>
/// Brings a database to this version's schema: numbered files, each applied once, in one transaction, under a lock.
/// </summary>
public static partial class Migrator
{
    private const string Folder = "Byway.Storage.Schema.";

    // Any number that no other program is likely to lock on.
    private const long AdvisoryLock = 7_268_102_001;

    /// <summary>Applies what is missing; returns the numbers applied.</summary>
    /// <param name="store">The write connection.</param>
    /// <param name="isFile">True on SQLite.</param>
    /// <param name="clock">For the date of application.</param>
    /// <param name="only">Those files only, which an older database has; null for all.</param>
    /// <exception cref="StartException">A file that was applied has changed since, or the database is
    /// newer than this program.</exception>
    public static IReadOnlyList<long> Apply(
        IStore store,
        bool isFile,
        TimeProvider clock,
        IReadOnlyCollection<long>? only = null
    )
    {
        store.Begin();
        try
        {
            store.LockGlobally(AdvisoryLock);
            store.Execute(
                "create table if not exists schema_migrations "
                    + "(number bigint not null primary key, name text not null, checksum text not null, "
                    + "applied_at bigint not null)"
            );
            var applied = store
                .Query<(long Number, string Checksum)>("select number, checksum from schema_migrations")
                .ToDictionary(row => row.Number, row => row.Checksum);
            var done = new List<long>();
            var files = Files();
            if (applied.Keys.Except(files.Select(file => file.Number)).Any())
            {
                throw new StartException(
                    "The database was made by a newer Byway. Start that version, or restore an older backup."
                );
            }

            foreach (var (number, name, text) in files)
            {
                if (only?.Contains(number) == false)
                {
                    continue;
                }

                var checksum = ChecksumOf(text);
                if (applied.TryGetValue(number, out var known))
                {
                    if (known != checksum)
                    {
                        throw new StartException(
                            $"The schema file {name} differs from the one this database was made with."
                        );
                    }

                    continue;
                }

                store.Execute((isFile ? ForSqlite() : ForPostgres()).Replace(text, "${content}"));
                store.Execute(
                    "insert into schema_migrations (number, name, checksum, applied_at) values (@number, "
                        + "@name, @checksum, @at)",
                    new
                    {
                        number,
                        name,
                        checksum,
                        at = UtcMicros.Now(clock),
                    }
                );
                done.Add(number);
            }

            PrepareSearch(store, isFile, only);

            store.Commit();
            return done;
        }
        catch
        {
            store.Rollback();
            throw;
        }
    }

    /// <summary>
    /// An older schema has not all that is searched; the server that brings it up to date makes the indexes.
    /// </summary>
    private static void PrepareSearch(IStore store, bool isFile, IReadOnlyCollection<long>? only)
    {
        if (!isFile && (only is null || only.Count == Known.Count))
        {
            PostgresSearch.Prepare(store);
        }
    }

    /// <summary>
    /// The schema files of this version of Byway, with what tells them apart from others of their number.
    /// </summary>
    public static IReadOnlyList<(long Number, string Checksum)> Known =>
        [.. Files().Select(file => (file.Number, ChecksumOf(file.Text)))];

    private static string ChecksumOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static List<(long Number, string Name, string Text)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Select(name => name[Folder.Length..])
                .Order(StringComparer.Ordinal)
                .Select(name =>
                    (
                        long.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture),
                        name,
                        Text(assembly, name)
                    )
                ),
        ];
    }

    private static string Text(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(Folder + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"/\*sqlite:\s(?<content>.*?)\s\*/", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex ForSqlite();

    [GeneratedRegex(
        @"/\*postgres:\s(?<content>.*?)\s\*/",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex ForPostgres();
}
