using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TeaShop;

/// <summary>What is to become of what was told.</summary>
public enum Outcome
{
    /// <summary>Byway has it.</summary>
    Done,

    /// <summary>The same call may succeed later, when a server, a key or an address is mended.</summary>
    Later,

    /// <summary>Byway will never take it as it is: somebody has to look at it.</summary>
    Refused,
}

/// <summary>What came of a call.</summary>
/// <param name="Outcome">What is to become of it.</param>
/// <param name="Text">Byway's decision, or what is the matter: for the log.</param>
public sealed record Said(Outcome Outcome, string Text);

/// <summary>Byway's API, as far as a shop needs it.</summary>
public sealed class BywayClient : IDisposable
{
    private readonly HttpClient http;

    /// <summary>With the API key of the settings.</summary>
    public BywayClient(ShopSettings settings)
    {
        // A redirect would make a GET of what is told, which tells nothing.
        var wire = new SocketsHttpHandler { AllowAutoRedirect = false };
        http = new(wire) { BaseAddress = settings.Byway, Timeout = TimeSpan.FromSeconds(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.ApiKey);
    }

    /// <summary>Sends something once. After a timeout it may have arrived: repeat it with the same keys.</summary>
    public async Task<Said> Post(string path, JsonObject body, string idempotencyKey, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        try
        {
            using var response = await http.SendAsync(request, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            var outcome = Of(path, (int)response.StatusCode, Parse(text));
            var isTaken = response.IsSuccessStatusCode && outcome == Outcome.Done;
            return new(outcome, isTaken ? DecisionOf(response) : $"{(int)response.StatusCode} {text}");
        }
        catch (Exception failure) when (IsOutage(failure, stop))
        {
            return new(Outcome.Later, $"Byway does not answer, {failure.Message}");
        }
    }

    /// <summary>What a promotion code takes off; nothing when Byway does not know it, or does not answer.</summary>
    public async Task<long> Discount(string code, long cents, CancellationToken stop)
    {
        try
        {
            var found = await Get($"/v1/promotion-codes/{Uri.EscapeDataString(code)}", stop);
            if ((bool?)found?["active"] is not true || (string?)found["coupon"]?["uuid_code"] is not { } id)
            {
                return 0;
            }

            var coupon = await Get($"/v1/coupons/{Uri.EscapeDataString(id)}", stop);
            var amount = (decimal?)coupon?["coupon_discount_amount"] ?? 0;
            var off = (string?)coupon?["coupon_discount_type"] == "percent" ? cents * amount / 100 : amount * 100;
            return Math.Min(cents, (long)Math.Round(off));
        }
        catch (Exception failure) when (IsOutage(failure, stop) || IsNoAnswerOfByways(failure))
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static bool IsOutage(Exception failure, CancellationToken stop) =>
        failure is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested;

    /// <summary>An answer of something in between, such as a proxy: JSON of another shape.</summary>
    private static bool IsNoAnswerOfByways(Exception failure) =>
        failure is JsonException or InvalidOperationException or FormatException or OverflowException;

    private static Outcome Of(string path, int status, JsonObject? answer) =>
        status switch
        {
            // A page that something in between answers is no answer.
            >= 200 and < 300 => answer?.ContainsKey("data") is true ? Outcome.Done : Outcome.Later,
            // Another key (401, 403) or another address (404) makes it good; 409: the same call is still being worked
            // on; 429: too fast. Nothing is wrong with what is told.
            401 or 403 or 408 or 409 or 429 => Outcome.Later,
            // Byway is there, and has no such link: an answer to a click, whose key anybody can make up.
            404 when path == "/v1/clicks" && answer?["code"]?.ToString() == "not_found" => Outcome.Done,
            404 => Outcome.Later,
            >= 400 and < 500 => Outcome.Refused,
            _ => Outcome.Later,
        };

    private static string DecisionOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Byway-Decision", out var code) ? code.First() : "done";

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<JsonNode?> Get(string path, CancellationToken stop)
    {
        using var response = await http.GetAsync(path, stop);
        return response.IsSuccessStatusCode ? Parse(await response.Content.ReadAsStringAsync(stop))?["data"] : null;
    }
}
