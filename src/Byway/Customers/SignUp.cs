using Byway.Balances;
using Byway.Clicks;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Rewards;
using Byway.Signals;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>
/// The sign-up itself, shared by <c>POST /v1/customers</c> and by sales that create their customer: binds, stores,
/// and settles the sales that waited.
/// </summary>
public static class SignUp
{
    private const int MostSettledInOneTurn = 1000;

    /// <summary>Creates a customer.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="fields">The customer.</param>
    /// <param name="attribution">Whom it is bound to.</param>
    /// <param name="request">The request.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="isProvisional">True when a sale creates it and the sign-up is still to come.</param>
    /// <returns>The customer and the resource answered.</returns>
    public static (Customer Customer, byte[] Resource) Create(
        Turn turn,
        CustomerFields fields,
        Attribution attribution,
        RequestText request,
        string actor,
        bool isProvisional
    )
    {
        var isNameless = attribution.Owner is null && turn.Settings.StoreUnreferredKeyOnly;
        var kept = isNameless ? new CustomerFields { Key = fields.Key, ReferralKey = fields.ReferralKey } : fields;
        var occurredAt = turn.OccurredAt(fields.CreatedAt);
        var customer = new Customer
        {
            ProgramId = turn.Program.ProgramId,
            Number = turn.NextNumber,
            Key = fields.Key ?? Ids.New("cus_", turn.Now),
            Email = kept.Email,
            EmailFolded = kept.Email is null ? null : Email.Folded(kept.Email),
            Name = kept.Name,
            Surname = kept.Surname,
            Tags = kept.Tags ?? "[]",
            Metadata = kept.Metadata,
            Status = CustomerStatus.Active,
            IsProvisional = isProvisional,
            ReferredBy = attribution.Owner,
            BoundAt = attribution.Owner is null ? null : occurredAt,
            CameBy = attribution.CameBy,
            CreatedAt = occurredAt,
            UpdatedAt = turn.Now,
        };
        if (!turn.IsAffiliate)
        {
            customer = customer with
            {
                ReferralKey = fields.ReferralKey ?? ReferralKeys.NewKey(turn, OwnerKind.Customer),
            };
            ReferralKeys.Issue(turn, OwnerKind.Customer, customer.Number, customer.Key!, customer.ReferralKey);
        }

        turn.Put(Customer.Table, customer);
        Claims.Put(turn, ClaimKind.Customer, customer.Key!, customer.Number, isProvisional ? null : request);
        Tally.Add(turn, Tally.Customers);
        if (!isNameless)
        {
            NoteClicks(turn, customer, attribution);
        }

        SignalBook.NoteClick(turn, customer.Number, fields);
        var earned = isProvisional ? null : SignUpRewards.Earn(turn, customer, isNewlyBound: true);
        CountBinding(turn, customer);
        IReadOnlyList<Evidence> evidence = [.. attribution.Decision.Evidence ?? [], .. earned?.Evidence ?? []];
        var bonuses = RunningTotals.SignedUp(turn, customer, Signal.HoldingIn(evidence));
        var decision = SignUpRewards.Explain(attribution.Decision, earned, bonuses);
        var resource = CustomerJson.Of(turn, customer);
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerCreated,
                Subject = customer.Number,
                Person = customer.Number,
                OccurredAt = occurredAt,
                Decision = decision,
                Request = isNameless
                    ? new RequestText().Add(turn.IsAffiliate ? "key" : "id", fields.Key).Json
                    : request.Json,
                Answer = resource,
            },
            actor
        );
        return (customer, resource);
    }

    /// <summary>The binding of a customer whom a browser reported: what it earns at once is held.</summary>
    /// <param name="attribution">Whom the customer is bound to.</param>
    public static Attribution Unverified(Attribution attribution) =>
        attribution.Owner is null
            ? attribution
            : attribution with
            {
                Decision = attribution.Decision with
                {
                    Evidence = [.. attribution.Decision.Evidence ?? [], Signal.OfBrowser.ToEvidence(isHolding: true)],
                },
            };

    /// <summary>Completes a provisional customer with its sign-up; binds it unless it is bound.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The provisional customer.</param>
    /// <param name="fields">What the sign-up says.</param>
    /// <param name="attribution">Whom it is bound to from now on.</param>
    /// <param name="request">The request.</param>
    /// <param name="actor">Who asked.</param>
    /// <returns>The customer and the resource answered.</returns>
    public static (Customer Customer, byte[] Resource) Complete(
        Turn turn,
        Customer customer,
        CustomerFields fields,
        Attribution attribution,
        RequestText request,
        string actor
    )
    {
        var wasBound = customer.ReferredBy is not null;
        var isNameless = attribution.Owner is null && turn.Settings.StoreUnreferredKeyOnly;
        var occurredAt = turn.OccurredAt(fields.CreatedAt);
        var email = isNameless ? null : fields.Email ?? customer.Email;
        customer = customer with
        {
            Email = email,
            EmailFolded = email is null ? null : Email.Folded(email),
            Name = isNameless ? null : fields.Name ?? customer.Name,
            Surname = isNameless ? null : fields.Surname ?? customer.Surname,
            Tags = isNameless ? "[]" : fields.Tags ?? customer.Tags,
            Metadata = isNameless ? null : fields.Metadata ?? customer.Metadata,
            IsProvisional = false,
            ReferredBy = attribution.Owner,
            BoundAt =
                wasBound ? customer.BoundAt
                : attribution.Owner is null ? null
                : occurredAt,
            CameBy = wasBound ? customer.CameBy : attribution.CameBy,
            CreatedAt = occurredAt,
            UpdatedAt = turn.Now,
        };
        turn.Put(Customer.Table, customer);
        if (!isNameless)
        {
            NoteClicks(turn, customer, attribution);
        }

        // The key it signs up with may be a former one, or one of a record that was merged into it.
        Claims.Put(turn, ClaimKind.Customer, fields.Key ?? customer.Key!, customer.Number, request);
        SignalBook.NoteClick(turn, customer.Number, fields);
        var earned = SignUpRewards.Earn(turn, customer, isNewlyBound: !wasBound);
        var decision = attribution.Decision;
        if (!wasBound)
        {
            CountBinding(turn, customer);
            var bonuses = RunningTotals.SignedUp(turn, customer, Signal.HoldingIn(earned?.Evidence));
            decision = SignUpRewards.Explain(decision, null, bonuses);
        }

        decision = SignUpRewards.Explain(decision, earned, []);
        var resource = CustomerJson.Of(turn, customer);
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerCompleted,
                Subject = customer.Number,
                Person = customer.Number,
                OccurredAt = occurredAt,
                Decision = decision,
                Request = isNameless
                    ? new RequestText().Add(turn.IsAffiliate ? "key" : "id", fields.Key).Json
                    : request.Json,
                Answer = resource,
            },
            actor
        );
        return (customer, resource);
    }

    /// <summary>Binds a customer that nobody had referred; later sales follow it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="attribution">Whom it is bound to.</param>
    /// <param name="request">The request.</param>
    /// <param name="actor">Who asked.</param>
    public static Customer Bind(
        Turn turn,
        Customer customer,
        Attribution attribution,
        RequestText request,
        string actor
    )
    {
        customer = customer with
        {
            ReferredBy = attribution.Owner,
            BoundAt = turn.Now,
            CameBy = attribution.CameBy,
            UpdatedAt = turn.Now,
        };
        turn.Put(Customer.Table, customer);
        NoteClicks(turn, customer, attribution);
        CountBinding(turn, customer);
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerBound,
                Subject = customer.Number,
                Person = customer.Number,
                Decision = attribution.Decision.With(RunningTotals.SignedUp(turn, customer)),
                Request = request.Json,
                Answer = CustomerJson.Of(turn, customer),
            },
            actor
        );
        return customer;
    }

    /// <summary>Binds a customer anew because the program's owner says so; later sales follow it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="before">The customer as it was.</param>
    /// <param name="attribution">Whom it is bound to from now on, since when, and why.</param>
    /// <param name="isCounted">True when its sign-up is counted now: nobody had referred it.</param>
    /// <param name="draft">The entry's kind, its request, and who asked.</param>
    /// <returns>The resource.</returns>
    public static byte[] Rebind(
        Turn turn,
        Customer before,
        Attribution attribution,
        bool isCounted,
        (string Kind, string Request, string Actor) draft
    )
    {
        var customer = before with
        {
            ReferredBy = attribution.Owner,
            BoundAt = attribution.Since,
            CameBy = attribution.CameBy,
            UpdatedAt = turn.Now,
        };
        OwnerBinding.Note(turn, before, customer, isCounted);
        turn.Put(Customer.Table, customer);
        var decision = attribution.Decision;
        if (isCounted)
        {
            CountBinding(turn, customer);
            decision = decision.With(RunningTotals.SignedUp(turn, customer));
        }

        var resource = CustomerJson.Of(turn, customer);
        turn.Append(
            new()
            {
                Kind = draft.Kind,
                Subject = customer.Number,
                Person = customer.Number,
                Decision = decision,
                Request = draft.Request,
                Answer = resource,
            },
            draft.Actor
        );
        return resource;
    }

    /// <summary>
    /// Decides the sales that waited for this customer, oldest first; those beyond a thousand are left to the job.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer, signed up.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="aliases">Further keys of the customer.</param>
    public static void SettleWaiting(Turn turn, Customer customer, string actor, params IEnumerable<string> aliases) =>
        Settle(turn, customer, WaitingSales.For(turn, customer, aliases), actor);

    /// <summary>The same for all records that are one customer.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer, signed up.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="aliases">Further keys of the customer.</param>
    public static void SettleMerged(Turn turn, Customer customer, string actor, params IEnumerable<string> aliases) =>
        Settle(
            turn,
            customer,
            MergedCustomer
                .Numbers(turn, customer)
                .SelectMany(number =>
                    WaitingSales.For(turn, turn.Get(Customer.Table, number)!, number == customer.Number ? aliases : [])
                ),
            actor
        );

    private static void Settle(Turn turn, Customer customer, IEnumerable<Waiting> found, string actor)
    {
        var settled = 0;
        foreach (var names in found.GroupBy(waiting => waiting.Number).OrderBy(names => names.Key).ToList())
        {
            if (settled++ == MostSettledInOneTurn)
            {
                return;
            }

            WaitingSales.Settle(turn, [.. names], customer, actor);
        }
    }

    /// <summary>Which clicks count for a sign-up, by the settings in force.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="at">When it occurred; Unix microseconds.</param>
    public static ClickRule Clicks(Turn turn, long at) =>
        new(at, turn.Settings.AttributionWindowDays, turn.Settings.AttributionModel);

    /// <summary>Keeps whose clicks they were that the decision looked at.</summary>
    private static void NoteClicks(Turn turn, Customer customer, Attribution attribution)
    {
        for (var place = 0; place < attribution.Looked.Count; place++)
        {
            if (attribution.Looked[place] is { ClickId: { } click, ClickedAt: { } at, CameBy: { } link })
            {
                turn.Put(
                    SignUpClick.Table,
                    new()
                    {
                        ProgramId = turn.Program.ProgramId,
                        Customer = customer.Number,
                        Place = place,
                        Click = click,
                        Link = link,
                        OccurredAt = at,
                    }
                );
            }
        }
    }

    private static void CountBinding(Turn turn, Customer customer)
    {
        if (customer.ReferredBy is not { } owner)
        {
            return;
        }

        if (!turn.IsAffiliate && Totals.SignUpsOf(turn, owner) == 0)
        {
            Tally.Add(turn, Tally.Referring);
        }

        var total = new Total
        {
            Owner = owner,
            Unit = "",
            Day = turn.Now / UtcMicros.PerDay,
            SignUps = 1,
        };
        turn.Count(total);
        turn.Count(total with { Owner = LedgerAccount.ProgramOwner });
    }
}
