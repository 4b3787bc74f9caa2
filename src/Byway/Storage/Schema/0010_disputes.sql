-- A dispute is a refund that may be won: null for refunds. amount_by says which report set its amount; null where none
-- did, so that it is of the whole sale.
alter table refunds add column dispute text;
alter table refunds add column amount_by text;
