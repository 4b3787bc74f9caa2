using System.Text.Json;
using Byway.Http;
using Byway.Partners;
using Byway.Turns;
using Byway.Values;

namespace Byway.Payouts;

/// <summary>A payout request as the wire writes it.</summary>
public sealed record PayoutRequestView
{
    /// <summary>Its number in the program.</summary>
    public required long Id { get; init; }

    /// <summary>
    /// <c>requested</c>, <c>approved</c>, <c>finished</c> or <c>rejected</c>; <c>resubmit_requested</c> and
    /// <c>resubmitted</c> are prepared.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The partner's id.</summary>
    public required string? Partner { get; init; }

    /// <summary>Major units; always whole minor units.</summary>
    public required MajorUnits Amount { get; init; }

    /// <summary>The currency.</summary>
    public required string AmountUnits { get; init; }

    /// <summary><c>paypal</c>, <c>crypto</c>, <c>venmo</c> or <c>wise</c>.</summary>
    public required string Gateway { get; init; }

    /// <summary>What the gateway needs to know, as it was when the payout was requested.</summary>
    public required Dictionary<string, string> PayoutSettings { get; init; }

    /// <summary>Numbers of the rewards the partner chose; null for the whole balance.</summary>
    public required IReadOnlyList<long>? RewardIds { get; init; }

    /// <summary>Why it was rejected.</summary>
    public required string? Reason { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>ISO 8601 or null.</summary>
    public required string? ApprovedAt { get; init; }

    /// <summary>ISO 8601 or null.</summary>
    public required string? PaidAt { get; init; }

    /// <summary>A payout's view.</summary>
    /// <param name="payout">The payout.</param>
    /// <param name="partner">The partner's id.</param>
    public static PayoutRequestView Of(Payout payout, string? partner) =>
        new()
        {
            Id = payout.Number,
            Status = payout.Status,
            Partner = partner,
            Amount = new(payout.Amount),
            AmountUnits = payout.Unit,
            Gateway = payout.Gateway,
            PayoutSettings = PayoutSettingsView.Pairs(payout.Details),
            RewardIds = payout.ChosenNumbers,
            Reason = payout.Reason,
            CreatedAt = UtcMicros.ToText(payout.CreatedAt),
            UpdatedAt = UtcMicros.ToText(payout.UpdatedAt),
            ApprovedAt = payout.ApprovedAt is { } approved ? UtcMicros.ToText(approved) : null,
            PaidAt = payout.FinishedAt is { } paid ? UtcMicros.ToText(paid) : null,
        };

    /// <summary>A payout inside a turn, as UTF-8 JSON.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="payout">The payout.</param>
    public static byte[] Json(Turn turn, Payout payout) =>
        JsonSerializer.SerializeToUtf8Bytes(
            Of(payout, PartnerFinder.ByNumber(turn, payout.Partner)?.Id),
            WireJson.Relaxed.PayoutRequestView
        );
}

/// <summary>Where a partner wants to be paid, as the wire writes it.</summary>
public sealed record PayoutSettingsView
{
    /// <summary>The partner's id.</summary>
    public required string Partner { get; init; }

    /// <summary><c>paypal</c>, <c>crypto</c>, <c>venmo</c> or <c>wise</c>; null when nothing is saved.</summary>
    public required string? Gateway { get; init; }

    /// <summary>What the gateway needs to know.</summary>
    public required Dictionary<string, string> PayoutSettings { get; init; }

    /// <summary>ISO 8601; null when nothing is saved.</summary>
    public required string? UpdatedAt { get; init; }

    /// <summary>A partner's view.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="saved">What is saved; null for nothing.</param>
    public static PayoutSettingsView Of(Partner partner, PayoutDetails? saved) =>
        new()
        {
            Partner = partner.Id,
            Gateway = saved?.Gateway,
            PayoutSettings = Pairs(saved?.Details),
            UpdatedAt = saved is null ? null : UtcMicros.ToText(saved.UpdatedAt),
        };

    /// <summary>Stored details; none once erased.</summary>
    /// <param name="json">JSON object of texts.</param>
    public static Dictionary<string, string> Pairs(string? json) =>
        string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize(json, StoredJson.Default.Pairs)!;
}
