using Byway.Http;
using Byway.Journal;
using Byway.Signals;
using Byway.Values;

namespace Byway.Programs;

/// <summary>Settings as requests and the CLI name them, read over the settings in force.</summary>
public static class SettingsFields
{
    /// <summary>The most days between click and sign-up.</summary>
    public const long MostWindowDays = 9_999_999;

    private const long MostDays = 36_500;
    private const int LongestText = 5000;

    /// <summary>Every setting.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Text("name", "The program's name.", "Friends of Example"),
        FieldNote
            .Text("website", "The merchant's site, to which links lead.", "https://shop.example.com")
            .UpTo(FieldBounds.LongestSite),
        FieldNote.Text("currency", "ISO 4217: what an amount without a unit is in.", "USD"),
        FieldNote.Text("link_parameter", "What carries the referral key in links.", "aff").UpTo(32),
        FieldNote.OneOf("link_form", "Links as `?aff=KEY` or as `/aff/KEY`.", "query", "path"),
        FieldNote.Amount("reward_percent", "Reward as a share of the sale, in percent, 0 to 1000.", "20"),
        FieldNote.Amount("reward_fixed", "Reward of each sale, in the currency, in place of a share.", "10"),
        FieldNote.OneOf(
            "earning_period",
            "For how long one customer's sales earn.",
            "lifetime",
            "sales",
            "days",
            "months",
            "years"
        ),
        FieldNote.Whole("earning_period_length", "How many sales, days, months or years.", 1, MostPeriods, "12"),
        FieldNote.Whole("review_period_days", "Days from the sale until its reward is payable.", 0, MostDays, "30"),
        FieldNote.Flag("round_up_rewards", "Round each reward up to a whole unit.", "false"),
        FieldNote.OneOf(
            "reward_currency",
            "What a share of a sale in another currency is paid in: the sale's, or the program's where there is a "
                + "rate.",
            "sale",
            "program"
        ),
        FieldNote.OneOf(
            "repeat_transaction_keys",
            "What a known transaction key with another meaning is: a fault, or another sale.",
            "refuse",
            "allow"
        ),
        FieldNote.OneOf(
            "unknown_partner",
            "What a sign-up that names nobody known is: unreferred, or refused.",
            "ignore",
            "reject"
        ),
        FieldNote.OneOf("store_unreferred", "What is kept of customers nobody referred.", "all", "key_only"),
        FieldNote.Whole(
            "await_signup_days",
            "Days a sale waits for its sign-up, and a refund for its sale.",
            0,
            MostDays,
            "30"
        ),
        FieldNote.Whole(
            "attribution_window_days",
            "Days from a click to the sign-up within which it counts.",
            1,
            MostWindowDays,
            "30"
        ),
        FieldNote.OneOf("attribution_model", "Which of several clicks counts.", "last_click", "first_click"),
        FieldNote.Whole("click_days", "Days a click is kept; never shorter than it counts.", 1, MostDays, "400"),
        FieldNote.Whole(
            "click_ip_days",
            "Days after which a click's network, landing page and referrer are forgotten.",
            0,
            MostDays,
            "30"
        ),
        FieldNote.Flag(
            "promotion_code_wins",
            "A sale's promotion code counts before the customer's partner; waits for promotion codes.",
            "false"
        ),
        FieldNote.Flag("allow_self_referral", "Reward partners for their own purchases.", "false"),
        FieldNote.OneOf(
            "approve_partners",
            "Whether new partners count at once, or are pending until they are approved.",
            "automatic",
            "manual"
        ),
        FieldNote.Text(
            "invitation_subject",
            "Refer-a-friend: the subject of invitations, with places.",
            "Your link for {{program}}"
        ),
        FieldNote
            .Text(
                "invitation_text",
                "Refer-a-friend: the text of invitations, with places such as `{{link}}`.",
                "Hello {{name}}, this is your link: {{link}}"
            )
            .UpTo(LongestText),
        FieldNote.Amount("payout_threshold", "The least a payout pays, in the program's currency.", "50"),
        FieldNote.Flag("payout_choose_rewards", "Partners may choose which rewards a payout pays.", "false"),
        .. FraudFields.Notes,
        FieldNote.Flag("browser_signups", "Take sign-ups from the browser snippet.", "true"),
        FieldNote.Flag(
            "browser_transactions",
            "Take sales from the browser snippet; what they earn is held until it is approved.",
            "false"
        ),
        FieldNote.OneOf(
            "browser_privacy_signals",
            "What the snippet does where the browser sends Global Privacy Control or Do Not Track: nothing else, or "
                + "wait for consent.",
            "ignore",
            "respect"
        ),
    ];

    /// <summary>Every name that can be set.</summary>
    public static readonly IReadOnlyList<string> Names = [.. Notes.Select(field => field.Name)];

    private const long MostPeriods = 1_000_000;

    /// <summary>The settings with what the fields say changed.</summary>
    /// <param name="fields">The fields; faults are noted on their check.</param>
    /// <param name="before">The settings until now.</param>
    /// <param name="version">The version they will be.</param>
    public static ProgramSettings Over(Fields fields, ProgramSettings before, long version = 1)
    {
        var percent = PercentOf(fields);
        var fixedReward = fields.Amount("reward_fixed");
        if (percent is not null && fixedReward is not null)
        {
            fields.Fault("reward_fixed", "Set either reward_percent or reward_fixed.");
        }

        var after = before with
        {
            Name = fields.Text("name") ?? before.Name,
            Website = WebsiteOf(fields) ?? before.Website,
            Currency = CurrencyOf(fields) ?? before.Currency,
            LinkParameter = LinkParameterOf(fields) ?? before.LinkParameter,
            LinkForm = fields.OneOf("link_form", "query", "path") ?? before.LinkForm,
            RewardPercentMicros = percent ?? (fixedReward is null ? before.RewardPercentMicros : null),
            RewardFixedMicros = fixedReward ?? (percent is null ? before.RewardFixedMicros : null),
            ReviewPeriodDays = fields.Whole("review_period_days", 0, MostDays) ?? before.ReviewPeriodDays,
            RoundUpRewards = fields.Flag("round_up_rewards") ?? before.RoundUpRewards,
            RewardsInCurrency = Choice(fields, "reward_currency", "program", "sale") ?? before.RewardsInCurrency,
            AllowRepeatedTransactionKeys =
                Choice(fields, "repeat_transaction_keys", "allow", "refuse") ?? before.AllowRepeatedTransactionKeys,
            RejectUnknownPartner =
                Choice(fields, "unknown_partner", "reject", "ignore") ?? before.RejectUnknownPartner,
            StoreUnreferredKeyOnly =
                Choice(fields, "store_unreferred", "key_only", "all") ?? before.StoreUnreferredKeyOnly,
            AwaitSignupDays = fields.Whole("await_signup_days", 0, MostDays) ?? before.AwaitSignupDays,
            AttributionWindowDays =
                fields.Whole("attribution_window_days", 1, MostWindowDays) ?? before.AttributionWindowDays,
            AttributionModel =
                fields.OneOf("attribution_model", "last_click", "first_click") ?? before.AttributionModel,
            ClickDays = fields.Whole("click_days", 1, MostDays) ?? before.ClickDays,
            ClickIpDays = fields.Whole("click_ip_days", 0, MostDays) ?? before.ClickIpDays,
            PromotionCodeWins = fields.Flag("promotion_code_wins") ?? before.PromotionCodeWins,
            AllowSelfReferral = fields.Flag("allow_self_referral") ?? before.AllowSelfReferral,
            InvitationSubject = fields.Text("invitation_subject") ?? before.InvitationSubject,
            InvitationText = fields.Text("invitation_text", LongestText) ?? before.InvitationText,
            ApprovePartnersByHand =
                Choice(fields, "approve_partners", "manual", "automatic") ?? before.ApprovePartnersByHand,
            PayoutThresholdMicros = fields.Amount("payout_threshold") ?? before.PayoutThresholdMicros,
            PayoutChooseRewards = fields.Flag("payout_choose_rewards") ?? before.PayoutChooseRewards,
            Fraud = FraudFields.Over(fields, before.Fraud, version),
            RefusesBrowserSignUps = fields.Flag("browser_signups") is { } signUps
                ? !signUps
                : before.RefusesBrowserSignUps,
            TakesBrowserSales = fields.Flag("browser_transactions") ?? before.TakesBrowserSales,
            RespectsPrivacySignals =
                Choice(fields, "browser_privacy_signals", "respect", "ignore") ?? before.RespectsPrivacySignals,
        };
        return WithEarningPeriod(fields, after);
    }

    /// <summary>What the fields say, for the journal.</summary>
    /// <param name="fields">The fields.</param>
    public static RequestText Described(Fields fields)
    {
        var request = new RequestText();
        foreach (var name in Names)
        {
            request.Add(
                name,
                fields.Anything(name) is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } value
                    ? value.ToString()
                    : null
            );
        }

        return request;
    }

    private static ProgramSettings WithEarningPeriod(Fields fields, ProgramSettings settings)
    {
        var kind =
            fields.OneOf("earning_period", "lifetime", "sales", "days", "months", "years") ?? settings.EarningPeriod;
        var length =
            fields.Whole("earning_period_length", 1, MostPeriods)
            ?? (kind == settings.EarningPeriod ? settings.EarningPeriodLength : null);
        if (kind == "lifetime")
        {
            return settings with { EarningPeriod = kind, EarningPeriodLength = null };
        }

        if (length is null)
        {
            fields.Fault("earning_period_length", $"The earning_period_length is required: how many {kind}.");
        }

        return settings with
        {
            EarningPeriod = kind,
            EarningPeriodLength = length,
        };
    }

    private static long? PercentOf(Fields fields)
    {
        if (fields.Amount("reward_percent") is not { } percent)
        {
            return null;
        }

        if (percent > 1000 * Micros.PerWhole)
        {
            fields.Fault("reward_percent", "The reward_percent must be between 0 and 1000.");
        }

        return percent;
    }

    private static bool? Choice(Fields fields, string name, string yes, string no) =>
        fields.OneOf(name, yes, no) is { } word ? word == yes : null;

    /// <summary>The merchant's site, without a slash at the end.</summary>
    /// <param name="fields">Where it stands, as <c>website</c>.</param>
    public static string? WebsiteOf(Fields fields)
    {
        if (fields.Text("website", FieldBounds.LongestSite) is not { } text)
        {
            return null;
        }

        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0
        )
        {
            fields.Fault("website", "The website must be an address such as https://example.com.");
            return null;
        }

        return address.TrimEnd('/');
    }

    /// <summary>A currency's code.</summary>
    /// <param name="fields">Where it stands, as <c>currency</c>.</param>
    public static string? CurrencyOf(Fields fields)
    {
        if (fields.Text("currency") is not { } text)
        {
            return null;
        }

        var unit = Unit.Currency(text);
        if (unit is null)
        {
            fields.Fault("currency", "The currency must be an ISO 4217 code such as USD.");
        }

        return unit?.Code;
    }

    private static string? LinkParameterOf(Fields fields)
    {
        var text = fields.Text("link_parameter", 32);
        if (text is not null && !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            fields.Fault("link_parameter", "The link_parameter must consist of letters, digits, _ and -.");
        }

        return text;
    }
}
