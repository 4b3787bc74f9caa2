using System.Globalization;
using Byway.Http;
using Byway.Journal;
using Byway.Values;

namespace Byway.Simulations;

/// <summary>Every sale, sign-up and goal of a simulation as a line of CSV for each who earns by it and unit.</summary>
public static class SimulationCsv
{
    /// <summary>Writes it.</summary>
    /// <param name="simulation">The simulation, run.</param>
    /// <param name="to">Where to.</param>
    public static void Write(Simulation simulation, Stream to)
    {
        to.Write(
            CsvText.Line(
                "sequence",
                "kind",
                "occurred_at",
                "earned_by",
                "unit",
                "actual",
                "draft",
                "difference",
                "actual_rules",
                "draft_rules"
            )
        );
        foreach (var happened in simulation.Events)
        {
            var keys = happened
                .Actual.Concat(happened.Draft)
                .Select(reward => (reward.Earned.Beneficiary, reward.Earned.Unit))
                .Distinct();
            foreach (var (owner, unit) in keys)
            {
                bool IsOf(SimulatedReward reward) => reward.Earned.Beneficiary == owner && reward.Earned.Unit == unit;
                var (actual, draft) = (happened.Actual.Where(IsOf).ToList(), happened.Draft.Where(IsOf).ToList());
                to.Write(
                    CsvText.Line(
                        happened.Sequence.ToString(CultureInfo.InvariantCulture),
                        happened.Kind,
                        UtcMicros.ToText(happened.At),
                        CsvText.Cell(simulation.Known.PersonOf(owner)?.Id),
                        CsvText.Cell(unit),
                        Micros.ToText(actual.Sum(reward => reward.Standing)),
                        Micros.ToText(draft.Sum(reward => reward.Standing)),
                        Micros.ToText(draft.Sum(reward => reward.Standing) - actual.Sum(reward => reward.Standing)),
                        RulesOf(actual),
                        RulesOf(draft)
                    )
                );
            }
        }
    }

    private static string RulesOf(IEnumerable<SimulatedReward> rewards) =>
        CsvText.Cell(string.Join(" + ", rewards.Select(reward => reward.Earned.Rule)));
}
