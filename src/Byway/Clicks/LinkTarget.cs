namespace Byway.Clicks;

/// <summary>Where a referral key leads.</summary>
/// <param name="Owner">The partner or referring customer.</param>
/// <param name="OwnerId">Its id.</param>
/// <param name="Link">The link's number.</param>
/// <param name="Key">The link's referral key at present.</param>
/// <param name="Redirect">Where visitors are sent; null when it leads to none of the program's sites.</param>
/// <param name="Landing">The path of that, without the key.</param>
public sealed record LinkTarget(
    long Owner,
    string OwnerId,
    long Link,
    string Key,
    RedirectAddress? Redirect,
    string? Landing
);
