package dev.sam3flow.cameltemporal;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A workflow as users have them: it gathers items until it is sent, and an activity that is a route packs them. */
@WorkflowInterface
public interface Order {
    record Parcel(String customer, List<String> items) {}

    @WorkflowMethod
    String order(String customer, String activityQueue);

    @SignalMethod
    void add(String item);

    @UpdateMethod
    int rename(String customer);

    @UpdateValidatorMethod(updateName = "rename")
    void checkName(String customer);

    @SignalMethod
    void send();

    @QueryMethod
    Parcel parcel();

    class Gathering implements Order {
        private final List<String> items = new ArrayList<>();
        private String customer = "";
        private boolean sent;

        @Override
        public String order(String name, String activityQueue) {
            customer = name;
            Workflow.await(() -> sent);
            ActivityOptions options = ActivityOptions.newBuilder()
                    .setTaskQueue(activityQueue)
                    .setScheduleToCloseTimeout(Duration.ofSeconds(60))
                    .setHeartbeatTimeout(Duration.ofSeconds(3))
                    .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofMillis(50))
                            .setMaximumAttempts(4)
                            .build())
                    .build();
            return Workflow.newUntypedActivityStub(options).execute("Pack", String.class, parcel());
        }

        @Override
        public void add(String item) {
            items.add(item);
        }

        @Override
        public int rename(String name) {
            customer = name;
            return items.size();
        }

        @Override
        public void checkName(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a customer has a name");
            }
        }

        @Override
        public void send() {
            sent = true;
        }

        @Override
        public Parcel parcel() {
            return new Parcel(customer, List.copyOf(items));
        }
    }
}
