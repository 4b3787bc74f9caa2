using Byway.Integrations;
using Byway.Integrations.Chargebee;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>Past payments out of files.</summary>
public sealed class ExportTests
{
    private const string Garden = "[garden-EUR-Monthly]";

    private static readonly string Invoices = $$$"""
        {"list":[
          {"invoice":{{{Inside("payment_succeeded_first", "invoice")}}},
           "customer":{{{Inside("customer_created", "customer")}}}},
          {"invoice":{{{Inside("invoice_generated_unpaid", "invoice")}}}},
          {"transaction":{{{Inside("payment_refunded_partial", "transaction")}}}},
          {"transaction":{{{Inside("chargeback", "transaction")}}}},
          {"credit_note":{{{Inside("credit_note_refunded", "credit_note")}}}},
          {"customer":{{{Inside("customer_created", "customer")}}}},
          {"coupon":{{{Inside("coupon_created", "coupon")}}}},
          {"event":{{{Told.Text("payment_refunded_partial")}}}},
          {"plan":{"id":"garden"}},
          7
        ],"next_offset":"[1]"}
        """;

    private static readonly string[] Expected =
    [
        "1 export:invoice:INV-101 sale INV-101 119 EUR tax 19 off 0 subscription [invoice:INV-101 payment:txn_1]"
            + $" {Garden} [] shop-41/cbc_lena/lena@garden.example by anna",
        "2 export:invoice:INV-106 note",
        "3 export:transaction:txn_r1 refund txn_r1 of [invoice:INV-101] 29.75 EUR",
        "4 export:transaction:txn_c1 dispute chargeback:txn_1 of [invoice:INV-101] 119 EUR Lost",
        "5 export:credit_note:CN-txn_r1 refund txn_r1 of [invoice:INV-101] 29.75 EUR",
        "6 export:customer:cbc_lena sign-up shop-41/cbc_lena/lena@garden.example by anna",
        "7 export:coupon:SPRING20 code SPRING20 of - by anna 125000 ppm most 100 active",
        "8 ev_payment_refunded_partial refund txn_r1 of [invoice:INV-101] 29.75 EUR",
        "9 - fault",
        "10 - fault",
    ];

    [Fact]
    public void A_list_of_the_API_says_what_events_said() => Assert.Equal(Expected, Lines(Invoices, "invoices.json"));

    [Fact]
    public void Several_answers_in_an_array_are_one_file() =>
        Assert.Equal(
            Expected.Concat(Expected).Select(WithoutNumber),
            Lines($"[{Invoices},{Invoices}]", "a.json").Select(WithoutNumber)
        );

