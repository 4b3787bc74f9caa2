using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Byway.Storage;
using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// A billing provider's event that was answered with 200 is booked, once, however often the server is killed between
/// the answer and the booking. The control takes an event away, as a server would that answers before it stores.
/// </summary>
public sealed class BillingKillTests
{
    private const int Kills = 5;
    private const string Secret = "whsec_of_a_proof_0123456789";

    [Fact]
    public async Task Killing_the_server_between_answer_and_booking_loses_nothing()
    {
        using var place = new ProofPlace();
        var apiKey = await ServerProcess.MakeProgram(place.Options);
        using var server = new ServerProcess(place.Options);
        await server.Start();
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        await Connect(http);
        var path = $"/integrations/stripe/{apiKey.Split('_')[2]}/webhook";
        var answered = new ConcurrentDictionary<int, bool>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var from = kill * 100;
            var sending = Task.WhenAll(
                Enumerable.Range(from, 100).Select(number => Send(http, path, number, answered))
            );
            await Task.Delay(RandomNumberGenerator.GetInt32(20, 250));
            await server.Kill();
            await sending;
            await server.Start();
        }

        Assert.True(answered.Count > 20, $"Only {answered.Count} events were answered.");
        await Booked(place);
        await server.Kill();
        using var database = place.Open();
        Assert.Empty(await Faults(database, answered.Keys));

        // The control: an event that was answered and is not there is found.
        using (var store = database.OpenStore())
        {
            store.Execute("delete from transactions where key = @key", new { key = $"in_{answered.Keys.Min()}" });
        }

        Assert.Single(await Faults(database, answered.Keys));
    }

    private static async Task Connect(HttpClient http)
    {
        using var body = new StringContent(
            $$"""{"webhook_secrets":["{{Secret}}"]}""",
            Encoding.UTF8,
            "application/json"
        );
        var reply = await http.PutAsync(new Uri("/v1/integrations/stripe", UriKind.Relative), body);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    private static async Task Send(HttpClient http, string path, int number, ConcurrentDictionary<int, bool> answered)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = $$"""
            {"id":"evt_{{number}}","object":"event","type":"invoice.paid","created":{{now}},"data":{"object":{
            "id":"in_{{number}}","object":"invoice","currency":"usd","amount_paid":1000,"total":1000,"subtotal":1000,
            "customer":"cus_1","status":"paid","paid":true,"created":{{now}},"lines":{"object":"list","data":[]} } } }
            """;
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{now}.{body}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", $"t={now},v1={Convert.ToHexStringLower(signed)}");
        try
        {
            using var reply = await http.SendAsync(request);
            if (reply.IsSuccessStatusCode)
            {
                answered[number] = true;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            // Cut off by the kill: the provider would send it again.
        }
    }

    private static async Task Booked(ProofPlace place)
    {
        using var database = place.Open();
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if ((await database.Query<long>("select count(*) from provider_events where due_at is not null"))[0] == 0)
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("Events are left that nobody books.");
    }

    private static async Task<IReadOnlyList<string>> Faults(Database database, IEnumerable<int> answered)
    {
        var sales = (await database.Query<string>("select key from transactions")).ToLookup(key => key);
        return
        [
            .. answered
                .Select(number => $"in_{number}")
                .Where(key => sales[key].Count() != 1)
                .Select(key => $"{key} was answered and is there {sales[key].Count()} times"),
        ];
    }
}
