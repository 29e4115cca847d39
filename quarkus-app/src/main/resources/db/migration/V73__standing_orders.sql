-- What operators have told a job that has not ended.
alter table job add column standing text;
