using System.Globalization;
using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Programs;
using Byway.Rewards;
using Byway.Turns;
using Byway.Values;

namespace Byway.Payouts;

/// <summary>
/// <c>POST /v1/payout_requests</c>: sets a partner's payable balance in one currency aside, to be paid out. From then
/// on it is not payable a second time.
/// </summary>
public sealed class PostPayoutRequest : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createPayoutRequest", "Request a payout of what a partner is owed.")
    {
        More =
            "It pays the whole payable balance in the currency, in whole minor units; the rest stays on the balance. "
            + "Nothing of it is payable a second time. One request for each partner and currency is open at a time.",
        Body =
        [
            FieldNote.Object("partner", "Whose balance; one of them is enough.", NamedPartner.Notes).Required(),
            FieldNote
                .Text("amount_units", "The currency, ISO 4217 in any letter case.", "USD")
                .UpTo(FieldBounds.LongestUnit)
                .Required(),
            FieldNote.OneOf("gateway", "How to pay; as the partner has saved it when absent.", PayoutGateway.All),
            PayoutGateway.Note,
            FieldNote
                .Texts(
                    "reward_ids",
                    "Numbers of rewards to pay, in place of all: only where the program's setting "
                        + "`payout_choose_rewards` allows it.",
                    "[1,2]"
                )
                .AtMost(MostChosen),
        ],
        Answer = AnswerNote.One(201, "The payout request.", typeof(PayoutRequestView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.ActionFailed],
    };

    private const int MostChosen = 1000;

    private readonly NamedPartner named;
    private readonly string unit;
    private readonly string? gateway;
    private readonly IReadOnlyDictionary<string, string>? details;
    private readonly IReadOnlyList<long>? chosen;

    private PostPayoutRequest(
        Caller caller,
        NamedPartner named,
        string unit,
        (string? Gateway, IReadOnlyDictionary<string, string>? Details) to,
        IReadOnlyList<long>? chosen
    )
        : base(caller)
    {
        this.named = named;
        this.unit = unit;
        (gateway, details) = to;
        this.chosen = chosen;
    }

    private string Request
    {
        get
        {
            var request = new RequestText()
                .Add("partner.id", named.Id)
                .Add("partner.key", named.Key)
                .Add("partner.email", named.Email)
                .Add("amount_units", unit)
                .Add("gateway", gateway)
                .Add("reward_ids", chosen is null ? null : string.Join(",", chosen));
            foreach (var (name, value) in details ?? new Dictionary<string, string>())
            {
                request.Add($"{PayoutGateway.Note.Name}.{name}", value);
            }

            return request.Json;
        }
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var fields = call.Fields;
        var named = fields.Object("partner") is { } partner ? NamedPartner.Of(partner) : null;
        if (named is null or { IsEmpty: true } && !call.Check.HasFaults)
        {
            fields.Fault("partner", "The partner is required: an object with id, key or email.");
        }

        var text = fields.Text("amount_units", FieldBounds.LongestUnit);
        var unit = text is null ? null : Unit.Currency(text);
        if (unit is null && !call.Check.HasFaults)
        {
            fields.Fault("amount_units", "The amount_units is required: an ISO 4217 currency code such as USD.");
        }

        var gateway = fields.OneOf("gateway", PayoutGateway.All);
        var details = PayoutGateway.Read(fields, gateway, isSaved: false);
        var chosen = NumberList.Of(fields, "reward_ids", MostChosen) is { Count: > 0 } numbers ? numbers : null;
        // Where Wise pays to is the partner's own to say.
        var to = (gateway, gateway == PayoutGateway.Wise ? null : details);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostPayoutRequest(call.Caller, named!, unit!.Value.Code, to, chosen));
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        if (PartnerFinder.Find(turn, named) is not { } partner)
        {
            return;
        }

        turn.Find(Payout.ByPartner, partner.Number);
        turn.Get(PayoutDetails.Table, partner.Number);
        turn.Get(Balance.Table, partner.Number, text: LedgerAccount.Payable, text2: unit);
        foreach (var number in chosen ?? [])
        {
            turn.Get(Reward.Table, number);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (PartnerFinder.Find(turn, named) is not { } partner)
        {
            return Answer.NotFound("Partner");
        }

        var saved = turn.Get(PayoutDetails.Table, partner.Number);
        var earlier = turn.Find(Payout.ByPartner, partner.Number).Where(payout => payout.Unit == unit).ToList();
        var balance = turn.Get(Balance.Table, partner.Number, text: LedgerAccount.Payable, text2: unit);

        // Decision
        if (Refusal(turn, partner, saved, earlier) is { } refusal)
        {
            return refusal;
        }

        var payable = balance?.Amount ?? 0;
        var check = new Check();
        var amount = PayoutRule.AmountOf(
            chosen is null ? payable : Math.Min(payable, Chosen(turn, partner, check)),
            new Unit(unit)
        );
        if (check.HasFaults)
        {
            return check.Refusal();
        }

        if (TooLittle(turn, payable, amount) is { } sentence)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: {sentence}");
        }

        // Effects
        var covered = chosen is not null
            ? balance!.Postings
            : earlier
                .Where(payout => payout is { Status: PayoutStatus.Finished, Chosen: null })
                .Max(payout => (long?)payout.LastPosition)
                ?? 0;
        var payout = new Payout
        {
            ProgramId = Program.ProgramId,
            Number = turn.NextNumber,
            Partner = partner.Number,
            Unit = unit,
            Amount = amount,
            Status = PayoutStatus.Requested,
            Gateway = gateway ?? saved!.Gateway,
            Details = details is null
                ? saved!.Details
                : JsonSerializer.Serialize(new Dictionary<string, string>(details), StoredJson.Default.Pairs),
            Chosen = chosen is null ? null : JsonSerializer.Serialize(chosen, StoredJson.Default.Numbers),
            Balance = balance!.Number,
            LastPosition = balance.Postings,
            NotedPosition = covered,
            CreatedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(Payout.Table, payout);
        turn.Move(
            (partner.Number, LedgerAccount.Payable),
            (LedgerAccount.ProgramOwner, LedgerAccount.PayoutClearing),
            unit,
            amount,
            null
        );
        return Answer.Resource(201, Append(turn, partner, payout));
    }

    private byte[] Append(Turn turn, Partner partner, Payout payout)
    {
        var resource = PayoutRequestView.Json(turn, payout);
        turn.Append(
            new()
            {
                Kind = EntryKind.PayoutRequested,
                Subject = payout.Number,
                Person = partner.Number,
                Decision = new()
                {
                    Code = DecisionCode.PayoutRequested,
                    Evidence = [new("partner", "resolved", partner.Number)],
                },
                Request = Request,
                Answer = resource,
            },
            Caller.Actor
        );
        return resource;
    }

    /// <summary>What does not depend on amounts.</summary>
    private Answer? Refusal(Turn turn, Partner partner, PayoutDetails? saved, List<Payout> earlier)
    {
        if (!partner.IsActive)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: the partner is {partner.Status}.");
        }

        if (chosen is not null && !turn.Settings.PayoutChooseRewards)
        {
            return Answer.Fault("reward_ids", "Partners do not choose rewards in this program.");
        }

        if (details is null && (saved is null || (gateway is not null && saved.Gateway != gateway)))
        {
            return Missing();
        }

        return earlier.Find(payout => payout.IsOpen) is { } open
            ? Answer.Refuse(
                RefusalCode.ActionFailed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Action failed: payout request {open.Number} of this partner in {unit} is {open.Status}."
                )
            )
            : null;
    }

    /// <summary>Names what would be needed to pay.</summary>
    private Answer Missing()
    {
        if (gateway is null)
        {
            return Answer.Fault(
                "gateway",
                "The partner has saved no payout details: send gateway and payout_settings, or save them."
            );
        }

        if (gateway == PayoutGateway.Wise)
        {
            return Answer.Fault(PayoutGateway.Note.Name, "Details for wise must be saved by the partner.");
        }

        var check = new Check();
        foreach (var (field, sentence) in PayoutGateway.Faults(gateway, new Dictionary<string, string>()))
        {
            check.Fault($"{PayoutGateway.Note.Name}.{field}", sentence);
        }

        return check.Refusal();
    }

    private long Chosen(Turn turn, Partner partner, Check check)
    {
        Int128 sum = 0;
        for (var at = 0; at < chosen!.Count; at++)
        {
            var reward = turn.Get(Reward.Table, chosen[at]);
            var fault =
                reward is null || reward.Beneficiary != partner.Number ? "is not one of this partner"
                : reward.Unit != unit ? $"is in {reward.Unit}"
                : reward.IsPaid ? "is paid"
                : reward.Status != RewardStatus.Ok ? $"is {reward.Status}"
                : null;
            if (fault is null)
            {
                sum += reward!.StandingAmount;
                continue;
            }

            check.Fault(
                string.Create(CultureInfo.InvariantCulture, $"reward_ids.{at}"),
                string.Create(CultureInfo.InvariantCulture, $"Reward {chosen[at]} {fault}.")
            );
        }

        return (long)Int128.Min(sum, Micros.Largest);
    }

    private string? TooLittle(Turn turn, long payable, long amount)
    {
        if (amount == 0)
        {
            return $"there is nothing to pay, the payable balance is {Micros.ToText(payable)} {unit}.";
        }

        // The threshold is in the program's currency, and nothing is converted.
        var threshold = unit == turn.Settings.Currency ? turn.Settings.PayoutThresholdMicros : 0;
        return amount < threshold
            ? $"{Micros.ToText(amount)} {unit} is less than the program's threshold, {Micros.ToText(threshold)}."
            : null;
    }
}
