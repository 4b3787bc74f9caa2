namespace Byway.Programs;

/// <summary>What an API key may do.</summary>
public static class ApiScope
{
    /// <summary>Read only.</summary>
    public const string Read = "read";

    /// <summary>Read and write.</summary>
    public const string Write = "write";
}
