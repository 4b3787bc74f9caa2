using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Integrations;
using Byway.Rates;
using Byway.Rewards;
using Byway.Signals;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// Everything an owner can set on a program; versioned, each version an entry. Changing it changes nothing that was
/// decided before.
/// </summary>
public sealed record ProgramSettings
{
    /// <summary>The program's name.</summary>
    public required string Name { get; init; }

    /// <summary>The merchant's site; links lead there.</summary>
    public required string Website { get; init; }

    /// <summary>ISO 4217; what an amount without a unit is in.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Query parameter (or path segment) that carries the referral key.</summary>
    public string LinkParameter { get; init; } = "aff";

    /// <summary><c>query</c> (<c>?aff=KEY</c>) or <c>path</c> (<c>/aff/KEY</c>).</summary>
    public string LinkForm { get; init; } = "query";

    /// <summary>Share of a sale paid as reward, in percent × 10⁶; null when the reward is fixed.</summary>
    public long? RewardPercentMicros { get; init; } = 20 * Micros.PerWhole;

    /// <summary>Fixed reward per sale in micros of the currency; null when it is a percentage.</summary>
    public long? RewardFixedMicros { get; init; }

    /// <summary>
    /// How long one customer keeps earning: <c>lifetime</c>, <c>sales</c>, <c>days</c>, <c>months</c> or
    /// <c>years</c>.
    /// </summary>
    public string EarningPeriod { get; init; } = "lifetime";

    /// <summary>How many of them; null for lifetime.</summary>
    public long? EarningPeriodLength { get; init; }

    /// <summary>Days a reward is held before it is payable; 0 for none.</summary>
    public long ReviewPeriodDays { get; init; }

    /// <summary>True to round each reward up to a whole unit.</summary>
    public bool RoundUpRewards { get; init; }

    /// <summary>True to let callers use one transaction key for several sales.</summary>
    public bool AllowRepeatedTransactionKeys { get; init; }

    /// <summary>True to refuse sign-ups that name an unknown partner, as the hosted service does.</summary>
    public bool RejectUnknownPartner { get; init; }

    /// <summary>True to keep no personal data of customers nobody referred.</summary>
    public bool StoreUnreferredKeyOnly { get; init; }

    /// <summary>Days a sale waits for its sign-up, and a refund for its sale.</summary>
    public long AwaitSignupDays { get; init; } = 30;

    /// <summary>Days between click and sign-up within which a known click counts.</summary>
    public long AttributionWindowDays { get; init; } = 30;

    /// <summary><c>last_click</c> or <c>first_click</c>, where clicks are known.</summary>
    public string AttributionModel { get; init; } = "last_click";

    /// <summary>Days a click is kept; longer while it can still count. The sums of days stay.</summary>
    public long ClickDays { get; init; } = 400;

    /// <summary>Days after which a click's network, landing page and referrer are forgotten.</summary>
    public long ClickIpDays { get; init; } = 30;

    /// <summary>True to put a promotion code on a sale before the customer's partner.</summary>
    public bool PromotionCodeWins { get; init; }

    /// <summary>True to reward partners for their own purchases.</summary>
    public bool AllowSelfReferral { get; init; }

    /// <summary>True when partners are created pending and count only once they are approved.</summary>
    public bool ApprovePartnersByHand { get; init; }

    /// <summary>The subject of invitations, with places such as <c>{{program}}</c>.</summary>
    public string InvitationSubject { get; init; } = "Your link for {{program}}";

    /// <summary>The text of invitations, with places; blank lines part paragraphs.</summary>
    public string InvitationText { get; init; } =
        "Hello {{name}},\n\n"
        + "recommend {{program}} to your friends: whoever comes by your link counts for you.\n\n"
        + "This is your link:\n{{link}}\n\n"
        + "{{program}}, {{website}}";

    /// <summary>
    /// Names of the switches (<see cref="ProgramSwitch"/>) that stand otherwise than by default, sorted,
    /// comma-separated.
    /// </summary>
    public string Switched { get; init; } = "";

    /// <summary>The least a payout in the program's currency pays, in micros.</summary>
    public long PayoutThresholdMicros { get; init; }

    /// <summary>True to let partners choose which rewards a payout pays.</summary>
    public bool PayoutChooseRewards { get; init; }

    /// <summary>
    /// What is paid beyond the default; null for nothing. Set by <c>PUT /v1/program/rules</c>, not with the settings.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RewardRules? Rules { get; init; }

    /// <summary>True to reward shares of sales in other currencies in the program's, at its rates.</summary>
    public bool RewardsInCurrency { get; init; }

    /// <summary>
    /// At what anything is converted; null for nothing. Set by <c>PUT /v1/program/rates</c>, not with the settings.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConversionRates? Rates { get; init; }

    /// <summary>True to take no sign-ups from browsers.</summary>
    public bool RefusesBrowserSignUps { get; init; }

    /// <summary>True to take sales from browsers; what they earn is held until the owner approves it.</summary>
    public bool TakesBrowserSales { get; init; }

    /// <summary>True to have the snippet wait for consent where the browser says that its user wants privacy.</summary>
    public bool RespectsPrivacySignals { get; init; }

    /// <summary>What is looked at before a reward is payable; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FraudSettings? Fraud { get; init; }

    /// <summary>
    /// The billing providers that are connected; null for none. Set by <c>PUT /v1/integrations/{provider}</c>, not with
    /// the settings.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BillingSettings>? Integrations { get; init; }

    /// <summary>The default unit.</summary>
    public Unit CurrencyUnit => new(Currency);

    /// <summary>Reads a stored version.</summary>
    /// <param name="json">As stored.</param>
    public static ProgramSettings FromJson(string json) =>
        JsonSerializer.Deserialize(json, StoredJson.Default.ProgramSettings)!;

    /// <summary>As stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StoredJson.Default.ProgramSettings);
}
