namespace Byway.Links;

/// <summary>Whose namespace a referral key belongs to. The numbers are stored.</summary>
public enum OwnerKind
{
    /// <summary>Partners of an affiliate program.</summary>
    Partner = 1,

    /// <summary>Customers of a refer-a-friend program.</summary>
    Customer = 2,

    /// <summary>Subscribers of a newsletter program.</summary>
    Subscriber = 3,
}

/// <summary>What a key in the namespace is.</summary>
public static class KeyRole
{
    /// <summary>The private id.</summary>
    public const string Id = "id";

    /// <summary>The referral key of a link.</summary>
    public const string Key = "key";

    /// <summary>Both at once: refer-a-friend customers of whom only one was given.</summary>
    public const string IdAndKey = "id_and_key";

    /// <summary>A former key, which keeps working.</summary>
    public const string Alias = "alias";

    /// <summary>A key of a deleted link: reserved for its owner, and leading nowhere.</summary>
    public const string Retired = "retired";
}
