using System.Globalization;
using Byway.Balances;
using Byway.Journal;
using Byway.Turns;
using Byway.Values;

namespace Byway.Newsletters;

/// <summary>Counts whom subscribers have brought, and notes the milestones they reach by it.</summary>
public static class Referrals
{
    /// <summary>
    /// Counts the difference a change of a subscriber makes to whoever brought it. Put and counted before the entry of
    /// the change is appended; <see cref="Reward"/> comes after it.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="before">Whom it counted for; null for nobody.</param>
    /// <param name="after">Whom it counts for from now on.</param>
    public static void Count(Turn turn, long? before, long? after)
    {
        if (before == after)
        {
            return;
        }

        Add(turn, before, -1);
        Add(turn, after, 1);
    }

    /// <summary>Appends an entry for each milestone a subscriber has reached and not yet got.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">Who brought somebody; null for nobody.</param>
    /// <param name="actor">Who asked.</param>
    public static void Reward(Turn turn, long? number, string actor)
    {
        // Facts
        if (number is not { } known || turn.Get(Subscriber.Table, known) is not { IsActive: true } subscriber)
        {
            return;
        }

        var milestones = turn.Find(Milestone.All).ToDictionary(milestone => milestone.Number);
        var reached = turn.Find(ReachedMilestone.BySubscriber, known).Select(row => row.Milestone).ToHashSet();

        // Decision
        var now = MilestoneDecision.Of(
            Totals.SignUpsOf(turn, known),
            milestones.Values.Select(milestone => (milestone.Number, milestone.SubscribersCount)),
            reached
        );

        // Effects
        foreach (var milestone in now.Select(one => milestones[one]))
        {
            turn.Put(Milestone.Table, milestone with { TimesTriggered = milestone.TimesTriggered + 1 });
            turn.Put(
                ReachedMilestone.Table,
                new()
                {
                    ProgramId = turn.Program.ProgramId,
                    Subscriber = known,
                    Milestone = milestone.Number,
                    ReachedAt = turn.Now,
                }
            );
            turn.Append(
                new()
                {
                    Kind = EntryKind.SubscriberRewarded,
                    Subject = known,
                    Person = known,
                    Decision = new()
                    {
                        Code = DecisionCode.MilestoneReached,
                        Evidence =
                        [
                            new(
                                "subscriber.referrals_count",
                                "resolved",
                                Note: string.Create(
                                    CultureInfo.InvariantCulture,
                                    $"milestone {milestone.Number} asks for {milestone.SubscribersCount}"
                                )
                            ),
                        ],
                    },
                    Request = RequestText.Nothing,
                    Answer = SubscriberView.JsonOf(turn, subscriber),
                },
                actor
            );
        }
    }

    private static void Add(Turn turn, long? owner, long count)
    {
        if (owner is not { } known)
        {
            return;
        }

        var before = Totals.SignUpsOf(turn, known);
        if ((before > 0) != (before + count > 0))
        {
            Tally.Add(turn, Tally.Referring, count);
        }

        var total = new Total
        {
            Owner = known,
            Unit = "",
            Day = turn.Now / UtcMicros.PerDay,
            SignUps = count,
        };
        turn.Count(total);
        turn.Count(total with { Owner = LedgerAccount.ProgramOwner });
    }
}
