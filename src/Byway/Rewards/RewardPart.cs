namespace Byway.Rewards;

/// <summary>What a reward is a part of. The texts are stored and stable.</summary>
public static class RewardPart
{
    /// <summary>What the rule that matched, the default or the request gives whoever referred the customer.</summary>
    public const string Main = "main";

    /// <summary>A level's: of a partner above.</summary>
    public const string Level = "level";

    /// <summary>Beside the rules, for either side of a sale.</summary>
    public const string Extra = "extra";

    /// <summary>A sign-up's; no sale belongs to it.</summary>
    public const string SignUp = "sign_up";

    /// <summary>An action's; no sale belongs to it.</summary>
    public const string Action = "action";

    /// <summary>A goal's bonus; no one sale belongs to it.</summary>
    public const string Goal = "goal";

    /// <summary>The part of a reward of a sale.</summary>
    /// <param name="earned">The reward as computed.</param>
    public static string Of(EarnedReward earned) =>
        earned.Side == RewardSide.Level ? Level
        : earned.IsExtra ? Extra
        : Main;
}
