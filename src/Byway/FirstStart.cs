using Byway.Http;
using Byway.Links;
using Byway.Programs;
using Byway.Storage;

namespace Byway;

/// <summary>
/// What happens before a server takes its first request: the schema is brought up to date, and an empty database gets
/// a first program.
/// </summary>
public static class FirstStart
{
    /// <summary>Brings the schema up to date; returns the numbers of the files applied.</summary>
    /// <param name="database">Which database.</param>
    /// <param name="clock">The clock.</param>
    public static IReadOnlyList<long> Migrate(Database database, TimeProvider clock)
    {
        using var store = database.OpenStore();
        return Migrator.Apply(store, database.IsFile, clock);
    }

    /// <summary>
    /// Makes the first program when there is none; null when there is one, or another server was faster.
    /// </summary>
    /// <param name="parts">The server's parts.</param>
    public static async Task<FirstProgram?> MakeProgram(ServerParts parts)
    {
        var settings = new ProgramSettings { Name = "My affiliate program", Website = "https://example.com" };
        var change = new CreateProgram(
            ProgramType.Affiliate,
            "live",
            settings,
            "first-start",
            parts.Clock,
            isOnlyForEmptyDatabase: true
        );
        var answer = await parts.Turns.Take(change);
        return answer.IsSuccess ? new(change.Program, settings, change.Secret) : null;
    }
}

/// <summary>The first program, with the only chance to see its key.</summary>
/// <param name="Program">The program.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Secret">Its API key.</param>
public sealed record FirstProgram(ReferralProgram Program, ProgramSettings Settings, string Secret)
{
    /// <summary>What the terminal shows, once.</summary>
    /// <param name="url">Where the server listens.</param>
    public string Message(string url)
    {
        string Curl(string path, string json) =>
            $"curl -sS {url}{path} -H 'Authorization: Bearer {Secret}' -H 'Content-Type: application/json' -d "
            + $"'{json}'";
        return $"""

            A first affiliate program was made: 20 % of every sale, in USD.

              API key (shown only now)   {Secret}
              Referral links             {ReferralLink.Of(Settings, "KEY")}

            Try it: a partner, a sign-up through the partner's link, a sale.

            {Curl("/v1/partners", """{"key":"anna","email":"anna@example.com","name":"Anna"}""")}

            {Curl("/v1/customers", """{"key":"customer_1","email":"carl@example.net","partner":{"key":"anna"}}""")}

            {Curl("/v1/transactions", """{"key":"order_1","amount":99.99,"customer":{"key":"customer_1"}}""")}

            """;
    }
}
