-- Referral links beyond the one every owner is made with, domains they lead to, coupons and promotion codes.

-- Which link a referral key belongs to: the link's number, or null for the link its owner was made with.
alter table referral_keys add column link bigint;

-- number is the sequence of the entry that made the link. The link an owner was made with has the owner's number, and
-- a row only once it differs from what follows from the owner alone; sign-ups write nothing here.
create table referral_links (
    program_id bigint not null,
    number bigint not null,
    owner bigint not null,
    key text not null,
    domain bigint,
    -- Path, query and fragment on the domain; null for the domain's own address.
    landing text,
    is_additional bigint not null,
    direct_tracking bigint not null,
    direct_tracking_redirect bigint not null,
    direct_tracking_redirect_url text,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index referral_links_by_owner on referral_links (program_id, owner, number);
create index referral_links_by_domain on referral_links (program_id, domain);

-- Further sites of the program; the default one is the setting website.
create table domains (
    program_id bigint not null,
    number bigint not null,
    site text not null,
    host text not null,
    created_at bigint not null,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create table coupons (
    program_id bigint not null,
    number bigint not null,
    code text not null,
    -- For look-up; null when deleted, so that the code is free again.
    code_folded text,
    name text not null,
    is_active bigint not null,
    discount_type text not null,
    discount_amount bigint not null,
    duration_type text not null,
    duration_value bigint,
    is_date_limited bigint not null,
    date_limit bigint,
    is_times_limited bigint not null,
    times_limit bigint,
    metadata text,
    promotion_codes bigint not null,
    times_redeemed bigint not null,
    -- The newest ones: number of the sale and time, oldest first.
    redemptions text not null,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index coupons_by_code on coupons (program_id, code_folded);

create table promotion_codes (
    program_id bigint not null,
    number bigint not null,
    coupon bigint not null,
    code text not null,
    code_folded text,
    is_active bigint not null,
    is_first_order_only bigint not null,
    is_partner_limited bigint not null,
    is_customer_limited bigint not null,
    is_subscriber_limited bigint not null,
    -- Numbers of partners and of customers; subscribers as they were given, a JSON list.
    partners text not null,
    customers text not null,
    subscribers text not null,
    is_minimum_limited bigint not null,
    minimum_amount bigint,
    is_date_limited bigint not null,
    date_limit bigint,
    is_times_limited bigint not null,
    times_limit bigint,
    metadata text,
    times_redeemed bigint not null,
    redemptions text not null,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index promotion_codes_by_code on promotion_codes (program_id, code_folded);
create index promotion_codes_by_coupon on promotion_codes (program_id, coupon);

-- What makes redeeming repeatable: one row a coupon or promotion code (subject) and transaction key, by hash.
create table redemptions (
    program_id bigint not null,
    subject bigint not null,
    key_hash text not null,
    transaction_number bigint not null,
    redeemed_at bigint not null,
    primary key (program_id, subject, key_hash)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('referral_links', 'referral_links', '1000000 1000000 1'),
    ('referral_links', 'referral_links_by_owner', '1000000 1000000 10 1'),
    ('referral_links', 'referral_links_by_domain', '1000000 1000000 1000'),
    ('domains', 'domains', '1000000 1000000 1'),
    ('coupons', 'coupons', '1000000 1000000 1'),
    ('coupons', 'coupons_by_code', '1000000 1000000 2'),
    ('promotion_codes', 'promotion_codes', '1000000 1000000 1'),
    ('promotion_codes', 'promotion_codes_by_code', '1000000 1000000 2'),
    ('promotion_codes', 'promotion_codes_by_coupon', '1000000 1000000 1000'),
    ('redemptions', 'redemptions', '1000000 1000000 100 1');
*/
