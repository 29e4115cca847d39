package dev.sam3flow.app.workflow;

import dev.sam3flow.app.money.MoneyDatabase;
import dev.sam3flow.core.job.JobId;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker process that is to be killed: says {@code ready}, and then {@code end dead MOMENT} or, once its job has ended,
 * {@code end done MOMENTS}; it ends then when its input does, or is told anything.
 */
public final class WorkflowWorker {
    private WorkflowWorker() {}

    /** @param arguments JDBC URL, user, simulator, folder, server, in memory?, namespace, tenant, moment */
    public static void main(String[] arguments) throws Exception {
        MoneyDatabase database = new MoneyDatabase(arguments[0], arguments[1], null, null);
        Stage stage = Stage.open(database, 6, arguments[2], Path.of(arguments[3]), null);
        Death death = new Death(Integer.parseInt(arguments[8]), moment -> System.out.println("end dead " + moment));
        WorkflowServiceStubs stubs = WorkflowServer.connect(arguments[4], death);
        stage.work(WorkflowServer.client(stubs, arguments[6]), Boolean.parseBoolean(arguments[5]));
        System.out.println("ready");
        JobId job = new JobId(arguments[7], "job");
        while (stage.ports().jobs().find(job).flatMap(found -> found.result()).isEmpty()) {
            LockSupport.parkNanos(100_000_000);
        }
        // the last answers are sent after the result is stored
        LockSupport.parkNanos(1_000_000_000);
        System.out.println("end done " + death.moments());
        // its parent ends it, or has ended
        System.in.read();
        System.exit(0);
    }
}
