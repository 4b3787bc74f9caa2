using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Customers;

/// <summary>
/// <c>DELETE /v1/customers/{key}</c> and <c>DELETE /v1/customers</c>: hides the customer and its transactions.
/// Rewards, postings and the binding stay in
/// the books; nobody loses what was earned.
/// </summary>
public sealed class DeleteCustomer : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("deleteCustomer", "Hide a customer and its transactions.")
    {
        More = "Rewards, balances and the binding stay in the books: nobody loses what was earned.",
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.Done("The customer is hidden."),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly NamedCustomer named;

    private DeleteCustomer(Caller caller, NamedCustomer named)
        : base(caller) => this.named = named;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var named = NamedCustomer.Of(call);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(new DeleteCustomer(call.Caller, named));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CustomerFinder.Find(turn, named) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        // Effects
        customer = customer with
        {
            Status = CustomerStatus.Deleted,
            EmailFolded = null,
            DeletedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(Customer.Table, customer);
        Tally.Add(turn, Tally.Customers, -1);
        foreach (var number in MergedCustomer.Numbers(turn, customer))
        {
            Claims.Release(turn, ClaimKind.Customer, turn.Get(Customer.Table, number)!.Key!);
        }

        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerDeleted,
                Subject = customer.Number,
                Person = customer.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = CustomerJson.Of(turn, customer),
            },
            Caller.Actor
        );
        return Answer.Done;
    }
}
