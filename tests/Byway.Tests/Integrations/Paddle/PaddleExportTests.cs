using Byway.Integrations;
using Byway.Integrations.Paddle;
using Xunit;

namespace Byway.Tests.Integrations.Paddle;

/// <summary>Exports of past payments: the same keys and amounts as the events of the same payments.</summary>
public sealed class PaddleExportTests
{
    private const string First = "txn_01kawfirst0000000000000000";
    private const string Second = "txn_01kawsecond000000000000000";

    private const string Heading =
        "id,status,invoice_number,customer_id,customer_email,price_ids,discount_ids,subscription_id,created_at,updated_at,"
        + "billed_at,currency_code,origin,subtotal,discount,tax,total,credit,grand_total\n";

    private const string Transactions =
        Heading
        + First
        + ",completed,731-10002,ctm_1,mira@example.com,pri_1,,sub_1,2025-02-17T10:15:20Z,2025-02-17T10:15:33Z,"
        + "2025-02-17T10:15:20Z,EUR,subscription_recurring,10000,0,1900,11900,0,11900\n"
        + "txn_2,billed,731-10003,ctm_1,mira@example.com,pri_1,,sub_1,2025-03-17T10:15:20Z,2025-03-17T10:15:33Z,"
        + ",EUR,api,10000,0,1900,11900,0,11900\n"
        + "txn_3,completed,731-10004,ctm_2,,\"pri_1, pri_2\",dsc_1,,2025-03-18T10:15:20Z,2025-03-18T10:15:33Z,"
        + "2025-03-18T10:15:20Z,JPY,web,2500,100,240,2640,0,2640\n"
        + ",completed,,,,,,,,,,EUR,web,1,0,0,1,0,1\n"
        + "txn_5,completed,,,,,,,,,,euros,web,1,0,0,1,0,1\n"
        + "txn_6,completed,,,,,,,,,,EUR,web,1,0,0,lots,0,1\n";

    [Fact]
    public void A_report_of_transactions_says_what_their_events_say()
    {
        var lines = Read(Transactions, "transactions.csv");
        Assert.Equal([2, 3, 4, 5, 6, 7], lines.Select(line => line.Number));
        Assert.Equal($"export:{First}:completed", lines[0].Id);

        var exported = Assert.IsType<BillingSale>(lines[0].Facts.Single());
        var told = Assert.IsType<BillingSale>(PaddleTranslation.FactsOf(PaddleEvents.Json("06")).Single());
        Assert.Equal(told.Key, exported.Key);
        Assert.Equal(told.GrossAmount, exported.GrossAmount);
        Assert.Equal(told.TaxAmount, exported.TaxAmount);
        Assert.Equal(told.Action, exported.Action);
        Assert.Equal(told.Ids.Take(2), exported.Ids.Take(2));
        Assert.Contains(new("invoice_id", "731-10002"), exported.Ids);
        Assert.Equal("id=ctm_1 email=mira@example.com", FactTale.Of(exported.Party));

        Assert.Equal("note The transaction is billed: nothing was paid yet.", FactTale.Of(lines[1].Facts));
        Assert.Equal(
            "sale txn_3 2640 JPY tax=240 discount=100 products=pri_1,pri_2 codes=dsc_1",
            FactTale.Of(lines[2].Facts)
        );
        Assert.Equal("The line has no id.", lines[3].Fault);
        Assert.Equal("The line has no currency_code that is a currency.", lines[4].Fault);
        Assert.Equal("The line has no total that is an amount.", lines[5].Fault);
    }

    [Fact]
    public void Decimals_anywhere_in_a_report_mean_that_all_its_amounts_are_in_the_currency()
    {
        const string Decimal = """
            ID,Status,Currency Code,Total,Tax
            txn_1,completed,EUR,119,19
            txn_2,completed,EUR,11.9,1.90
            txn_3,completed,JPY,2640,240
            """;
        Assert.Equal(
            ["sale txn_1 119 EUR tax=19", "sale txn_2 11.9 EUR tax=1.9", "sale txn_3 2640 JPY tax=240"],
            Read(Decimal, "report.CSV").Select(line => FactTale.Of(line.Facts))
        );
    }

