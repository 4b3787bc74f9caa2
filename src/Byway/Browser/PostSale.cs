using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Transactions;
using Byway.Turns;

namespace Byway.Browser;

/// <summary>
/// <c>POST /p/{program}/transactions</c>: a sale that a page reports; refused unless the owner switched it on. What it
/// earns is held until the owner approves it, because anybody can write such a request.
/// </summary>
public sealed class PostSale : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("recordSaleFromBrowser", "Report a sale from a page.")
    {
        More =
            "Without an API key, from pages of the program's domains, where the setting `browser_transactions` is on. "
            + "Rewards are held by the signal `unverified` until they are approved. A key that is known changes "
            + "nothing. Whatever came of it, the answer is the same.",
        Path = BrowserRoute.Program,
        Headers = [BrowserRoute.Origin],
        Body = [.. SaleRequest.BrowserNotes],
        Answer = AnswerNote.Done("It was taken; this does not say what came of it."),
        Refusals = [.. BrowserRoute.Refusals, .. PostSignUp.TakenFromBrowsers],
    };

    private readonly SaleRequest sale;

    private PostSale(Caller caller, SaleRequest sale)
        : base(caller) => this.sale = sale;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var sale = SaleRequest.OfBrowser(call);
        if (call.Program.Type == ProgramType.Newsletter)
        {
            return PostSignUp.WrongType(call);
        }

        if (!(await call.Settings()).TakesBrowserSales)
        {
            return Answer.Refuse(RefusalCode.NotFromBrowsers, "This program takes no sales from browsers.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : PostSignUp.Told(await call.Take(new PostSale(call.Caller, sale)));
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn) => sale.Prefetch(turn);

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var isKnown = Claims.Find(turn, ClaimKind.Transaction, sale.Key!) is not null;
        var customer = CustomerFinder.Find(turn, sale.Customer);

        // Decision: what is known stays as it is, customers included.
        if (isKnown)
        {
            return Answer.Done;
        }

        // Effects
        var outcome = Sales.Record(turn, customer is null ? sale : sale with { NewCustomer = null }, Caller);
        return outcome.Refusal ?? Answer.Done;
    }
}
