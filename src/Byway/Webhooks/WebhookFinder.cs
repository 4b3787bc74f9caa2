using Byway.Http;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Webhooks;

/// <summary>Finds subscriptions by key. Deleted ones are not found.</summary>
public static class WebhookFinder
{
    /// <summary>The path's parameter.</summary>
    public static readonly FieldNote PathNote = FieldNote.Text("key", "The webhook's key.", "uLbBzVvN7ARX");

    /// <summary>Inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="key">The key, exactly.</param>
    public static Webhook? Find(Turn turn, string key) =>
        turn.Find(Webhook.ByKey, text: key).FirstOrDefault(webhook => webhook.DeletedAt is null);

    /// <summary>For reads.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="key">The key, exactly.</param>
    public static Task<Webhook?> Find(Database database, ReferralProgram program, string key) =>
        database.First(
            Webhook.Table,
            "where program_id = @ProgramId and key = @key and deleted_at is null",
            new { program.ProgramId, key }
        );

    /// <summary>What the header <c>Signature</c> of several is made with.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="webhooks">Which.</param>
    public static async Task<Dictionary<long, string>> Signatures(
        Database database,
        ReferralProgram program,
        IReadOnlyList<Webhook> webhooks
    ) =>
        (
            await database.Query<(long Webhook, string Secret)>(
                "select webhook, secret from webhook_secrets where program_id = @ProgramId and webhook in @numbers "
                    + "and number = 0",
                new { program.ProgramId, numbers = webhooks.Select(webhook => webhook.Number).ToList() }
            )
        ).ToDictionary(row => row.Webhook, row => row.Secret);
}
