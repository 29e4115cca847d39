package dev.sam3flow.simulator.internal;

import com.sun.net.httpserver.HttpExchange;
import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.RecordedRequest;
import dev.sam3flow.simulator.fault.Fault;
import dev.sam3flow.simulator.fault.FaultKind;
import dev.sam3flow.simulator.fault.FaultPlan;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Where requests come in: each is routed, recorded, and answered, or not, as the faults want it. */
public final class Door {
    private static final int MOST_RECORDED = 200_000;

    private final Setup setup;
    private final Account account;
    private final FaultPlan plan;
    private final Routes routes;
    private final Admin admin;
    private final Deque<RecordedRequest> recorded = new ArrayDeque<>();

    Door(Setup setup, Account account, FaultPlan plan, Routes routes, Admin admin) {
        this.setup = setup;
        this.account = account;
        this.plan = plan;
        this.routes = routes;
        this.admin = admin;
    }

    /** All requests but those of the administration, oldest first; the last 200,000. */
    public List<RecordedRequest> recorded() {
        synchronized (recorded) {
            return List.copyOf(recorded);
        }
    }

    /** Answers one request. */
    public void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-Sam3flow-Simulator", "true");
        Request request = new Request(exchange);
        try (exchange) {
            if (request.path().startsWith("/admin/")) {
                Sending.send(exchange, answered(() -> admin.answer(request)));
                return;
            }
            ProviderCall call = routes.callOf(request);
            Spoiled spoiled = new Spoiled(plan.draw(FaultKind.Stage.CALL, call));
            Optional<Reply> reply = reply(request, spoiled);
            record(request, call, reply.map(Reply::status).orElse(0));
            if (reply.isPresent()) {
                Sending.send(exchange, reply.get(), spoiled);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer; empty where the connection is closed instead. */
    private Optional<Reply> reply(Request request, Spoiled spoiled) throws IOException, InterruptedException {
        spoiled.change(account);
        Thread.sleep(spoiled.amount(FaultKind.DELAY));
        if (spoiled.meets(FaultKind.RESET)) {
            return Optional.empty();
        }
        Optional<Reply> refused = spoiled.instead(setup.clock().instant());
        if (refused.isPresent()) {
            return refused;
        }
        Reply reply = answered(() -> routes.answer(request));
        Thread.sleep(spoiled.amount(FaultKind.ANSWER_DELAYED));
        return spoiled.meets(FaultKind.LOST_ANSWER) ? Optional.empty() : Optional.of(spoiled.after(reply));
    }

    private interface Handler {
        Reply answer() throws IOException, Refusal;
    }

    private static Reply answered(Handler handler) throws IOException {
        try {
            return handler.answer();
        } catch (Refusal refusal) {
            return refusal.reply();
        } catch (RuntimeException e) {
            return Reply.error(500, "the simulator failed: " + e);
        }
    }

    private void record(Request request, ProviderCall call, int status) {
        RecordedRequest entry = new RecordedRequest(
                setup.clock().instant(),
                call,
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                request.recordedBody(),
                status);
        synchronized (recorded) {
            recorded.addLast(entry);
            if (recorded.size() > MOST_RECORDED) {
                recorded.removeFirst();
            }
        }
    }

    /** The faults that one call meets. */
    static final class Spoiled {
        private final List<Fault> faults;

        Spoiled(List<Fault> faults) {
            this.faults = faults;
        }

        boolean meets(FaultKind kind) {
            return faults.stream().anyMatch(fault -> fault.kind() == kind);
        }

        long amount(FaultKind kind) {
            return faults.stream()
                    .filter(fault -> fault.kind() == kind)
                    .mapToLong(Fault::amount)
                    .findFirst()
                    .orElse(0);
        }

        void change(Account account) {
            if (meets(FaultKind.PRICE_CHANGE)) {
                account.setUnitMicroUsd(amount(FaultKind.PRICE_CHANGE));
            }
            if (meets(FaultKind.BALANCE_CHANGE)) {
                account.setBalanceMicroUsd(amount(FaultKind.BALANCE_CHANGE));
            }
            if (meets(FaultKind.KEY_ROTATION)) {
                account.setKeys("rotated");
            }
        }

        Optional<Reply> instead(Instant now) {
            return faults.stream()
                    .flatMap(fault -> Spoiling.before(fault, now).stream())
                    .findFirst();
        }

        Reply after(Reply reply) throws IOException {
            Reply spoiled = reply;
            for (Fault fault : faults) {
                spoiled = Spoiling.after(fault, spoiled);
            }
            return spoiled;
        }
    }
}
