package dev.sam3flow.temporal.activity;

/** What a job was planned from, as it is kept for readers of what there is so far. */
record Planned(SourceFacts source, PlanFacts plan) {}
