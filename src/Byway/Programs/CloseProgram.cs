using System.Security.Cryptography;
using System.Text;
using Byway.Http;
using Byway.Journal;
using Byway.Turns;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// <c>DELETE /v1/program</c>: closes the program in two steps. The first gives a code, the second shows it within 20
/// seconds. Closing revokes all API keys; nothing that was recorded is lost, and the command line can make a new key.
/// </summary>
public sealed class CloseProgram : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("closeProgram", "Close the program, in two steps.")
    {
        More =
            "Without a code it answers one, which works for 20 seconds. With it the program is closed: all its API "
            + "keys, this one too, stop working. Journal, books and people stay.",
        Body = [FieldNote.Text("confirmation_code", "The code of the first step.", "aB3xK9mQ")],
        Answer = AnswerNote.One(200, "The code; in the second step a sentence.", typeof(ConfirmationView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private const int CodeLength = 8;
    private const int CodeSeconds = 20;
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private readonly string code;

    private CloseProgram(Caller caller, string code)
        : base(caller) => this.code = code;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var code = call.Fields.Text("confirmation_code");
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        return code is null
            ? Answer.Of(
                new ConfirmationView(CodeAt(call.Program, UtcMicros.Now(call.Server.Clock) / UtcMicros.PerSecond)),
                WireJson.Relaxed.ConfirmationView
            )
            : await call.Take(new CloseProgram(call.Caller, code));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Decision: the code says when it was made, so no server has to remember it.
        var now = turn.MachineNow / UtcMicros.PerSecond;
        var isRight = Enumerable
            .Range(0, CodeSeconds)
            .Any(age => code.Equals(CodeAt(turn.Program, now - age), StringComparison.Ordinal));
        if (!isRight)
        {
            return Answer.Fault("confirmation_code", "The confirmation_code is wrong or older than 20 seconds.");
        }

        // Effects
        foreach (var key in turn.Find(ApiKey.ByProgram).Where(key => key.RevokedAt is null).ToList())
        {
            turn.Put(ApiKey.Table, key with { RevokedAt = turn.MachineNow });
        }

        turn.Append(
            new()
            {
                Kind = EntryKind.ProgramClosed,
                Subject = 0,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
            },
            Caller.Actor
        );
        return Answer.Whole(new MessageView("Program deleted successfully"), WireJson.Relaxed.MessageView);
    }

    /// <summary>The code of a second: known only to who can ask for it with the program's API key.</summary>
    private static string CodeAt(ReferralProgram program, long second)
    {
        var hash = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(program.Pepper),
            Encoding.UTF8.GetBytes($"close {program.ProgramId} {second}")
        );
        return string.Create(
            CodeLength,
            hash,
            static (to, from) =>
            {
                for (var at = 0; at < to.Length; at++)
                {
                    to[at] = Alphabet[BitConverter.ToUInt16(from, at * 2) % Alphabet.Length];
                }
            }
        );
    }
}

/// <summary>What the second step of closing a program has to show.</summary>
/// <param name="ConfirmationCode">Works for 20 seconds.</param>
public sealed record ConfirmationView(string ConfirmationCode);
