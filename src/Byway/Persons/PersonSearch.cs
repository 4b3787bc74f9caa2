using System.Text.Json;
using Byway.Journal;
using Byway.Storage;

namespace Byway.Persons;

/// <summary>Where rows are read: a picture of the database, or the write connection within a turn.</summary>
public interface IRowSource
{
    /// <summary>Rows of a query.</summary>
    /// <param name="sql">With @names.</param>
    /// <param name="parameters">The names' values.</param>
    IEnumerable<TRow> Rows<TRow>(string sql, object parameters);
}

/// <summary>A picture of the database.</summary>
/// <param name="snapshot">The picture.</param>
public sealed class SnapshotRows(Snapshot snapshot) : IRowSource
{
    /// <inheritdoc/>
    public IEnumerable<TRow> Rows<TRow>(string sql, object parameters) => snapshot.Rows<TRow>(sql, parameters);
}

/// <summary>The write connection.</summary>
/// <param name="store">The connection.</param>
public sealed class StoreRows(IStore store) : IRowSource
{
    /// <inheritdoc/>
    public IEnumerable<TRow> Rows<TRow>(string sql, object parameters) => store.Query<TRow>(sql, parameters);
}

/// <summary>
/// Looks for a person: first all that hangs on the person's number, then every text of the program in which the person
/// may be named. It reads the whole program, so it looks beside the turns, and within the turn only at what has come
/// since.
/// </summary>
/// <param name="source">Where to read.</param>
/// <param name="program">The program.</param>
public sealed class PersonSearch(IRowSource source, long program)
{
    /// <summary>The sequence of the newest entry.</summary>
    public long LastEntry() =>
        source.Rows<long>("select sequence from program_heads where program_id = @program", new { program }).First();

    // The buyer's own record is found by the key it claimed, and its records with partners by that key's hash.
    private const string WithPartners =
        "select c.number from composite_customers c where c.program_id = @program and c.base_hash in "
        + "(select k.key_hash from claims k where k.program_id = @program and k.kind = 1 and k.number = @person "
        + "union select o.base_hash from composite_customers o where o.program_id = @program "
        + "and o.number = @person) "
        + "union select k.number from claims k join composite_customers o on o.program_id = k.program_id "
        + "and o.base_hash = k.key_hash where k.program_id = @program and k.kind = 1 and o.number = @person "
        + "order by 1";

    private const string Merged =
        "select number from merged_customers where program_id = @program and survivor = @person order by number";

    /// <summary>A person's records: those that were merged into it, and a buyer's records with partners.</summary>
    /// <param name="person">The person.</param>
    /// <param name="kind">What kind of person.</param>
    public List<long> Records(long person, PersonKind kind)
    {
        var records = new List<long> { person };
        // Grows while it is walked: a record with a partner may have others merged into it.
        for (var place = 0; kind == PersonKind.Customer && place < records.Count; place++)
        {
            foreach (var sql in new[] { Merged, WithPartners })
            {
                var more = source.Rows<long>(sql, new { program, person = records[place] }).ToList();
                records.AddRange(more.Except(records));
            }
        }

        return records;
    }

    /// <summary>The records of a person, and the leads that are the same person.</summary>
    /// <param name="records">The records.</param>
    /// <param name="kind">What kind of person.</param>
    /// <param name="emails">Its addresses.</param>
    public List<long> People(IReadOnlyList<long> records, PersonKind kind, IReadOnlyCollection<string> emails)
    {
        var people = records.ToList();
        if (kind == PersonKind.Customer)
        {
            people.AddRange(
                source
                    .Rows<(long Number, long? Customer, string? Email)>(
                        "select number, customer_number, email from leads where program_id = @program",
                        new { program }
                    )
                    .Where(lead =>
                        (lead.Customer is { } customer && records.Contains(customer))
                        || (lead.Customer is null && lead.Email is not null && emails.Contains(lead.Email))
                    )
                    .Select(lead => lead.Number)
                    .ToList()
            );
        }

        return people;
    }

