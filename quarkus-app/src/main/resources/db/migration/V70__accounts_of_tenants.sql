-- By which of the provider's accounts an attempt was sent: where its key is found, never the key; empty for the service's own.
alter table attempt add column account varchar(300) not null default '';
