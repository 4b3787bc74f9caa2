using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace TeaShop;

/// <summary>What came of a call.</summary>
/// <param name="Text">Byway's decision, or what is the matter: for the log.</param>
/// <param name="IsTemporary">The same call may succeed later.</param>
public sealed record Said(string Text, bool IsTemporary);

/// <summary>Byway's API, as far as a shop needs it.</summary>
public sealed class BywayClient : IDisposable
{
    private readonly HttpClient http;

    /// <summary>With the API key of the settings.</summary>
    public BywayClient(ShopSettings settings)
    {
        http = new() { BaseAddress = settings.Byway, Timeout = TimeSpan.FromSeconds(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.ApiKey);
    }

    /// <summary>Sends something once. What ran into a timeout may have arrived: repeat it with the same keys.</summary>
    public async Task<Said> Post(string path, JsonObject body, string idempotencyKey, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        try
        {
            using var response = await http.SendAsync(request, stop);
            if (response.IsSuccessStatusCode)
            {
                return new(
                    response.Headers.TryGetValues("Byway-Decision", out var code) ? code.First() : "done",
                    false
                );
            }

            // 409: the same call is still being worked on. 429: too fast. Any other 4xx stays what it is.
            var status = (int)response.StatusCode;
            var isTemporary = status is 408 or 409 or 429 or >= 500;
            return new($"refused, {status} {await response.Content.ReadAsStringAsync(stop)}", isTemporary);
        }
        catch (Exception failure) when (IsOutage(failure, stop))
        {
            return new($"Byway does not answer, {failure.Message}", true);
        }
    }

    /// <summary>What a promotion code takes off a price; nothing when Byway does not know it, or does not answer.</summary>
    public async Task<long> Discount(string code, long cents, CancellationToken stop)
    {
        try
        {
            var found = await Get($"/v1/promotion-codes/{Uri.EscapeDataString(code)}", stop);
            if (found is null || !(bool)found["active"]!)
            {
                return 0;
            }

            var coupon = await Get(
                $"/v1/coupons/{Uri.EscapeDataString((string)found["coupon"]!["uuid_code"]!)}",
                stop
            );
            var amount = (decimal?)coupon?["coupon_discount_amount"] ?? 0;
            var off = (string?)coupon?["coupon_discount_type"] == "percent" ? cents * amount / 100 : amount * 100;
            return Math.Min(cents, (long)Math.Round(off));
        }
        catch (Exception failure) when (IsOutage(failure, stop))
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static bool IsOutage(Exception failure, CancellationToken stop) =>
        failure is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested;

    private async Task<JsonNode?> Get(string path, CancellationToken stop)
    {
        using var response = await http.GetAsync(path, stop);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<JsonObject>(stop))!["data"]
            : null;
    }
}
