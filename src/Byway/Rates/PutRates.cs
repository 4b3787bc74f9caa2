using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Rates;

/// <summary><c>GET /v1/program/rates</c>.</summary>
public static class GetRates
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getRates", "Get the program's conversion rates and their version.")
    {
        Answer = AnswerNote.One(200, "The rates in force.", typeof(RatesView)) with { HasETag = true },
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var (version, settings) = await call.Server.Settings.WithVersion(call.Program.ProgramId);
        var answer = Answer.Of(RatesView.Of(version, settings.Rates), WireJson.Relaxed.RatesView);
        answer.ETag = PutSettings.ETagOf(version);
        return answer;
    }
}

/// <summary>
/// <c>PUT /v1/program/rates</c>: the whole table, from here on; nothing before it is decided again, and what a refund
/// takes back is what was given. It is a new version of the settings, and with <c>If-Match</c> refused when somebody
/// else was faster.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="body">The request's body.</param>
/// <param name="ifMatch">The version the caller has read, as an ETag; null for any.</param>
/// <param name="asked">As in <see cref="Check"/>.</param>
public sealed class PutRates(Caller caller, byte[] body, string? ifMatch, Action<string>? asked = null)
    : Change(caller)
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("putRates", "Set the program's conversion rates, the whole table.")
    {
        More =
            "Nothing is converted at a rate that does not stand here. With the setting `reward_currency: program` "
            + "shares of sales in other currencies are rewarded in the program's currency; amounts and revenue in "
            + "rules count such sales too. Rates count for what is decided from now on, and of several for one pair "
            + "the one that held when the sale occurred. Setting what is set already changes nothing. Here, unlike "
            + "elsewhere, an unknown field is refused.",
        Headers =
        [
            FieldNote.Text("If-Match", "The version that was read; refused when there is a newer one.", "\"3\""),
        ],
        Body = RatesFields.Notes,
        Answer = AnswerNote.One(200, "The rates in force from now on.", typeof(RatesView)) with { HasETag = true },
        Refusals = [RefusalCode.InvalidFields, RefusalCode.VersionConflict],
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Handle(ApiCall call) =>
        call.Take(
            new PutRates(
                call.Caller,
                call.Body.Raw.ToArray(),
                call.Http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null,
                call.Check.Asked
            )
        );

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Shape: inside the turn, because a rate that does not say so is into the currency in force.
        using var parsed = RequestBody.Parse(body);
        var check = new Check(asked);
        var rates = RatesFields.Of(new(check, parsed.Root), turn.Settings.Currency);

        // Decision
        if (check.HasFaults)
        {
            return check.Refusal();
        }

        if (ifMatch is not null and not "*" && ifMatch != PutSettings.ETagOf(turn.Version))
        {
            return Answer.Refuse(
                RefusalCode.VersionConflict,
                "The rates or settings were changed since they were read. Read them again."
            );
        }

        // Effects
        if (!rates.List.SequenceEqual(turn.Settings.Rates?.List ?? []))
        {
            turn.PutSettings(turn.Settings with { Rates = rates.IsEmpty ? null : rates });
            var resource = JsonOf(turn.Version, rates);
            turn.Append(
                new()
                {
                    Kind = EntryKind.RatesChanged,
                    Subject = 0,
                    Decision = Decision.Plain,
                    Request = new RequestText().Add("rates", System.Text.Encoding.UTF8.GetString(resource)).Json,
                    Answer = resource,
                },
                Caller.Actor
            );
        }

        var answer = Answer.Resource(200, JsonOf(turn.Version, turn.Settings.Rates));
        answer.ETag = PutSettings.ETagOf(turn.Version);
        return answer;
    }

    private static byte[] JsonOf(long version, ConversionRates? rates) =>
        JsonSerializer.SerializeToUtf8Bytes(RatesView.Of(version, rates), WireJson.Relaxed.RatesView);
}
