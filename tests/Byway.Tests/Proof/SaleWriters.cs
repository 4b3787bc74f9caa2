using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Byway.Storage;
using Byway.Values;

namespace Byway.Tests.Proof;

/// <summary>
/// Callers as they should be: each sale has a key, and whatever is not answered is sent again until it is. What was
/// acknowledged is remembered, to be held against the database afterwards.
/// </summary>
/// <param name="apiKey">The program's API key.</param>
/// <param name="servers">Where to send to; a writer goes on to the next when one does not answer.</param>
public sealed class SaleWriters(string apiKey, IReadOnlyList<Uri> servers) : IDisposable
{
    private const int Customers = 40;
    private const int Partners = 4;

    private readonly HttpClient http = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(1) }
    )
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> answers = new(StringComparer.Ordinal);
    private int unanswered;

    /// <summary>How many sales were acknowledged.</summary>
    public int Acknowledged => answers.Count;

    /// <summary>How many requests got no answer, or one that said to come back.</summary>
    public int Unanswered => unanswered;

    /// <summary>Waits until so many sales were acknowledged.</summary>
    /// <param name="count">How many in all.</param>
    public async Task HaveAcknowledged(int count)
    {
        while (Acknowledged < count)
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Makes the partners and customers the sales are about.</summary>
    public async Task Prepare()
    {
        for (var partner = 0; partner < Partners; partner++)
        {
            await Send("/v1/partners", $$"""{"key":"p{{partner}}","email":"p{{partner}}@example.com"}""", 0);
        }

        for (var customer = 0; customer < Customers; customer++)
        {
            var body = $$$"""{"key":"c{{{customer}}}","partner":{"key":"p{{{customer % Partners}}}"}}""";
            await Send("/v1/customers", body, 0);
        }
    }

    /// <summary>Writes sales until told to stop; the last one of each writer is acknowledged too.</summary>
    /// <param name="writers">How many at once.</param>
    /// <param name="sharing">How many writers send the very same sales.</param>
    /// <param name="stop">When to stop.</param>
    public Task Write(int writers, int sharing, CancellationToken stop) =>
        Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(writer =>
                    Task.Run(
                        async () =>
                        {
                            for (var number = 0; !stop.IsCancellationRequested; number++)
                            {
                                await Sell(
                                    string.Create(CultureInfo.InvariantCulture, $"s{writer / sharing}-{number}"),
                                    writer
                                );
                            }
                        },
                        CancellationToken.None
                    )
                )
        );

    /// <summary>
    /// What is wrong between what was acknowledged and what the database holds; empty when every sale is there exactly
    /// once, with exactly its reward, and every answer to one key was the same.
    /// </summary>
    /// <param name="database">The database.</param>
    public async Task<IReadOnlyList<string>> Faults(Database database)
    {
        var faults = new List<string>();
        var stored = await database.Query<(string Key, long Amount, long Reward)>(
            "select t.key, t.amount, coalesce(r.amount, -1) from transactions t "
                + "left join rewards r on r.program_id = t.program_id and r.transaction_number = t.number"
        );
        foreach (var group in stored.GroupBy(row => row.Key, StringComparer.Ordinal))
        {
            if (group.Count() > 1)
            {
                faults.Add($"{group.Key} is there {group.Count()} times");
            }
        }

        foreach (var (key, amount, reward) in stored)
        {
            if (amount != AmountOf(key) || reward != Micros.MultiplyDivide(AmountOf(key), 30, 100))
            {
                faults.Add($"{key} has amount {amount} and reward {reward}");
            }
        }

        var present = stored.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(
            answers.Keys.Where(key => !present.Contains(key)).Select(key => $"{key} was acknowledged and is lost")
        );
        faults.AddRange(
            present.Where(key => !answers.ContainsKey(key)).Select(key => $"{key} is there and was never acknowledged")
        );
        faults.AddRange(
            answers
                .Where(pair => pair.Value.Distinct(StringComparer.Ordinal).Count() > 1)
                .Select(pair => $"{pair.Key} was answered differently")
        );
        return faults;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static long AmountOf(string key)
    {
        var number = int.Parse(
            key.AsSpan(key.IndexOf('-', StringComparison.Ordinal) + 1),
            CultureInfo.InvariantCulture
        );
        return ((number % 97) + 1) * 1_010_000L;
    }

    private async Task Sell(string key, int writer)
    {
        // The same sale has the same customer, whichever writer sends it.
        var customer = AmountOf(key) / 1_010_000L % Customers;
        var amount = Micros.ToText(AmountOf(key));
        var body = $$$"""{"key":"{{{key}}}","amount":{{{amount}}},"customer":{"key":"c{{{customer}}}"}}""";
        var answer = await Send("/v1/transactions", body, writer);
        answers.GetOrAdd(key, _ => []).Add(answer);
    }

    private async Task<string> Send(string path, string body, int writer)
    {
        for (var attempt = writer; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Post,
                    new Uri(servers[attempt % servers.Count], path)
                );
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                using var response = await http.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                if (response.IsSuccessStatusCode)
                {
                    return JsonElement.Parse(text).GetProperty("data").GetRawText();
                }

                if ((int)response.StatusCode is not (503 or 429))
                {
                    throw new InvalidOperationException($"{path} was answered {(int)response.StatusCode}: {text}");
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
            {
                // The server was killed under the request: nobody knows what became of it, so it is sent again.
            }

            Interlocked.Increment(ref unanswered);
            await Task.Delay(20);
        }
    }
}
