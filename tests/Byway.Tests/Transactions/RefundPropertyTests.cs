using System.Globalization;
using Byway.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>
/// Whatever is sold, refunded, archived, restored and deleted in whatever order: the books balance at every step (R5),
/// and when everything is given back, every balance is exactly where it began.
/// </summary>
public sealed class RefundPropertyTests(TestServer server) : ServerTests(server)
{
    private const int Stories = 12;

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Given_back_in_any_order_everything_is_as_before(string type)
    {
        var step = Gen.Choose(0, 5).SelectMany(kind => Gen.Choose(1, 400_000_000).Select(part => (kind, (long)part)));
        var story =
            from amount in Gen.Choose(1, 2_000_000_000)
            from isHeld in Gen.Elements(true, false)
            from steps in step.ListOf(6)
            select (Amount: (long)amount, isHeld, steps);
        foreach (var (amount, isHeld, steps) in story.Sample(Stories))
        {
            var api = await Server
                .NewProgram(type, s => s with { ReviewPeriodDays = isHeld ? 3 : 0, RewardPercentMicros = 33_333_300 })
                .WithCarl();
            await api.Sale("other", "10", "carl");
            var before = await Earned(api);
            await api.Sale("o1", Micros.ToText(amount), "carl");
            var number = 0;
            foreach (var (kind, part) in steps)
            {
                await Play(api, kind, part, $"r{number++}");
                await Server.BooksBalance();
            }

            // All that is left is given back: by refund, or by deletion, whatever the story's last digit says.
            if (amount % 2 == 0)
            {
                await api.Refund("o1", "rest", Micros.ToText(amount));
            }
            else
            {
                await api.Delete("/v1/transactions/o1");
            }

            Assert.Equal(before, await Earned(api));
        }
    }

    private async Task Play(ApiClient api, int kind, long part, string key)
    {
        switch (kind)
        {
            case 0 or 1:
                await api.Refund("o1", key, Micros.ToText(part));
                break;
            case 2:
                await api.Post("/v1/transactions/o1/archive");
                break;
            case 3:
                await api.Post("/v1/transactions/o1/revoke-archive");
                break;
            case 4:
                Server.Clock.Advance(TimeSpan.FromDays(1));
                await Server.RunJob<Byway.Rewards.ReleaseHeldRewards>();
                break;
            default:
                await api.Sale("o1" + key, Micros.ToText(part), "carl");
                await api.Delete($"/v1/transactions/o1{key}");
                break;
        }
    }

    /// <summary>What stands on the referrer's balances in all.</summary>
    private static async Task<decimal> Earned(ApiClient api)
    {
        var sum = 0m;
        foreach (var account in new[] { "held", "payable", "paid" })
        {
            sum += decimal.Parse(await api.Balance(account), CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
