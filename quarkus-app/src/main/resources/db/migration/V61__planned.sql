-- Where what a job was planned from is kept: what there is of its result is read with it.
alter table job add column planned text;
