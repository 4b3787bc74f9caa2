using Byway.Journal;

namespace Byway.Customers;

/// <summary>
/// Decides whom a customer is bound to. Pure: the first piece of evidence that leads to somebody active wins.
/// </summary>
public static class AttributionDecision
{
    /// <summary>The binding and its explanation.</summary>
    /// <param name="candidates">What the evidence leads to, in the order in which it counts.</param>
    /// <param name="boundBefore">Whom the customer is bound to already; a customer is bound once.</param>
    /// <param name="clicks">Which clicks count; null where there are none.</param>
    /// <param name="isUnbound">True when the owner has said that it belongs to nobody.</param>
    public static Attribution Of(
        IReadOnlyList<Candidate> candidates,
        long? boundBefore = null,
        ClickRule? clicks = null,
        bool isUnbound = false
    )
    {
        if (isUnbound)
        {
            return new(
                null,
                new() { Code = DecisionCode.Unbound, Evidence = [new("customer.referred_by", DecisionCode.Unbound)] }
            );
        }

        if (boundBefore is { } owner)
        {
            return new(
                owner,
                new() { Code = DecisionCode.AlreadyBound, Evidence = [new("customer.referred_by", "resolved", owner)] }
            );
        }

        var evidence = new List<Evidence>(candidates.Count);
        long? bound = null;
        long? cameBy = null;
        string? firstFault = null;
        var ofClicks = clicks?.Verdicts(candidates);
        foreach (var candidate in candidates)
        {
            var verdict = ofClicks?[evidence.Count] ?? candidate.FaultOrNull ?? (bound is null ? "resolved" : "noted");
            evidence.Add(candidate.ToEvidence(verdict));
            if (verdict == "resolved")
            {
                (bound, cameBy) = (candidate.Owner, candidate.CameBy);
            }

            firstFault ??= verdict is "resolved" or "noted" or ClickRule.Superseded ? null : verdict;
        }

        var code = bound is not null ? DecisionCode.Attributed : firstFault ?? DecisionCode.CustomerNotReferred;
        return new(bound, new() { Code = code, Evidence = evidence }, cameBy) { Looked = candidates };
    }
}

/// <summary>What one piece of evidence leads to.</summary>
/// <param name="Path">Where it stands in the request.</param>
/// <param name="IsWellFormed">False when it cannot be a key at all.</param>
/// <param name="Owner">The partner or referring customer; null when it leads to nobody.</param>
/// <param name="IsActive">True when that one counts at present.</param>
/// <param name="Link">The further link of the owner whose key it is; null for the one the owner was made with.</param>
public sealed record Candidate(
    string Path,
    bool IsWellFormed = true,
    long? Owner = null,
    bool IsActive = false,
    long? Link = null
)
{
    /// <summary>The number of the link whose key it is; null where no key led there.</summary>
    public long? CameBy { get; init; }

    /// <summary>The click's id, where it is a recorded one.</summary>
    public string? ClickId { get; init; }

    /// <summary>When the click happened, recorded or as the request says; Unix microseconds.</summary>
    public long? ClickedAt { get; init; }

    /// <summary>True for the click of a machine.</summary>
    public bool IsBot { get; init; }

    /// <summary>Why it does not count, whatever it leads to; null for nothing that is known already.</summary>
    public string? Fault { get; init; }

    /// <summary>A remark, without personal data.</summary>
    public string? Note { get; init; }

    /// <summary>The amount that was compared, in micros.</summary>
    public long? Fact { get; init; }

    /// <summary>The count that was compared.</summary>
    public long? Seen { get; init; }

    /// <summary>The number of another record of the same customer that was compared.</summary>
    public long? Limit { get; init; }

    /// <summary>Why it leads to nobody; null when it does.</summary>
    public string? FaultOrNull =>
        Fault is not null ? Fault
        : !IsWellFormed ? DecisionCode.PartnerKeyMalformed
        : Owner is null ? DecisionCode.PartnerKeyUnknown
        : !IsActive ? DecisionCode.PartnerInactive
        : null;

    /// <summary>As evidence.</summary>
    /// <param name="verdict">What came of it.</param>
    public Evidence ToEvidence(string verdict) =>
        new(Path, verdict, Owner, Link is { } number ? $"link {number}" : Note)
        {
            Fact = Fact ?? ClickedAt,
            Seen = Seen,
            Limit = Limit,
        };
}

/// <summary>A binding and its explanation.</summary>
/// <param name="Owner">The partner or referring customer; null for nobody.</param>
/// <param name="Decision">Why.</param>
/// <param name="CameBy">The number of the link whose key led there; null where none did.</param>
public sealed record Attribution(long? Owner, Decision Decision, long? CameBy = null)
{
    /// <summary>From when on the earning period counts, where that is not now; Unix microseconds.</summary>
    public long? Since { get; init; }

    /// <summary>What was looked at, in the order of the evidence; nothing when it was bound before.</summary>
    public IReadOnlyList<Candidate> Looked { get; init; } = [];
}
