using Byway.Journal;
using Byway.Programs;
using Byway.Rates;
using Byway.Signals;

namespace Byway.Rewards;

/// <summary>Everything a reward may depend on.</summary>
public sealed record RewardFacts
{
    private static readonly Dictionary<RunningTotal, long> NothingCounted = [];

    /// <summary>The settings in force, and with them the rules.</summary>
    public required ProgramSettings Settings { get; init; }

    /// <summary>The turn's time, Unix microseconds.</summary>
    public required long Now { get; init; }

    /// <summary>When the sale occurred.</summary>
    public required long OccurredAt { get; init; }

    /// <summary>The sale's amount in micros.</summary>
    public required long Amount { get; init; }

    /// <summary>The sale's unit.</summary>
    public required string Unit { get; init; }

    /// <summary>False while no customer has the sale's key.</summary>
    public bool IsCustomerKnown { get; init; }

    /// <summary>True while the customer awaits its sign-up.</summary>
    public bool IsCustomerProvisional { get; init; }

    /// <summary>True when the customer is bound.</summary>
    public bool IsReferred { get; init; }

    /// <summary>False while the customer is suspended or archived.</summary>
    public bool IsCustomerActive { get; init; } = true;

    /// <summary>True when the partner or referring customer counts at present.</summary>
    public bool IsReferrerActive { get; init; }

    /// <summary>True when buyer and referrer have one e-mail.</summary>
    public bool IsSelfReferral { get; init; }

    /// <summary>When the customer was bound.</summary>
    public long BoundAt { get; init; }

    /// <summary>The customer's sales whose rewards stand, before this one.</summary>
    public long RewardedSalesBefore { get; init; }

    /// <summary>False when the request said so.</summary>
    public bool IsRewardable { get; init; } = true;

    /// <summary>The reward the request set, in micros.</summary>
    public long? GivenReward { get; init; }

    /// <summary>True when the request said the reward was already paid.</summary>
    public bool IsAlreadyPaid { get; init; }

    /// <summary>True when a browser reported the sale, and nobody vouches for that.</summary>
    public bool IsUnverified { get; init; }

    /// <summary>The number of the partner or referring customer.</summary>
    public long Referrer { get; init; }

    /// <summary>The number of the customer.</summary>
    public long Customer { get; init; }

    /// <summary>The partners above, the nearest first.</summary>
    public IReadOnlyList<UpperPartner> Above { get; init; } = [];

    /// <summary>The id of the partner or referring customer.</summary>
    public string? ReferrerId { get; init; }

    /// <summary>The tags of the partner or referring customer.</summary>
    public IReadOnlyList<string> ReferrerTags { get; init; } = [];

    /// <summary>When the partner or referring customer joined.</summary>
    public long ReferrerSince { get; init; }

    /// <summary>The customer's tags.</summary>
    public IReadOnlyList<string> CustomerTags { get; init; } = [];

    /// <summary>When the customer signed up.</summary>
    public long CustomerSince { get; init; }

    /// <summary>The customer's sales that stand, before this one.</summary>
    public long CustomerSalesBefore { get; init; }

    /// <summary>What was sold.</summary>
    public IReadOnlyList<string> ProductIds { get; init; } = [];

    /// <summary>What kind of thing was sold.</summary>
    public IReadOnlyList<string> ProductTypes { get; init; } = [];

    /// <summary>The sale's label, or the name of the action.</summary>
    public string? Action { get; init; }

    /// <summary>How often the customer did this before; of actions.</summary>
    public long ActionsBefore { get; init; }

    /// <summary>
    /// How often all customers of the partner or referring customer did this before, once they were bound; of actions.
    /// </summary>
    public long ReferredActionsBefore { get; init; }

    /// <summary>
    /// The referral keys, former ones too, of the link through which the customer came; none where it came otherwise.
    /// </summary>
    public IReadOnlyList<string> LinkKeys { get; init; } = [];

    /// <summary>The promotion code used.</summary>
    public string? PromotionCode { get; init; }

