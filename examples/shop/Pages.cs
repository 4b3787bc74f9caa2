using System.Globalization;
using System.Net;

namespace TeaShop;

/// <summary>The shop's pages: plain HTML, no inline code or styles, so that a strict policy suits them.</summary>
public sealed class Pages(ShopSettings settings, Store store)
{
    /// <summary>The shop window; also what links lead to.</summary>
    /// <param name="visit">Who looks.</param>
    /// <param name="isLetter">For readers of a newsletter.</param>
    public IResult Home(Visit visit, bool isLetter = false)
    {
        var cards = store.Teas.Select(tea =>
            $"""
                <li class="card">
                  {Cup(tea)}
                  <h2><a href="{To(visit, $"/teas/{tea.Id}")}">{tea.Name}</a></h2>
                  <p>{tea.Words}</p>
                  <p class="price">{Money(tea.Cents)}</p>
                </li>
                """
        );
        var (title, lead) = isLetter
            ? ("Hello, reader of the letter", "What we drank this month, for the people a friend has written to.")
            : ("Three teas. All of them good.", "Small lots from gardens we have walked through ourselves.");
        return Page(
            visit,
            "Fernhill Tea",
            $"""<div class="hero"><h1>{title}</h1><p>{lead}</p></div><ul class="cards">{string.Concat(cards)}</ul>"""
        );
    }

    /// <summary>A tea and its checkout; who has no account yet gets one with the order.</summary>
    public IResult Checkout(Visit visit, Tea tea)
    {
        var who = visit.Session?.Account is { } account
            ? $"""<p class="note">Signed in as {Text(account.Name)}, {Text(account.Email)}.</p>"""
            : PersonFields;
        return Page(
            visit,
            tea.Name,
            $"""
            <div class="split">
              <section>{Cup(tea)}<h1>{tea.Name}</h1><p>{tea.Words}</p><p class="price">{Money(tea.Cents)}</p></section>
              <form class="panel" method="post" action="/checkout" data-byway-ignore>
                <h2>Checkout</h2>
                {Carried(visit)}<input type="hidden" name="tea" value="{tea.Id}" />
                {who}
                <label>Promotion code <span class="optional">if you have one</span>
                  <input name="code" maxlength="60" autocomplete="off" autocapitalize="characters" />
                </label>
                <button>Pay {Money(tea.Cents)}</button>
                <p class="note">A demonstration: no money moves.</p>
              </form>
            </div>
            """
        );
    }

    /// <summary>The form for an account.</summary>
    public IResult SignUp(Visit visit) =>
        Page(
            visit,
            "Sign up",
            $"""
            <form class="panel narrow" method="post" action="/sign-up" data-byway-ignore>
              <h1>Sign up</h1>
              {Carried(visit)}{PersonFields}
              <button>Sign up</button>
            </form>
            """
        );

    /// <summary>Who has signed up, and in refer-a-friend programs their own link.</summary>
    public IResult Account(Visit visit, Account account)
    {
        var link = $"{visit.Request.Scheme}://{visit.Request.Host}/?{settings.LinkParameter}={account.Key}";
        var share = settings.IsReferAFriend ? $"<p>Your link for friends:</p><p><code>{Text(link)}</code></p>" : "";
        return Page(
            visit,
            "Welcome",
            $"""
            <div class="panel narrow"{Announcement(visit)}>
              <h1>Welcome, {Text(account.Name)}</h1>
              <p>We write to {Text(account.Email)} when a parcel leaves.</p>
              {share}<p><a class="button" href="/">To the teas</a></p>
            </div>
            """
        );
    }

    /// <summary>The confirmation of an order.</summary>
    public IResult Confirmation(Visit visit, Order order)
    {
        var discount = order switch
        {
            { DiscountCents: > 0 } => $"<dt>Code {Text(order.Code!)}</dt><dd>&minus;{Money(order.DiscountCents)}</dd>",
            { Code: { } code } => $"<dt>Code {Text(code)}</dt><dd>no discount</dd>",
            _ => "",
        };
        return Page(
            visit,
            "Thank you",
            $"""
            <div class="panel narrow" data-order="{order.Key}" data-customer="{order.Account.Key}"{Announcement(
                visit
            )}>
              <p class="done" aria-hidden="true">&#10003;</p>
              <h1>Thank you, {Text(order.Account.Name)}</h1>
              <p>Your tea leaves tomorrow.</p>
              <dl>
                <dt>{order.Tea.Name}</dt><dd>{Money(order.Tea.Cents)}</dd>
                {discount}
                <dt class="total">Paid</dt><dd class="total">{Money(order.PaidCents)}</dd>
              </dl>
              <p class="note">Order {order.Key}</p>
            </div>
            """
        );
    }

