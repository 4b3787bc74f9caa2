using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Journal;
using Byway.Storage;

namespace Byway.Persons;

/// <summary>
/// Takes people out of the rows an entry wrote, so that the entry's rows are what the tables hold afterwards: whoever
/// builds the tables again from the journal gets the same.
/// </summary>
/// <param name="people">Who is erased.</param>
/// <param name="sales">Sales to them.</param>
/// <param name="keys">What their referral keys have become.</param>
/// <param name="eraser">For everybody else's rows.</param>
public sealed class RowEraser(
    IReadOnlySet<long> people,
    IReadOnlySet<long> sales,
    IReadOnlyDictionary<string, string> keys,
    TextEraser eraser
)
{
    private static readonly JsonSerializerOptions Writing = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The personal columns of an entry's rows without the people.</summary>
    /// <param name="personalRows">As stored.</param>
    /// <param name="body">The entry's body, with the other columns.</param>
    /// <param name="isOwn">True when the entry is about one of the people, or about a sale to one.</param>
    public string Rows(string personalRows, JsonElement body, bool isOwn)
    {
        var rows = JsonNode.Parse(personalRows)!.AsArray();
        var plain = body.GetProperty("rows"u8);
        for (var index = 0; index < rows.Count; index++)
        {
            var name = (string)rows[index]![0]!;
            if (PersonTables.ByName.TryGetValue(name, out var table))
            {
                Erase(table, rows[index]![1]!.AsArray(), plain[index][1], isOwn);
            }
        }

        return eraser.Plain(rows.ToJsonString(Writing));
    }

    private static long? NumberOf(ITable table, JsonElement plain, string column)
    {
        var at = table.Fields.Where(one => one.Personal is null).Select(one => one.Name).ToList().IndexOf(column);
        return at >= 0 && at < plain.GetArrayLength() && plain[at].ValueKind == JsonValueKind.Number
            ? plain[at].GetInt64()
            : null;
    }

    private void Erase(ITable table, JsonArray personal, JsonElement plain, bool isOwn)
    {
        var number = NumberOf(table, plain, "number") ?? 0;
        if (table == Links.ReferralKey.Table)
        {
            if (people.Contains(NumberOf(table, plain, "owner") ?? 0))
            {
                var hash = keys.GetValueOrDefault((string)personal[0]!, (string)personal[0]!);
                personal[0] = hash;
                personal[1] = hash;
            }

            return;
        }

        if (table == Claim.Table)
        {
            if (people.Contains(number) && NumberOf(table, plain, "kind") == (long)ClaimKind.Customer)
            {
                personal[1] = "";
            }

            return;
        }

        var isTheirs =
            table.Ownership is { } ownership
            && (
                ownership.Column is null
                    ? isOwn
                    : people.Contains(NumberOf(table, plain, ownership.Column) ?? 0)
                        || (table == Transactions.Transaction.Table && sales.Contains(number))
            );
        if (!isTheirs)
        {
            return;
        }

        var at = 0;
        foreach (var text in table.Fields.Select(column => column.Personal).OfType<PersonalText>())
        {
            // Rows from before a column was added are shorter.
            if (text is { IsKept: false } && at < personal.Count)
            {
                personal[at] = text.Of(number);
            }

            at++;
        }
    }
}
