using Byway.Http;

namespace Byway.Rewards;

/// <summary>What the API's document says about rules.</summary>
public static partial class RulesFields
{
    private static readonly IReadOnlyList<FieldNote> PayNotes =
    [
        FieldNote.Amount("percent", "A share of the sale, in percent, 0 to 1000; or give `fixed`.", "30"),
        FieldNote.Amount("fixed", "A fixed amount, in place of a share.", "10"),
        FieldNote
            .Text(
                "unit",
                "What it is counted in: a currency, or a unit of the program's own such as points. A share "
                    + "is in the sale's "
                    + "unit, a fixed amount in the program's currency when absent.",
                "points"
            )
            .UpTo(MostUnit),
        FieldNote.Amount("cap", "The most a share pays, in the reward's unit.", "100"),
    ];

    private static readonly IReadOnlyList<FieldNote> RunningNotes =
    [
        FieldNote.OneOf(
            "of",
            "What is counted: customers bound, customers who have bought, sales that stand, or what they come to.",
            RunningKind.Customers,
            RunningKind.SignUps,
            RunningKind.Sales,
            RunningKind.Revenue
        ),
        FieldNote.Text("unit", "The unit of revenue; the program's currency when absent.", "USD").UpTo(MostUnit),
        FieldNote.Whole("window_days", "Over so many days up to today; all time when absent.", 1, MostDays, "365"),
        FieldNote.Amount("from", "The least that matches.", "20"),
        FieldNote.Amount("until", "The least that matches no more.", "50"),
    ];

    private static readonly IReadOnlyList<FieldNote> ConditionNotes =
    [
        FieldNote.Texts("partner", "Ids of partners.", "\"anna-id\""),
        FieldNote.Texts("referring_customer", "Ids of referring customers; the same as `partner`.", "\"anna-id\""),
        FieldNote.Texts("partner_tag", "Tags, one of which the partner or referring customer has.", "\"gold\""),
        FieldNote.Texts("customer_tag", "Tags, one of which the customer has.", "\"vip\""),
        FieldNote.Texts("product_id", "Products, one of which the sale contains.", "[\"prod_1\",\"prod_2\"]"),
        FieldNote.Texts("product_type", "Kinds of product, one of which the sale contains.", "\"yearly\""),
        FieldNote.Texts("action", "The sale's label.", "\"sale\""),
        FieldNote.Amount("amount_from", "The least amount that matches.", "100"),
        FieldNote.Amount("amount_until", "The least amount that matches no more.", "500"),
        FieldNote
            .Text("unit", "The sale's unit; the program's currency when an amount is given.", "USD")
            .UpTo(MostUnit),
        FieldNote.Flag("first_sale", "Whether it is the customer's first sale that stands.", "true"),
        FieldNote.Whole("customer_days_from", "Days since the sign-up, at least.", 0, MostDays, "30"),
        FieldNote.Whole("customer_days_until", "Days since the sign-up, fewer than.", 0, MostDays, "365"),
        FieldNote.Whole("partner_days_from", "Days since the partner joined, at least.", 0, MostDays, "30"),
        FieldNote.Whole("partner_days_until", "Days since the partner joined, fewer than.", 0, MostDays, "90"),
        FieldNote.Texts(
            "link",
            "Referral keys, one of which the link has or had by which the customer came.",
            "\"blog\""
        ),
        FieldNote.Texts("promotion_code", "Promotion codes, in any letter case.", "\"SPRING\""),
        FieldNote.Free("metadata", "Members of the sale's metadata and what they must be.", """{"plan":"pro"}"""),
        FieldNote.Objects("running", "What the partner has brought before this sale.", RunningNotes),
    ];

    private static readonly FieldNote Conditions = FieldNote.Object(
        "conditions",
        "What must hold, all of it; of a list any member. Nothing holds always.",
        ConditionNotes
    );

    private static readonly IReadOnlyList<FieldNote> RuleNotes =
    [
        FieldNote.Text("name", "What people call it; explanations do.", "Gold partners").UpTo(MostName),
        Conditions,
        .. PayNotes,
        FieldNote.OneOf(
            "earning_period",
            "For how long one customer's sales earn by this rule.",
            "lifetime",
            "sales",
            "days",
            "months",
            "years"
        ),
        FieldNote.Whole("earning_period_length", "How many of them.", 1, MostOccurrences, "12"),
        FieldNote.OneOf(
            "after_earning_period",
            "What follows: nothing is earned, or the rules below are asked.",
            "nothing",
            "next_rule"
        ),
        FieldNote.Objects("levels", "What the partners above get, the nearest first, 5 at most.", PayNotes),
    ];

    private static readonly IReadOnlyList<FieldNote> RewardNotes =
    [
        FieldNote.Text("name", "What people call it.", "Welcome points").UpTo(MostName),
        FieldNote.OneOf(
            "trigger",
            "What sets it off.",
            RewardTrigger.Sale,
            RewardTrigger.SignUp,
            RewardTrigger.Custom
        ),
        FieldNote
            .Text("action", "The name of the action, with the trigger `custom`.", "trial_started")
            .UpTo(PostAction.LongestName),
        FieldNote.OneOf(
            "count_by",
            "Whose occurrences are counted: each customer's, or those of all that one partner or customer referred.",
            "customer",
            "referring"
        ),
        FieldNote.Whole("start_after", "So many occurrences pass first.", 0, MostOccurrences, "2"),
        FieldNote.Whole("end_after", "After so many it ends.", 1, MostOccurrences, "3"),
        FieldNote.Whole("every", "Only every so many-th occurrence after the start.", 1, MostOccurrences, "1"),
        Conditions,
        FieldNote.Object("referring", "What the partner or referring customer gets.", PayNotes),
        FieldNote.Object("referred", "What the referred customer gets; refer-a-friend only.", PayNotes),
    ];

    private static readonly IReadOnlyList<FieldNote> GoalNotes =
    [
        FieldNote
            .Text("name", "What people call it; progress is kept under it.", "Twenty customers")
            .UpTo(MostName)
            .Required(),
        RunningNotes[0],
        RunningNotes[1],
        FieldNote.Amount("at", "How much has to be reached, over all time.", "20").Required(),
        FieldNote.Flag("recurring", "A bonus each time as much again was reached.", "false").Otherwise("false"),
        FieldNote.Time("until", "What is reached from then on earns no bonus."),
        FieldNote.Object("bonus", "What is paid.", PayNotes[1], PayNotes[2]),
    ];

    /// <summary>All of it.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Objects("rules", "In order: the first that matches decides. An empty list removes all.", RuleNotes),
        FieldNote.Objects("levels", "What the partners above get where a rule has no levels of its own.", PayNotes),
        FieldNote.Objects("rewards", "Beside the rules: each that applies is paid.", RewardNotes),
        FieldNote.Objects("goals", "Bonuses for what was brought in all.", GoalNotes),
    ];
}