    /// <summary>What cannot be done, in a sentence.</summary>
    public IResult Sorry(Visit visit, int status, string sentence) =>
        Page(
            visit,
            "Sorry",
            $"""<div class="panel narrow"><h1>Sorry</h1><p>{sentence}</p><p><a href="/">To the teas</a></p></div>""",
            status
        );

    private const string PersonFields = """
        <label>Name <input name="name" maxlength="100" autocomplete="name" required /></label>
        <label>E-mail <input name="email" type="email" maxlength="200" autocomplete="email" required /></label>
        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Money(long cents) => string.Create(CultureInfo.InvariantCulture, $"${cents / 100m:0.00}");

    private static string Cup(Tea tea) =>
        $"""
            <svg class="cup {tea.Id}" viewBox="0 0 120 90" aria-hidden="true">
              <path class="steam" d="M44 24c-6-7 6-11 0-19M60 24c-6-7 6-11 0-19M76 24c-6-7 6-11 0-19" />
              <path class="china" d="M23 36c1 27 13 44 37 44s36-17 37-44Z" />
              <path class="handle" d="M97 42c15-4 17 20-8 21" />
              <ellipse class="tea" cx="60" cy="35" rx="37" ry="7" />
              <path class="china" d="M30 84h60" />
            </svg>
            """;

    /// <summary>A link inside the shop, with the key while nothing else can carry it.</summary>
    private string To(Visit visit, string path) =>
        visit.CarriedKey is { } key ? $"{path}?{settings.LinkParameter}={Text(Uri.EscapeDataString(key))}" : path;

    private string Carried(Visit visit) =>
        visit.CarriedKey is { } key
            ? $"""<input type="hidden" name="{settings.LinkParameter}" value="{Text(key)}" />"""
            : "";

    /// <summary>What shop.js tells the snippet, once.</summary>
    private static string Announcement(Visit visit)
    {
        if (visit.Session is not { IsNewToSnippet: true, Account: { } account } session)
        {
            return "";
        }

        session.IsNewToSnippet = false;
        return $""" data-sign-up="{account.Key}" data-email="{Text(account.Email)}" data-name="{Text(account.Name)}" """;
    }

    private static string Consent(Visit visit) =>
        visit.IsToBeAsked
            ? $"""
                <form class="consent" aria-label="Your consent" method="post" action="/consent" data-byway-ignore>
                  <input type="hidden" name="back" value="{Text(visit.Address)}" />
                  <p>May we remember who sent you here, so that we can thank them? Nothing else is kept.</p>
                  <p><button name="answer" value="yes">Yes</button><button name="answer" value="no">No</button></p>
                </form>
                """
            : "";

    private IResult Page(Visit visit, string title, string main, int status = 200)
    {
        // Before consent the script is not even loaded.
        var snippet =
            settings.HasSnippet && visit.MayKeep
                ? $"""
                    <script defer src="/shop.js"></script>
                    <script async src="{new Uri(
                        settings.Byway,
                        "/js/universal.js"
                    )}" data-program="{settings.Program}"></script>
                    """
                : "";
        var account = visit.Session?.Account is null
            ? $"""<a href="{To(visit, "/sign-up")}">Sign up</a>"""
            : """<a href="/account">Your account</a>""";
        var html = $"""
            <!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{title}</title>
                <link rel="icon" href="/leaf.svg" />
                <link rel="stylesheet" href="/shop.css" />
                {snippet}
              </head>
              <body>
                <header><a class="brand" href="{To(visit, "/")}">Fernhill Tea</a><nav>{account}</nav></header>
                <main>{main}</main>
                <footer>An example of Byway. Method: {settings.Method.ToString().ToLowerInvariant()}</footer>
                {Consent(visit)}
              </body>
            </html>
            """;
        return Results.Content(html, "text/html; charset=utf-8", statusCode: status);
    }
}
