using System.Text;
using Byway.Balances;
using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Programs;
using Byway.Storage;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Cli;

/// <summary>
/// A partner, a sign-up and a sale in a program of its own, by the very code that serves callers, and the reward
/// looked up in
/// the books; then the program is removed.
/// </summary>
public static class Trial
{
    private const long ExpectedReward = 20 * Micros.PerWhole;
    private const string Advice = "Look at the log of the server, and run byway verify.";

    /// <summary>Tries it.</summary>
    /// <param name="parts">The database, the turns.</param>
    public static async Task<IReadOnlyList<Finding>> Run(ServerParts parts)
    {
        foreach (var left in await ThrowAwayProgram.LeftBehind(parts.Database, parts.Clock))
        {
            await ThrowAwayProgram.Remove(parts.Turns, parts.Database, left);
        }

        if (await ThrowAwayProgram.Make(parts.Turns, parts.Clock) is not { } program)
        {
            return [new("a program can be made", false, "it cannot", Advice)];
        }

        try
        {
            return [.. await Steps(parts, program)];
        }
        finally
        {
            await ThrowAwayProgram.Remove(parts.Turns, parts.Database, program);
        }
    }

    private static async Task<List<Finding>> Steps(ServerParts parts, ReferralProgram program)
    {
        var partner = """{"key":"doctor","email":"doctor@example.com"}""";
        var signUp = """{"key":"patient","partner":{"key":"doctor"}}""";
        var sale = """{"key":"visit","amount":100,"customer":{"key":"patient"}}""";
        var balances =
            "select coalesce(max(amount), 0) from balances where program_id = @ProgramId and account = @account";
        var findings = new List<Finding>
        {
            await Step("a partner can be created", PostPartner.Handle, parts, program, partner),
            await Step("a customer can sign up", PostCustomer.Handle, parts, program, signUp),
            await Step("a sale can be made", PostTransaction.Handle, parts, program, sale),
        };
        var reward = (
            await parts.Database.Query<long>(balances, new { program.ProgramId, account = LedgerAccount.Payable })
        )[0];
        findings.Add(
            new(
                "its reward is on the partner's balance",
                reward == ExpectedReward,
                $"{Micros.ToText(reward)} of {Micros.ToText(ExpectedReward)} USD",
                Advice
            )
        );
        return findings;
    }

    private static async Task<Finding> Step(
        string check,
        Handler slice,
        ServerParts parts,
        ReferralProgram program,
        string json
    )
    {
        using var body = RequestBody.Parse(Encoding.UTF8.GetBytes(json));
        var faults = new Check();
        var answer = await slice(
            new()
            {
                Http = new DefaultHttpContext(),
                Caller = new(program, "cli"),
                Body = body,
                Check = faults,
                Fields = new(faults, body.Root),
                Server = parts,
            }
        );
        return new(check, answer.IsSuccess, answer.IsSuccess ? "yes" : Answers.Refused(answer).Refusal!, Advice);
    }
}
