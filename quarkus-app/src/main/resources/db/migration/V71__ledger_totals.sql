-- Sums of the ledger by tenant and day in UTC, of all entries up to the number summed_to. Whoever asks adds the entries that came
-- after it, those of a process that knows nothing of these sums too.
create table ledger_total (
    tenant varchar(64) not null,
    on_day date not null,
    simulated boolean not null,
    spent bigint not null,
    held bigint not null,
    primary key (tenant, on_day, simulated)
);
alter table ledger_lock add column summed_to bigint not null default 0;
create index ledger_by_tenant_seq on ledger_entry (tenant, seq);
