using System.Globalization;
using Byway.Balances;
using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Values;

namespace Byway.Statements;

/// <summary>
/// <c>GET /v1/partners/{id}/statement</c> and <c>GET /v1/customers/{key}/statement</c>: opening, every posting with
/// its entry and explanation, closing, for each unit and account; as JSON in pages, or whole as CSV.
/// </summary>
public static class GetStatement
{
    /// <summary>What the API's document says about a partner's.</summary>
    public static readonly RouteNote PartnerNote = new("getPartnerStatement", "Get a partner's statement of account.")
    {
        More = More,
        Path = NamedPartner.PathNote,
        Query = Query,
        Answer = Answers,
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about a referring customer's.</summary>
    public static readonly RouteNote CustomerNote = new(
        "getCustomerStatement",
        "Get a referring customer's statement of account."
    )
    {
        More = More,
        Path = NamedCustomer.PathNote,
        Query = Query,
        Answer = Answers,
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private const string More =
        "Every posting in order, with the journal entry that explains it and the balance's own hash chain, which "
        + "examples/verify-statement checks offline. As CSV (`format=csv`, or `Accept: text/csv`) it is whole, as "
        + "JSON it has pages: follow `next`.";

    private static IReadOnlyList<FieldNote> Query =>
        [
            FieldNote.Time("from", "The first day or instant, by when it was booked; the beginning when absent.") with
            {
                Example = "2026-01-01",
            },
            FieldNote.Time("to", "The last day, which is in it, or an instant, which is not; now when absent.") with
            {
                Example = "2026-03-31",
            },
            FieldNote.OneOf("format", "How it is answered.", "json", "csv").Otherwise("\"json\""),
            FieldNote.Whole("limit", "The most postings on a page.", 1, Page.LargestLimit, "100").Otherwise("100"),
            FieldNote
                .Whole("after", "How many postings the pages before had; `next` says it.", 0, MostAfter, "100")
                .Otherwise("0"),
        ];

    private static AnswerNote Answers =>
        AnswerNote.One(200, "The statement.", typeof(StatementView)) with
        {
            IsAlsoCsv = true,
        };

    private const long MostAfter = long.MaxValue / Micros.PerWhole;

    /// <summary>Answers a partner's.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> OfPartner(ApiCall call)
    {
        var asked = StatementAsked.Of(call, await call.Now());
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        var program = new ProgramId(call.Program.ProgramId);
        return await PartnerFinder.Find(call.Database, program, NamedPartner.Of(call)) is { } partner
            ? await Answer(call, asked, [partner.Number], partner.Id)
            : Http.Answer.NotFound("Partner");
    }

    /// <summary>Answers a referring customer's.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> OfCustomer(ApiCall call)
    {
        var asked = StatementAsked.Of(call, await call.Now());
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        return await CustomerFinder.Find(call.Database, call.Program, NamedCustomer.Of(call)) is { } customer
            ? await Answer(
                call,
                asked,
                await MergedCustomer.Numbers(call.Database, call.Program.ProgramId, customer.Number),
                customer.Key ?? ""
            )
            : Http.Answer.NotFound("Customer");
    }

    private static async Task<Answer> Answer(
        ApiCall call,
        StatementAsked asked,
        IReadOnlyList<long> numbers,
        string id
    )
    {
        var program = new ProgramId(call.Program.ProgramId);
        var statement = await Statement.Of(call.Database, program, numbers, asked.From, asked.Until);
        var owners = numbers.ToDictionary(number => number, _ => id);
        return asked.IsCsv
            ? Http.Answer.Stream(CsvText.ContentType, (to, _) => StatementCsv.Write(statement, owners, to.AsStream()))
            : Http.Answer.Of(await View(call, asked, statement, owners, id), WireJson.Relaxed.StatementView);
    }

    private static async Task<StatementView> View(
        ApiCall call,
        StatementAsked asked,
        Statement statement,
        Dictionary<long, string> owners,
        string id
    )
    {
        var (skipped, left) = (asked.After, asked.Limit);
        var balances = new List<StatementBalanceView>();
        foreach (var part in statement.Parts)
        {
            var here = Math.Min(skipped, part.Count);
            skipped -= here;
            var start = await statement.LinkAt(part, part.First.Position + here);
            var lines = await statement.Lines(part, start.Position, left);
            left -= lines.Count;
            balances.Add(
                new()
                {
                    Account = part.Balance.Account,
                    Unit = part.Balance.Unit,
                    Opening = Micros.ToText(part.First.Amount),
                    Closing = Micros.ToText(part.Last.Amount),
                    Head = part.Last.Hash,
                    Previous = new(start.Position, Micros.ToText(start.Amount), start.Hash),
                    Postings = [.. lines.Select(line => line.View(owners))],
                }
            );
        }

        var shown = asked.After + asked.Limit;
        return new()
        {
            Owner = id,
            From = asked.From is { } from ? UtcMicros.ToText(from) : null,
            Until = UtcMicros.ToText(asked.Until),
            Totals = [.. TotalsOf(statement)],
            Balances = balances,
            Next = shown < statement.Parts.Sum(part => part.Count) ? asked.Next(call, shown) : null,
        };
    }

    private static IEnumerable<StatementTotalView> TotalsOf(Statement statement) =>
        statement
            .Parts.Where(part => part.Balance.Account != LedgerAccount.Paid)
            .GroupBy(part => part.Balance.Unit)
            .Select(unit => new StatementTotalView(
                unit.Key,
                Micros.ToText(unit.Sum(part => part.First.Amount)),
                Micros.ToText(unit.Sum(part => part.Last.Amount))
            ));
}

/// <summary>Which part of a statement is asked for, and how.</summary>
/// <param name="From">Unix microseconds; null for the beginning.</param>
/// <param name="Until">Unix microseconds; not in it.</param>
/// <param name="IsCsv">True for CSV.</param>
/// <param name="Limit">The most postings.</param>
/// <param name="After">How many came before.</param>
public sealed record StatementAsked(long? From, long Until, bool IsCsv, long Limit, long After)
{
    private const int LengthOfDay = 10;

    /// <summary>Reads it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="now">The program's present, Unix microseconds.</param>
    public static StatementAsked Of(ApiCall call, long now)
    {
        var fields = call.Fields;
        var from = fields.Time("from");
        var to = fields.Time("to");
        // People who write a day mean all of it.
        if (to is { } day && fields.Text("to") is { Length: LengthOfDay } text && text[4] == '-')
        {
            to = day + UtcMicros.PerDay;
        }

        if (from > to)
        {
            fields.Fault("to", "The to must not be before the from.");
        }

        var format = fields.OneOf("format", "json", "csv");
        var accepted = call.Http.Request.Headers.Accept.ToString();
        return new(
            from,
            to ?? now + 1,
            format == "csv" || (format is null && accepted.Contains("text/csv", StringComparison.OrdinalIgnoreCase)),
            fields.Whole("limit", 1, Page.LargestLimit) ?? 100,
            fields.Whole("after", 0, long.MaxValue / Micros.PerWhole) ?? 0
        );
    }

    /// <summary>The address of the next page: of this very period, whatever is booked meanwhile.</summary>
    /// <param name="call">The call.</param>
    /// <param name="after">How many came before it.</param>
    public string Next(ApiCall call, long after)
    {
        var from = From is { } start ? $"from={UtcMicros.ToText(start)}&" : "";
        var rest = string.Create(CultureInfo.InvariantCulture, $"limit={Limit}&after={after}");
        var path = PublicAddress.Of(call.Http, call.Server.Options) + call.Http.Request.Path;
        return $"{path}?{from}to={UtcMicros.ToText(Until)}&{rest}";
    }
}
