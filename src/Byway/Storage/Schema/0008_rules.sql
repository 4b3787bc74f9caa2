-- Reward rules: what they count as it runs, how far partners are with goals, and what a reward is a part of. The rules
-- themselves are a part of the settings' versions.

-- Which part of a sale's rewards it is: main, level, extra; sign_up and goal belong to no sale.
alter table rewards add column part text not null default 'main';

-- Sums over all time (window_days 0) and over rolling windows, kept only where a rule reads them. since is the version
-- from which they were kept without a gap; rows of another one say nothing.
create table running_sums (
    program_id bigint not null,
    owner bigint not null,
    unit text not null,
    window_days bigint not null,
    since bigint not null,
    day bigint not null,
    sign_ups bigint not null,
    customers bigint not null,
    sales bigint not null,
    amount bigint not null,
    primary key (program_id, owner, unit, window_days)
) /*sqlite: without rowid */;

-- What happened on a day, so that windows can let it go.
create table running_days (
    program_id bigint not null,
    owner bigint not null,
    unit text not null,
    day bigint not null,
    since bigint not null,
    sign_ups bigint not null,
    customers bigint not null,
    sales bigint not null,
    amount bigint not null,
    primary key (program_id, owner, unit, day)
) /*sqlite: without rowid */;

-- How many sales of a customer stand, and for whom the customer counts as one who has bought.
create table running_customers (
    program_id bigint not null,
    customer bigint not null,
    since bigint not null,
    sales bigint not null,
    referred_sales bigint not null,
    counts_for bigint,
    counted_day bigint not null,
    primary key (program_id, customer)
) /*sqlite: without rowid */;

create table goal_progress (
    program_id bigint not null,
    owner bigint not null,
    goal text not null,
    since bigint not null,
    reached bigint not null,
    standing bigint not null,
    primary key (program_id, owner, goal)
) /*sqlite: without rowid */;

-- The bonus of each step that earned one.
create table goal_bonuses (
    program_id bigint not null,
    owner bigint not null,
    goal text not null,
    step bigint not null,
    reward bigint not null,
    primary key (program_id, owner, goal, step)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('running_sums', 'running_sums', '1000000 1000000 10 5 1'),
    ('running_days', 'running_days', '1000000 1000000 1000 1000 1'),
    ('running_customers', 'running_customers', '1000000 1000000 1'),
    ('goal_progress', 'goal_progress', '1000000 1000000 10 1'),
    ('goal_bonuses', 'goal_bonuses', '1000000 1000000 100 10 1');
*/
