-- Customers whose binding the owner of the program has decided. For whom a customer's sign-up was counted, and when,
-- does not change with it: null when it was never counted.
create table owner_bindings (
    program_id bigint not null,
    customer bigint not null,
    counted_for bigint,
    counted_at bigint,
    decided_at bigint not null,
    sequence bigint not null,
    primary key (program_id, customer)
) /*sqlite: without rowid */;

create index owner_bindings_by_counted on owner_bindings (program_id, counted_for) where counted_for is not null;

-- Customers who were two records and are one: the record that is no more, and the one that stands. Where that one is
-- merged again, the row leads to the last.
create table merged_customers (
    program_id bigint not null,
    number bigint not null,
    survivor bigint not null,
    merged_at bigint not null,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index merged_customers_by_survivor on merged_customers (program_id, survivor);

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('owner_bindings', 'owner_bindings', '100000 100000 1'),
    ('owner_bindings', 'owner_bindings_by_counted', '100000 100000 10'),
    ('merged_customers', 'merged_customers', '100000 100000 1'),
    ('merged_customers', 'merged_customers_by_survivor', '100000 100000 2');
*/
