using Microsoft.Extensions.Caching.Memory;

namespace TeaShop;

/// <summary>What the shop remembers of a visitor, behind a cookie that says nothing by itself.</summary>
public sealed class Session
{
    /// <summary>The visitor, as Byway hears of it. Not the cookie: that opens the account.</summary>
    public string Visitor { get; private init; } = Store.NewId("visitor");

    /// <summary>The last referral key that was landed with.</summary>
    public string? ReferralKey { get; set; }

    /// <summary>Clicks that a link of Byway's recorded on the way here.</summary>
    public List<string> Clicks { get; private init; } = [];

    /// <summary>Who signed up.</summary>
    public Account? Account { get; set; }

    /// <summary>True until a page has told the snippet of the sign-up.</summary>
    public bool IsNewToSnippet { get; set; }

    /// <summary>One for somebody who signs up: who sent them stays known, and nobody is signed in.</summary>
    public Session Successor() =>
        new()
        {
            Visitor = Visitor,
            ReferralKey = ReferralKey,
            Clicks = [.. Clicks],
        };
}

/// <summary>One request of somebody, and what may be kept of them.</summary>
public sealed class Visit(HttpContext http, IMemoryCache sessions, ShopSettings settings)
{
    private const string Cookie = "tea";
    private const string ConsentCookie = "consent";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The request.</summary>
    public HttpRequest Request => http.Request;

    /// <summary>The session; null for somebody of whom nothing is kept.</summary>
    public Session? Session { get; private set; } =
        http.Request.Cookies[Cookie] is { } id ? sessions.Get<Session>(id) : null;

    /// <summary>Whether the browser showed a cookie: until then links carry the key.</summary>
    public bool HasCookie { get; } = http.Request.Cookies.ContainsKey(Cookie);

    /// <summary>The address to come back to.</summary>
    public string Address => $"{Request.Path}{Request.QueryString}";

    /// <summary>The referral key that links and forms of this page carry.</summary>
    public string? CarriedKey { get; set; }

    /// <summary>True when the visitor is still to be asked.</summary>
    public bool IsToBeAsked => settings.AsksConsent && Request.Cookies[ConsentCookie] is null;

    /// <summary>True when it may be kept who sent this visitor.</summary>
    public bool MayKeep => !settings.AsksConsent || Request.Cookies[ConsentCookie] == "yes";

    /// <summary>The session, opened now if there is none.</summary>
    public Session Open() => Session ??= Keep(new());

    /// <summary>
    /// The session under a new id, for whoever signs up: somebody else may have planted the cookie that was there, and
    /// must not see the account.
    /// </summary>
    public Session Renew()
    {
        if (Request.Cookies[Cookie] is { } id)
        {
            sessions.Remove(id);
        }

        return Session = Keep(Session?.Successor() ?? new());
    }

    /// <summary>Keeps the answer itself, which says nothing about who gave it.</summary>
    public void Answer(bool isYes) =>
        http.Response.Cookies.Append(ConsentCookie, isYes ? "yes" : "no", Options(TimeSpan.FromDays(180)));

    private Session Keep(Session session)
    {
        var id = Store.NewId("session");
        http.Response.Cookies.Append(Cookie, id, Options(Kept));
        return sessions.Set(id, session, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
    }

    private CookieOptions Options(TimeSpan age) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = Request.IsHttps,
            MaxAge = age,
        };
}
