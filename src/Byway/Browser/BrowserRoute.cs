using Byway.Http;

namespace Byway.Browser;

/// <summary>A route that pages in browsers call without an API key.</summary>
/// <param name="Name">What is asked, for rates.</param>
/// <param name="MostAMinute">How often one address may ask in a minute.</param>
/// <param name="IsOfPages">True where only pages of the program's own domains may ask.</param>
/// <param name="Handler">What answers.</param>
public sealed record BrowserRoute(string Name, int MostAMinute, bool IsOfPages, Handler Handler)
{
    /// <summary>The largest body: a form has no more to say.</summary>
    public const int LargestBody = 16 * 1024;

    /// <summary>Where the program stands in the path.</summary>
    public static readonly FieldNote Program = FieldNote.Key("program", "The program's public id.", "MOBTGEKX");

    /// <summary>The header that browsers send.</summary>
    public static readonly FieldNote Origin = FieldNote.Text(
        "Origin",
        "The page's, sent by browsers: one of the program's website and domains.",
        "https://shop.example"
    );

    /// <summary>What such a route may refuse, whatever it does.</summary>
    public static readonly IReadOnlyList<RefusalCode> Refusals =
    [
        RefusalCode.OriginNotAllowed,
        RefusalCode.NotFound,
        RefusalCode.UnreadableBody,
        RefusalCode.BodyTooLarge,
        RefusalCode.TooManyRequests,
        RefusalCode.InternalError,
        RefusalCode.DatabaseUnavailable,
    ];
}
