using Byway.Customers;
using Byway.Http;
using Byway.Leads;
using Byway.Newsletters;
using Byway.Partners;

namespace Byway.Persons;

/// <summary>The routes of whoever asks what is stored about somebody, and to be forgotten.</summary>
public static class PersonsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapPersons(this IEndpointRouteBuilder routes)
    {
        routes.Api(
            "POST",
            "/v1/customers/{key}/erase",
            For.Sales,
            ErasePerson.Handle(PersonKind.Customer),
            ErasePerson.Note("eraseCustomer", "customer", NamedCustomer.PathNote)
        );
        routes.Api(
            "POST",
            "/v1/partners/{id}/erase",
            For.Affiliate,
            ErasePerson.Handle(PersonKind.Partner),
            ErasePerson.Note("erasePartner", "partner", NamedPartner.PathNote)
        );
        routes.Api(
            "POST",
            "/v1/leads/{id}/erase",
            For.Affiliate,
            ErasePerson.Handle(PersonKind.Lead),
            ErasePerson.Note("eraseLead", "lead", LeadFinder.PathNote)
        );
        routes.Api(
            "POST",
            "/v1/subscribers/{id}/erase",
            For.Newsletter,
            ErasePerson.Handle(PersonKind.Subscriber),
            ErasePerson.Note("eraseSubscriber", "subscriber", NamedSubscriber.PathNote)
        );
        routes.Api(
            "GET",
            "/v1/customers/{key}/export",
            For.Sales,
            ExportPerson.Handle(PersonKind.Customer),
            ExportPerson.Note("exportCustomer", "customer", NamedCustomer.PathNote)
        );
        routes.Api(
            "GET",
            "/v1/partners/{id}/export",
            For.Affiliate,
            ExportPerson.Handle(PersonKind.Partner),
            ExportPerson.Note("exportPartner", "partner", NamedPartner.PathNote)
        );
        routes.Api(
            "GET",
            "/v1/leads/{id}/export",
            For.Affiliate,
            ExportPerson.Handle(PersonKind.Lead),
            ExportPerson.Note("exportLead", "lead", LeadFinder.PathNote)
        );
        routes.Api(
            "GET",
            "/v1/subscribers/{id}/export",
            For.Newsletter,
            ExportPerson.Handle(PersonKind.Subscriber),
            ExportPerson.Note("exportSubscriber", "subscriber", NamedSubscriber.PathNote)
        );
    }
}
