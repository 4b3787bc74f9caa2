using System.Text;
using Byway.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Byway.Tests.Persons;

/// <summary>
/// Looks for a text in everything a server keeps: every column of every table there is, as the catalogue names them,
/// the bytes of the database's files, the outbox, and what was logged. A table added tomorrow is looked through too.
/// </summary>
public sealed class WholeScan
{
    private readonly TestServer server;
    private readonly Heard log = new();
    private readonly List<string> details = [];

    /// <summary>What the last search found, for whoever reads a failed test.</summary>
    public string Details => string.Join('\n', details);

    /// <summary>Begins to listen to a server's log.</summary>
    /// <param name="server">The server.</param>
    public WholeScan(TestServer server)
    {
        this.server = server;
        server.Parts.GetRequiredService<ILoggerFactory>().AddProvider(log);
    }

    /// <summary>The database's own statement of which tables it has.</summary>
    public static string Catalogue =>
        TestDatabase.IsPostgres
            ? "select relname from pg_class where relkind in ('r', 'p') "
                + "and relnamespace = current_schema()::regnamespace order by relname"
            : "select name from sqlite_master where type = 'table' and sql not like 'create virtual%' order by name";

    /// <summary>Where the text stands: columns, names of files, <c>outbox</c>, <c>log</c>.</summary>
    /// <param name="text">What to look for, in any letter case.</param>
    public async Task<List<string>> Places(string text)
    {
        var places = new List<string>();
        details.Clear();
        foreach (var table in await server.Query<string>(Catalogue))
        {
            foreach (var row in await server.Query<dynamic>($"select * from \"{table}\""))
            {
                foreach (var (column, value) in (IDictionary<string, object?>)row)
                {
                    var stored = value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : value?.ToString();
                    if (stored?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
                    {
                        places.Add($"{table}.{column}");
                        details.Add($"{table}.{column}: {stored}");
                    }
                }
            }
        }

        var folder = new DirectoryInfo(server.Place.Folder!);
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            await using var opened = new FileStream(
                file.FullName,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var bytes = new MemoryStream();
            await opened.CopyToAsync(bytes);
            if (Encoding.Latin1.GetString(bytes.ToArray()).Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                places.Add(file.Extension == ".eml" ? "outbox" : file.Name);
                details.Add(file.Name);
            }
        }

        if (log.Text.Contains(text, StringComparison.OrdinalIgnoreCase))
        {
            places.Add("log");
        }

        return [.. places.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Every number of the books: what must be the same before and after.</summary>
    public async Task<List<string>> Numbers()
    {
        var numbers = new List<string>();
        foreach (
            var sql in new[]
            {
                "select program_id, owner, account, unit, number, amount, postings, hash from balances order by 1, 5",
                "select * from postings order by program_id, balance, position",
                "select * from totals where owner >= 0 order by program_id, owner, unit, day",
                "select program_id, number, beneficiary, amount, reversed_amount, status from rewards order by 1, 2",
                "select program_id, number, amount, unit, refunded_amount, customer_number, referred_by "
                    + "from transactions order by 1, 2",
                "select program_id, number, amount, status from payouts order by 1, 2",
                "select program_id, sequence, hash from journal_entries where body not like '%.erased%' order by 1, 2",
            }
        )
        {
            foreach (var row in await server.Query<dynamic>(sql))
            {
                numbers.Add(string.Join("|", ((IDictionary<string, object?>)row).Values));
            }
        }

        return numbers;
    }

    private sealed class Heard : ILoggerProvider, ILogger
    {
        private readonly StringBuilder lines = new();

        public string Text
        {
            get
            {
                lock (lines)
                {
                    return lines.ToString();
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (lines)
            {
                lines.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
            }
        }

        public void Dispose() { }
    }
}
