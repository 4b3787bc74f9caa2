using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Links;

/// <summary><c>POST /v1/domains</c>: a further site of the program that links may lead to.</summary>
public sealed class PostDomain : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createDomain", "Add a site that links may lead to.")
    {
        Body =
        [
            FieldNote
                .Text(
                    "domain",
                    "A host, or the address of a site; `https://` where no scheme is given.",
                    "blog.example.com"
                )
                .UpTo(FieldBounds.LongestSite)
                .Required(),
        ],
        Answer = AnswerNote.One(201, "The new domain.", typeof(DomainView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private const int Most = 100;

    private readonly string site;
    private readonly string host;

    private PostDomain(Caller caller, Uri address)
        : base(caller)
    {
        site = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        host = SiteAddress.HostOf(address);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var text = call.Fields.Text("domain", FieldBounds.LongestSite);
        var address = text is null ? null : SiteAddress.Read(text);
        if (!call.Check.HasFaults && (address is null || address.Query.Length > 0 || address.Fragment.Length > 0))
        {
            call.Fields.Fault(
                "domain",
                text is null ? "The domain is required." : "The domain must be a host such as blog.example.com."
            );
        }

        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(new PostDomain(call.Caller, address!));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var sites = Sites.Of(turn);
        var isWebsite = SiteAddress.Read(turn.Settings.Website) is { } website && SiteAddress.HostOf(website) == host;

        // Decision
        if (isWebsite || sites.Domains.Any(domain => domain.Host == host))
        {
            return Answer.Fault("domain", "The domain is one of the program's already.");
        }

        if (sites.Domains.Count >= Most)
        {
            return Answer.Fault("domain", $"The program has {Most} domains, and cannot have more.");
        }

        // Effects
        var domain = new LinkDomain
        {
            ProgramId = Program.ProgramId,
            Number = turn.NextNumber,
            Site = site,
            Host = host,
            CreatedAt = turn.Now,
        };
        turn.Put(LinkDomain.Table, domain);
        var resource = JsonSerializer.SerializeToUtf8Bytes(
            DomainView.Of(domain.Number, turn.Settings, site),
            WireJson.Relaxed.DomainView
        );
        turn.Append(
            new()
            {
                Kind = EntryKind.DomainCreated,
                Subject = domain.Number,
                Decision = Decision.Plain,
                Request = new RequestText().Add("domain", site).Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(201, resource);
    }
}
