-- Billing providers. Which are connected, and with which settings, is a part of the settings' versions. Here is what
-- opens them, what they sent, and which of their ids belong together.

-- kind is webhook, api_key or path; sealed is what ASP.NET Data Protection makes of the secret, hint its last letters.
create table integration_secrets (
    program_id bigint not null,
    provider text not null,
    kind text not null,
    number bigint not null,
    sealed text not null,
    hint text not null,
    set_at bigint not null,
    primary key (program_id, provider, kind, number)
) /*sqlite: without rowid */;

-- What providers sent, as it came, or as it was fetched again. An event of a provider is taken once, for ever.
create table provider_events (
    program_id bigint not null,
    provider text not null,
    event_id text not null,
    number bigint not null,
    type text not null,
    body text,
    occurred_at bigint not null,
    received_at bigint not null,
    fetched_at bigint,
    status text not null,
    sentence text not null,
    decision text,
    entry_id text,
    entry_count bigint not null,
    person bigint,
    attempts bigint not null,
    due_at bigint,
    booked_at bigint,
    primary key (program_id, provider, event_id)
) /*sqlite: without rowid */;

create unique index provider_events_by_number on provider_events (program_id, number);
create index provider_events_due on provider_events (due_at) where due_at is not null;
create index provider_events_by_person on provider_events (program_id, person) where person is not null;

-- A payment: the sale it is, and what was given back of it, whatever came first. state is JSON; what it names, it
-- names by hashes.
create table billing_payments (
    program_id bigint not null,
    number bigint not null,
    provider text not null,
    sale bigint,
    gross_amount bigint,
    unit text,
    refund bigint,
    state text not null,
    merged_into bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create table billing_ids (
    program_id bigint not null,
    id_hash text not null,
    payment bigint not null,
    primary key (program_id, id_hash)
) /*sqlite: without rowid */;

-- Which coupon or promotion code of ours a provider's is. told_at is when the provider last changed it, as far as it
-- was told.
create table billing_codes (
    program_id bigint not null,
    id_hash text not null,
    provider text not null,
    coupon bigint not null,
    promotion_code bigint,
    partner bigint,
    told_at bigint not null,
    primary key (program_id, id_hash)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('integration_secrets', 'integration_secrets', '1000 10 5 2 1'),
    ('provider_events', 'provider_events', '1000000 1000000 500000 1'),
    ('provider_events', 'provider_events_by_number', '1000000 1000000 1'),
    ('provider_events', 'provider_events_due', '1000 1'),
    ('provider_events', 'provider_events_by_person', '1000000 1000000 10'),
    ('billing_payments', 'billing_payments', '1000000 1000000 1'),
    ('billing_ids', 'billing_ids', '1000000 1000000 1'),
    ('billing_codes', 'billing_codes', '10000 10000 1');
*/
