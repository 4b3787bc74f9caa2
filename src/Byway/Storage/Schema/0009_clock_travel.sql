-- Clock travel: test programs whose clock is ahead of the machine's.

-- How far, in microseconds; read under the lock with the rest of the head.
alter table program_heads add column clock_offset bigint not null default 0;

create table clock_moves (
    program_id bigint not null,
    number bigint not null,
    moved_from bigint not null,
    moved_to bigint not null,
    clock_offset bigint not null,
    primary key (program_id, number)
) /*sqlite: without rowid */;

-- What is due is looked for program by program, each by its own clock: so the program leads, and nobody reads what
-- others hold.
drop index rewards_held;
create index rewards_due on rewards (program_id, held_until, number) where status = 'review_period';

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('clock_moves', 'clock_moves', '1000000 1000000 1'),
    ('rewards', 'rewards_due', '1000000 1000000 10 1');
*/
