using Byway.Http;

namespace Byway.Newsletters;

/// <summary>The routes of newsletter programs: subscribers, and the rewards for bringing them.</summary>
public static class NewslettersModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapNewsletters(this IEndpointRouteBuilder routes)
    {
        var who = NamedSubscriber.Notes;
        routes.Api("GET", "/v1/subscribers", For.Newsletter, ListSubscribers.Handle, ListSubscribers.ListNote);
        routes.Api(
            "GET",
            "/v1/subscribers:search",
            For.Newsletter,
            ListSubscribers.Search,
            ListSubscribers.SearchNote
        );
        routes.Api("POST", "/v1/subscribers", For.Newsletter, PostSubscriber.Handle, PostSubscriber.Note);
        routes.Api("PUT", "/v1/subscribers", For.Newsletter, PutSubscriber.Handle, PutSubscriber.Note.InBody(who));
        routes.Api(
            "DELETE",
            "/v1/subscribers",
            For.Newsletter,
            DeleteSubscriber.Handle,
            DeleteSubscriber.Note.InBody(who)
        );
        routes.Api("GET", "/v1/subscribers/{id}", For.Newsletter, ListSubscribers.One, ListSubscribers.OneNote);
        routes.Api("PUT", "/v1/subscribers/{id}", For.Newsletter, PutSubscriber.Handle, PutSubscriber.Note);
        routes.Api("DELETE", "/v1/subscribers/{id}", For.Newsletter, DeleteSubscriber.Handle, DeleteSubscriber.Note);
        routes.Api("GET", "/v1/rewards", For.Newsletter, ListMilestones.Handle, ListMilestones.ListNote);
        routes.Api("POST", "/v1/rewards", For.Newsletter, PostMilestone.Handle, PostMilestone.Note);
        routes.Api("GET", "/v1/rewards/{id}", For.Newsletter, ListMilestones.One, ListMilestones.OneNote);
    }
}
