using System.Globalization;
using Byway.Cli;
using Xunit;

namespace Byway.Tests.Cli;

/// <summary><c>byway integration …</c>: connecting, looking, booking again, and booking the past.</summary>
public sealed class IntegrationCommandTests
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    [Fact]
    public async Task A_provider_is_connected_and_its_past_is_booked_once()
    {
        using var place = new CliPlace();
        var (id, _) = await place.Program();
        string[] program = ["--program", id];
        var connected = await place.Json([
            "integration",
            "connect",
            "stripe",
            .. program,
            "--webhook-secret",
            "whsec_0123456789",
        ]);
        Assert.EndsWith("/webhook", (string)connected["webhook_path"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", connected.ToJsonString(), StringComparison.Ordinal);
        var listed = await place.Json(["integration", "list", .. program]);
        Assert.Contains("\"is_connected\":true", listed.ToJsonString(), StringComparison.Ordinal);

        var file = Path.Combine(place.Folder, "export.json");
        await File.WriteAllTextAsync(
            file,
            """
            {"object":"list","data":[{"id":"in_1","object":"invoice","currency":"usd","amount_paid":1000,"total":1000,
            "subtotal":1000,"customer":"cus_1","status":"paid","paid":true,"created":1767225600,
            "lines":{"object":"list","data":[]} },{"object":"invoice"}]}
            """
        );
        var dry = await place.Json(["integration", "backfill", "stripe", file, .. program, "--dry-run"]);
        Assert.Equal("1", dry["facts"]!["sale"]!.ToString());
        Assert.Equal("10", dry["charged"]!["USD"]!.ToString());
        var booked = await place.Json(["integration", "backfill", "stripe", file, .. program]);
        Assert.Equal("1", booked["lines"]!["booked"]!.ToString());
        var again = await place.Json(["integration", "backfill", "stripe", file, .. program]);
        Assert.Null(again["lines"]!["booked"]);
        Assert.Equal("1", again["lines"]!["noted"]!.ToString());
        var events = await place.Json(["integration", "events", "stripe", .. program]);
        Assert.Empty(events["events"]!.AsArray());
        var (exit, _, error) = await place.Run(["integration", "replay", "stripe", "evt_1", .. program]);
        Assert.True(exit == 1, error);
    }

    [Theory]
    [InlineData(
        "stripe",
        "whsec_0123456789",
        "id,Amount Due,Amount Paid,Currency,Customer,Customer Email,Date (UTC),Paid At (UTC),Charge,Paid,Status,Total",
        "in_{0},10.00,10.00,usd,cus_{0},b{0}@example.com,2025-12-15 13:00,2025-12-15 13:00,ch_{0},true,paid,10.00"
    )]
    [InlineData(
        "paddle",
        "pdl_ntfset_0123456789",
        "id,status,invoice_number,customer_id,customer_email,billed_at,updated_at,currency_code,origin,tax,total",
        "txn_{0},completed,7-{0},ctm_{0},b{0}@example.com,2025-02-17T10:15:20Z,2025-02-17T10:15:33Z,USD,web,0,1000"
    )]
    [InlineData(
        "chargebee",
        "byway:knock",
        "Invoice Number,Customer Id,Customer Email,Status,Paid On,Amount,Tax Total,Currency",
        "INV-{0},cb_{0},b{0}@example.com,Paid,15-Jan-2026 00:00,10.00,0.00,USD"
    )]
    public async Task A_long_file_is_booked_once_and_says_how_far_it_is(
        string provider,
        string secret,
        string heading,
        string line
    )
    {
        const int Lines = 1_100;
        using var place = new CliPlace();
        var (id, _) = await place.Program();
        await place.Json(["integration", "connect", provider, "--program", id, "--webhook-secret", secret]);
        var file = Path.Combine(place.Folder, "past.csv");
        var rows = Enumerable.Range(1, Lines).Select(number => string.Format(Invariant, line, number));
        await File.WriteAllLinesAsync(file, rows.Prepend(heading));

        string[] backfill = ["integration", "backfill", provider, file, "--program", id];
        var booked = await place.Json(backfill);
        Assert.Equal($"{Lines}", booked["facts"]!["sale"]!.ToString());
        Assert.Equal($"{Lines}", booked["lines"]!["booked"]!.ToString());
        Assert.Equal("11000", booked["charged"]!["USD"]!.ToString());
        Assert.Equal("0", booked["fault_count"]!.ToString());

        // A second time every line is known, and it is told how far it is.
        var told = new List<(long Done, long Total)>();
        using (var parts = place.Open())
        {
            var work = new Work(
                parts.Server,
                new()
                {
                    ["provider"] = provider,
                    ["file"] = file,
                    ["program"] = id,
                    ["dry_run"] = false,
                },
                progress => told.Add((progress.Done, progress.Total))
            );
            var again = (await new BackfillCommand().Run(work)).Result!;
            Assert.Equal($"{Lines}", again["lines"]!["noted"]!.ToString());
            Assert.Null(again["lines"]!["booked"]);
        }

        Assert.Equal([(0, Lines + 1), (1_000, Lines + 1)], told);
        var (exit, said, error) = await place.Run("verify");
        Assert.True(exit == 0, said + error);
    }

    [Fact]
    public async Task What_cannot_be_is_said()
    {
        using var place = new CliPlace();
        var (id, _) = await place.Program();
        var (exit, _, error) = await place.Run("integration", "connect", "acme", "--program", id);
        Assert.Equal(1, exit);
        Assert.Contains("stripe, paddle, chargebee", error, StringComparison.Ordinal);
        (exit, _, error) = await place.Run("integration", "backfill", "stripe", "nothing.csv", "--program", id);
        Assert.Equal(1, exit);
        Assert.Contains("not connected", error, StringComparison.Ordinal);
    }
}
