-- What sets rewards off besides sales and sign-ups, and by which link customers came.

-- The number of the link whose key bound the customer; a default link has its owner's number.
alter table customers add column came_by bigint;

-- How often customers did what the merchant has a name for. side 0: the customer itself; 1: all whom a partner or
-- referring customer has referred.
create table action_counts (
    program_id bigint not null,
    owner bigint not null,
    action text not null,
    side bigint not null,
    happened bigint not null,
    primary key (program_id, owner, action, side)
) /*sqlite: without rowid */;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('action_counts', 'action_counts', '1000000 1000000 10 2 1');
*/
