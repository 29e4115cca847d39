package dev.sam3flow.temporal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Holds up the next call of one method of a port, until it is opened. */
final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private @Nullable String method;

    /** The next call of it does not come back before {@link #open}; those that follow pass. */
    synchronized void hold(String method) {
        this.method = method;
    }

    void awaitReached() throws InterruptedException {
        if (!reached.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody has called " + method);
        }
    }

    void open() {
        open.countDown();
    }

    private synchronized boolean holds(String called) {
        return called.equals(method) && reached.getCount() > 0;
    }

    <T> T before(Class<T> type, T port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (holds(called.getName())) {
                        reached.countDown();
                        open.await();
                    }
                    try {
                        return called.invoke(port, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                }));
    }
}
