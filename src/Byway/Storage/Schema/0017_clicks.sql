-- Clicks: landings through links. They change no program and stand in no journal; what a sign-up made of them does.

-- id begins with the machine's time, so that age is a range of the key. What may tell something about somebody
-- (visitor, network, landing …) is emptied after a time, or with the person.
create table clicks (
    program_id bigint not null,
    id text not null,
    owner bigint not null,
    link bigint not null,
    occurred_at bigint not null,
    source text not null,
    landing text,
    referrer text,
    utm_source text,
    utm_medium text,
    utm_campaign text,
    utm_term text,
    utm_content text,
    network text,
    agent text not null,
    is_bot bigint not null,
    is_prefetch bigint not null,
    visitor text,
    primary key (program_id, id)
) /*sqlite: without rowid */;

create index clicks_by_visitor on clicks (program_id, visitor, id) where visitor is not null;

-- Sums a link and day; owner 0 and link 0 are the whole program.
create table click_days (
    program_id bigint not null,
    owner bigint not null,
    link bigint not null,
    day bigint not null,
    clicks bigint not null,
    visitors bigint not null,
    bots bigint not null,
    prefetches bigint not null,
    primary key (program_id, owner, link, day)
) /*sqlite: without rowid */;

-- Who was counted on a day: a hash with the day's salt. Both are forgotten a day later.
create table click_visitors (
    program_id bigint not null,
    link bigint not null,
    day bigint not null,
    visitor text not null,
    primary key (program_id, link, day, visitor)
) /*sqlite: without rowid */;

create table click_salts (
    program_id bigint not null,
    day bigint not null,
    salt text not null,
    primary key (program_id, day)
) /*sqlite: without rowid */;

-- How far a program's clicks are without their networks and landings.
create table click_erasures (
    program_id bigint not null,
    through text not null,
    primary key (program_id)
) /*sqlite: without rowid */;

-- The clicks that a sign-up named, in the order of its decision.
create table sign_up_clicks (
    program_id bigint not null,
    customer bigint not null,
    place bigint not null,
    click text,
    link bigint not null,
    occurred_at bigint not null,
    primary key (program_id, customer, place)
) /*sqlite: without rowid */;

create index customers_by_link on customers (program_id, came_by, number) where came_by is not null;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('clicks', 'clicks', '1000000 1000000 1'),
    ('clicks', 'clicks_by_visitor', '1000000 1000000 5 1'),
    ('click_days', 'click_days', '1000000 1000000 1000 100 1'),
    ('click_visitors', 'click_visitors', '1000000 1000000 1000 100 1'),
    ('click_salts', 'click_salts', '1000 2 1'),
    ('click_erasures', 'click_erasures', '1000 1'),
    ('sign_up_clicks', 'sign_up_clicks', '1000000 1000000 2 1'),
    ('customers', 'customers_by_link', '1000000 1000000 100 1');
*/