    [Fact]
    public void Answers_may_stand_line_by_line()
    {
        var one = Invoices.ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal);
        var lines = Lines($"{one}\n\nnonsense\n{one}\n", "a.jsonl");
        Assert.Equal(21, lines.Count); // ten entries, twice, and one line of nonsense
        Assert.Equal("3 - fault", lines[10]);
    }

    [Fact]
    public void The_web_pages_invoices_are_in_major_units() =>
        Assert.Equal(
            [
                "2 export:invoice:INV-101 sale INV-101 1119 EUR tax 19 off 0 renewal [invoice:INV-101] [] []"
                    + " -/cbc_lena/lena@garden.example by -",
                "3 export:invoice:INV-110 sale INV-110 1500 JPY tax 0 off 0 sale [invoice:INV-110] [] []"
                    + " -/cbc_bo/bo@garden.example by -",
                "5 export:invoice:INV-112 note",
                "6 - fault",
                "7 - fault",
                "8 - fault",
            ],
            Lines(
                """
                Invoice Number,Customer Id,Email,Subscription Id,Status,Paid On,Amount,Tax Total,Currency,Recurring
                INV-101,cbc_lena,lena@garden.example,sub_garden,Paid,15-Jan-2026 00:00,"1,119.00",19.00,EUR,true
                INV-110,cbc_bo,bo@garden.example,,Paid,2026-02-14 10:00:00,1500,,JPY,false

                INV-112,cbc_bo,bo@garden.example,,Payment Due,2026-02-14,15.00,,EUR,false
                INV-113,cbc_bo,,,Paid,2026-02-14,15.001,,EUR,false
                INV-114,cbc_bo,,,Paid,some day,15.00,,EUR,false
                ,cbc_bo,,,Paid,2026-02-14,15.00,,EUR,false
                """,
                "Invoices.csv"
            )
        );

    [Fact]
    public void Bulk_files_and_data_sets_are_in_cents() =>
        Assert.All(
            new[]
            {
                "invoice[id],customer[id],invoice[status],invoice[total],invoice[currency_code],invoice[paid_at]",
                "id,customer_id,status,total,currency_code,paid_at",
            },
            heading =>
                Assert.Equal(
                    [
                        "2 export:invoice:INV-101 sale INV-101 119 EUR tax 0 off 0 sale [invoice:INV-101] [] []"
                            + " -/cbc_lena/- by -",
                    ],
                    Lines($"\uFEFF{heading}\r\nINV-101,cbc_lena,paid,11900,EUR,1768435202\r\n", "data.csv")
                )
        );

    [Fact]
    public void Transactions_tell_of_refunds_and_chargebacks() =>
        Assert.Equal(
            [
                "2 export:transaction:txn_1 link [invoice:INV-101 payment:txn_1]",
                "3 export:transaction:txn_r1 refund txn_r1 of [invoice:INV-101] 29.75 EUR",
                "4 export:transaction:txn_c1 dispute chargeback:txn_1 of [payment:txn_1] 119 EUR Lost",
                "5 export:transaction:txn_r2 no refund txn_r2 of [payment:txn_1] 5 EUR",
            ],
            Lines(
                """
                Transaction Id,Type,Status,Date,Amount,Currency,Payment Method,Invoice Id,Refunded Transaction Id
                txn_1,Payment,Success,15-Jan-2026,119.00,EUR,Card,INV-101,
                txn_r1,Refund,Success,20-Jan-2026,29.75,EUR,Card,INV-101,txn_1
                txn_c1,Refund,Success,21-Jan-2026,119.00,EUR,Chargeback,"INV-101, INV-102",txn_1
                txn_r2,Refund,Failure,21-Jan-2026,5.00,EUR,Card,,txn_1
                """,
                "Transactions.CSV"
            )
        );

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void A_file_without_lines_has_none(string text)
    {
        Assert.Empty(Lines(text, "a.csv"));
        Assert.Empty(Lines(text, "a.json"));
    }

    [Theory]
    [InlineData("Name,Street\nLena,Garden 1\n", "1 - fault")]
    [InlineData("Invoice Number,Amount\nINV-1,5\n", "1 - fault")]
    [InlineData("Invoice Number,Amount,Currency\n\"INV-1,5,EUR\n", "2 - fault")]
    public void A_table_that_cannot_be_read_is_a_fault_with_its_line(string text, string line) =>
        Assert.Equal([line], Lines(text, "a.csv"));

    [Fact]
    public void A_file_and_an_event_name_the_same_sale_alike()
    {
        var sale = Assert.IsType<BillingSale>(Read(Invoices, "a.json").First().Facts[0]);
        var told = Told.Facts("payment_succeeded_first").OfType<BillingSale>().Single();
        Assert.Equal((told.Key, told.GrossAmount, told.OccurredAt), (sale.Key, sale.GrossAmount, sale.OccurredAt));
    }

    private static string WithoutNumber(string line) => line[line.IndexOf(' ', StringComparison.Ordinal)..];

    private static string Inside(string name, string kind) =>
        Told.Event(name).GetProperty("content").GetProperty(kind).GetRawText();

    private static IReadOnlyList<string> Lines(string text, string fileName) =>
        [
            .. Read(text, fileName)
                .Select(line =>
                    $"{line.Number} {line.Id ?? "-"} {(line.Fault is null ? Told.Lines(line.Facts) : "fault")}"
                ),
        ];

    private static IEnumerable<ExportedLine> Read(string text, string fileName) =>
        new ChargebeeProvider().ReadExport(new StringReader(text), fileName);
}