    [Fact]
    public void A_report_of_adjustments_says_what_their_events_say()
    {
        const string Adjustments = $"""
            id,transaction_id,customer_id,action,reason,status,created_at,updated_at,currency_code,subtotal,tax,total
            adj_01kawpartial00000000000000,{Second},ctm_1,refund,"He said ""no"",
            twice",approved,2025-03-20T08:00:00Z,2025-03-21T09:30:00Z,EUR,4000,760,4760
            adj_2,{Second},ctm_1,chargeback,,approved,2025-05-02T06:00:00Z,2025-05-02T06:00:00Z,EUR,10000,1900,11900
            """;
        var lines = Read(Adjustments, "adjustments.csv");
        Assert.Equal([2, 4], lines.Select(line => line.Number));
        Assert.Equal(FactTale.Of(PaddleTranslation.FactsOf(PaddleEvents.Json("11"))), FactTale.Of(lines[0].Facts));
        Assert.Equal($"dispute chargeback:{Second} Lost 119 EUR", FactTale.Of(lines[1].Facts));
        Assert.Equal("export:adj_2:approved", lines[1].Id);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData(
        "name,price\nx,1",
        "This is no report of Paddle's transactions or adjustments: it needs the columns *"
    )]
    [InlineData("transaction_id,status,total\nx,1,1", "This is a report of line items. Take the report of *")]
    [InlineData("id,adjustment_id,status,action,total\nx,x,1,1,1", "This is a report of line items. Take the *")]
    public void Another_file_is_a_fault_of_its_first_line(string text, string sentence)
    {
        var line = Assert.Single(Read(text, "report.csv"));
        Assert.Equal(1, line.Number);
        Assert.StartsWith(sentence.TrimEnd('*'), line.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_is_not_closed_is_a_fault_of_its_line()
    {
        var lines = Read("id,status,currency_code,total\ntxn_1,completed,EUR,1\n\"txn_2,completed,EUR,1\n", "a.csv");
        Assert.Equal([null, "A quote is not closed."], lines.Select(line => line.Fault));
    }

    [Fact]
    public void Lists_of_the_API_say_what_the_events_say()
    {
        var transaction = PaddleEvents.Json("06").GetProperty("data").GetRawText();
        var adjustment = PaddleEvents.Json("12").GetProperty("data").GetRawText();
        var included = $$$"""{{{transaction[..^1]}}},"adjustments":[{{{adjustment}}}]}""";
        var tale = string.Join(
            " / ",
            new[] { "06", "12" }.Select(name => FactTale.Of(PaddleTranslation.FactsOf(PaddleEvents.Json(name))))
        );
        var oneLine = transaction.ReplaceLineEndings("");
        var otherLine = adjustment.ReplaceLineEndings("");
        foreach (
            var text in (string[])
                [
                    "{\"data\":[" + transaction + "," + adjustment + "],\"meta\":{}}",
                    $"[{transaction},{adjustment}]",
                    "{\"data\":[" + included + "]}",
                    $"{oneLine}\n\n{otherLine}\n",
                    "{\"data\":" + included + "}",
                ]
        )
        {
            var lines = Read(text, "transactions.json");
            Assert.Equal(tale, string.Join(" / ", lines.Select(line => FactTale.Of(line.Facts))));
            Assert.Equal($"export:{First}:completed", lines[0].Id);
        }
    }

    [Fact]
    public void An_event_in_a_list_of_events_is_the_event_itself()
    {
        var text = $$"""{"data":[{{PaddleEvents.Text("06")}},{{PaddleEvents.Text("72")}}]}""";
        var lines = Read(text, "events.json");
        Assert.Equal(
            [PaddleEvents.Json("06").GetProperty("event_id").GetString(), "evt_01kaw72starshiplaunched000"],
            lines.Select(line => line.Id)
        );
        Assert.IsType<BillingSale>(lines[0].Facts.Single());
        Assert.Empty(lines[1].Facts);
    }

    [Fact]
    public void What_is_no_JSON_or_nothing_of_Paddles_is_a_fault()
    {
        Assert.Equal("This is not JSON.", Assert.Single(Read("id,total", "a.json")).Fault);
        Assert.Equal(
            [
                "This is no transaction, adjustment, subscription, customer or discount of Paddle.",
                "This line is not JSON.",
            ],
            Read("{\"id\":\"in_1\"}\n{", "a.jsonl").Select(line => line.Fault)
        );
    }

    private static List<ExportedLine> Read(string text, string fileName)
    {
        using var file = new StringReader(text);
        return [.. new PaddleProvider().ReadExport(file, fileName)];
    }
}
