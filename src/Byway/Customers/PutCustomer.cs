using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>
/// <c>PUT /v1/customers/{key}</c> and <c>PUT /v1/customers</c> (the customer named in the body): changes what is
/// given, inside <c>update</c> or flat. A
/// former key keeps working for sales.
/// </summary>
public sealed class PutCustomer : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("updateCustomer", "Change what is given of a customer.")
    {
        More =
            "A former key keeps working for sales. Who referred the customer is not changed here, but by `reassign`.",
        Path = NamedCustomer.PathNote,
        Body =
        [
            .. CustomerFields.Notes,
            FieldNote.Object(
                "update",
                "The same fields, wrapped; then the flat ones do not count.",
                CustomerFields.Notes
            ),
        ],
        Answer = AnswerNote.One(200, "The customer as it is now.", typeof(CustomerView), typeof(FriendView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly NamedCustomer named;
    private readonly CustomerFields fields;
    private readonly RequestText request = new();

    private PutCustomer(Caller caller, NamedCustomer named, CustomerFields fields)
        : base(caller)
    {
        this.named = named;
        this.fields = fields;
        fields.AddTo(request, caller.Program.Type == ProgramType.Affiliate);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var named = NamedCustomer.Of(call);
        var place = call.Fields.Object("update") ?? call.Fields;
        var key = place.Key("key");
        var fields = CustomerFields.Of(call, place) with
        {
            Key = call.IsAffiliate ? key : place.Key("id"),
            ReferralKey = call.IsAffiliate ? null : key,
        };
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PutCustomer(call.Caller, named, fields));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CustomerFinder.Find(turn, named) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        // Decision
        if (RefusalOf(turn, customer) is { } refusal)
        {
            return refusal;
        }

        // Effects
        if (fields.Key is not null && fields.Key != customer.Key)
        {
            // The claim on the former key stays: it is an alias for sales from now on.
            if (!IsIdOf(turn, customer, fields.Key))
            {
                Claims.Put(turn, ClaimKind.Customer, fields.Key, customer.Number, null);
            }

            if (!turn.IsAffiliate)
            {
                ReferralKeys.IssueId(turn, OwnerKind.Customer, customer.Number, fields.Key);
            }
        }

        if (!turn.IsAffiliate && fields.ReferralKey is not null && fields.ReferralKey != customer.ReferralKey)
        {
            DefaultLink.Rename(turn, OwnerKind.Customer, customer.Number, customer.ReferralKey!, fields.ReferralKey);
        }

        customer = customer with
        {
            Key = fields.Key ?? customer.Key,
            ReferralKey = fields.ReferralKey ?? customer.ReferralKey,
            Email = fields.Email ?? customer.Email,
            EmailFolded = fields.Email is null ? customer.EmailFolded : Email.Folded(fields.Email),
            Name = fields.Name ?? customer.Name,
            Surname = fields.Surname ?? customer.Surname,
            Tags = fields.Tags ?? customer.Tags,
            Metadata = fields.Metadata ?? customer.Metadata,
            UpdatedAt = turn.Now,
        };
        turn.Put(Customer.Table, customer);
        var resource = CustomerJson.Of(turn, customer);
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerUpdated,
                Subject = customer.Number,
                Person = customer.Number,
                Decision = Decision.Plain,
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        if (!customer.IsProvisional)
        {
            // Sales may have come under the new key before the merchant told us of it.
            SignUp.SettleMerged(turn, customer, Caller.Actor);
        }

        return Answer.Resource(200, resource);
    }

    private Answer? RefusalOf(Turn turn, Customer customer)
    {
        var id = turn.IsAffiliate ? "key" : "id";
        if (fields.Key is not null && fields.Key != customer.Key && IsIdOfAnother(turn, customer, fields.Key))
        {
            return Answer.Fault(id, $"The {id} has already been taken.");
        }

        return
            !turn.IsAffiliate && fields.ReferralKey is not null && IsKeyOfAnother(turn, customer, fields.ReferralKey)
            ? Answer.Fault("key", "The key has already been taken.")
            : null;
    }

    private static bool IsIdOfAnother(Turn turn, Customer customer, string key) =>
        (Claims.Find(turn, ClaimKind.Customer, key) is { ReleasedAt: null } && !IsIdOf(turn, customer, key))
        || (!turn.IsAffiliate && IsKeyOfAnother(turn, customer, key));

    /// <summary>True for a key it has or had, or that a record had which was merged into it.</summary>
    private static bool IsIdOf(Turn turn, Customer customer, string key) =>
        Claims.Find(turn, ClaimKind.Customer, key) is { ReleasedAt: null } claim
        && MergedCustomer.Standing(turn, claim.Number)?.Number == customer.Number;

    private static bool IsKeyOfAnother(Turn turn, Customer customer, string key) =>
        ReferralKeys.Issued(turn, OwnerKind.Customer, key) is { } issued && issued.Owner != customer.Number;
}
