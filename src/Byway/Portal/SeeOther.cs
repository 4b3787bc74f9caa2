using Microsoft.AspNetCore.Mvc;

namespace Byway.Portal;

/// <summary>303: what was posted is done, the page to look at is elsewhere.</summary>
/// <param name="address">Where.</param>
public sealed class SeeOther(string address) : StatusCodeResult(StatusCodes.Status303SeeOther)
{
    /// <inheritdoc/>
    public override void ExecuteResult(ActionContext context)
    {
        context.HttpContext.Response.Headers.Location = address;
        base.ExecuteResult(context);
    }
}
