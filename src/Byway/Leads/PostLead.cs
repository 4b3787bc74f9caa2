using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Leads;

/// <summary><c>POST /v1/leads</c>: submits a lead for a partner.</summary>
public sealed class PostLead : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createLead", "Submit a lead for a partner.")
    {
        More = "The partner must be there and active: a lead without one could reward nobody.",
        Body =
        [
            FieldNote.Text("name", "Full name.", "Carl Brown").Required(),
            FieldNote.Text("email", "An address.", "carl@example.net").Required(),
            FieldNote.Object("partner", "Who submits it.", NamedPartner.Notes).Required(),
            FieldNote.Free(
                "cfields",
                "Further answers: a text or a list of texts for each field of the form.",
                """{"company":"Brown Ltd","products":["desk","chair"]}"""
            ),
        ],
        Answer = AnswerNote.One(201, "The lead.", typeof(LeadView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private readonly string name;
    private readonly string email;
    private readonly NamedPartner partner;
    private readonly string? answers;

    private PostLead(Caller caller, string name, string email, NamedPartner partner, string? answers)
        : base(caller)
    {
        this.name = name;
        this.email = email;
        this.partner = partner;
        this.answers = answers;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var name = call.Fields.Text("name");
        var email = call.Fields.Text("email");
        var partner = call.Fields.Object("partner") is { } nested ? NamedPartner.Of(nested) : null;
        var answers = AnswersOf(call.Fields);
        if (!call.Check.HasFaults)
        {
            Require(call.Fields, "name", name is not null);
            Require(call.Fields, "email", email is not null);
            Require(call.Fields, "partner", partner is { IsEmpty: false });
        }

        if (email is not null && !Email.IsAddress(email))
        {
            call.Fields.Fault("email", "The email must be a valid e-mail address.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostLead(call.Caller, name!, email!, partner!, answers));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var submitter = PartnerFinder.Find(turn, partner);

        // Decision
        if (submitter is not { IsActive: true })
        {
            return Answer.Fault(
                "partner",
                submitter is null ? "The partner was not found." : "The partner is not active."
            );
        }

        // Effects
        var lead = new Lead
        {
            ProgramId = Program.ProgramId,
            Number = turn.NextNumber,
            Name = name,
            Email = email,
            Answers = answers ?? "{}",
            Status = LeadStatus.Submitted,
            SubmittedBy = submitter.Number,
            CreatedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(Lead.Table, lead);
        var resource = LeadView.JsonOf(turn, lead);
        turn.Append(
            new()
            {
                Kind = EntryKind.LeadSubmitted,
                Subject = lead.Number,
                Person = lead.Number,
                Decision = Decision.Plain,
                Request = new RequestText()
                    .Add("name", name)
                    .Add("email", email)
                    .Add("partner.id", partner.Id)
                    .Add("partner.key", partner.Key)
                    .Add("partner.email", partner.Email)
                    .Add("cfields", answers)
                    .Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(201, resource);
    }

    private static void Require(Fields fields, string name, bool isThere)
    {
        if (!isThere)
        {
            fields.Fault(name, $"The {name} is required.");
        }
    }

    private static string? AnswersOf(Fields fields)
    {
        if (fields.Free("cfields") is not { } text)
        {
            return null;
        }

        foreach (var answer in JsonElement.Parse(text).EnumerateObject())
        {
            if (!IsAnswer(answer.Value))
            {
                fields.Fault($"cfields.{answer.Name}", "The answer must be a text or a list of texts.");
            }
        }

        return text;
    }

    private static bool IsAnswer(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        || (
            value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
        );
}
