using Byway.Balances;
using Byway.Clicks;
using Byway.Http;
using Byway.Links;
using Byway.Values;

namespace Byway.Partners;

/// <summary>
/// <c>GET /v1/partners/{id}</c> and <c>GET /v1/partner</c>: one partner with what it brought and earned.
/// </summary>
public static class GetPartner
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getPartner", "Get a partner with what it brought and earned.")
    {
        Path = NamedPartner.PathNote,
        Answer = AnswerNote.One(200, "The partner.", typeof(PartnerDetailView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var named = NamedPartner.Of(call);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var program = new ProgramId(call.Program.ProgramId);
        if (named.IsEmpty || await PartnerFinder.Find(call.Database, program, named) is not { } partner)
        {
            return Answer.NotFound("Partner");
        }

        var settings = await call.Settings();
        var totals = await Totals.Of(call.Database, program, partner.Number);
        var balances = await Ledger.BalancesOf(call.Database, program, partner.Number);
        var paidAccounts = await call.Database.Query<long>(
            "select count(distinct customer_number) from transactions where program_id = @Program and "
                + "referred_by = @Number "
                + "and deleted_at is null and archived_at is null and amount > refunded_amount",
            new { Program = program.Number, partner.Number }
        );
        var inPayout = await call.Database.Query<(string Unit, long Amount)>(
            "select unit, cast(sum(amount) as bigint) from payouts where program_id = @Program and partner = @Number "
                + "and status not in ('finished', 'rejected') group by unit",
            new { Program = program.Number, partner.Number }
        );
        var links = await LinkAddresses.Of(call, [(partner.Number, partner.Key)]);
        var plain = PartnerView.Of(partner, settings, totals.SignUps, links[partner.Number]);
        return Answer.Of(
            new PartnerDetailView
            {
                Email = plain.Email,
                CreatedAt = plain.CreatedAt,
                UpdatedAt = plain.UpdatedAt,
                Name = plain.Name,
                Id = plain.Id,
                Key = plain.Key,
                Surname = plain.Surname,
                Approved = plain.Approved,
                Status = plain.Status,
                ReferralsCount = plain.ReferralsCount,
                Tags = plain.Tags,
                ReferralLink = plain.ReferralLink,
                ReferralLinks = plain.ReferralLinks,
                Referrals = new()
                {
                    Clicks = await LandingCounts.Of(call.Database, call.Program.ProgramId, partner.Number),
                    Signups = totals.SignUps,
                    Revenue =
                    [
                        .. totals
                            .Sales.Where(sum => sum.Amount != 0)
                            .Select(sum => new MoneyView(sum.Unit, new(sum.Amount))),
                    ],
                    SalesCount = totals.SalesCount,
                    PaidAccounts = paidAccounts[0],
                },
                Commissions = new()
                {
                    Paid = new(Ledger.On(balances, LedgerAccount.Paid, settings.Currency)),
                    Pending = Ledger.Money(balances, LedgerAccount.Held),
                    NotPaid = NotPaid(balances, inPayout),
                },
            },
            WireJson.Relaxed.PartnerDetailView
        );
    }

    /// <summary>What is set aside for a payout is not paid before the payout is made.</summary>
    private static IReadOnlyList<MoneyView> NotPaid(
        IEnumerable<Balance> balances,
        IEnumerable<(string Unit, long Amount)> inPayout
    ) =>
        [
            .. balances
                .Where(balance => balance.Account == LedgerAccount.Payable)
                .Select(balance => (balance.Unit, balance.Amount))
                .Concat(inPayout)
                .GroupBy(sum => sum.Unit, sum => sum.Amount, StringComparer.Ordinal)
                .Select(group => new MoneyView(group.Key, new(Micros.Sum(group))))
                .Where(money => money.Amount.Value != 0)
                .OrderBy(money => money.Currency, StringComparer.Ordinal),
        ];
}
