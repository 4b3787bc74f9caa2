using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// <c>POST /v1/customers/{key}/actions</c> <c>{name, key, created_at}</c>: a customer did something that the merchant
/// has a name for and rewards wait for: it started a trial, filled in a form.
/// </summary>
public sealed class PostAction : Change
{
    /// <summary>The most characters of an action's name.</summary>
    public const int LongestName = 100;

    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("recordAction", "Report that a customer did something worth a reward.")
    {
        More =
            "Sets off the rewards of the program's rules that have the trigger `custom` and this name, for either "
            + "side. With a key it is counted once: the same key and name again get the first answer again. Without "
            + "one every call counts. Names nobody rewards are recorded and counted too.",
        Path = NamedCustomer.PathNote,
        Body =
        [
            FieldNote
                .Text("name", "The merchant's name for it, compared exactly.", "trial_started")
                .UpTo(LongestName)
                .Required(),
            FieldNote.Key("key", "The merchant's key for this one time, within its customer.", "trial_42"),
            OccurredAt.Note,
        ],
        Answer = AnswerNote.One(201, "The action with its rewards.", typeof(ActionView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.KeyReused, RefusalCode.BalanceLimit],
    };

    private readonly NamedCustomer named;
    private readonly string name;
    private readonly string? key;
    private readonly long? createdAt;
    private readonly RequestText request;

    private PostAction(Caller caller, NamedCustomer named, string name, string? key, long? createdAt)
        : base(caller)
    {
        this.named = named;
        this.name = name;
        this.key = key;
        this.createdAt = createdAt;
        request = new RequestText()
            .Apart("customer", named.Any)
            .Add("name", name)
            .Add("key", key)
            .Apart("created_at", createdAt is { } at ? UtcMicros.ToText(at) : null);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var name = call.Fields.Text("name", LongestName);
        if (name is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("name", "The name is required: what the customer did, such as trial_started.");
        }

        var key = call.Fields.Key("key");
        var createdAt = OccurredAt.Of(call.Fields, call);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostAction(call.Caller, NamedCustomer.Of(call), name!, key, createdAt));
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        if (CustomerFinder.Find(turn, named) is not { } customer)
        {
            return;
        }

        if (key is not null)
        {
            Claims.Find(turn, ClaimKind.Action, ClaimedKey(customer.Number));
        }

        turn.Get(ActionCount.Table, customer.Number, ActionCount.Own, name);
        if (MergedCustomer.ReferrerOf(turn, customer) is { } owner)
        {
            turn.Get(ActionCount.Table, owner, ActionCount.Referred, name);
            Sales.Prefetch(turn, customer, null, null);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CustomerFinder.Find(turn, named) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        // Decision
        if (key is not null && ClaimOf(turn, customer) is { } claim)
        {
            return Claims.IsSameRequest(turn, claim, request)
                ? Claims.Replay(turn, claim, Caller).ToAnswer(201)
                : Claims.Refuse(turn, claim, request, "key");
        }

        var facts = FactsOf(turn, customer);
        var verdict = RewardRule.DecideAction(facts);

        // Effects
        if (key is not null)
        {
            Claims.Put(turn, ClaimKind.Action, ClaimedKey(customer.Number), customer.Number, request);
        }

        Count(turn, customer.Number, ActionCount.Own);
        var referrer = MergedCustomer.ReferrerOf(turn, customer);
        if (referrer is { } owner)
        {
            Count(turn, owner, ActionCount.Referred);
        }

        var booked = verdict
            .Rewards.Select(earned => RewardPostings.Book(turn, earned, RewardPart.Action, facts.OccurredAt))
            .ToList();
        var decision = new Decision
        {
            Code = verdict.Code,
            Evidence =
            [
                new("customer.referred_by", EvidenceOf(verdict.Code), referrer),
                .. verdict.Asked,
                .. verdict.Signals,
            ],
            Arithmetic = booked.Count == 0 ? null : [.. booked.Select(each => each.Arithmetic)],
        };
        return Answer.Resource(201, Append(turn, customer, facts, decision, [.. booked.Select(each => each.Reward)]));
    }

    private byte[] Append(
        Turn turn,
        Customer customer,
        RewardFacts facts,
        Decision decision,
        IReadOnlyList<Reward> rewards
    )
    {
        var resource = JsonSerializer.SerializeToUtf8Bytes(
            new ActionView
            {
                Name = name,
                Key = key,
                Customer = customer.Key,
                Occurrence = facts.ActionsBefore + 1,
                CreatedAt = UtcMicros.ToText(facts.OccurredAt),
                Rewards = [.. rewards.Select(reward => RewardViews.Of(turn, reward, decision))],
            },
            WireJson.Relaxed.ActionView
        );
        turn.Append(
            new()
            {
                Kind = EntryKind.ActionRecorded,
                Subject = customer.Number,
                Person = customer.Number,
                OccurredAt = facts.OccurredAt,
                Decision = decision,
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return resource;
    }

    private RewardFacts FactsOf(Turn turn, Customer customer) =>
        SaleFacts.Of(turn, customer, turn.OccurredAt(createdAt)) with
        {
            Action = name,
            ActionsBefore = ActionCount.Of(turn, customer.Number, name, ActionCount.Own).Happened,
            ReferredActionsBefore = MergedCustomer.ReferrerOf(turn, customer) is { } owner
                ? ActionCount.Of(turn, owner, name, ActionCount.Referred).Happened
                : 0,
        };

    private void Count(Turn turn, long owner, long side)
    {
        var count = ActionCount.Of(turn, owner, name, side);
        turn.Put(ActionCount.Table, count with { Happened = count.Happened + 1 });
    }

    // What was reported for one customer says nothing about another one.
    private string ClaimedKey(long customer) => $"{customer}\n{key}";

    private Claim? ClaimOf(Turn turn, Customer customer) =>
        MergedCustomer
            .Numbers(turn, customer)
            .Select(number => Claims.Find(turn, ClaimKind.Action, ClaimedKey(number)))
            .FirstOrDefault(claim => claim is not null);

    /// <summary>What the entry says of who referred the customer.</summary>
    /// <param name="code">The verdict's code.</param>
    public static string EvidenceOf(string code) =>
        code is DecisionCode.Rewarded or DecisionCode.RewardIsZero ? "resolved" : code;
}
