package dev.sam3flow.temporal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The death of a process at its n-th step into the world: from then on no thread of it comes back from any port. Nothing is
 * cleaned up, and nobody is told.
 */
final class Crash {
    private final int at;
    private final boolean afterTheCall;
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch died = new CountDownLatch(1);

    private Crash(int at, boolean afterTheCall) {
        this.at = at;
        this.afterTheCall = afterTheCall;
    }

    /** Counts, and never comes. */
    static Crash never() {
        return new Crash(Integer.MAX_VALUE, false);
    }

    /** @param afterTheCall whether what was called has happened already */
    static Crash at(int call, boolean afterTheCall) {
        return new Crash(call, afterTheCall);
    }

    int calls() {
        return calls.get();
    }

    boolean awaitDeath() throws InterruptedException {
        return died.await(60, TimeUnit.SECONDS);
    }

    /** A port that this crash may happen at. */
    <T> T fragile(Class<T> type, T port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    int call = calls.incrementAndGet();
                    dieAt(call, false);
                    try {
                        Object answer = method.invoke(port, arguments);
                        dieAt(call, true);
                        return answer;
                    } catch (InvocationTargetException e) {
                        dieAt(call, true);
                        throw Objects.requireNonNull(e.getCause());
                    }
                }));
    }

    private void dieAt(int call, boolean after) throws InterruptedException {
        if (call == at && after == afterTheCall) {
            died.countDown();
        }
        if (died.getCount() == 0) {
            // until the bench interrupts what is left of the process
            new CountDownLatch(1).await();
        }
    }
}
