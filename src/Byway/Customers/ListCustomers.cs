using Byway.Http;
using Byway.Links;
using Byway.Partners;
using Byway.Storage;
using Byway.Values;

namespace Byway.Customers;

/// <summary>
/// <c>GET /v1/customers</c>, <c>GET /v1/customers:search</c>, <c>GET /v1/customers/{key}/referrals</c> and <c>GET
/// /v1/customers/{key}</c>.
/// </summary>
public static class ListCustomers
{
    private static readonly AnswerNote PageNote = AnswerNote.Whole(
        "A page of customers.",
        typeof(PageView<CustomerView>),
        typeof(PageView<FriendView>)
    );

    private static readonly FieldNote StatusNote = FieldNote.OneOf(
        "status",
        "Only customers with this status; without it all but the archived ones.",
        CustomerStatus.Active,
        CustomerStatus.Suspended,
        CustomerStatus.Archived
    );

    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listCustomers", "List the customers, newest first.")
    {
        More =
            "Archived ones are left out unless asked for. With a slash at the end and `id`, `key` or "
            + "`email` given, it is that one customer.",
        Query =
        [
            .. PartnerFilter.Notes,
            FieldNote.OneOf("refer_status", "Only those somebody referred, or nobody.", "referred", "non_referred"),
            StatusNote,
            .. Page.Notes,
        ],
        Answer = PageNote,
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about the search.</summary>
    public static readonly RouteNote SearchNote = new("searchCustomers", "Search customers by parts of what is known.")
    {
        More = Storage.Search.Says,
        Query =
        [
            FieldNote.Text("email", "A part of the e-mail.", "example.net"),
            FieldNote.Text("id", "A part of the id, which is the key in affiliate programs.", "customer_"),
            FieldNote.Text("key", "A part of the key; in refer-a-friend programs of any referral key.", "cust"),
            .. Page.Notes,
        ],
        Answer = PageNote,
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about the referred customers.</summary>
    public static readonly RouteNote ReferralsNote = new(
        "listReferrals",
        "List the customers a customer has referred."
    )
    {
        Path = NamedCustomer.PathNote,
        Query = Page.Notes,
        Answer = AnswerNote.Whole("A page of customers.", typeof(PageView<FriendView>)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one customer.</summary>
    public static readonly RouteNote OneNote = new("getCustomer", "Get a customer.")
    {
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.One(200, "The customer.", typeof(CustomerView), typeof(FriendView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private const string IsShown = $"status <> '{CustomerStatus.Archived}'";
    private const string NotArchived = " and " + IsShown;

    /// <summary>Answers the list, filtered by partner or by <c>refer_status</c>.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        if (call.Http.Request.Path.Value!.EndsWith('/') && !NamedCustomer.Of(call.Fields).IsEmpty)
        {
            return await One(call);
        }

        // Shape
        var partner = PartnerFilter.Of(call.Fields);
        var status = call.Fields.OneOf("refer_status", "referred", "non_referred");
        var standing = call.Fields.OneOf("status", [.. StatusNote.Words]);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var filter = new Filter { Program = call.Program.ProgramId };
        var condition = status switch
        {
            "referred" => " and referred_by is not null",
            "non_referred" => " and referred_by is null",
            _ => "",
        };
        if (partner is not null)
        {
            var found = await PartnerFinder.Find(call.Database, new ProgramId(call.Program.ProgramId), partner);
            filter = filter with { Referrer = found?.Number ?? -1 };
            condition += " and referred_by = @Referrer";
        }

        filter = filter with { Status = standing };
        condition += standing is null ? NotArchived : " and status = @Status";

        return await List(call, condition, filter);
    }

    /// <summary>Answers the search: parts of an e-mail, id or key, in any letter case.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Search(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        var search = new Search("customers", call.Program.ProgramId)
            .Contains("email_folded", call.Fields.Text("email"))
            .Contains("key_folded", call.Fields.Text("id"));
        var key = call.Fields.Text("key");
        search = call.IsAffiliate ? search.Contains("key_folded", key) : search.HasKey(OwnerKind.Customer, key);
        search = search.Where(IsShown);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await PageOf(call, page, await call.Database.List(Customer.Table, search, page.Range));
    }

    /// <summary>Answers the customers one has referred.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Referrals(ApiCall call) =>
        await CustomerFinder.Find(call.Database, call.Program, NamedCustomer.Of(call)) is { } customer
            ? await List(
                call,
                " and referred_by in @Referrers" + NotArchived,
                new()
                {
                    Program = call.Program.ProgramId,
                    Referrers = await MergedCustomer.Numbers(call.Database, call.Program.ProgramId, customer.Number),
                }
            )
            : Answer.NotFound("Customer");

    /// <summary>Answers one customer.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        var named = NamedCustomer.Of(call);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        if (named.IsEmpty || await CustomerFinder.Find(call.Database, call.Program, named) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        return call.IsAffiliate
            ? Answer.Of((await CustomerViews.Of(call, [customer]))[0], WireJson.Relaxed.CustomerView)
            : Answer.Of((await CustomerViews.OfFriends(call, [customer]))[0], WireJson.Relaxed.FriendView);
    }

    private static async Task<Answer> List(ApiCall call, string condition, Filter filter)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var customers = await call.Database.List(
            Customer.Table,
            $"where program_id = @Program and deleted_at is null{condition}{page.Tail()}",
            filter with
            {
                After = page.After,
                Take = page.Take,
                Skip = page.Skip,
            }
        );
        return await PageOf(call, page, customers);
    }

    private static async Task<Answer> PageOf(ApiCall call, Page page, IReadOnlyList<Customer> customers) =>
        call.IsAffiliate
            ? Answer.Whole(
                page.Answer(call, customers, row => row.Number, await CustomerViews.Of(call, customers)),
                WireJson.Relaxed.CustomerPage
            )
            : Answer.Whole(
                page.Answer(call, customers, row => row.Number, await CustomerViews.OfFriends(call, customers)),
                WireJson.Relaxed.FriendPage
            );

    private sealed record Filter
    {
        public required long Program { get; init; }

        public long Referrer { get; init; }

        public IReadOnlyList<long> Referrers { get; init; } = [];

        public string? Status { get; init; }

        public long? After { get; init; }

        public long Take { get; init; }

        public long Skip { get; init; }
    }
}
