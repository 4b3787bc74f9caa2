using Byway.Rewards;

namespace Byway.Journal;

/// <summary>How often a program's journal has told of actions so far, counted along.</summary>
public sealed class KnownActions
{
    private readonly Dictionary<(long Owner, long Side, string Action), long> happened = [];

    /// <summary>How often something was done; 0 for never.</summary>
    /// <param name="owner">A customer, or whoever referred customers.</param>
    /// <param name="side"><see cref="ActionCount.Own"/> or <see cref="ActionCount.Referred"/>.</param>
    /// <param name="action">What.</param>
    public long Of(long owner, long side, string action) => happened.GetValueOrDefault((owner, side, action));

    /// <summary>The customer's count that an entry wrote, and with it the action's name; null for none.</summary>
    /// <param name="customer">The entry's customer.</param>
    /// <param name="rows">The entry's rows.</param>
    public static ActionCount? Told(long customer, IReadOnlyList<object> rows) =>
        rows.OfType<ActionCount>().LastOrDefault(count => count.Side == ActionCount.Own && count.Owner == customer);

    /// <summary>Counts an action.</summary>
    /// <param name="told">From <see cref="Told"/>.</param>
    /// <param name="referrer">Whoever referred the customer; null for nobody.</param>
    public void Count(ActionCount told, long? referrer)
    {
        var name = string.Intern(told.Action);
        Add((told.Owner, ActionCount.Own, name));
        if (referrer is { } owner)
        {
            Add((owner, ActionCount.Referred, name));
        }
    }

    private void Add((long, long, string) key) => happened[key] = happened.GetValueOrDefault(key) + 1;
}
