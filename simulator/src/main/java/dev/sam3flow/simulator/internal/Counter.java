package dev.sam3flow.simulator.internal;

import com.sun.net.httpserver.HttpServer;
import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.BillingBook;
import dev.sam3flow.simulator.fault.FaultPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The running whole: everything behind the door, and the server in front of it. */
public final class Counter implements AutoCloseable {
    static {
        // Read once by the JDK's server. Without it each answer waits 40 ms: its head and body go out as two packets,
        // and
        // the second is held back until the customer's system acknowledges the first.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Workshop workshop;
    private final Callbacks callbacks;
    private final Door door;
    private final Desk desk;
    private final Site site = new Site();

    /** Opens for customers at once, on the loopback address only. */
    public Counter(Setup setup, Account account, BillingBook book, FaultPlan plan) throws IOException {
        Shelf shelf = new Shelf(setup);
        Answers answers = new Answers(setup, site);
        workshop = new Workshop(setup);
        callbacks = new Callbacks(setup, account, answers);
        desk = new Desk(setup, account, book, callbacks::ended);
        PredictionCalls predictions = new PredictionCalls(account, plan, shelf, workshop, desk, answers, callbacks);
        MoneyCalls money = new MoneyCalls(account, book, desk, shelf);
        FileCalls files = new FileCalls(setup, site, account, shelf, desk);
        Admin admin = new Admin(account, plan, book, desk);
        door = new Door(setup, account, plan, new Routes(account, predictions, money, files), admin);
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "sam3-simulator-http");
            thread.setDaemon(true);
            return thread;
        });
        InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        server = HttpServer.create(new InetSocketAddress(loopback, setup.port()), 0);
        site.listensAt(server.getAddress().getPort());
        server.createContext("/", door::handle);
        server.setExecutor(threads);
        server.start();
        callbacks.watch(desk);
    }

    public Site site() {
        return site;
    }

    public Door door() {
        return door;
    }

    public Desk desk() {
        return desk;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        callbacks.close();
        workshop.close();
    }
}
