namespace Byway.Http;

/// <summary>
/// What the API's document says about a route. It stands on the slice that answers the route and is handed over where
/// the route is declared; <see cref="ApiDocument"/> adds what holds for every route.
/// </summary>
/// <param name="Id">The operation's name for generated clients, such as <c>createPartner</c>.</param>
/// <param name="Summary">What it does, as one sentence.</param>
public sealed record RouteNote(string Id, string Summary)
{
    /// <summary>More about it; null when the summary says all.</summary>
    public string? More { get; init; }

    /// <summary>What stands in the path; null when the path has no parameter.</summary>
    public FieldNote? Path { get; init; }

    /// <summary>What else stands in the path, where it has several parameters.</summary>
    public IReadOnlyList<FieldNote> AlsoInPath { get; init; } = [];

    /// <summary>Query parameters.</summary>
    public IReadOnlyList<FieldNote> Query { get; init; } = [];

    /// <summary>Request headers beyond those every route knows.</summary>
    public IReadOnlyList<FieldNote> Headers { get; init; } = [];

    /// <summary>The body's fields; none means that no body is read.</summary>
    public IReadOnlyList<FieldNote> Body { get; init; } = [];

    /// <summary>What success answers.</summary>
    public required AnswerNote Answer { get; init; }

    /// <summary>What success answers in other types of program, where that is something else.</summary>
    public IReadOnlyList<AnswerNote> OtherAnswers { get; init; } = [];

    /// <summary>Refusals beyond those every route knows.</summary>
    public IReadOnlyList<RefusalCode> Refusals { get; init; } = [];

    /// <summary>True for a former path that older clients still call.</summary>
    public bool IsFormer { get; init; }

    /// <summary>The same route where the body names the thing, not the path.</summary>
    /// <param name="fields">How the body names it.</param>
    public RouteNote InBody(IReadOnlyList<FieldNote> fields) =>
        this with
        {
            Id = $"{Id}Named",
            Path = null,
            Body = [.. fields, .. Body.Where(field => fields.All(named => named.Name != field.Name))],
        };

    /// <summary>The same route where the query names the thing, not the path.</summary>
    /// <param name="fields">How the query names it.</param>
    public RouteNote InQuery(IReadOnlyList<FieldNote> fields) =>
        this with
        {
            Id = $"{Id}Named",
            Path = null,
            Query = [.. fields, .. Query],
        };

    /// <summary>The same route under its former path.</summary>
    public RouteNote Former() => this with { Id = $"{Id}Formerly", IsFormer = true };
}

/// <summary>What a successful answer looks like.</summary>
/// <param name="Form">How its views are wrapped.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Says">What it holds.</param>
/// <param name="Views">The view's type; several when the program's type or the case decides.</param>
public sealed record AnswerNote(AnswerForm Form, int Status, string Says, params IReadOnlyList<Type> Views)
{
    /// <summary>True when the same comes as CSV where that is asked for.</summary>
    public bool IsAlsoCsv { get; init; }

    /// <summary>True when the header ETag comes with it.</summary>
    public bool HasETag { get; init; }

    /// <summary><c>{"status":1}</c>.</summary>
    /// <param name="says">What has happened.</param>
    public static AnswerNote Done(string says) => new(AnswerForm.Done, 200, says);

    /// <summary>One thing in the envelope.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="says">What it is.</param>
    /// <param name="views">Its view, or those it may have.</param>
    public static AnswerNote One(int status, string says, params IReadOnlyList<Type> views) =>
        new(AnswerForm.One, status, says, views);

    /// <summary>One thing in the envelope, or a list of them when several were sent.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="says">What they are.</param>
    /// <param name="views">Their view, or those they may have.</param>
    public static AnswerNote OneOrMany(int status, string says, params IReadOnlyList<Type> views) =>
        new(AnswerForm.OneOrMany, status, says, views);

    /// <summary>A page of a list, which has an envelope of its own.</summary>
    /// <param name="says">What is listed.</param>
    /// <param name="views">The whole body's type, or those it may have.</param>
    public static AnswerNote Whole(string says, params IReadOnlyList<Type> views) =>
        new(AnswerForm.Whole, 200, says, views);
}

/// <summary>How an answer's views are wrapped.</summary>
public enum AnswerForm
{
    /// <summary><c>{"status":1}</c>.</summary>
    Done,

    /// <summary><c>{"data":{…},"status":1}</c>.</summary>
    One,

    /// <summary><c>{"data":{…},"status":1}</c> or <c>{"data":[…],"status":1}</c>.</summary>
    OneOrMany,

    /// <summary>The view is the whole body.</summary>
    Whole,
}
