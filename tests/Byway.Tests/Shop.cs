using Byway.Values;

namespace Byway.Tests;

/// <summary>
/// What a shop says to Byway, alike in both program types: who refers (a partner, or a referring customer), who signs
/// up, who buys.
/// </summary>
public static class Shop
{
    /// <summary>Creates the partner or referring customer <c>KEY-id</c> with referral key KEY.</summary>
    public static async Task<Reply> Referrer(this ApiClient api, string key, string? email = null) =>
        (
            await api.Post(
                api.IsAffiliate ? "/v1/partners" : "/v1/customers",
                $$"""{"id":"{{key}}-id","key":"{{key}}","email":"{{email ?? key + "@example.com"}}"}"""
            )
        ).Is(201);

    /// <summary>A sign-up's body.</summary>
    /// <param name="api">The shop.</param>
    /// <param name="customer">The customer's key or id.</param>
    /// <param name="by">The referral key of who referred it; null for nobody.</param>
    /// <param name="more">Further members, with a comma in front.</param>
    public static string SignUpBody(this ApiClient api, string customer, string? by = null, string more = "")
    {
        var referrer = by is null ? "" : $$""","{{api.ReferrerName()}}":{"key":"{{by}}"}""";
        return $$"""{"{{api.IdName()}}":"{{customer}}"{{referrer}}{{more}}}""";
    }

    /// <summary>A sign-up that is accepted.</summary>
    public static async Task<Reply> SignUp(this ApiClient api, string customer, string? by = null, string more = "") =>
        (await api.Post("/v1/customers", api.SignUpBody(customer, by, more))).Is(201);

    /// <summary>A sale's body.</summary>
    /// <param name="api">The shop.</param>
    /// <param name="key">The transaction's key.</param>
    /// <param name="amount">As JSON.</param>
    /// <param name="customer">The customer's key or id.</param>
    /// <param name="more">Further members, with a comma in front.</param>
    public static string SaleBody(this ApiClient api, string key, string amount, string customer, string more = "") =>
        $$"""{"key":"{{key}}","amount":{{amount}},"customer":{"{{api.IdName()}}":"{{customer}}"}{{more}}}""";

    /// <summary>A sale that is accepted.</summary>
    public static async Task<Reply> Sale(
        this ApiClient api,
        string key,
        string amount,
        string customer,
        string more = ""
    ) => (await api.Post("/v1/transactions", api.SaleBody(key, amount, customer, more))).Is(200);

    /// <summary>A refund that is accepted.</summary>
    public static async Task<Reply> Refund(this ApiClient api, string transaction, string key, string amount) =>
        (await api.Post($"/v1/transactions/{transaction}/refunds", $$"""{"key":"{{key}}","amount":{{amount}}}""")).Is(
            200
        );

    /// <summary>Something about a dispute that is accepted.</summary>
    public static async Task<Reply> Dispute(
        this ApiClient api,
        string transaction,
        string key,
        string status,
        string? amount = null
    )
    {
        var more = amount is null ? "" : $",\"amount\":{amount}";
        var body = $$"""{"key":"{{key}}","status":"{{status}}"{{more}}}""";
        return (await api.Post($"/v1/transactions/{transaction}/disputes", body)).Is(200);
    }

    /// <summary>A move of the program's clock that is accepted.</summary>
    public static async Task<Reply> MoveClock(this ApiClient api, string body) =>
        (await api.Post("/v1/test/clock", body)).Is(200);

    /// <summary>What the member is called that names a customer: <c>key</c> or <c>id</c>.</summary>
    public static string IdName(this ApiClient api) => api.IsAffiliate ? "key" : "id";

    /// <summary>What the member is called that names who referred a customer.</summary>
    public static string ReferrerName(this ApiClient api) => api.IsAffiliate ? "partner" : "referring_customer";

    /// <summary>The id of whom the answered customer or transaction counts for; null for nobody.</summary>
    public static string? CountsFor(this Reply reply)
    {
        var name = reply["data.partner"] ?? reply["data.referring_customer.id"] ?? reply["data.customer"];
        return name is "null" ? null : name;
    }

    /// <summary>A program with a referrer "anna" and a customer "carl" bound to her.</summary>
    public static async Task<ApiClient> WithCarl(this Task<ApiClient> program)
    {
        var api = await program;
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        return api;
    }

    /// <summary>What stands on an account of a referrer.</summary>
    /// <param name="api">The shop.</param>
    /// <param name="account"><c>held</c>, <c>payable</c> or <c>paid</c>.</param>
    /// <param name="unit">Currency or own unit.</param>
    /// <param name="referrer">The referral key.</param>
    public static async Task<string> Balance(
        this ApiClient api,
        string account = "payable",
        string unit = "USD",
        string referrer = "anna"
    )
    {
        var (table, column) = api.IsAffiliate ? ("partners", "key") : ("customers", "referral_key");
        var found = await api.Server.Query<long>(
            $"""
            select b.amount from balances b
            join {table} r on r.program_id = b.program_id and r.number = b.owner
            where b.program_id = @ProgramId and r.{column} = @referrer and b.account = @account and b.unit = @unit
            """,
            new
            {
                api.Program.ProgramId,
                referrer,
                account,
                unit,
            }
        );
        return found.Count == 0 ? "0" : Micros.ToText(found[0]);
    }

    /// <summary>Rows of a table that belong to the program.</summary>
    public static async Task<long> CountOf(this ApiClient api, string table) =>
        (
            await api.Server.Query<long>(
                $"select count(*) from {table} where program_id = @ProgramId",
                new { api.Program.ProgramId }
            )
        )[0];

    /// <summary>The answer's journal entry, by its header.</summary>
    public static async Task<Reply> Explain(this ApiClient api, Reply reply) =>
        (await api.Get($"/v1/journal/{reply.Entry}")).Is(200);
}
