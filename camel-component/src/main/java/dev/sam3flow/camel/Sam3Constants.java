package dev.sam3flow.camel;

import org.apache.camel.spi.Metadata;

/** Headers of the {@code sam3:} endpoint. Those that override an option are never set by the endpoint. */
public interface Sam3Constants {
    @Metadata(description = "Overrides the operation", javaType = "String", label = "producer")
    String OPERATION = "CamelSam3Operation";

    @Metadata(
            description = "Overrides what to segment: short noun phrases, several separated by commas",
            javaType = "String",
            label = "producer")
    String PROMPT = "CamelSam3Prompt";

    @Metadata(
            description = "Overrides the clicks: x,y or x,y,0 for background, several separated by semicolons",
            javaType = "String",
            label = "producer")
    String POINTS = "CamelSam3Points";

    @Metadata(
            description = "Overrides the rectangles: xMin,yMin,xMax,yMax, several separated by semicolons",
            javaType = "String",
            label = "producer")
    String BOXES = "CamelSam3Boxes";

    @Metadata(description = "Overrides the RLE dialect", javaType = "String", label = "producer")
    String DIALECT = "CamelSam3Dialect";

    @Metadata(
            description = "Overrides the size of the video's frames, such as 1920x1080",
            javaType = "String",
            label = "producer")
    String FRAME_SIZE = "CamelSam3FrameSize";

    @Metadata(description = "Overrides the number of the video's frames", javaType = "Integer", label = "producer")
    String FRAME_COUNT = "CamelSam3FrameCount";

    @Metadata(
            description = "Overrides how long to wait for the end, in milliseconds",
            javaType = "Long",
            label = "producer")
    String WAIT_TIMEOUT = "CamelSam3WaitTimeout";

    @Metadata(
            description = "Overrides how long after the submit to look for the first time, in milliseconds",
            javaType = "Long",
            label = "producer")
    String FIRST_LOOK = "CamelSam3FirstLook";

    @Metadata(
            description = "Overrides the pause between the first two looks, in milliseconds",
            javaType = "Long",
            label = "producer")
    String POLL_INTERVAL = "CamelSam3PollInterval";

    @Metadata(
            description = "Overrides the factor by which the pause between two looks grows",
            javaType = "Double",
            label = "producer")
    String POLL_FACTOR = "CamelSam3PollFactor";

    @Metadata(
            description = "Overrides the longest pause between two looks, in milliseconds",
            javaType = "Long",
            label = "producer")
    String MAX_POLL_INTERVAL = "CamelSam3MaxPollInterval";

    @Metadata(
            description = "Overrides the part of each pause by which it is shortened at random",
            javaType = "Double",
            label = "producer")
    String POLL_JITTER = "CamelSam3PollJitter";

    @Metadata(
            description =
                    "Overrides the longest pause that is granted where the provider asks for one, in milliseconds",
            javaType = "Long",
            label = "producer")
    String MAX_RETRY_AFTER = "CamelSam3MaxRetryAfter";

    @Metadata(description = "Overrides the tenant of a job", javaType = "String", label = "producer")
    String TENANT = "CamelSam3Tenant";

    @Metadata(
            description = "Overrides the request key of a job: the same tenant and key are the same job",
            javaType = "String",
            label = "producer")
    String REQUEST_KEY = "CamelSam3RequestKey";

    @Metadata(description = "Overrides the most a job may cost, in USD", javaType = "String", label = "producer")
    String MAX_CHARGE = "CamelSam3MaxCharge";

    @Metadata(
            description = "Overrides the frame of a job's video at which points and boxes are true",
            javaType = "Integer",
            label = "producer")
    String AT_FRAME = "CamelSam3AtFrame";

    @Metadata(
            description = "Overrides what the plan of a job makes small: charge, latency or balanced",
            javaType = "String",
            label = "producer")
    String OBJECTIVE = "CamelSam3Objective";

    @Metadata(
            description = "Overrides whether chunks of a job are to meet where scenes do",
            javaType = "Boolean",
            label = "producer")
    String SCENE_CUTS = "CamelSam3SceneCuts";

    @Metadata(
            description = "Overrides whether each object of a job has predictions of its own",
            javaType = "Boolean",
            label = "producer")
    String PER_OBJECT = "CamelSam3PerObject";

    @Metadata(
            description = "Overrides whether chunks of a job that look bad are tried once more",
            javaType = "Boolean",
            label = "producer")
    String AUTO_REPAIR = "CamelSam3AutoRepair";

    @Metadata(
            description = "The prediction: set by segment and submit, read by result, delete and decode",
            javaType = "String",
            label = "producer")
    String PREDICTION_ID = "CamelSam3PredictionId";

    @Metadata(
            description = "Last part of the path that a callback came to, by which a submit told it apart",
            javaType = "String",
            label = "consumer")
    String MARKER = "CamelSam3Marker";

    @Metadata(description = "The prediction's status word", javaType = "String")
    String STATUS = "CamelSam3Status";

    @Metadata(description = "Whether the prediction has ended", javaType = "Boolean")
    String ENDED = "CamelSam3Ended";

    @Metadata(description = "Why the prediction or the job failed", javaType = "String", label = "producer")
    String FAILURE_REASON = "CamelSam3FailureReason";

    @Metadata(description = "The dialect in which the masks were read", javaType = "String", label = "producer")
    String DIALECT_FOUND = "CamelSam3DialectFound";

    @Metadata(description = "Whether no real provider made the masks", javaType = "Boolean", label = "producer")
    String SIMULATED = "CamelSam3Simulated";

    @Metadata(
            description = "Whether the provider knew and deleted the prediction",
            javaType = "Boolean",
            label = "producer")
    String DELETED = "CamelSam3Deleted";

    @Metadata(description = "What is left on the account, in micro-USD", javaType = "Long", label = "producer")
    String BALANCE = "CamelSam3Balance";

    @Metadata(description = "Overrides what tell tells a job", javaType = "String", label = "producer")
    String COMMAND = "CamelSam3Command";

    @Metadata(
            description = "The job, as tenant/request key: set by job, read by tell",
            javaType = "String",
            label = "producer")
    String JOB_ID = "CamelSam3JobId";

    @Metadata(
            description = "The phase in which the job ended, or is after it was told something",
            javaType = "String",
            label = "producer")
    String JOB_PHASE = "CamelSam3JobPhase";

    @Metadata(description = "What was quoted, in micro-USD", javaType = "Long", label = "producer")
    String QUOTED = "CamelSam3Quoted";

    @Metadata(description = "What was charged, in micro-USD", javaType = "Long", label = "producer")
    String CHARGED = "CamelSam3Charged";
}
