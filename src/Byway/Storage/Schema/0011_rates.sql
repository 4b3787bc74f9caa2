-- The rate that held for a sale when it was decided, into the program's currency: hardly any sale has one. Revenue in
-- rules counts the sale by it, and goes on doing so whatever the rates are later. picos is the rate × 10^12.
create table sale_rates (
    program_id bigint not null,
    sale bigint not null,
    unit text not null,
    picos bigint not null,
    primary key (program_id, sale)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('sale_rates', 'sale_rates', '1000000 1000000 1');
*/
