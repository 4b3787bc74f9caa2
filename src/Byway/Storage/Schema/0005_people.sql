-- People: what they were before they were put away.

-- The status to go back to when the archive is revoked.
alter table partners add column archived_from text;
alter table customers add column archived_from text;

-- Referred customers who have bought, by the customer's number.
create table buyers (
    program_id bigint not null,
    number bigint not null,
    since bigint not null,
    primary key (program_id, number)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('buyers', 'buyers', '1000000 1000000 1');
*/
