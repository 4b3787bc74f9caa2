-- People: what they were before they were put away.

-- The status to go back to when the archive is revoked.
alter table partners add column archived_from text;
alter table customers add column archived_from text;
