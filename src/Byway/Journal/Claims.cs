using System.Text.Json;
using Byway.Http;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Journal;

/// <summary>
/// Merchant keys: same key and meaning, same answer; same key and another meaning, a refusal that names the
/// difference.
/// </summary>
public static class Claims
{
    /// <summary>The claim on a key, or null.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">What kind of key.</param>
    /// <param name="key">The key, exactly.</param>
    public static Claim? Find(Turn turn, ClaimKind kind, string key) =>
        turn.Get(Claim.Table, (long)kind, text: turn.HashOf(kind, key));

    /// <summary>Claims a key for the thing of the next entry, or takes it over from a released claim.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">What kind of key.</param>
    /// <param name="key">The key, exactly.</param>
    /// <param name="number">The thing.</param>
    /// <param name="request">The request; null when no request owns the key yet.</param>
    public static void Put(Turn turn, ClaimKind kind, string key, long number, RequestText? request) =>
        turn.Put(
            Claim.Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Kind = (long)kind,
                KeyHash = turn.HashOf(kind, key),
                Number = number,
                Sequence = request is null ? 0 : turn.NextNumber,
                RequestHash = request?.Hash(turn.Program) ?? "",
                ClaimedAt = turn.Now,
            }
        );

    /// <summary>Frees the key of a deleted thing.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">What kind of key.</param>
    /// <param name="key">The key, exactly.</param>
    public static void Release(Turn turn, ClaimKind kind, string key)
    {
        if (Find(turn, kind, key) is { } claim)
        {
            turn.Put(Claim.Table, claim with { ReleasedAt = turn.Now });
        }
    }

    /// <summary>Compares a request with the one that made the claim.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="request">The request now.</param>
    public static bool IsSameRequest(Turn turn, Claim claim, RequestText request) =>
        claim.RequestHash == request.Hash(turn.Program);

    /// <summary>
    /// The first answer's resource; a repeat after more than a day is noted in the journal, so that a caller who
    /// reuses keys is seen.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="caller">Who repeats.</param>
    public static Replayed Replay(Turn turn, Claim claim, Caller caller)
    {
        var entry = turn.Get(JournalEntry.Table, claim.Sequence)!;
        var personal = turn.Get(EntryPersonal.Table, claim.Sequence)!;
        if (turn.Now - claim.ClaimedAt > UtcMicros.PerDay)
        {
            turn.Append(
                new()
                {
                    Kind = EntryKind.RequestRepeated,
                    Subject = claim.Number,
                    Decision = new()
                    {
                        Code = DecisionCode.RepeatedLate,
                        Evidence = [new("entry", "resolved", claim.Sequence)],
                    },
                    Request = RequestText.Nothing,
                },
                caller.Actor
            );
        }

        var code = JsonElement.Parse(entry.Body).GetProperty("decision"u8).GetProperty("code"u8).GetString()!;
        return new(System.Text.Encoding.UTF8.GetBytes(personal.Answer), entry.Id, code);
    }

    /// <summary>The refusal of a request whose key was used before with another meaning.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="request">The request now.</param>
    /// <param name="path">Where the key stands in the request.</param>
    public static Answer Refuse(Turn turn, Claim claim, RequestText request, string path)
    {
        var stored = turn.Get(EntryPersonal.Table, claim.Sequence);
        var differing = stored is null ? [] : request.DifferencesFrom(stored.Request);
        var fields = differing.Count == 0 ? "other values" : $"another {string.Join(", ", differing)}";
        return Answer.Fault(path, $"This key was used before with {fields}.", RefusalCode.KeyReused);
    }
}

/// <summary>A first answer, again.</summary>
/// <param name="Resource">The resource as UTF-8 JSON.</param>
/// <param name="EntryId">The entry that made it.</param>
/// <param name="Code">That entry's decision code.</param>
public sealed record Replayed(byte[] Resource, string EntryId, string Code)
{
    /// <summary>As the whole answer of a request.</summary>
    /// <param name="status">The status it had.</param>
    public Answer ToAnswer(int status)
    {
        var answer = Answer.Resource(status, Resource);
        answer.EntryId = EntryId;
        answer.Decision = Code;
        answer.IsReplay = true;
        return answer;
    }
}
