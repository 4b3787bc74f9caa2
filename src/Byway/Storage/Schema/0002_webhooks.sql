-- Webhooks: subscriptions, their secrets, and what was sent. Events are not stored: they are derived from the journal.

create table webhooks (
    program_id bigint not null,
    number bigint not null,
    key text not null,
    name text not null,
    url text not null,
    events text not null,
    is_active bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index webhooks_by_key on webhooks (program_id, key);

-- Number 0 is the value behind the header Signature; the others sign webhook-signature. No part of the journal.
create table webhook_secrets (
    program_id bigint not null,
    webhook bigint not null,
    number bigint not null,
    secret text not null,
    created_at bigint not null,
    expires_at bigint,
    primary key (program_id, webhook, number)
) /*sqlite: without rowid */;

-- How far a subscription has come. A position is sequence * 4096 + index of the event within its entry.
create table webhook_cursors (
    program_id bigint not null,
    webhook bigint not null,
    position bigint not null,
    -- Counts replays: whoever still writes for an older generation writes nothing.
    generation bigint not null,
    reset_at bigint not null,
    failures bigint not null,
    failing_since bigint,
    next_attempt_at bigint,
    lease_owner text,
    lease_until bigint not null,
    primary key (program_id, webhook)
) /*sqlite: without rowid */;

-- One row an event and subscription, without what was sent: that is derived again from the journal.
create table webhook_deliveries (
    program_id bigint not null,
    webhook bigint not null,
    position bigint not null,
    event_id text not null,
    event text not null,
    status text not null,
    attempts bigint not null,
    -- The last attempts as JSON.
    log text not null,
    -- 1 when it is sent by itself, not in its place in the order.
    is_aside bigint not null,
    next_attempt_at bigint,
    updated_at bigint not null,
    primary key (program_id, webhook, position)
) /*sqlite: without rowid */;

create index webhook_deliveries_aside on webhook_deliveries (next_attempt_at, program_id, webhook) where is_aside = 1;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('webhooks', 'webhooks', '10000 100 1'),
    ('webhooks', 'webhooks_by_key', '10000 100 1'),
    ('webhook_secrets', 'webhook_secrets', '30000 300 3 1'),
    ('webhook_cursors', 'webhook_cursors', '10000 100 1'),
    ('webhook_deliveries', 'webhook_deliveries', '1000000 100000 10000 1'),
    ('webhook_deliveries', 'webhook_deliveries_aside', '100 1 1 1');
*/
