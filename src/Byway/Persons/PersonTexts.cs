using Byway.Storage;

namespace Byway.Persons;

/// <summary>
/// What tells who a person is: every id, key, address and name it has or had. Names alone tell nothing: two people may
/// be called Anna. They count only where an id, key or address of the same person stands beside them.
/// </summary>
/// <param name="number">The person.</param>
public sealed class PersonTexts(long number)
{
    /// <summary>What stands in place of an id or key.</summary>
    public string Shell { get; } = PersonalText.ShellOf(number);

    /// <summary>Ids, keys and referral keys.</summary>
    public HashSet<string> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Addresses that nobody else has: these are erased wherever they stand.</summary>
    public HashSet<string> Emails { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>First, last and full names.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What to look for in stored texts.</summary>
    public IReadOnlyList<string> Marks => [.. Keys.Union(Emails, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Adds an id, key or referral key; one that is an address counts as both.</summary>
    /// <param name="key">The key; null adds nothing.</param>
    public void AddKey(string? key)
    {
        if (!string.IsNullOrWhiteSpace(key))
        {
            Keys.Add(key);
            if (Values.Email.IsAddress(key))
            {
                Emails.Add(key);
            }
        }
    }

    /// <summary>Adds an address.</summary>
    /// <param name="email">The address; null adds nothing.</param>
    public void AddEmail(string? email)
    {
        if (!string.IsNullOrWhiteSpace(email))
        {
            Emails.Add(email);
        }
    }

    /// <summary>Adds a name.</summary>
    /// <param name="name">First name, or all of it.</param>
    /// <param name="surname">Last name.</param>
    public void AddName(string? name, string? surname)
    {
        foreach (var text in new[] { name, surname, $"{name} {surname}".Trim() })
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                Names.Add(text);
            }
        }
    }

    /// <summary>True when a text names the person.</summary>
    /// <param name="text">The whole text.</param>
    public bool IsMark(string text) => Keys.Contains(text) || Emails.Contains(text.Trim());
}
