using Byway.Balances;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Leads;
using Byway.Links;
using Byway.Newsletters;
using Byway.Partners;
using Byway.Payouts;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Persons;

/// <summary>
/// <c>POST /v1/customers/{key}/erase</c> and the same for partners, leads and subscribers: removes what tells who
/// somebody is from every place that holds it, in one transaction, and leaves every number.
/// </summary>
public sealed class ErasePerson : Change
{
    private readonly PersonKind kind;
    private readonly string? reason;
    private readonly ErasurePlan plan;
    private readonly List<ReferralKey> keys = [];
    private bool isOutdated;
    private long sequence;

    private ErasePerson(Caller caller, PersonKind kind, string? reason, ErasurePlan plan)
        : base(caller)
    {
        this.kind = kind;
        this.reason = reason;
        this.plan = plan;
    }

    /// <inheritdoc/>
    public override bool IsAlone => true;

    /// <summary>What the API's document says about a route of it.</summary>
    /// <param name="id">The operation's name.</param>
    /// <param name="noun">Whom it erases.</param>
    /// <param name="path">What stands in the path.</param>
    public static RouteNote Note(string id, string noun, FieldNote path) =>
        new(id, $"Erase everything that tells who a {noun} is.")
        {
            More =
                "Names, addresses, keys, free texts, mails, sessions and stored requests are removed at once and for "
                + "good, from the journal too; amounts, balances and counts stay. Doing it again answers the same "
                + "and writes nothing. Whoever was deleted before can still be erased.",
            Path = path,
            Body = [FieldNote.Text("reason", "Why, for the journal.", "Ticket 4711").UpTo(500)],
            Answer = AnswerNote.Done($"The {noun} is erased."),
            Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed, RefusalCode.InvalidFields],
        };

    /// <summary>The handler of a route of it.</summary>
    /// <param name="kind">Whom it erases.</param>
    public static Handler Handle(PersonKind kind) => call => Handle(call, kind);

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts: who was found beside the turns is still there, for no number is ever used twice.
        var person = plan.Person;
        isOutdated = kind == PersonKind.Customer && IsMergedSince(turn, person);
        if (isOutdated || Erasure.Is(turn, person))
        {
            return Answer.Done;
        }

        // Decision
        if (kind == PersonKind.Partner && turn.Find(Payout.ByPartner, person).Any(payout => payout.IsOpen))
        {
            return Answer.Refuse(
                RefusalCode.ActionFailed,
                "Action failed: a payout to the partner is open. Pay or reject it first."
            );
        }

        if (kind == PersonKind.Lead && turn.Get(Lead.Table, person)!.CustomerNumber is not null)
        {
            return Answer.Refuse(
                RefusalCode.ActionFailed,
                "Action failed: the lead became a customer. Erase the customer, and the lead goes with it."
            );
        }

        // Effects
        sequence = turn.NextNumber;
        keys.Clear();
        foreach (var number in plan.People)
        {
            turn.Put(
                Erasure.Table,
                new()
                {
                    ProgramId = turn.Program.ProgramId,
                    Person = number,
                    Sequence = sequence,
                    ErasedAt = turn.MachineNow,
                }
            );
            keys.AddRange(ReferralKeys.Erase(turn, number));
        }

        PutShell(turn, person);
        foreach (var hash in plan.Claims)
        {
            // The hash stays, so that a late repeat of the sign-up is not taken for somebody new.
            if (
                turn.Get(Claim.Table, (long)ClaimKind.Customer, text: hash) is { } claim
                && plan.People.Contains(claim.Number)
            )
            {
                turn.Put(Claim.Table, claim with { RequestHash = "", ReleasedAt = null });
            }
        }

        turn.Append(
            new()
            {
                Kind = EntryKindOf(kind),
                Subject = person,
                Person = person,
                Decision = Decision.Plain,
                Request = new RequestText()
                    .Add("reason", reason is null ? null : new TextEraser(plan.Texts).Plain(reason))
                    .Json,
            },
            Caller.Actor
        );
        return Answer.Done;
    }

    /// <inheritdoc/>
    public override void Sweep(IStore store) => new ErasureSweep(store, Program, plan, sequence, keys).Run();

    private static async Task<Answer> Handle(ApiCall call, PersonKind kind)
    {
        // Shape
        var reason = call.Fields.Text("reason", 500);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        if (await PersonFinder.Find(call, kind) is not { } person)
        {
            return Answer.NotFound(kind.ToString());
        }

        if (await PersonFinder.IsErased(call.Database, call.Program.ProgramId, person))
        {
            return Answer.Done;
        }

        // The whole program is looked through beside the turns: nobody waits for that.
        var plan = await Task.Run(() => ErasurePlan.Of(call, kind, person));
        var erasing = new ErasePerson(call.Caller, kind, reason, plan);
        var answer = await call.Take(erasing);
        if (erasing.isOutdated)
        {
            // Records of the person became one meanwhile: all of them are looked for.
            return await Handle(call, kind);
        }

        if (answer.IsSuccess)
        {
            // What the turn replaced has left the files when the next piece of work has its turn.
            await call.Server.Turns.Run(_ => { });
            await ForgetErasedMails.Of(call.Database, call.Server.Options, call.Program, plan.People);
        }

        return answer;
    }

    /// <summary>True when records were merged while the plan was made, so that it does not hold all of them.</summary>
    private bool IsMergedSince(Turn turn, long person) =>
        turn.Get(MergedCustomer.Table, person) is not null
        || MergedCustomer.Numbers(turn, turn.Get(Customer.Table, person)!).Except(plan.People).Any();

    private static string EntryKindOf(PersonKind kind) =>
        kind switch
        {
            PersonKind.Partner => EntryKind.PartnerErased,
            PersonKind.Customer => EntryKind.CustomerErased,
            PersonKind.Lead => EntryKind.LeadErased,
            _ => EntryKind.SubscriberErased,
        };

    private void PutShell(Turn turn, long person)
    {
        switch (kind)
        {
            case PersonKind.Partner:
                PutPartner(turn, turn.Get(Partner.Table, person)!);
                break;
            case PersonKind.Customer:
                foreach (var number in plan.People)
                {
                    if (turn.Get(Lead.Table, number) is { } lead)
                    {
                        PutLead(turn, lead);
                    }
                    else
                    {
                        PutCustomer(turn, turn.Get(Customer.Table, number)!);
                    }
                }

                break;
            case PersonKind.Lead:
                PutLead(turn, turn.Get(Lead.Table, person)!);
                break;
            default:
                PutSubscriber(turn, turn.Get(Subscriber.Table, person)!);
                break;
        }
    }

    private static void PutPartner(Turn turn, Partner partner) =>
        turn.Put(
            Partner.Table,
            partner with
            {
                Id = PersonalText.ShellOf(partner.Number),
                Key = PersonalText.ShellOf(partner.Number),
                Email = null,
                EmailFolded = null,
                Name = null,
                Surname = null,
                PasswordHash = null,
                Tags = "[]",
                Status = PartnerStatus.Deleted,
                UpdatedAt = turn.Now,
                DeletedAt = partner.DeletedAt ?? turn.Now,
            }
        );

    private static void PutCustomer(Turn turn, Customer customer)
    {
        if (customer.DeletedAt is null)
        {
            Tally.Add(turn, Tally.Customers, -1);
        }

        turn.Put(
            Customer.Table,
            customer with
            {
                Key = PersonalText.ShellOf(customer.Number),
                ReferralKey = null,
                Email = null,
                EmailFolded = null,
                Name = null,
                Surname = null,
                Tags = "[]",
                Metadata = null,
                IsProvisional = false,
                Status = CustomerStatus.Deleted,
                UpdatedAt = turn.Now,
                DeletedAt = customer.DeletedAt ?? turn.Now,
            }
        );
    }

    private static void PutLead(Turn turn, Lead lead) =>
        turn.Put(
            Lead.Table,
            lead with
            {
                Name = null,
                Email = null,
                Answers = null,
                UpdatedAt = turn.Now,
                DeletedAt = lead.DeletedAt ?? turn.Now,
            }
        );

    private static void PutSubscriber(Turn turn, Subscriber before)
    {
        var after = before with
        {
            Id = null,
            ReferralKey = null,
            Email = null,
            EmailFolded = null,
            Name = null,
            Status = SubscriberStatus.Deleted,
            UpdatedAt = turn.Now,
            DeletedAt = before.DeletedAt ?? turn.Now,
        };
        turn.Put(Subscriber.Table, after);
        ReferralKeys.NoteErased(turn, OwnerKind.Subscriber, before.Number, before.Id);
        if (before.DeletedAt is null)
        {
            Tally.Add(turn, Tally.Customers, -1);
            Referrals.Count(turn, before.CountsFor, after.CountsFor);
        }
    }
}
