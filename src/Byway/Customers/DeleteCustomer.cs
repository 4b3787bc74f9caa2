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
        turn.Put(
            Customer.Table,
            customer with
            {
                Status = CustomerStatus.Deleted,
                EmailFolded = null,
                DeletedAt = turn.Now,
                UpdatedAt = turn.Now,
            }
        );
        Claims.Release(turn, ClaimKind.Customer, customer.Key!);
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerDeleted,
                Subject = customer.Number,
                Person = customer.Number,
                Decision = Decision.Plain,
                Request = "{\"compared\":{}}",
            },
            Caller.Actor
        );
        return Answer.Done;
    }
}
