-- Which entries changed a customer, sale or reward after the one that made it: what explains today's amounts without
-- reading the journal through. kind is customer, transaction or reward.
create table later_entries (
    program_id bigint not null,
    kind text not null,
    number bigint not null,
    sequence bigint not null,
    primary key (program_id, kind, number, sequence)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('later_entries', 'later_entries', '1000000 1000000 400000 2 1');
*/
