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
