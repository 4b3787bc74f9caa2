using Byway.Http;

namespace Byway.Browser;

/// <summary>Where landings that a page reports are recorded.</summary>
public interface ILandings
{
    /// <summary>Records one.</summary>
    /// <param name="call">Of which program, from where.</param>
    /// <param name="landing">What the page says.</param>
    /// <returns>The click's id; null when none was recorded.</returns>
    Task<string?> Record(ApiCall call, Landing landing);
}

/// <summary>A landing as a page reports it.</summary>
/// <param name="Key">The referral key in the address.</param>
/// <param name="Url">The address.</param>
/// <param name="Referrer">The page before; null when unknown.</param>
/// <param name="Session">The visitor, by the snippet's cookie; null without one.</param>
public sealed record Landing(string Key, string? Url, string? Referrer, string? Session);

/// <summary>Records nothing.</summary>
public sealed class NoLandings : ILandings
{
    /// <inheritdoc/>
    public Task<string?> Record(ApiCall call, Landing landing) => Task.FromResult<string?>(null);
}
