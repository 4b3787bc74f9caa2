using System.Text.Json;

namespace Byway.Http;

/// <summary>Objects in which nothing unknown is ignored.</summary>
public sealed partial class Fields
{
    /// <summary>
    /// Reports every member that is not among the known ones: where a mistyped name would cost money, nothing is
    /// ignored.
    /// </summary>
    /// <param name="known">The names.</param>
    public void Only(params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (known.IndexOf(member.Name) < 0)
            {
                Fault(member.Name, $"There is no {member.Name} here. Possible: {string.Join(", ", known!)}.");
            }
        }
    }
}
