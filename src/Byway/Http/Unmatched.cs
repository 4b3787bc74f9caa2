namespace Byway.Http;

/// <summary>JSON for what no route answers: unknown paths, wrong methods, and failures outside the API.</summary>
public static class Unmatched
{
    /// <summary>The middleware around everything.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="next">Everything.</param>
    public static async Task Answer(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Response.HasStarted || http.Response.ContentLength is not null)
        {
            return;
        }

        var answer = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Http.Answer.Refuse(
                RefusalCode.UnknownRoute,
                $"There is nothing at {http.Request.Path.Value}."
            ),
            StatusCodes.Status405MethodNotAllowed => Http.Answer.Refuse(
                RefusalCode.MethodNotAllowed,
                $"{http.Request.Method} is not possible here; possible: {http.Response.Headers.Allow}."
            ),
            _ => null,
        };
        if (answer is not null)
        {
            await answer.Send(http);
        }
    }
}
