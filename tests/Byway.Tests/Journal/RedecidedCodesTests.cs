using Byway.Tests.PromotionCodes;
using Xunit;

namespace Byway.Tests.Journal;

/// <summary>Whose a sale is, by promotion code or partner key, is decided again, and a difference is seen.</summary>
public sealed class RedecidedCodesTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("promotion_code_wins", "counts for")]
    [InlineData("is_transaction_based", "customer_based")]
    public async Task A_setting_that_was_changed_behind_the_journal_is_seen(string name, string difference)
    {
        var api = await Server
            .Affiliate(settings => settings with { PromotionCodeWins = true, IsTransactionBased = true })
            .WithCodes();
        await api.SignUp("carl", "bert");
        await api.SaleWith("ANNA25", "t1", "carl");
        await api.Sale("t2", "100", "carl", ",\"partner_key\":\"anna\"");
        await Server.BooksAreWhole();
        await Set($"\"{name}\":true", $"\"{name}\":false");
        var seen = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(Server.BooksAreWhole);
        Assert.Contains(difference, seen.Message, StringComparison.Ordinal);
        await Set($"\"{name}\":false", $"\"{name}\":true");

        Task Set(string from, string to) =>
            Server.Execute(
                "update program_versions set settings = replace(settings, @from, @to) where program_id = @ProgramId",
                new
                {
                    api.Program.ProgramId,
                    from,
                    to,
                }
            );
    }
}
