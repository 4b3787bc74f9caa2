-- Promotion codes and partner keys on sales.

-- Since when a customer uses a coupon: what coupons that count once, or for a time, ask.
create table coupon_uses (
    program_id bigint not null,
    coupon bigint not null,
    customer bigint not null,
    first_at bigint not null,
    primary key (program_id, coupon, customer)
) /*sqlite: without rowid */;

-- One buyer's record with one partner, where sales say whose they are: number is the customer's. base_hash is the
-- buyer's own key, hashed as in claims.
create table composite_customers (
    program_id bigint not null,
    number bigint not null,
    base_hash text not null,
    partner bigint not null,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index composite_customers_by_base on composite_customers (program_id, base_hash);

-- Which code of a coupon was made for a partner by the program's pattern; it stays when the code is removed.
create table partner_codes (
    program_id bigint not null,
    partner bigint not null,
    coupon bigint not null,
    code bigint not null,
    primary key (program_id, partner, coupon)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('coupon_uses', 'coupon_uses', '1000000 1000000 1000 1'),
    ('partner_codes', 'partner_codes', '1000000 1000000 2 1'),
    ('composite_customers', 'composite_customers', '1000000 1000000 1'),
    ('composite_customers', 'composite_customers_by_base', '1000000 1000000 3');
*/
