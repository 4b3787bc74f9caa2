using System.Text.Json;
using Byway.Journal;
using Byway.Links;
using Byway.Programs;
using Byway.Storage;
using Byway.Webhooks;

namespace Byway.Persons;

/// <summary>The erasure of rows in sets, within the turn's transaction.</summary>
/// <param name="store">The write connection.</param>
/// <param name="program">The program.</param>
/// <param name="plan">What was found beside the turns.</param>
/// <param name="sequence">The erasing entry.</param>
/// <param name="keys">Referral keys as they were.</param>
internal sealed class ErasureSweep(
    IStore store,
    ReferralProgram program,
    ErasurePlan plan,
    long sequence,
    IReadOnlyList<ReferralKey> keys
)
{
    private const int HalvesAtOnce = 500;

    private readonly long programId = program.ProgramId;
    private readonly TextEraser eraser = new(plan.Texts);
    private readonly HashSet<long> people = [.. plan.People];
    private readonly PersonSearch search = new(new StoreRows(store), program.ProgramId);

    /// <summary>Erases.</summary>
    public void Run()
    {
        // What has come since the plan was made, under names that may be new.
        search.Read(plan.Texts, plan.People);
        var sales = search.Sales(plan.People).Concat(search.UnknownSales(plan.Texts)).ToHashSet();
        var own = search.OwnEntries(plan.People, sales);
        var entries = own.Concat(plan.Mentions)
            .Concat(search.Mentions(plan.Texts, plan.Through))
            .Where(entry => entry < sequence)
            .Distinct()
            .Order()
            .ToList();
        var rows = new RowEraser(
            people,
            sales,
            keys.ToDictionary(key => key.Key, key => ReferralKeys.ErasedKey(program, key.Key), StringComparer.Ordinal),
            eraser
        );
        var hasDeliveries =
            store
                .Query<long>(
                    "select webhook from webhook_deliveries where program_id = @programId limit 1",
                    new { programId }
                )
                .Count > 0;
        foreach (var chunk in entries.Chunk(HalvesAtOnce))
        {
            EraseEntries(chunk, sales, rows);
            if (hasDeliveries)
            {
                Array.ForEach(chunk, entry => ForgetDeliveries.Answers(store, programId, entry));
            }
        }

        EraseAnswers();
        EraseFreeTexts();
        EraseTables(sales);
        store.DropReplacedPages();
    }

    private void EraseEntries(long[] chunk, HashSet<long> sales, RowEraser rows)
    {
        var bodies = store
            .Query<(long Sequence, string Body)>(
                "select sequence, body from journal_entries where program_id = @programId and sequence in "
                    + $"({string.Join(", ", chunk)})",
                new { programId }
            )
            .ToDictionary(row => row.Sequence, row => row.Body);
        var halves = store.Query<EntryPersonal>(
            "select * from entry_personal where program_id = @programId and sequence in "
                + $"({string.Join(", ", chunk)})",
            new { programId }
        );
        store.Replace(
            EntryPersonal.Table,
            [.. halves.Select(half => Erased(half, JsonElement.Parse(bodies[half.Sequence]), sales, rows))]
        );
    }

    private EntryPersonal Erased(EntryPersonal half, JsonElement body, HashSet<long> sales, RowEraser rows)
    {
        var isOwn = half.Person is { } person && people.Contains(person);
        var isOwnSale = sales.Contains(half.Sequence) || IsAboutSale(body, sales);
        return half with
        {
            // Without its salt the hash in the body says nothing about what was here.
            Salt = "",
            Request = isOwn ? RequestText.Nothing : eraser.Request(half.Request, isOwnSale),
            Answer = isOwn ? "" : eraser.Json(half.Answer),
            PersonalRows = rows.Rows(half.PersonalRows, body, isOwn || isOwnSale),
            ErasedBy = sequence,
        };
    }

    /// <summary>True for an entry about a sale to the person, or about a reward for one.</summary>
    private bool IsAboutSale(JsonElement body, HashSet<long> sales)
    {
        var subject = body.GetProperty("subject"u8).GetInt64();
        var noun = body.GetProperty("kind"u8).GetString()!.Split('.')[0];
        return noun is "transaction" or "refund" or "request"
            ? sales.Contains(subject)
            : noun is "reward"
                && store
                    .Query<long>(
                        "select transaction_number from rewards where program_id = @programId and number = @subject",
                        new { programId, subject }
                    )
                    .Any(sales.Contains);
    }

    private void EraseAnswers()
    {
        foreach (var hash in plan.OwnAnswers.Union(search.OwnAnswers(plan.People, plan.Since), StringComparer.Ordinal))
        {
            // A repeat is told that it was done, and is not done again.
            store.Execute(
                "update idempotency_keys set body = '', has_secret = 1 "
                    + "where program_id = @programId and key_hash = @hash",
                new { programId, hash }
            );
        }

        foreach (var hash in plan.Answers.Union(search.Answers(plan.Texts, plan.Since), StringComparer.Ordinal))
        {
            foreach (
                var body in store.Query<string>(
                    "select body from idempotency_keys where program_id = @programId and key_hash = @hash",
                    new { programId, hash }
                )
            )
            {
                store.Execute(
                    "update idempotency_keys set body = @erased where program_id = @programId and key_hash = @hash",
                    new
                    {
                        erased = eraser.Json(body),
                        programId,
                        hash,
                    }
                );
            }
        }
    }

    private void EraseFreeTexts()
    {
        foreach (var (table, row, column, number) in search.FreeTexts(plan.Texts))
        {
            foreach (
                var text in store.Query<string>(
                    $"select {column} from {table} where program_id = @programId and {row} = @number",
                    new { programId, number }
                )
            )
            {
                store.Execute(
                    $"update {table} set {column} = @erased where program_id = @programId and {row} = @number",
                    new
                    {
                        erased = eraser.Plain(text),
                        programId,
                        number,
                    }
                );
            }
        }
    }

    private void EraseTables(HashSet<long> sales)
    {
        foreach (var statement in PersonTables.All.Select(table => SqlText.Erase(table, plan.People)).OfType<string>())
        {
            store.Execute(statement, new { program = programId });
        }

        foreach (var chunk in sales.Chunk(HalvesAtOnce))
        {
            store.Execute(
                "update transactions set customer_ref = null, metadata = null where program_id = @programId "
                    + $"and customer_number is null and number in ({string.Join(", ", chunk)})",
                new { programId }
            );
        }

        var list = string.Join(", ", plan.People);
        store.Execute(
            $"delete from sign_in_links where program_id = @programId and person in ({list})",
            new { programId }
        );
        store.Execute(
            $"delete from portal_sessions where program_id = @programId and person in ({list})",
            new { programId }
        );
        foreach (var key in keys)
        {
            store.Execute(
                "delete from referral_keys where program_id = @programId and kind = @Kind and key = @Key",
                new
                {
                    programId,
                    key.Kind,
                    key.Key,
                }
            );
        }
    }
}
