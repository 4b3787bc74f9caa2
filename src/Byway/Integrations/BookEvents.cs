using System.Text;
using System.Text.Json;
using Byway.Http;
using Byway.Jobs;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;
using Byway.Webhooks;

namespace Byway.Integrations;

/// <summary>
/// Books the events that providers sent, in the order of their arrival for each program; one that fails is tried again
/// later, and the others go on.
/// </summary>
/// <param name="database">Finds them.</param>
/// <param name="turns">Books them.</param>
/// <param name="programs">Programs by number.</param>
/// <param name="settings">Programs' settings.</param>
/// <param name="providers">The providers there are.</param>
/// <param name="secrets">What opens their APIs.</param>
/// <param name="outbound">Fetches from them.</param>
/// <param name="clock">The clock.</param>
public sealed class BookEvents(
    Database database,
    TurnQueue turns,
    ApiKeyDirectory programs,
    SettingsDirectory settings,
    BillingProviders providers,
    IntegrationSecrets secrets,
    Outbound outbound,
    TimeProvider clock
) : IJob
{
    /// <summary>What is due, of all programs.</summary>
    public const string DueSql =
        "select program_id, provider, event_id, type, occurred_at from provider_events where due_at <= @now "
        + "order by due_at, program_id, number limit 1000";

    // Without anything arriving it looks once in five seconds, for what is tried again and what another server has
    // left.
    private const int PausesBetweenLooks = 20;
    private const int FetchesAtOnce = 4;

    private int isWoken = 1;
    private int pauses;

    /// <inheritdoc/>
    public string Name => nameof(BookEvents);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromMilliseconds(250);

    /// <summary>Says that there is something to book.</summary>
    public void Wake() => Interlocked.Exchange(ref isWoken, 1);

    /// <inheritdoc/>
    public async Task Run()
    {
        if (Interlocked.Exchange(ref isWoken, 0) == 0 && ++pauses < PausesBetweenLooks)
        {
            return;
        }

        pauses = 0;
        for (var isMore = true; isMore; )
        {
            var due = await database.Query<DueEvent>(DueSql, new { now = UtcMicros.Now(clock) });
            var done = await Task.WhenAll(due.GroupBy(each => each.ProgramId).Select(BookAll));
            isMore = due.Count > 0 && done.Sum() == due.Count;
        }
    }

    /// <summary>Books a program's events; returns how many are due no more.</summary>
    private async Task<int> BookAll(IGrouping<long, DueEvent> due)
    {
        var program = await programs.ProgramOf(due.Key);
        var connected = (await settings.InForce(due.Key)).Integrations ?? [];
        var under = new List<Task<bool>>();
        var toFetch = new List<(DueEvent Event, IBillingProvider Provider, Uri From)>();
        foreach (var each in due)
        {
            var provider = providers.Find(each.Provider);
            var site = connected.FirstOrDefault(one => one.Provider == each.Provider)?.Site;
            var head = new BillingEventHead(each.EventId, each.Type, each.OccurredAt);
            if (provider is null)
            {
                under.Add(Fail(program, each, "This server does not know the provider.", isFinal: false));
            }
            else if (!TryFetchFrom(provider, head, site, out var from))
            {
                under.Add(
                    Fail(program, each, "It cannot be fetched: the site is missing or is none.", isFinal: false)
                );
            }
            else if (from is not null)
            {
                toFetch.Add((each, provider, from));
            }
            else
            {
                // All wait in the queue together and share turns; the queue keeps their order.
                under.Add(Book(program, provider, each, null));
            }
        }

        var done = (await Task.WhenAll(under)).Count(isDone => isDone);
        foreach (var chunk in toFetch.Chunk(FetchesAtOnce))
        {
            // Fetched side by side; booked in the order of their arrival, whichever came back first.
            var fetches = chunk.Select(each => Fetch(program, each.Provider, each.Event, each.From));
            var booked = new List<Task<bool>>();
            foreach (var ((arrived, provider, _), (body, fault)) in chunk.Zip(await Task.WhenAll(fetches)))
            {
                booked.Add(
                    body is not null
                        ? Book(program, provider, arrived, body)
                        : Fail(program, arrived, fault!, isFinal: false)
                );
            }

            done += (await Task.WhenAll(booked)).Count(isDone => isDone);
        }

        return done;
    }

    /// <summary>Nothing that is not signed is believed without having been fetched.</summary>
    private static bool TryFetchFrom(IBillingProvider provider, BillingEventHead head, string? site, out Uri? from)
    {
        try
        {
            from = provider.FetchFrom(head, site);
            return from is not null || !provider.HasSecretPath;
        }
        catch (InvalidOperationException)
        {
            from = null;
            return false;
        }
    }

    /// <summary>The event as the provider hands it out, or why there is none.</summary>
    private async Task<(string? Body, string? Fault)> Fetch(
        ReferralProgram program,
        IBillingProvider provider,
        DueEvent due,
        Uri from
    )
    {
        if (await secrets.Open(program, provider.Name, IntegrationSecret.ApiKey) is not [var apiKey, ..])
        {
            return (null, "It cannot be fetched: the API key is missing.");
        }

        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{apiKey}:"));
        var fetched = await outbound.Get(from, $"Basic {basic}", RequestBody.LargestBytes);
        if (fetched.Body is null)
        {
            var why = fetched.Error ?? $"HTTP {fetched.Status}";
            return (null, $"{provider.Title} did not hand it out ({why}).");
        }

        using var body = RequestBody.Parse(fetched.Body, isForeign: true);
        return body.Refusal is not null || provider.Read(body.Root)?.Id != due.EventId
            ? (null, $"{provider.Title} handed out something else.")
            : (Encoding.UTF8.GetString(fetched.Body), null);
    }

    private async Task<bool> Book(ReferralProgram program, IBillingProvider provider, DueEvent due, string? fetched)
    {
        var caller = ReceiveEvent.CallerOf(program, provider.Name);
        var answer = await turns.Take(new BookEvent(caller, provider, due.EventId, fetched));
        return answer.Status switch
        {
            < 400 => true,
            // The database is away: nothing can be noted either.
            503 => false,
            500 => await Fail(program, due, "The server made a mistake; the log has the details.", isFinal: false),
            _ => await Fail(program, due, SentenceOf(answer), isFinal: true),
        };
    }

    private async Task<bool> Fail(ReferralProgram program, DueEvent due, string sentence, bool isFinal)
    {
        var caller = ReceiveEvent.CallerOf(program, due.Provider);
        var answer = await turns.Take(new NoteFailure(caller, due.Provider, due.EventId, sentence, isFinal));
        return answer.IsSuccess;
    }

    private static string SentenceOf(Answer refusal) =>
        JsonElement.Parse(refusal.Body.Span).GetProperty("message"u8).GetString()!;

    private sealed record DueEvent
    {
        public long ProgramId { get; init; }

        public string Provider { get; init; } = "";

        public string EventId { get; init; } = "";

        public string Type { get; init; } = "";

        public long OccurredAt { get; init; }
    }
}
