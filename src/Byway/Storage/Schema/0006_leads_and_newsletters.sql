-- Leads of affiliate programs; subscribers and milestones of newsletter programs.

create table leads (
    program_id bigint not null,
    number bigint not null,
    name text,
    email text,
    -- What the form asked beyond name and e-mail: JSON, question to answer.
    answers text,
    status text not null,
    submitted_by bigint not null,
    -- The customer it became.
    customer_number bigint,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create table subscribers (
    program_id bigint not null,
    number bigint not null,
    -- The merchant's own, or none.
    id text,
    id_folded text,
    referral_key text,
    email text,
    email_folded text,
    name text,
    name_folded text,
    tos bigint,
    marketing_consent bigint,
    status text not null,
    is_approved bigint not null,
    referred_by bigint,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index subscribers_by_email on subscribers (program_id, email_folded);
create index subscribers_by_id on subscribers (program_id, id) where id is not null;
create index subscribers_referred on subscribers (program_id, number)
where referred_by is not null and deleted_at is null;
create index subscribers_not_referred on subscribers (program_id, number)
where referred_by is null and deleted_at is null;

create table milestones (
    program_id bigint not null,
    number bigint not null,
    name text not null,
    description text,
    status text not null,
    subscribers_count bigint not null,
    fulfillment_type text not null,
    fulfillment_value text,
    times_triggered bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (program_id, number)
) /*sqlite: without rowid */;

-- Each milestone once for each subscriber: the primary key says so.
create table reached_milestones (
    program_id bigint not null,
    subscriber bigint not null,
    milestone bigint not null,
    reached_at bigint not null,
    primary key (program_id, subscriber, milestone)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('leads', 'leads', '1000000 1000000 1'),
    ('subscribers', 'subscribers', '1000000 1000000 1'),
    ('subscribers', 'subscribers_by_email', '1000000 1000000 10'),
    ('subscribers', 'subscribers_by_id', '1000000 1000000 10'),
    ('subscribers', 'subscribers_referred', '1000000 1000000 1'),
    ('subscribers', 'subscribers_not_referred', '1000000 1000000 1'),
    ('milestones', 'milestones', '1000000 1000000 1'),
    ('reached_milestones', 'reached_milestones', '1000000 1000000 10 1');
*/
