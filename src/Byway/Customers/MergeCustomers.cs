using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Programs;
using Byway.Transactions;
using Byway.Turns;

namespace Byway.Customers;

/// <summary>
/// <c>POST /v1/customers/{key}/merge</c>: two records are one customer. The keys of the one lead to the other from now
/// on; what it bought and earned stays booked as it was.
/// </summary>
public sealed class MergeCustomers : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("mergeCustomer", "Merge a customer into another record of the same.")
    {
        More =
            "The keys, e-mail, referral keys and links of the customer in the path lead to the one named in `into`, "
            + "so later sales by either find that one. Its own data and binding stand; when nobody had referred it, "
            + "it gets the other one's binding. Sales, rewards and balances stay in the books as they are, and are "
            + "listed and shown with the one that stands. Doing it again answers the same and writes nothing. It "
            + "cannot be undone.",
        Path = NamedCustomer.PathNote,
        Body = [FieldNote.Object("into", "The record that stands.", NamedCustomer.Notes).Required(), ReasonNote],
        Answer = AnswerNote.One(200, "The customer that stands.", typeof(CustomerView), typeof(FriendView)),
        Refusals =
        [
            RefusalCode.NotFound,
            RefusalCode.InvalidFields,
            RefusalCode.ActionFailed,
            RefusalCode.BalanceLimit,
        ],
    };

    private const int LongestReason = 500;

    private readonly NamedCustomer named;
    private readonly NamedCustomer into;
    private readonly RequestText request;

    private MergeCustomers(Caller caller, NamedCustomer named, NamedCustomer into, string? reason)
        : base(caller)
    {
        this.named = named;
        this.into = into;
        request = new RequestText()
            .Add("into.id", into.Id)
            .Add("into.key", into.Key)
            .Add("into.email", into.Email)
            .Add("reason", reason);
    }

    private static FieldNote ReasonNote =>
        FieldNote.Text("reason", "Why, for the journal.", "Ticket 4711").UpTo(LongestReason);

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var into = call.Fields.Object("into") is { } whom ? NamedCustomer.Of(whom) : null;
        if (into is null or { IsEmpty: true } && !call.Check.HasFaults)
        {
            call.Fields.Fault("into", "The into is required: an object with the key, id or email of who stands.");
        }

        var reason = call.Fields.Text("reason", LongestReason);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new MergeCustomers(call.Caller, NamedCustomer.Of(call), into!, reason));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CustomerFinder.Record(turn, named) is not { } duplicate)
        {
            return Answer.NotFound("Customer");
        }

        if (CustomerFinder.Find(turn, into) is not { } survivor)
        {
            return Answer.Fault("into", "There is no such customer.");
        }

        // Decision
        if (duplicate.Number == survivor.Number)
        {
            return Answer.Fault("into", "A customer is not merged into itself.");
        }

        if (duplicate.DeletedAt is not null)
        {
            // Merged before: into this one, or the caller means another one.
            return MergedCustomer.Standing(turn, duplicate.Number)!.Number == survivor.Number
                ? Answer.Resource(200, CustomerJson.Of(turn, survivor))
                : Answer.Refuse(RefusalCode.ActionFailed, "Action failed: the customer was merged into another one.");
        }

        if (RefusalOf(turn, duplicate, survivor) is { } refusal)
        {
            return refusal;
        }

        var attribution = MergeDecision.Of(Facts(turn, survivor), Facts(turn, duplicate));

        // Effects
        Merge(turn, duplicate, survivor, attribution.Decision);
        if (attribution.Owner != MergedCustomer.ReferrerOf(turn, survivor))
        {
            var inherited = attribution with
            {
                Since = attribution.Owner is null ? null : duplicate.BoundAt,
                CameBy = attribution.Owner is null ? null : duplicate.CameBy,
            };
            SignUp.Rebind(
                turn,
                survivor,
                inherited,
                isCounted: false,
                (EntryKind.CustomerRebound, RequestText.Nothing, Caller.Actor)
            );
        }

        survivor = turn.Get(Customer.Table, survivor.Number)!;
        var resource = CustomerJson.Of(turn, survivor);
        if (!survivor.IsProvisional)
        {
            SignUp.SettleMerged(turn, survivor, Caller.Actor);
        }

        return Answer.Resource(200, resource);
    }

    private static Answer? RefusalOf(Turn turn, Customer duplicate, Customer survivor)
    {
        if (survivor.IsProvisional && !duplicate.IsProvisional)
        {
            return Answer.Refuse(
                RefusalCode.ActionFailed,
                "Action failed: the customer to merge into has not signed up. Merge the other way round."
            );
        }

        if (
            MergedCustomer.Numbers(turn, survivor).Count + turn.Find(MergedCustomer.BySurvivor, duplicate.Number).Count
            > MergedCustomer.Most
        )
        {
            return Answer.Refuse(
                RefusalCode.ActionFailed,
                $"Action failed: more than {MergedCustomer.Most} records would be one customer."
            );
        }

        return !turn.IsAffiliate && MovedLinks.AreTooMany(turn, LinksOf(duplicate), LinksOf(survivor))
            ? Answer.Refuse(
                RefusalCode.ActionFailed,
                $"Action failed: the customer would have more than {LinkSet.Most} links. Delete some first."
            )
            : null;
    }

    private static LinkOwner LinksOf(Customer customer) =>
        new(OwnerKind.Customer, customer.Number, customer.ReferralKey ?? "");

    private static MergingCustomer Facts(Turn turn, Customer customer) =>
        new(customer.Number, MergedCustomer.ReferrerOf(turn, customer), OwnerBinding.IsUnbound(turn, customer));

    private void Merge(Turn turn, Customer duplicate, Customer survivor, Decision decision)
    {
        if (!turn.IsAffiliate)
        {
            MovedLinks.Move(turn, LinksOf(duplicate), LinksOf(survivor));
            Totals.Move(turn, duplicate.Number, survivor.Number);
        }

        foreach (var earlier in turn.Find(MergedCustomer.BySurvivor, duplicate.Number).ToList())
        {
            turn.Put(MergedCustomer.Table, earlier with { Survivor = survivor.Number });
        }

        turn.Put(MergedCustomer.Table, new(turn.Program.ProgramId, duplicate.Number, survivor.Number, turn.Now));
        duplicate = duplicate with
        {
            Status = CustomerStatus.Deleted,
            IsProvisional = false,
            DeletedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(Customer.Table, duplicate);
        Tally.Add(turn, Tally.Customers, -1);
        Buyer.Merge(turn, duplicate.Number, survivor.Number);
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerMerged,
                Subject = duplicate.Number,
                Person = duplicate.Number,
                Decision = decision,
                Request = request.Json,
                Answer = CustomerJson.Of(turn, duplicate),
            },
            Caller.Actor
        );
    }
}
