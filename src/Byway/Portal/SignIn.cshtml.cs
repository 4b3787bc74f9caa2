using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Byway.Portal;

/// <summary>
/// <c>GET /portal/sign-in?token=…</c> shows a button, <c>POST</c> uses the link up. Mail scanners open links, so
/// opening one must not spend it.
/// </summary>
/// <param name="sessions">Starts them.</param>
public sealed class SignIn(PortalSessions sessions) : PageModel
{
    /// <summary>The link's token, to be sent by the button; null when the link cannot be one.</summary>
    public string? Token { get; private set; }

    /// <summary>True when the link was used before or is too old.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Shows the button; asks nobody about the token.</summary>
    /// <param name="token">The link's token.</param>
    public void OnGet(string? token) => Token = SignInToken.Read(token)?.ToString();

    /// <summary>Uses the link up and goes to the page.</summary>
    /// <param name="token">The link's token.</param>
    public async Task<IActionResult> OnPost([FromForm] string? token)
    {
        if (SignInToken.Read(token) is { } link && await sessions.Start(link) is { } session)
        {
            if (PortalCookie.Read(HttpContext) is { } former)
            {
                await sessions.End(former);
            }

            PortalCookie.Write(HttpContext, session);
            return new SeeOther(PortalModule.Path);
        }

        IsSpent = true;
        Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }
}
