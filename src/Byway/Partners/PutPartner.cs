using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Partners;

/// <summary>
/// <c>PUT /v1/partners/{id}</c> and <c>PUT /v1/partners</c> (the partner named in the body): changes what is given,
/// inside <c>update</c> or flat.
/// </summary>
public sealed class PutPartner : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("updatePartner", "Change what is given of a partner.")
    {
        Path = NamedPartner.PathNote,
        Body =
        [
            .. PartnerFields.Notes,
            FieldNote.Object(
                "update",
                "The same fields, wrapped; then the flat ones do not count.",
                PartnerFields.Notes
            ),
        ],
        Answer = AnswerNote.One(200, "The partner as it is now.", typeof(PartnerView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly NamedPartner named;
    private readonly PartnerFields fields;
    private readonly RequestText request;

    private PutPartner(Caller caller, NamedPartner named, PartnerFields fields)
        : base(caller)
    {
        this.named = named;
        this.fields = fields;
        request = new RequestText()
            .Add("key", fields.Key)
            .Add("email", fields.Email)
            .Add("name", fields.Name)
            .Add("surname", fields.Surname)
            .Add("password", fields.PasswordHash is null ? null : "set")
            .Apart("tags", fields.Tags);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var named = NamedPartner.Of(call);
        var fields = PartnerFields.Of(call.Fields.Object("update") ?? call.Fields);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PutPartner(call.Caller, named, fields));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (PartnerFinder.Find(turn, named) is not { } partner)
        {
            return Answer.NotFound("Partner");
        }

        var taken = new Check();
        if (
            fields.Email is not null
            && PartnerFinder.ByEmail(turn, fields.Email) is { } other
            && other.Number != partner.Number
        )
        {
            taken.Fault("email", "The email has already been taken.");
        }

        if (
            fields.Key is not null
            && ReferralKeys.Issued(turn, OwnerKind.Partner, fields.Key) is { } key
            && key.Owner != partner.Number
        )
        {
            taken.Fault("key", "The key has already been taken.");
        }

        // Decision
        if (taken.HasFaults)
        {
            return taken.Refusal();
        }

        // Effects
        if (fields.Key is not null && fields.Key != partner.Key)
        {
            DefaultLink.Rename(turn, OwnerKind.Partner, partner.Number, partner.Key, fields.Key);
        }

        partner = partner with
        {
            Email = fields.Email ?? partner.Email,
            EmailFolded = fields.Email is null ? partner.EmailFolded : Email.Folded(fields.Email),
            Name = fields.Name ?? partner.Name,
            Surname = fields.Surname ?? partner.Surname,
            Key = fields.Key ?? partner.Key,
            PasswordHash = fields.PasswordHash ?? partner.PasswordHash,
            Tags = fields.Tags ?? partner.Tags,
            UpdatedAt = turn.Now,
        };
        turn.Put(Partner.Table, partner);
        var referrals = Totals.SignUpsOf(turn, partner.Number);
        var resource = JsonSerializer.SerializeToUtf8Bytes(
            PartnerView.Of(partner, turn.Settings, referrals, LinkAddresses.Of(turn, partner.Number, partner.Key)),
            WireJson.Relaxed.PartnerView
        );
        turn.Append(
            new()
            {
                Kind = EntryKind.PartnerUpdated,
                Subject = partner.Number,
                Person = partner.Number,
                Decision = Decision.Plain,
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(200, resource);
    }
}
