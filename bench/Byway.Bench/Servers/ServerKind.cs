namespace Byway.Bench.Servers;

/// <summary>What answers <c>POST /v1/transactions</c>; everything around it is Byway's own in all of them.</summary>
internal enum ServerKind
{
    /// <summary>Byway.</summary>
    Ours,

    /// <summary>
    /// Nothing: the request is read, authenticated, limited, shaped, and answered as if all were done.
    /// </summary>
    Ceiling,

    /// <summary>Plain SQL that writes the same rows, each sale in a transaction of its own.</summary>
    Single,
}
