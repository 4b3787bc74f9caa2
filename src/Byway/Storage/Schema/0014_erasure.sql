-- Erased people. A row says who was erased by which entry, and nothing else.

create table erasures (
    program_id bigint not null,
    person bigint not null,
    sequence bigint not null,
    erased_at bigint not null,
    primary key (program_id, person)
) /*sqlite: without rowid */;

create index erasures_by_age on erasures (erased_at);

-- The entry that erased a person from this half; null when the half is as it was written.
alter table entry_personal add column erased_by bigint;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('erasures', 'erasures', '10000 10000 1'),
    ('erasures', 'erasures_by_age', '10000 1');
*/
