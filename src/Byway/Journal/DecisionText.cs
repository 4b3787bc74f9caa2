using Byway.Rewards;

namespace Byway.Journal;

/// <summary>A decision and what it wrote as one text, so that two of them can be compared and shown.</summary>
public sealed class DecisionText
{
    private readonly List<string> evidence = [];
    private readonly List<string> earned = [];
    private readonly List<(long Reward, long Amount)> adjusted = [];
    private readonly List<string> more = [];
    private IReadOnlyList<long> numbers = [];

    /// <summary>A <see cref="DecisionCode"/>.</summary>
    public string Code { get; set; } = "";

    /// <summary>How many rewards were earned.</summary>
    public int EarnedCount => earned.Count;

    /// <summary>True when no reward was earned, taken back or given again.</summary>
    public bool IsWithoutArithmetic => earned.Count == 0 && adjusted.Count == 0;

    /// <summary>What an entry says, and the rewards among its rows.</summary>
    /// <param name="decision">The entry's decision.</param>
    /// <param name="rows">Its rows.</param>
    public static DecisionText Stored(Decision decision, IReadOnlyList<object> rows)
    {
        var text = new DecisionText { Code = decision.Code };
        var arithmetic = (decision.Arithmetic ?? []).OrderBy(each => each.Reward).ToList();
        var rewards = new Dictionary<long, Reward>();
        foreach (var row in rows.OfType<Reward>())
        {
            rewards[row.Number] = row;
        }

        foreach (var each in arithmetic)
        {
            if (each.Rule is "reversal")
            {
                text.Adjust(each.Reward, each.Result);
            }
            else if (rewards.TryGetValue(each.Reward, out var row))
            {
                var said =
                    TextOf((each.Result, each.Unit), row.Beneficiary, row.Part, each.Rule, each.Version)
                    + HeldText(each.HeldUntil);
                var written =
                    TextOf((row.Amount, row.Unit), row.Beneficiary, row.Part, each.Rule, row.Version)
                    + HeldText(row.Signals is null ? row.HeldUntil : row.ReviewUntil);
                text.earned.Add(said == written ? said : $"{said}, but its row says {written}");
            }
            else
            {
                text.earned.Add($"reward {each.Reward} without a row");
            }
        }

        text.numbers = [.. arithmetic.Where(each => each.Rule is not "reversal").Select(each => each.Reward)];
        return text;
    }

    /// <summary>The number of the reward that was earned as the first, second, third …; 0 for none.</summary>
    /// <param name="place">Counted from 1.</param>
    public long NumberOf(int place) => place <= numbers.Count ? numbers[place - 1] : 0;

    /// <summary>Adds what was looked at.</summary>
    /// <param name="list">In order.</param>
    public void Evidence(IEnumerable<Evidence> list) =>
        evidence.AddRange(list.Select(each => $"{each.Field} {each.Verdict}"));

    /// <summary>Adds a reward.</summary>
    /// <param name="reward">As computed.</param>
    /// <param name="part">One of <see cref="RewardPart"/>.</param>
    /// <param name="version">Of the settings.</param>
    public void Earn(EarnedReward reward, string part, long version) =>
        earned.Add(
            TextOf((reward.Amount, reward.Unit), reward.Beneficiary, part, reward.Rule, version)
                + HeldText(reward.HeldUntil)
        );

    /// <summary>Adds what is taken back of a reward, or given again.</summary>
    /// <param name="reward">Its number.</param>
    /// <param name="amount">Micros; negative for taken back.</param>
    public void Adjust(long reward, long amount) => adjusted.Add((reward, amount));

    /// <summary>Adds anything else.</summary>
    /// <param name="text">What.</param>
    public void Say(string text) => more.Add(text);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(
            "; ",
            [
                Code,
                .. evidence,
                .. earned,
                .. adjusted.OrderBy(each => each.Reward).Select(each => $"{each.Amount} of reward {each.Reward}"),
                .. more,
            ]
        );

    private static string TextOf(
        (long Amount, string Unit) value,
        long beneficiary,
        string part,
        string rule,
        long version
    ) => $"{value.Amount} micros {value.Unit} to {beneficiary} ({part}) by {rule} of version {version}";

    private static string HeldText(long? heldUntil) => heldUntil is { } until ? $", held until {until}" : "";
}
