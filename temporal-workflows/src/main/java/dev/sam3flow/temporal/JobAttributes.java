package dev.sam3flow.temporal;

import dev.sam3flow.core.job.JobId;
import dev.sam3flow.core.job.JobPhase;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the workflow server can be asked about jobs, where its namespace has these two search attributes: {@code temporal
 * operator search-attribute create --name Sam3Tenant --type Keyword --name Sam3Phase --type Keyword}.
 */
public final class JobAttributes {
    public static final SearchAttributeKey<String> TENANT = SearchAttributeKey.forKeyword("Sam3Tenant");

    /** A {@link JobPhase} in lower case, such as {@code segmenting}. */
    public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("Sam3Phase");

    private JobAttributes() {}

    /** True where the namespace has both; false also where the server, as the in-memory one, does not tell. */
    public static boolean areThere(WorkflowServiceStubs server, String namespace) {
        try {
            Map<String, ?> custom = OperatorServiceGrpc.newBlockingStub(server.getRawChannel())
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .build())
                    .getCustomAttributesMap();
            return custom.containsKey(TENANT.getName()) && custom.containsKey(PHASE.getName());
        } catch (StatusRuntimeException untold) {
            return false;
        }
    }

    static SearchAttributes atStart(JobId id) {
        return SearchAttributes.newBuilder()
                .set(TENANT, id.tenant())
                .set(PHASE, word(JobPhase.PROBING))
                .build();
    }

    /** How a phase is written. */
    public static String word(JobPhase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