    /// <summary>Reads what tells who somebody is: from rows, referral keys, and answers in entries.</summary>
    /// <param name="texts">Where it is added.</param>
    /// <param name="people">Who.</param>
    public void Read(PersonTexts texts, IReadOnlyList<long> people)
    {
        var list = string.Join(", ", people);
        foreach (
            var row in source.Rows<Named>(
                $"""
                select id as one, key as other, email, name, surname from partners
                where program_id = @program and number in ({list})
                union all select key, referral_key, email, name, surname from customers
                where program_id = @program and number in ({list})
                union all select id, referral_key, email, name, null from subscribers
                where program_id = @program and number in ({list})
                union all select null, null, email, name, null from leads
                where program_id = @program and number in ({list})
                """,
                new { program }
            )
        )
        {
            texts.AddKey(row.One);
            texts.AddKey(row.Other);
            texts.AddEmail(row.Email);
            texts.AddName(row.Name, row.Surname);
        }

        foreach (
            var key in source.Rows<string>(
                $"select key from referral_keys where program_id = @program and owner in ({list})",
                new { program }
            )
        )
        {
            texts.AddKey(key);
        }

        foreach (
            var answer in source.Rows<string>(
                $"select answer from entry_personal where program_id = @program and person in ({list}) "
                    + "and answer like '%\"email\":%'",
                new { program }
            )
        )
        {
            ReadAnswer(texts, JsonElement.Parse(answer));
        }

        foreach (var answer in AnswersToUnknown(list))
        {
            // What the person was called before anybody knew who that is, such as a billing provider's id.
            texts.AddKey(Text(JsonElement.Parse(answer), "customer"));
        }

        DropShared(texts, list);
    }

    /// <summary>Answers to sales whose customer nobody knew when they came, and that turned out to be of people.
    /// </summary>
    private IEnumerable<string> AnswersToUnknown(string people) =>
        source.Rows<string>(
            $"""
            select p.answer from transactions t
            join entry_personal p on p.program_id = t.program_id and p.sequence = t.number
            join journal_entries e on e.program_id = t.program_id and e.sequence = t.number
            where t.program_id = @program and t.customer_number in ({people}) and p.answer <> ''
            and e.body like '%"customer_unknown"%'
            """,
            new { program }
        );

    /// <summary>The entries about people, and about sales to them.</summary>
    /// <param name="people">Who.</param>
    /// <param name="sales">Sales to them.</param>
    public HashSet<long> OwnEntries(IReadOnlyList<long> people, IEnumerable<long> sales) =>
        [
            .. sales,
            .. source.Rows<long>(
                "select sequence from entry_personal where program_id = @program and person in "
                    + $"({string.Join(", ", people)})",
                new { program }
            ),
        ];

    /// <summary>Sales to people.</summary>
    /// <param name="people">Who.</param>
    public List<long> Sales(IReadOnlyList<long> people) =>
        [
            .. source.Rows<long>(
                "select number from transactions where program_id = @program and customer_number in "
                    + $"({string.Join(", ", people)})",
                new { program }
            ),
        ];

    /// <summary>Sales that nobody could be found for, and that name the person.</summary>
    /// <param name="texts">Who the person is.</param>
    public List<long> UnknownSales(PersonTexts texts) =>
        [
            .. source
                .Rows<(long Number, string Name)>(
                    "select number, customer_ref from transactions where program_id = @program "
                        + "and customer_number is null and customer_ref is not null",
                    new { program }
                )
                .Where(sale => texts.IsMark(sale.Name))
                .Select(sale => sale.Number),
        ];

    /// <summary>Other entries in which the person is named.</summary>
    /// <param name="texts">Who the person is.</param>
    /// <param name="after">The entry after which to begin.</param>
    public List<long> Mentions(PersonTexts texts, long after)
    {
        var eraser = new TextEraser(texts);
        var (condition, parameters) = Where(texts, "request", "answer", "personal_rows");
        parameters["after"] = after;
        return
        [
            .. source
                .Rows<EntryPersonal>(
                    "select * from entry_personal where program_id = @program and sequence > @after and " + condition,
                    parameters
                )
                .Where(half =>
                    eraser.Request(half.Request, isOwnSale: false) != half.Request
                    || eraser.Json(half.Answer) != half.Answer
                    || eraser.Plain(half.PersonalRows) != half.PersonalRows
                )
                .Select(half => half.Sequence),
        ];
    }

