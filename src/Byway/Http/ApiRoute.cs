using Byway.Programs;

namespace Byway.Http;

/// <summary>A method and path of the API, and the slices that answer it: one for each type of program.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The path with its parameters.</param>
/// <param name="needs">The scope an API key must have; null for what the method says.</param>
public sealed class ApiRoute(string method, string path, string? needs = null)
{
    private readonly List<RouteVariant> variants = [];

    /// <summary>The HTTP method.</summary>
    public string Method { get; } = method;

    /// <summary>The path with its parameters.</summary>
    public string Path { get; } = path;

    /// <summary><c>read</c> or <c>write</c>: the scope an API key must have.</summary>
    public string Needs { get; } = needs ?? (HttpMethods.IsGet(method) ? ApiScope.Read : ApiScope.Write);

    /// <summary>In which program types it exists.</summary>
    public For Programs => variants.Aggregate(For.None, (sum, slice) => sum | slice.Programs);

    /// <summary>The slices, in the order of the program types.</summary>
    public IReadOnlyList<RouteVariant> Variants => variants;

    /// <summary>The slice that answers in a program of this type; null when the route does not exist there.</summary>
    /// <param name="programType">One of <see cref="ProgramType"/>.</param>
    public RouteVariant? In(string programType)
    {
        var program = programType switch
        {
            ProgramType.Affiliate => For.Affiliate,
            ProgramType.ReferAFriend => For.ReferAFriend,
            _ => For.Newsletter,
        };
        return variants.Find(variant => variant.Programs.HasFlag(program));
    }

    /// <summary>Adds a slice, for program types that no other slice answers here.</summary>
    /// <param name="added">The slice.</param>
    public void Add(RouteVariant added)
    {
        if (variants.Exists(variant => (variant.Programs & added.Programs) != For.None))
        {
            throw new InvalidOperationException($"{Method} {Path} is declared twice for one type of program.");
        }

        variants.Add(added);
        variants.Sort((one, other) => one.Programs.CompareTo(other.Programs));
    }
}

/// <summary>A slice at its route.</summary>
/// <param name="Programs">In which program types it answers.</param>
/// <param name="Handler">What answers.</param>
/// <param name="Note">What the API's document says about it.</param>
public sealed record RouteVariant(For Programs, Handler Handler, RouteNote Note);
