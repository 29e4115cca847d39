package dev.sam3flow.cameltemporal;

import org.apache.camel.spi.Metadata;

/** Headers and properties of the {@code temporal:} endpoint. Those that override an option are never set by it. */
public interface TemporalConstants {
    @Metadata(description = "Overrides the operation", javaType = "String", label = "producer")
    String OPERATION = "CamelTemporalOperation";

    @Metadata(description = "Overrides the id of the workflow to start", javaType = "String", label = "producer")
    String START_ID = "CamelTemporalStartId";

    @Metadata(description = "Overrides the type of the workflow to start", javaType = "String", label = "producer")
    String START_TYPE = "CamelTemporalStartType";

    @Metadata(
            description = "Overrides the name of the signal, the query or the update",
            javaType = "String",
            label = "producer")
    String NAME = "CamelTemporalName";

    @Metadata(
            description = "The workflow: set by start, read by the other operations; of an activity, its workflow",
            javaType = "String")
    String WORKFLOW_ID = "CamelTemporalWorkflowId";

    @Metadata(description = "The run that start began or joined; of an activity, its workflow's", javaType = "String")
    String RUN_ID = "CamelTemporalRunId";

    @Metadata(description = "The update, by which it is told apart", javaType = "String", label = "producer")
    String UPDATE_ID = "CamelTemporalUpdateId";

    @Metadata(description = "Type of the workflow that called the activity", javaType = "String", label = "consumer")
    String WORKFLOW_TYPE = "CamelTemporalWorkflowType";

    @Metadata(description = "Type of the activity", javaType = "String", label = "consumer")
    String ACTIVITY_TYPE = "CamelTemporalActivityType";

    @Metadata(description = "The activity's id within its workflow", javaType = "String", label = "consumer")
    String ACTIVITY_ID = "CamelTemporalActivityId";

    @Metadata(description = "Which try of the activity this is, from 1", javaType = "Integer", label = "consumer")
    String ATTEMPT = "CamelTemporalAttempt";

    /** Exchange property of an activity's route: its {@link ActivityHandle}. */
    String ACTIVITY = "CamelTemporalActivity";
}
