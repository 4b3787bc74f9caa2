using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Turns;
using Byway.Values;

namespace Byway.Partners;

/// <summary><c>POST /v1/partners</c>: creates a partner with its default referral link.</summary>
public sealed class PostPartner : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createPartner", "Create a partner with its default referral link.")
    {
        More =
            "Ids, referral keys and former referral keys share one namespace and are never issued twice. "
            + "With the setting `approve_partners: manual` a new partner is pending until it is approved.",
        Body =
        [
            FieldNote.Key("id", "Private id; made up when absent.", "par_anna"),
            .. PartnerFields.Notes.Select(field => field.Name == "email" ? field.Required() : field),
            FieldNote.Object("referring_partner", "The partner who referred this one.", NamedPartner.Notes),
        ],
        Answer = AnswerNote.One(201, "The new partner.", typeof(PartnerView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private readonly string? id;
    private readonly PartnerFields fields;
    private readonly NamedPartner? referring;
    private readonly RequestText request;

    private PostPartner(Caller caller, string? id, PartnerFields fields, NamedPartner? referring)
        : base(caller)
    {
        this.id = id;
        this.fields = fields;
        this.referring = referring;
        request = new RequestText()
            .Add("id", id)
            .Add("key", fields.Key)
            .Add("email", fields.Email)
            .Add("name", fields.Name)
            .Add("surname", fields.Surname)
            .Apart("tags", fields.Tags)
            .Add("referring_partner.id", referring?.Id)
            .Add("referring_partner.key", referring?.Key)
            .Add("referring_partner.email", referring?.Email);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var id = call.Fields.Key("id");
        var fields = PartnerFields.Of(call.Fields);
        if (fields.Email is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("email", "The email is required.");
        }

        var referring = call.Fields.Object("referring_partner") is { } object_ ? NamedPartner.Of(object_) : null;
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostPartner(call.Caller, id, fields, referring));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var taken = new Check();
        if (PartnerFinder.ByEmail(turn, fields.Email!) is not null)
        {
            taken.Fault("email", "The email has already been taken.");
        }

        if (id is not null && ReferralKeys.IsTaken(turn, OwnerKind.Partner, id))
        {
            taken.Fault("id", "The id has already been taken.");
        }

        if (fields.Key is not null && ReferralKeys.IsTaken(turn, OwnerKind.Partner, fields.Key))
        {
            taken.Fault("key", "The key has already been taken.");
        }

        var referrer = referring is { IsEmpty: false } ? PartnerFinder.Find(turn, referring) : null;
        if (referring is { IsEmpty: false } && referrer is null)
        {
            taken.Fault("referring_partner", "The referring partner was not found.");
        }

        // Decision
        if (taken.HasFaults)
        {
            return taken.Refusal();
        }

        // Effects
        var partner = new Partner
        {
            ProgramId = Program.ProgramId,
            Number = turn.NextNumber,
            Id = id ?? Ids.New("par_", turn.Now),
            Key = fields.Key ?? ReferralKeys.NewKey(turn, OwnerKind.Partner),
            Email = fields.Email,
            EmailFolded = Email.Folded(fields.Email!),
            Name = fields.Name,
            Surname = fields.Surname,
            PasswordHash = fields.PasswordHash,
            Tags = fields.Tags ?? "[]",
            Status = turn.Settings.ApprovePartnersByHand ? PartnerStatus.Pending : PartnerStatus.Active,
            ReferredBy = referrer?.Number,
            CreatedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(Partner.Table, partner);
        ReferralKeys.Issue(turn, OwnerKind.Partner, partner.Number, partner.Id, partner.Key);
        var resource = JsonSerializer.SerializeToUtf8Bytes(
            PartnerView.Of(partner, turn.Settings, 0),
            WireJson.Relaxed.PartnerView
        );
        turn.Append(
            new()
            {
                Kind = EntryKind.PartnerCreated,
                Subject = partner.Number,
                Person = partner.Number,
                Decision = Decision.Plain,
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        PartnerCodes.Make(turn, partner, Caller.Actor);
        return Answer.Resource(201, resource);
    }
}