    /// <summary>Stored answers of Idempotency-Keys in which the person is named.</summary>
    /// <param name="texts">Who the person is.</param>
    /// <param name="since">From when on; Unix microseconds.</param>
    public List<string> Answers(PersonTexts texts, long since)
    {
        var eraser = new TextEraser(texts);
        var (condition, parameters) = Where(texts, "body");
        parameters["since"] = since;
        return
        [
            .. source
                .Rows<(string Hash, string Body)>(
                    "select key_hash, body from idempotency_keys where program_id = @program and created_at >= @since "
                        + "and "
                        + condition,
                    parameters
                )
                .Where(row => eraser.Json(row.Body) != row.Body)
                .Select(row => row.Hash),
        ];
    }

    /// <summary>Stored answers to requests about people.</summary>
    /// <param name="people">Who.</param>
    /// <param name="since">From when on; Unix microseconds.</param>
    public List<string> OwnAnswers(IReadOnlyList<long> people, long since)
    {
        var entries = source
            .Rows<string>(
                "select e.id from entry_personal p "
                    + "join journal_entries e on e.program_id = p.program_id and e.sequence = p.sequence "
                    + $"where p.program_id = @program and p.person in ({string.Join(", ", people)})",
                new { program }
            )
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. source
                .Rows<(string Hash, string Entry)>(
                    "select key_hash, entry_id from idempotency_keys where program_id = @program "
                        + "and created_at >= @since and entry_id is not null",
                    new { program, since }
                )
                .Where(row => entries.Contains(row.Entry))
                .Select(row => row.Hash),
        ];
    }

    /// <summary>Other rows in which an address of the person stands.</summary>
    /// <param name="texts">Who the person is.</param>
    public List<(string Table, string Row, string Column, long Number)> FreeTexts(PersonTexts texts)
    {
        var eraser = new TextEraser(texts);
        var found = new List<(string, string, string, long)>();
        foreach (var (table, row, column) in texts.Emails.Count == 0 ? [] : PersonTables.Free)
        {
            var (condition, parameters) = Where(texts.Emails, column);
            found.AddRange(
                source
                    .Rows<(long Number, string Text)>(
                        $"select {row}, {column} from {table} where program_id = @program and {condition}",
                        parameters
                    )
                    .Where(one => eraser.Plain(one.Text) != one.Text)
                    .Select(one => (table, row, column, one.Number))
            );
        }

        return found;
    }

    private static void ReadAnswer(PersonTexts texts, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (answer.TryGetProperty("customer"u8, out var inner) && inner.ValueKind == JsonValueKind.Object)
        {
            answer = inner;
        }

        if (answer.TryGetProperty("email"u8, out var email) && email.ValueKind is not JsonValueKind.Object)
        {
            texts.AddEmail(email.ToString());
            texts.AddKey(Text(answer, "id"));
            texts.AddKey(Text(answer, "key"));
            texts.AddName(Text(answer, "name"), Text(answer, "surname"));
        }
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Of one address that several people have, only their own rows know whose it is.</summary>
    private void DropShared(PersonTexts texts, string people)
    {
        foreach (var email in texts.Emails.ToList())
        {
            var others = source.Rows<long>(
                $"""
                select number from partners
                where program_id = @program and email_folded = @email and number not in ({people})
                union all select number from customers
                where program_id = @program and email_folded = @email and number not in ({people})
                union all select number from subscribers
                where program_id = @program and email_folded = @email and number not in ({people})
                """,
                new { program, email = Values.Email.Folded(email) }
            );
            if (others.Any())
            {
                texts.Emails.Remove(email);
            }
        }
    }

    private (string Condition, Dictionary<string, object> Parameters) Where(
        PersonTexts texts,
        params IReadOnlyList<string> columns
    ) => Where(texts.Marks, columns);

    /// <summary>Finds candidates only: letters of other alphabets and signs match anything.</summary>
    private (string Condition, Dictionary<string, object> Parameters) Where(
        IEnumerable<string> marks,
        params IReadOnlyList<string> columns
    )
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["program"] = program };
        var conditions = new List<string>();
        foreach (var mark in marks)
        {
            var name = $"mark{parameters.Count}";
            parameters[name] = SearchText.Loosely(mark);
            conditions.AddRange(columns.Select(column => $"lower({column}) like @{name}"));
        }

        return (conditions.Count == 0 ? "1 = 0" : $"({string.Join(" or ", conditions)})", parameters);
    }

    private sealed record Named
    {
        public string? One { get; init; }

        public string? Other { get; init; }

        public string? Email { get; init; }

        public string? Name { get; init; }

        public string? Surname { get; init; }
    }
}
