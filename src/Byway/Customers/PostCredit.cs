using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>
/// <c>POST /v1/customers/{id}/balance/credit</c>: puts value on a referring customer's balance by hand.
/// </summary>
public sealed class PostCredit : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new(
        "creditCustomer",
        "Put value on a referring customer's balance by hand."
    )
    {
        Path = NamedCustomer.PathNote,
        Body =
        [
            FieldNote.Amount("amount", "How much, in major units; more than 0.", "5").Required(),
            .. UnitField.Notes,
            FieldNote.Key(
                "key",
                "Makes the credit repeatable: the same key and amount are credited once.",
                "credit_1"
            ),
        ],
        Answer = AnswerNote.One(200, "The balance with the credit.", typeof(FriendBalanceView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.KeyReused, RefusalCode.BalanceLimit],
    };

    private readonly NamedCustomer named;
    private readonly string? key;
    private readonly long amount;
    private readonly string? unit;
    private readonly RequestText request;

    private PostCredit(Caller caller, NamedCustomer named, string? key, long amount, string? unit)
        : base(caller)
    {
        this.named = named;
        this.key = key;
        this.amount = amount;
        this.unit = unit;
        request = new RequestText()
            .Add("customer", named.Any)
            .Add("key", key)
            .Amount("amount", amount)
            .Add("amount_units", unit);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var amount = call.Fields.Amount("amount");
        if (amount is null or 0 && !call.Check.HasFaults)
        {
            call.Fields.Fault("amount", "The amount is required and must be more than 0.");
        }

        var unit = UnitField.Of(call.Fields);
        var change = new PostCredit(call.Caller, NamedCustomer.Of(call), call.Fields.Key("key"), amount ?? 0, unit);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(change);
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CustomerFinder.Find(turn, named) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        var numbers = MergedCustomer.Numbers(turn, customer);
        var claim = key is null
            ? null
            : numbers
                .Select(number => Claims.Find(turn, ClaimKind.Credit, $"{number}\n{key}"))
                .FirstOrDefault(found => found is not null);

        // Decision
        if (claim is not null)
        {
            return Claims.IsSameRequest(turn, claim, request)
                ? Claims.Replay(turn, claim, Caller).ToAnswer(200)
                : Claims.Refuse(turn, claim, request, "key");
        }

        // Effects
        var credited = unit ?? turn.Settings.Currency;
        if (key is not null)
        {
            Claims.Put(turn, ClaimKind.Credit, $"{customer.Number}\n{key}", customer.Number, request);
        }

        turn.Move(
            (LedgerAccount.ProgramOwner, LedgerAccount.CreditGranted),
            (customer.Number, LedgerAccount.Payable),
            credited,
            amount,
            null
        );
        var view = new FriendBalanceView
        {
            Customer = CustomerJson.ViewOf(turn, customer),
            Balance = BalanceView.Of(numbers.SelectMany(number => turn.Find(Balances.Balance.ByOwner, number))),
        };
        var resource = JsonSerializer.SerializeToUtf8Bytes(view, WireJson.Relaxed.FriendBalanceView);
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerCredited,
                Subject = customer.Number,
                Person = customer.Number,
                Decision = new() { Code = DecisionCode.Credited },
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(200, resource);
    }
}
