-- Fraud signals: which of them hold a reward, and what they count as it runs. The thresholds are a part of the
-- settings' versions.

-- Names of the signals that held it when it was earned, comma-separated; they stay. While they hold it, held_until is
-- null: a hold of the owner's has no date, and the job that releases rewards never sees it. review_until is the end of
-- the review period that it goes on with once the owner has approved it.
alter table rewards add column signals text;
alter table rewards add column review_until bigint;

create index rewards_signalled on rewards (program_id, number) where signals is not null;

-- What a referrer has brought; since is the version from which it was kept without a gap. sign_ups and sales are those
-- of the window that ends with day.
create table signal_counts (
    program_id bigint not null,
    owner bigint not null,
    since bigint not null,
    day bigint not null,
    sign_ups bigint not null,
    sales bigint not null,
    all_sales bigint not null,
    taken_back bigint not null,
    primary key (program_id, owner)
) /*sqlite: without rowid */;

create table signal_days (
    program_id bigint not null,
    owner bigint not null,
    day bigint not null,
    since bigint not null,
    sign_ups bigint not null,
    sales bigint not null,
    primary key (program_id, owner, day)
) /*sqlite: without rowid */;

create table signal_customers (
    program_id bigint not null,
    customer bigint not null,
    click_id text,
    last_sale_at bigint,
    primary key (program_id, customer)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('rewards', 'rewards_signalled', '10000 10000 1'),
    ('signal_counts', 'signal_counts', '1000000 1000000 1'),
    ('signal_days', 'signal_days', '1000000 1000000 100 1'),
    ('signal_customers', 'signal_customers', '1000000 1000000 1');
*/
