using Byway.Rewards;

namespace Byway.Simulations;

/// <summary>A sale, sign-up, action or reached goal: what it earned in truth, and what it would have earned.</summary>
public sealed class SimulatedEvent
{
    /// <summary>A sale.</summary>
    public const string Sale = "sale";

    /// <summary>A sign-up.</summary>
    public const string SignUp = "sign_up";

    /// <summary>An action that the merchant has a name for.</summary>
    public const string Action = "action";

    /// <summary>A bonus of a goal.</summary>
    public const string Goal = "goal";

    /// <summary>The entry that decided it.</summary>
    public required long Sequence { get; init; }

    /// <summary>What it is.</summary>
    public required string Kind { get; init; }

    /// <summary>When it occurred; Unix microseconds.</summary>
    public required long At { get; init; }

    /// <summary>The sale's amount, what was refunded taken off, in micros.</summary>
    public long Amount { get; set; }

    /// <summary>The sale's unit.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The buyer.</summary>
    public long? Customer { get; init; }

    /// <summary>What was earned in truth.</summary>
    public IReadOnlyList<SimulatedReward> Actual { get; set; } = [];

    /// <summary>What the draft would have given; the very same list where it changes nothing.</summary>
    public IReadOnlyList<SimulatedReward> Draft { get; set; } = [];

    /// <summary>Why the draft earned so: a decision's code.</summary>
    public string Code { get; init; } = "";

    /// <summary>True when the customer has a rewarded sale more by it, under the draft.</summary>
    public bool HasStandingMain =>
        Draft.Any(reward => reward is { Part: RewardPart.Main, IsRejected: false, Stands: true });
}

/// <summary>A reward, in truth or under the draft.</summary>
/// <param name="owner">Its event.</param>
/// <param name="earned">As computed or stored.</param>
/// <param name="part">One of <see cref="RewardPart"/>.</param>
/// <param name="version">The settings version; 0 for the draft.</param>
public sealed class SimulatedReward(SimulatedEvent owner, EarnedReward earned, string part, long version)
{
    /// <summary>Its event.</summary>
    public SimulatedEvent Owner { get; } = owner;

    /// <summary>As computed or stored.</summary>
    public EarnedReward Earned { get; } = earned;

    /// <summary>One of <see cref="RewardPart"/>.</summary>
    public string Part { get; } = part;

    /// <summary>The settings version that decided it; 0 for the draft.</summary>
    public long Version { get; } = version;

    /// <summary>What was taken back, in micros.</summary>
    public long Reversed { get; set; }

    /// <summary>True when the owner of the program rejected it.</summary>
    public bool IsRejected { get; set; }

    /// <summary>What is left of it, in micros.</summary>
    public long Standing => Earned.Amount - Reversed;

    /// <summary>False when all of it was taken back.</summary>
    public bool Stands => Reversed < Earned.Amount;
}
