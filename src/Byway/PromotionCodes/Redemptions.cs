using Byway.Http;
using Byway.Journal;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.PromotionCodes;

/// <summary>
/// Redeeming, counted once for each coupon or promotion code and transaction key. The newest redemptions stand in the
/// coupon's or code's own row, as pairs of the sale's number and the time; the sale's key stays with the sale.
/// </summary>
public static class Redemptions
{
    // All of them stand in each answer.
    private const int MostShown = 100;

    /// <summary>
    /// Notes a redemption; null when nothing is to be counted: the same transaction was noted before, or is unknown.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="subject">The coupon's or code's number.</param>
    /// <param name="shown">Its newest redemptions until now.</param>
    /// <param name="transactionKey">The sale that redeemed it.</param>
    /// <param name="coupon">The coupon, or the one that the code gives.</param>
    /// <returns>Its newest redemptions from now on.</returns>
    public static string? Note(Turn turn, long subject, string shown, string transactionKey, long coupon)
    {
        var hash = turn.HashOf(ClaimKind.Transaction, transactionKey);
        if (
            turn.Get(Redemption.Table, subject, text: hash) is not null
            || TransactionFinder.Find(turn, transactionKey) is not { } sale
        )
        {
            return null;
        }

        Put(turn, subject, hash, sale.Number);
        NoteUse(turn, coupon, sale);
        return With(shown, sale.Number, turn.Now);
    }

    /// <summary>
    /// A sale redeems the promotion code it has, and its coupon, if the code applies; each once for its key.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="used">The code; null for none.</param>
    /// <param name="sale">The sale, of a known customer.</param>
    public static void Redeem(Turn turn, UsedCode? used, Transaction sale)
    {
        if (used is not { Applies: true, Facts: { } facts })
        {
            return;
        }

        var hash = turn.HashOf(ClaimKind.Transaction, sale.Key);
        var (code, coupon) = (facts.Code, facts.Coupon);
        if (turn.Get(Redemption.Table, code.Number, text: hash) is null)
        {
            Put(turn, code.Number, hash, sale.Number);
            turn.Put(
                PromotionCode.Table,
                code with
                {
                    TimesRedeemed = code.TimesRedeemed + 1,
                    Redemptions = With(code.Redemptions, sale.Number, turn.Now),
                }
            );
        }

        if (turn.Get(Redemption.Table, coupon.Number, text: hash) is null)
        {
            // The list stands with the code; every sale's entry would hold it twice.
            Put(turn, coupon.Number, hash, sale.Number);
            turn.Put(Coupon.Table, coupon with { TimesRedeemed = coupon.TimesRedeemed + 1 });
        }

        NoteUse(turn, coupon.Number, sale);
    }

    /// <summary>Notes since when the buyer of a sale uses a coupon.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="coupon">The coupon's number.</param>
    /// <param name="sale">The sale.</param>
    public static void NoteUse(Turn turn, long coupon, Transaction sale)
    {
        if (sale.CustomerNumber is { } customer && turn.Get(CouponUse.Table, coupon, customer) is null)
        {
            turn.Put(
                CouponUse.Table,
                new()
                {
                    ProgramId = turn.Program.ProgramId,
                    Coupon = coupon,
                    Customer = customer,
                    FirstAt = sale.CreatedAt,
                }
            );
        }
    }

    /// <summary>Says what noting and showing will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="subject">The coupon's or code's number.</param>
    /// <param name="shown">Its newest redemptions.</param>
    /// <param name="transactionKey">The sale that redeems it; null for none.</param>
    public static void Prefetch(Turn turn, long subject, string shown, string? transactionKey)
    {
        Keys(turn, shown);
        if (transactionKey is not null)
        {
            turn.Get(Redemption.Table, subject, text: turn.HashOf(ClaimKind.Transaction, transactionKey));
            TransactionFinder.Find(turn, transactionKey);
        }
    }

    /// <summary>The keys of the sales in a list of redemptions, by number.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="shown">The newest redemptions.</param>
    public static IReadOnlyDictionary<long, string> Keys(Turn turn, string shown) =>
        Sales(shown)
            .Select(number => turn.Get(Transaction.Table, number))
            .OfType<Transaction>()
            .DistinctBy(sale => sale.Number)
            .ToDictionary(sale => sale.Number, sale => sale.Key);

    /// <summary>For reads: of several lists, with one look-up.</summary>
    /// <param name="call">The call.</param>
    /// <param name="shown">The newest redemptions of each.</param>
    public static async Task<IReadOnlyDictionary<long, string>> Keys(ApiCall call, IEnumerable<string> shown)
    {
        var numbers = shown.SelectMany(Sales).Distinct().ToList();
        var found =
            numbers.Count == 0
                ? []
                : await call.Database.Query<(long Number, string Key)>(
                    "select number, key from transactions where program_id = @ProgramId and number in @numbers",
                    new { call.Program.ProgramId, numbers }
                );
        return found.ToDictionary(sale => sale.Number, sale => sale.Key);
    }

    /// <summary>The list as the wire writes it, oldest first.</summary>
    /// <param name="shown">The newest redemptions.</param>
    /// <param name="keys">The keys of the sales in it.</param>
    public static IReadOnlyList<RedemptionView> Views(string shown, IReadOnlyDictionary<long, string> keys) =>
        [
            .. NumberList
                .Of(shown)
                .Chunk(2)
                .Select(pair => new RedemptionView(UtcMicros.ToText(pair[1]), keys.GetValueOrDefault(pair[0]))),
        ];

    private static string With(string shown, long sale, long at) =>
        NumberList.Text(NumberList.Of(shown).TakeLast(2 * (MostShown - 1)).Append(sale).Append(at));

    private static void Put(Turn turn, long subject, string hash, long sale) =>
        turn.Put(
            Redemption.Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Subject = subject,
                KeyHash = hash,
                TransactionNumber = sale,
                RedeemedAt = turn.Now,
            }
        );

    private static IEnumerable<long> Sales(string shown) => NumberList.Of(shown).Chunk(2).Select(pair => pair[0]);
}
