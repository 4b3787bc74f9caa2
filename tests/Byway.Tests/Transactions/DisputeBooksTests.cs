using System.Globalization;
using Byway.Journal;
using Byway.Transactions;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>
/// Disputes decided again by <c>byway verify</c> from what is stored, and what a sale's refunds and disputes count
/// together.
/// </summary>
public sealed class DisputeBooksTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Every_report_of_a_dispute_is_decided_again()
    {
        var api = await Story();
        await Server.BooksAreWhole();
        var kinds = (await api.Get("/v1/journal?limit=250")).Column("kind");
        foreach (var kind in new[] { "transaction.disputed", "transaction.dispute_closed", "dispute.waiting" })
        {
            Assert.Contains(kind, kinds, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_dispute_that_the_journal_tells_otherwise_is_a_break()
    {
        var api = await Story();
        var entries = await Server.Query<(long Sequence, string Body, string Hash)>(
            "select sequence, body, hash from journal_entries where program_id = @ProgramId order by sequence",
            new { api.Program.ProgramId }
        );
        var (sequence, body, hash) = entries[^1];
        var forged = body.Replace("\"dispute_won\"", "\"dispute_lost\"", StringComparison.Ordinal);
        Assert.NotEqual(body, forged);
        await Write(api, sequence, forged, EntryWriter.ChainHash(entries[^2].Hash, forged));
        var failure = await Assert.ThrowsAnyAsync<Exception>(Server.BooksAreWhole);
        Assert.Contains("decision", failure.Message, StringComparison.Ordinal);
        await Write(api, sequence, body, hash);
        await Server.BooksAreWhole();
    }

    [Theory]
    [InlineData("r60 d60", 100, "60 40")]
    [InlineData("d60 r60", 100, "40 60")]
    [InlineData("d100 r30 d50", 100, "70 30 0")]
    [InlineData("w100 r30 d50", 80, "0 30 50")]
    [InlineData("r90 r90", 100, "90 10")]
    [InlineData("d* r10 d*", 100, "90 10 0")]
    [InlineData("d*", 0, "0")]
    public void Refunds_count_first_and_disputes_share_the_rest(string reports, long refunded, string counted)
    {
        var rows = new List<GivenBack>();
        RefundVerdict? verdict = null;
        foreach (var report in reports.Split(' '))
        {
            var isWhole = report[1] == '*';
            var amount = isWhole ? 0 : long.Parse(report[1..], CultureInfo.InvariantCulture);
            var dispute = report[0] switch
            {
                'd' => "opened",
                'w' => "won",
                _ => null,
            };
            var row = new GivenBack(rows.Count, amount, 0, dispute, isWhole ? null : "opened");
            verdict = RefundRule.Decide(refunded == 0 ? 0 : 100, rows, row);
            rows.Add(row);
            rows = [.. rows.Select(each => each with { Counted = verdict.Counted[each.Number] })];
        }

        Assert.Equal(refunded, verdict!.Refunded);
        Assert.Equal(counted, string.Join(' ', rows.Select(row => row.Counted)));
    }

    /// <summary>The last entry and the head, with hashes that are right.</summary>
    private async Task Write(ApiClient api, long sequence, string body, string hash)
    {
        var row = new
        {
            api.Program.ProgramId,
            sequence,
            body,
            hash,
        };
        await Server.Execute(
            "update journal_entries set body = @body, hash = @hash where program_id = @ProgramId "
                + "and sequence = @sequence",
            row
        );
        await Server.Execute("update program_heads set hash = @hash where program_id = @ProgramId", row);
    }

    private async Task<ApiClient> Story()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Dispute("o1", "d0", "lost", "5");
        await api.Sale("o1", "100", "carl");
        await api.Dispute("o1", "d1", "opened", "60");
        await api.Refund("o1", "r1", "50");
        await api.Dispute("o1", "d2", "opened");
        await api.Dispute("o1", "d1", "won");
        await api.Post("/v1/transactions/o1/archive");
        await api.Dispute("o1", "d2", "won");
        await api.Post("/v1/transactions/o1/revoke-archive");
        await api.Dispute("o1", "d2", "lost");
        return api;
    }
}
