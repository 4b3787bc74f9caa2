using Byway.Http;
using Byway.Programs;

namespace Byway.Turns;

/// <summary>
/// Runs one change inside its turn: key still valid, not a repeat, decide, and take everything back when refused.
/// </summary>
internal static class ChangeRunner
{
    /// <summary>Runs it. Never throws: a defect answers 500 and leaves the neighbours alone.</summary>
    /// <param name="change">The change.</param>
    /// <param name="turn">Its program.</param>
    /// <param name="log">For defects.</param>
    public static Answer Run(Change change, Turn turn, ILogger log)
    {
        turn.BeginChange();
        try
        {
            if (
                change.Caller.ApiKeyId is { } id
                && turn.Get(ApiKey.Table, text: id)?.IsValidAt(turn.MachineNow) != true
            )
            {
                return Answer.Refuse(RefusalCode.Unauthorized, "The API key was revoked or has expired.");
            }

            if (RepeatOf(change, turn) is { } stored)
            {
                return stored;
            }

            var answer = OccurredAt.Refusal(change.Ahead, turn.Now) ?? change.Take(turn);
            if (turn.IsOverBalanceLimit)
            {
                answer = Answer.Refuse(
                    RefusalCode.BalanceLimit,
                    "A balance would leave the range of ± 9000000000000; nothing was written."
                );
            }

            if (!answer.IsSuccess)
            {
                turn.UndoChange();
                return answer;
            }

            answer.EntryId ??= turn.LastEntryId;
            answer.Decision ??= turn.LastCode;
            answer.EntryCount = turn.EntryCount;
            Remember(change, turn, answer);
            return answer;
        }
        catch (Exception failure) when (failure is not System.Data.Common.DbException and not IOException)
        {
            TurnLog.Defect(log, failure);
            turn.UndoChange();
            return Answer.Refuse(
                RefusalCode.InternalError,
                "The server made a mistake; nothing was written. The log has the details."
            );
        }
    }

    private static Answer? RepeatOf(Change change, Turn turn)
    {
        if (
            change.Caller.Idempotent is not { } request
            || turn.Get(IdempotencyKey.Table, text: request.KeyHash) is not { } known
            || known.CreatedAt < turn.MachineNow - IdempotencyKey.KeptMicros
        )
        {
            return null;
        }

        if (known.RequestHash != request.RequestHash)
        {
            return Answer.Refuse(
                RefusalCode.IdempotencyKeyReused,
                "This Idempotency-Key was used before with another body.",
                new Dictionary<string, List<string>>
                {
                    ["Idempotency-Key"] = ["It was used before with another body."],
                }
            );
        }

        if (known.HasSecret)
        {
            return Answer.Refuse(
                RefusalCode.IdempotencyKeyInFlight,
                "The request was done; its answer held a secret that is shown only once and was not kept."
            );
        }

        var answer = Answer.Stored((int)known.Status, known.Body);
        answer.EntryId = known.EntryId;
        answer.EntryCount = (int)known.EntryCount;
        answer.Decision = known.Decision;
        return answer;
    }

    private static void Remember(Change change, Turn turn, Answer answer)
    {
        if (change.Caller.Idempotent is not { } request)
        {
            return;
        }

        turn.Put(
            IdempotencyKey.Table,
            new()
            {
                ProgramId = change.Program.ProgramId,
                KeyHash = request.KeyHash,
                RequestHash = request.RequestHash,
                Status = answer.Status,
                Body = answer.HasSecret ? "" : System.Text.Encoding.UTF8.GetString(answer.Body.Span),
                HasSecret = answer.HasSecret,
                EntryId = answer.EntryId,
                EntryCount = answer.EntryCount,
                Decision = answer.Decision,
                CreatedAt = turn.MachineNow,
            }
        );
    }
}
