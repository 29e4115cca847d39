package dev.sam3flow.temporal.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One round of what a service does from time to time, such as settling again; started by a schedule. */
@WorkflowInterface
public interface Round {
    /** @param name which of {@link dev.sam3flow.temporal.Rounds} */
    @WorkflowMethod(name = "Sam3Round")
    void run(String name);
}
