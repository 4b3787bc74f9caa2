-- People: what they were before they were put away.

-- The status to go back to when the archive is revoked.
alter table partners add column archived_from text;
alter table customers add column archived_from text;

-- Referred customers who have bought, by the customer's number.
create table buyers (
    program_id bigint not null,
    number bigint not null,
    since bigint not null,
    primary key (program_id, number)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('buyers', 'buyers', '1000000 1000000 1');
*/

-- Mails to send, queued by the change that causes them; due_at is null when they are done.
create table mails (
    program_id bigint not null,
    number bigint not null,
    person bigint not null,
    recipient text not null,
    sender text not null,
    subject text not null,
    text text not null,
    html text not null,
    created_at bigint not null,
    attempts bigint not null,
    due_at bigint,
    sent_at bigint,
    given_up_at bigint,
    primary key (program_id, number)
);

create index mails_due on mails (due_at, program_id, number) where due_at is not null;
create index mails_by_person on mails (program_id, person);

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('mails', 'sqlite_autoindex_mails_1', '1000000 1000000 1'),
    ('mails', 'mails_by_person', '1000000 1000000 10');
*/

-- One-time links into the pages; the token is stored as a hash. kind as in referral_keys: partner or customer.
create table sign_in_links (
    program_id bigint not null,
    token_hash text not null,
    kind bigint not null,
    person bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    primary key (program_id, token_hash)
) /*sqlite: without rowid */;

create index sign_in_links_by_age on sign_in_links (expires_at);

-- Signed-in people; the cookie's secret is stored as a hash.
create table portal_sessions (
    program_id bigint not null,
    token_hash text not null,
    kind bigint not null,
    person bigint not null,
    created_at bigint not null,
    seen_at bigint not null,
    primary key (program_id, token_hash)
) /*sqlite: without rowid */;

create index portal_sessions_by_age on portal_sessions (seen_at);

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('sign_in_links', 'sign_in_links', '1000000 1000000 1'),
    ('sign_in_links', 'sign_in_links_by_age', '1000000 10'),
    ('portal_sessions', 'portal_sessions', '1000000 1000000 1'),
    ('portal_sessions', 'portal_sessions_by_age', '1000000 10');
*/