    /// <summary>The sale's metadata: texts, numbers and flags, as text.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>
    /// True when shares of the sale are to be paid in the program's currency, which is not the sale's. Where there is
    /// no rate they stay in the sale's.
    /// </summary>
    public bool IsToConvert =>
        Settings.RewardsInCurrency && Unit != Settings.Currency && new Values.Unit(Unit).IsCurrency;

    /// <summary>The rate at which shares of the sale are converted; null for not at all.</summary>
    public ConversionRate? Rate => IsToConvert ? Settings.Rates?.Find(Unit, Settings.Currency, OccurredAt) : null;

    /// <summary>
    /// The sale's amount in a unit: as it is, or at the merchant's rate. Null when it is in another and there is no
    /// rate.
    /// </summary>
    /// <param name="unit">The unit.</param>
    public long? AmountIn(string unit) =>
        unit == Unit ? Amount : Settings.Rates?.Find(Unit, unit, OccurredAt)?.Of(Amount);

    /// <summary>What signals are told from; null where the settings ask for none.</summary>
    public FraudFacts? Fraud { get; init; }

    /// <summary>Running totals of the partner or referring customer, before this.</summary>
    public IReadOnlyDictionary<RunningTotal, long> Running { get; init; } = NothingCounted;
}

/// <summary>A partner above the one who referred the customer.</summary>
/// <param name="Number">The partner.</param>
/// <param name="IsActive">False while it earns nothing.</param>
public readonly record struct UpperPartner(long Number, bool IsActive);

/// <summary>What a sale, sign-up or action earns, and why.</summary>
/// <param name="Code">One of <see cref="DecisionCode"/>.</param>
/// <param name="Earned">What the rule or the default gives; null or of amount 0 when that is nothing.</param>
public sealed record RewardVerdict(string Code, EarnedReward? Earned = null)
{
    /// <summary>The rules in the order in which they were asked, neighbours with one verdict together.</summary>
    public IReadOnlyList<Evidence> Asked { get; init; } = [];

    /// <summary>Every reward that was earned, none of amount 0.</summary>
    public IReadOnlyList<EarnedReward> Rewards { get; init; } = [];

    /// <summary>The signals it gave.</summary>
    public IReadOnlyList<Evidence> Signals { get; init; } = [];
}

/// <summary>A reward as computed.</summary>
/// <param name="Rule">Which rule: <c>default</c>, <c>given</c>, <c>rule 3</c>, <c>reward 1</c> or
/// <c>goal 2</c>, counted from 1.</param>
/// <param name="Amount">Micros.</param>
/// <param name="Unit">Currency or own unit.</param>
public sealed record EarnedReward(string Rule, long Amount, string Unit)
{
    /// <summary>The rule's name.</summary>
    public string? Name { get; init; }

    /// <summary>Whom it is for.</summary>
    public long Beneficiary { get; init; }

    /// <summary>One of <see cref="RewardSide"/>.</summary>
    public string Side { get; init; } = RewardSide.Referring;

    /// <summary>How far above the partner who referred the customer; 0 for that one.</summary>
    public int Level { get; init; }

    /// <summary>True for one beside the rules.</summary>
    public bool IsExtra { get; init; }

    /// <summary>What it is a share of.</summary>
    public long? Base { get; init; }

    /// <summary>The share; null when fixed.</summary>
    public long? PartsPerMillion { get; init; }

    /// <summary>True when rounded up to a whole unit.</summary>
    public bool IsRoundedUp { get; init; }

    /// <summary>The rate at which it was converted from the sale's currency; null when it was not.</summary>
    public ConversionRate? Rate { get; init; }

    /// <summary>True when it would have been more.</summary>
    public bool IsCapped { get; init; }

    /// <summary>Until when it is held; null when payable at once.</summary>
    public long? HeldUntil { get; init; }

    /// <summary>The signals that hold it besides, whatever the date, comma-separated; null for none.</summary>
    public string? Signals { get; init; }
}

/// <summary>Who gets a reward. The texts are stored and stable.</summary>
public static class RewardSide
{
    /// <summary>Whoever referred the customer.</summary>
    public const string Referring = "referring";

    /// <summary>The referred customer.</summary>
    public const string Referred = "referred";

    /// <summary>A partner above.</summary>
    public const string Level = "level";
}
