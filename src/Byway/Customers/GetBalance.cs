using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary><c>GET /v1/customers/{id}/balance</c>.</summary>
public static class GetBalance
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getCustomerBalance", "Get a referring customer's balance.")
    {
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.One(200, "Payable plus held, by unit.", typeof(FriendBalanceView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        if (await CustomerFinder.Find(call.Database, call.Program, NamedCustomer.Of(call)) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        var program = call.Program.ProgramId;
        var numbers = await MergedCustomer.Numbers(call.Database, program, customer.Number);
        var balances = await Ledger.BalancesOf(call.Database, new(program), numbers);
        return Answer.Of(
            new FriendBalanceView
            {
                Customer = (await CustomerViews.OfFriends(call, [customer]))[0],
                Balance = BalanceView.Of(balances),
            },
            WireJson.Relaxed.FriendBalanceView
        );
    }
}
