using Byway.Http;
using Byway.Signals;
using Byway.Values;

namespace Byway.Programs;

/// <summary>Settings as they are read and set.</summary>
public sealed record SettingsView
{
    /// <summary>The version; also the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>The program's name.</summary>
    public required string Name { get; init; }

    /// <summary>The merchant's site.</summary>
    public required string Website { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>What carries the referral key.</summary>
    public required string LinkParameter { get; init; }

    /// <summary><c>query</c> or <c>path</c>.</summary>
    public required string LinkForm { get; init; }

    /// <summary>In percent; null when fixed.</summary>
    public required MajorUnits? RewardPercent { get; init; }

    /// <summary>In the currency; null when a percentage.</summary>
    public required MajorUnits? RewardFixed { get; init; }

    /// <summary><c>lifetime</c>, <c>sales</c>, <c>days</c>, <c>months</c> or <c>years</c>.</summary>
    public required string EarningPeriod { get; init; }

    /// <summary>How many; null for lifetime.</summary>
    public required long? EarningPeriodLength { get; init; }

    /// <summary>Days.</summary>
    public required long ReviewPeriodDays { get; init; }

    /// <summary>Up to whole units.</summary>
    public required bool RoundUpRewards { get; init; }

    /// <summary><c>sale</c> or <c>program</c>.</summary>
    public required string RewardCurrency { get; init; }

    /// <summary><c>refuse</c> or <c>allow</c>.</summary>
    public required string RepeatTransactionKeys { get; init; }

    /// <summary><c>ignore</c> or <c>reject</c>.</summary>
    public required string UnknownPartner { get; init; }

    /// <summary><c>all</c> or <c>key_only</c>.</summary>
    public required string StoreUnreferred { get; init; }

    /// <summary>Days.</summary>
    public required long AwaitSignupDays { get; init; }

    /// <summary>Days.</summary>
    public required long AttributionWindowDays { get; init; }

    /// <summary><c>last_click</c> or <c>first_click</c>.</summary>
    public required string AttributionModel { get; init; }

    /// <summary>Days a click is kept.</summary>
    public required long ClickDays { get; init; }

    /// <summary>Days after which its network, landing page and referrer are forgotten.</summary>
    public required long ClickIpDays { get; init; }

    /// <summary>True to put a code before the customer's partner.</summary>
    public required bool PromotionCodeWins { get; init; }

    /// <summary>True to reward own purchases.</summary>
    public required bool AllowSelfReferral { get; init; }

    /// <summary><c>automatic</c> or <c>manual</c>.</summary>
    public required string ApprovePartners { get; init; }

    /// <summary>The subject of invitations.</summary>
    public required string InvitationSubject { get; init; }

    /// <summary>The text of invitations.</summary>
    public required string InvitationText { get; init; }

    /// <summary>The least a payout pays, in the currency.</summary>
    public required MajorUnits PayoutThreshold { get; init; }

    /// <summary>True to let partners choose which rewards a payout pays.</summary>
    public required bool PayoutChooseRewards { get; init; }

    /// <summary>True to hold rewards of buyers with the referrer's company domain.</summary>
    public required bool FraudSameCompany { get; init; }

    /// <summary>True to hold rewards of buyers with a throw-away mailbox.</summary>
    public required bool FraudDisposableEmail { get; init; }

    /// <summary><c>off</c>, <c>ads</c> or <c>all</c>: which click ids hold rewards.</summary>
    public required string FraudPaidClicks { get; init; }

    /// <summary>The share of sales taken back from which on rewards are held, in percent; 0 is off.</summary>
    public required MajorUnits FraudRefundPercent { get; init; }

    /// <summary>So many sales must have been reported before that share counts.</summary>
    public required long FraudRefundSales { get; init; }

    /// <summary>The most sign-ups of one referrer in the window; 0 is off.</summary>
    public required long FraudSignUps { get; init; }

    /// <summary>The most sales of one referrer in the window; 0 is off.</summary>
    public required long FraudSales { get; init; }

    /// <summary>Days of the window.</summary>
    public required long FraudWindowDays { get; init; }

    /// <summary>The seconds between two sales of one customer; 0 is off.</summary>
    public required long FraudSaleSeconds { get; init; }

    /// <summary>More domains of throw-away mailboxes.</summary>
    public required IReadOnlyList<string> FraudDisposableDomains { get; init; }

    /// <summary>More domains where anybody has an address.</summary>
    public required IReadOnlyList<string> FraudFreeMailDomains { get; init; }

    /// <summary>True to take sign-ups from the snippet.</summary>
    public required bool BrowserSignups { get; init; }

    /// <summary>True to take sales from the snippet, held for approval.</summary>
    public required bool BrowserTransactions { get; init; }

    /// <summary><c>ignore</c> or <c>respect</c>.</summary>
    public required string BrowserPrivacySignals { get; init; }

    /// <summary>A version's view.</summary>
    /// <param name="version">The version.</param>
    /// <param name="settings">The settings.</param>
    public static SettingsView Of(long version, ProgramSettings settings)
    {
        var fraud = settings.Fraud ?? FraudSettings.None;
        return new()
        {
            Version = version,
            Name = settings.Name,
            Website = settings.Website,
            Currency = settings.Currency,
            LinkParameter = settings.LinkParameter,
            LinkForm = settings.LinkForm,
            RewardPercent = MajorUnits.OrNull(settings.RewardPercentMicros),
            RewardFixed = MajorUnits.OrNull(settings.RewardFixedMicros),
            EarningPeriod = settings.EarningPeriod,
            EarningPeriodLength = settings.EarningPeriodLength,
            ReviewPeriodDays = settings.ReviewPeriodDays,
            RoundUpRewards = settings.RoundUpRewards,
            RewardCurrency = settings.RewardsInCurrency ? "program" : "sale",
            RepeatTransactionKeys = settings.AllowRepeatedTransactionKeys ? "allow" : "refuse",
            UnknownPartner = settings.RejectUnknownPartner ? "reject" : "ignore",
            StoreUnreferred = settings.StoreUnreferredKeyOnly ? "key_only" : "all",
            AwaitSignupDays = settings.AwaitSignupDays,
            AttributionWindowDays = settings.AttributionWindowDays,
            AttributionModel = settings.AttributionModel,
            ClickDays = settings.ClickDays,
            ClickIpDays = settings.ClickIpDays,
            PromotionCodeWins = settings.PromotionCodeWins,
            AllowSelfReferral = settings.AllowSelfReferral,
            InvitationSubject = settings.InvitationSubject,
            InvitationText = settings.InvitationText,
            ApprovePartners = settings.ApprovePartnersByHand ? "manual" : "automatic",
            PayoutThreshold = new(settings.PayoutThresholdMicros),
            PayoutChooseRewards = settings.PayoutChooseRewards,
            FraudSameCompany = fraud.HoldsSameCompany,
            FraudDisposableEmail = fraud.HoldsDisposableEmail,
            FraudPaidClicks = fraud.PaidClicks,
            FraudRefundPercent = new(fraud.RefundPercentMicros),
            FraudRefundSales = fraud.RefundSales,
            FraudSignUps = fraud.SignUps,
            FraudSales = fraud.Sales,
            FraudWindowDays = fraud.WindowDays,
            FraudSaleSeconds = fraud.SaleSeconds,
            FraudDisposableDomains = ListOf(fraud.DisposableDomains),
            FraudFreeMailDomains = ListOf(fraud.FreeMailDomains),
            BrowserSignups = !settings.RefusesBrowserSignUps,
            BrowserTransactions = settings.TakesBrowserSales,
            BrowserPrivacySignals = settings.RespectsPrivacySignals ? "respect" : "ignore",
        };
    }

    private static string[] ListOf(string domains) => domains.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
