using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Rates;

namespace Byway.Journal;

/// <summary>A journal entry for callers.</summary>
public sealed record EntryView
{
    /// <summary><c>ent_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>1, 2, 3 … in the program.</summary>
    public required long Sequence { get; init; }

    /// <summary>What it did.</summary>
    public required string Kind { get; init; }

    /// <summary>Who asked: an API key's id, a job, the CLI.</summary>
    public required string Actor { get; init; }

    /// <summary>When it occurred; ISO 8601.</summary>
    public required string OccurredAt { get; init; }

    /// <summary>When it was booked; ISO 8601.</summary>
    public required string BookedAt { get; init; }

    /// <summary>Why it came out so.</summary>
    public required DecisionView Decision { get; init; }

    /// <summary>The legs it posted; they add up to zero in every unit.</summary>
    public required IReadOnlyList<LegView> Postings { get; init; }

    /// <summary>The request as it was understood; null once the person was erased.</summary>
    public required JsonElement? Request { get; init; }

    /// <summary>The resource as it was answered; null when there was none.</summary>
    public required JsonElement? Answer { get; init; }

    /// <summary>The entry's hash in the program's chain.</summary>
    public required string Hash { get; init; }
}

/// <summary>A decision for callers.</summary>
public sealed record DecisionView
{
    /// <summary>A decision code; docs/errors.md explains each.</summary>
    public required string Code { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What was looked at, in order.</summary>
    public required IReadOnlyList<EvidenceView> Evidence { get; init; }

    /// <summary>The settings version in force.</summary>
    public required long Version { get; init; }

    /// <summary>How rewards were computed, in major units.</summary>
    public required IReadOnlyList<ArithmeticView> Arithmetic { get; init; }
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Field">Where it stands in the request, or which fact it is.</param>
/// <param name="Given">What the request said there.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="LeadsTo">The id of the partner or customer it leads to.</param>
/// <param name="Note">A remark, such as by which further link: <c>link 57</c>, made by entry 57.</param>
public sealed record EvidenceView(string Field, string? Given, string Verdict, string? LeadsTo, string? Note);

/// <summary>One computation, amounts in major units as text.</summary>
public sealed record ArithmeticView
{
    /// <summary>The reward's number.</summary>
    public required long Reward { get; init; }

    /// <summary>Which rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The settings version.</summary>
    public required long Version { get; init; }

    /// <summary>What it is a share of.</summary>
    public required string? Base { get; init; }

    /// <summary>The share in percent; null when fixed.</summary>
    public required string? Percent { get; init; }

    /// <summary>Refunded so far, for reversals.</summary>
    public required string? Refunded { get; init; }

    /// <summary>The outcome; negative for reversals.</summary>
    public required string Result { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Until when it is held; ISO 8601 or null.</summary>
    public required string? HeldUntil { get; init; }

    /// <summary>The rate at which it was converted from the sale's currency; left out when it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RateView? Rate { get; init; }
}

/// <summary>A leg for callers.</summary>
/// <param name="Owner">The id of the partner or customer; <c>program</c> for the program's own accounts.</param>
/// <param name="Account">The ledger account.</param>
/// <param name="Amount">Major units as text, signed.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Reward">The reward it moves.</param>
public sealed record LegView(string Owner, string Account, string Amount, string Unit, long? Reward);

/// <summary>A part of the journal, oldest first.</summary>
public sealed record JournalPageView
{
    /// <summary>The entries.</summary>
    public required IReadOnlyList<EntryView> Data { get; init; }

    /// <summary>The sequence to ask for next (<c>after=</c>).</summary>
    public required long Next { get; init; }

    /// <summary>True when there is more already.</summary>
    public required bool HasMore { get; init; }

    /// <summary>Always 1.</summary>
    public int Status { get; init; } = 1;
}
