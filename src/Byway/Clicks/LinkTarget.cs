namespace Byway.Clicks;

/// <summary>Where a referral key leads.</summary>
/// <param name="Owner">The partner or referring customer.</param>
/// <param name="OwnerId">Its id.</param>
/// <param name="Link">The link's number.</param>
/// <param name="Key">The link's referral key at present.</param>
/// <param name="Address">The address that people copy, with that key in it.</param>
public sealed record LinkTarget(long Owner, string OwnerId, long Link, string Key, string Address);
