using Byway.Customers;

namespace Byway.Journal;

/// <summary>
/// What a program's journal has told so far of bindings the owner decided, and of customers who were merged.
/// </summary>
public sealed class KnownBindings
{
    private readonly Dictionary<long, OwnerBinding> decided = [];
    private readonly Dictionary<long, List<long>> counted = [];
    private readonly Dictionary<long, long> survivors = [];

    /// <summary>True when the owner has decided whom a customer is bound to.</summary>
    /// <param name="customer">The customer.</param>
    public bool IsDecided(long customer) => decided.ContainsKey(customer);

    /// <summary>True when the owner has decided about a customer whose sign-up was counted for somebody.</summary>
    /// <param name="customer">The customer.</param>
    public bool IsCounted(long customer) => decided.TryGetValue(customer, out var row) && row.CountedFor is not null;

    /// <summary>When sign-ups were counted for somebody of customers who were bound by hand since.</summary>
    /// <param name="owner">A partner or referring customer.</param>
    public IEnumerable<long> CountedFor(long owner) => counted.TryGetValue(owner, out var days) ? days : [];

    /// <summary>A customer's number, or the number of the one it was merged into.</summary>
    /// <param name="number">The customer.</param>
    public long Standing(long number) => survivors.GetValueOrDefault(number, number);

    /// <summary>Takes the rows of an entry.</summary>
    /// <param name="rows">The rows.</param>
    public void Apply(IReadOnlyList<object> rows)
    {
        foreach (var row in rows)
        {
            if (row is MergedCustomer merged)
            {
                survivors[merged.Number] = merged.Survivor;
            }
            else if (row is OwnerBinding binding)
            {
                Put(binding);
            }
        }
    }

    private void Put(OwnerBinding binding)
    {
        // For whom a sign-up was counted never changes.
        if (!IsCounted(binding.Customer) && binding is { CountedFor: { } owner, CountedAt: { } at })
        {
            if (!counted.TryGetValue(owner, out var days))
            {
                counted[owner] = days = [];
            }

            days.Add(at);
        }

        decided[binding.Customer] = binding;
    }
}
