using Byway.Integrations;

namespace Byway.Persons;

/// <summary>
/// What an export reads: a name and a query for <c>@person</c> of <c>@program</c>. Hashes, secrets and folded copies
/// of texts are left out: they tell the person nothing.
/// </summary>
public static class PersonSections
{
    /// <summary>All of them, in the order of the document.</summary>
    public static readonly IReadOnlyList<(string Name, string Sql)> All =
    [
        (
            "partner",
            """
            select number, id, key, email, name, surname, tags, status, referred_by, created_at, updated_at,
                archived_at, deleted_at
            from partners where program_id = @program and number = @person
            """
        ),
        (
            "customer",
            """
            select number, key, referral_key, email, name, surname, tags, metadata, status, is_provisional,
                referred_by, bound_at, created_at, updated_at, deleted_at
            from customers where program_id = @program and number = @person
            """
        ),
        (
            "subscriber",
            """
            select number, id, referral_key, email, name, tos, marketing_consent, status, is_approved, referred_by,
                created_at, updated_at, deleted_at
            from subscribers where program_id = @program and number = @person
            """
        ),
        (
            "leads",
            """
            select number, name, email, answers, status, submitted_by, customer_number, created_at, updated_at,
                deleted_at
            from leads where program_id = @program and (number = @person or customer_number = @person)
            order by number
            """
        ),
        (
            "keys",
            """
            select key, role, link, created_at from referral_keys
            where program_id = @program and owner = @person order by created_at, key
            """
        ),
        (
            "links",
            """
            select number, key, domain, landing, direct_tracking_redirect_url, created_at, updated_at, deleted_at
            from referral_links where program_id = @program and owner = @person order by number
            """
        ),
        (
            "clicks",
            """
            select s.click, s.link, s.occurred_at, c.source, c.landing, c.referrer, c.utm_source, c.utm_medium,
                c.utm_campaign, c.utm_term, c.utm_content, c.network, c.agent
            from sign_up_clicks s left join clicks c on c.program_id = s.program_id and c.id = s.click
            where s.program_id = @program and s.customer = @person order by s.place
            """
        ),
        (
            "transactions",
            """
            select number, key, customer_ref, referred_by, amount, unit, action, product_ids, product_types,
                gross_amount, discount_amount, tax_amount, shipping_amount, discount_code, source, external_ids,
                metadata, refunded_amount, created_at, archived_at, deleted_at
            from transactions where program_id = @program and customer_number = @person order by number
            """
        ),
        (
            "refunds",
            """
            select r.number, r.transaction_number, r.key, r.amount, r.counted_amount, r.created_at
            from transactions t join refunds r on r.program_id = t.program_id and r.transaction_number = t.number
            where t.program_id = @program and t.customer_number = @person order by r.number
            """
        ),
        (
            "rewards",
            """
            select r.number, r.transaction_number, r.unit, r.amount, r.reversed_amount, r.status, r.account,
                r.held_until, r.payout, n.note, n.reason, r.created_at, r.updated_at
            from rewards r left join reward_notes n on n.program_id = r.program_id and n.reward = r.number
            where r.program_id = @program and r.beneficiary = @person order by r.number
            """
        ),
        (
            "balances",
            """
            select number, account, unit, amount, postings from balances
            where program_id = @program and owner = @person order by number
            """
        ),
        (
            "postings",
            """
            select p.balance, p.position, p.sequence as entry, p.reward, p.amount, p.balance_after
            from balances b join postings p on p.program_id = b.program_id and p.balance = b.number
            where b.program_id = @program and b.owner = @person order by p.balance, p.position
            """
        ),
        (
            "payout_details",
            """
            select gateway, details, updated_at from payout_details
            where program_id = @program and partner = @person
            """
        ),
        (
            "payouts",
            """
            select number, unit, amount, status, gateway, details, reason, created_at, updated_at, approved_at,
                finished_at
            from payouts where program_id = @program and partner = @person order by number
            """
        ),
        (
            "mails",
            """
            select number, recipient, subject, text, created_at, sent_at, given_up_at from mails
            where program_id = @program and person = @person order by number
            """
        ),
        (
            "sign_in_links",
            """
            select created_at, expires_at, used_at from sign_in_links
            where program_id = @program and person = @person order by created_at
            """
        ),
        (
            "sessions",
            """
            select created_at, seen_at from portal_sessions
            where program_id = @program and person = @person order by created_at
            """
        ),
        (
            "milestones",
            """
            select milestone, reached_at from reached_milestones
            where program_id = @program and subscriber = @person order by reached_at
            """
        ),
        (
            "provider_events",
            $"""
            select provider, event_id, type, status, body, occurred_at, received_at from provider_events
            where program_id = @program and ({ProviderEvent.PersonCondition.Replace(
                "{people}",
                "@person",
                StringComparison.Ordinal
            )}) order by number
            """
        ),
        (
            "journal",
            """
            select e.sequence, e.id, e.body, p.request, p.answer from entry_personal p
            join journal_entries e on e.program_id = p.program_id and e.sequence = p.sequence
            where p.program_id = @program and p.person = @person order by e.sequence
            """
        ),
        (
            "journal_of_transactions",
            """
            select e.sequence, e.id, e.body, p.request, p.answer from transactions t
            join entry_personal p on p.program_id = t.program_id and p.sequence = t.number
            join journal_entries e on e.program_id = p.program_id and e.sequence = p.sequence
            where t.program_id = @program and t.customer_number = @person order by t.number
            """
        ),
        (
            "deliveries",
            """
            select d.webhook, d.event_id, d.event, d.status, d.attempts, d.updated_at from entry_personal p
            join webhooks w on w.program_id = p.program_id
            join webhook_deliveries d on d.program_id = p.program_id and d.webhook = w.number
                and d.position between p.sequence * 4096 and p.sequence * 4096 + 4095
            where p.program_id = @program and p.person = @person order by d.position, d.webhook
            """
        ),
    ];
}
