package dev.sam3flow.temporal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/**
 * Who drives jobs: a process with a workflow server of its own, or all processes of one shared server.
 *
 * @param name the same for those that share a workflow server, and for no others
 */
public record Driver(String name) {
    private static final String PROCESS = "process ";

    /** All that work for one shared workflow server. */
    public static Driver ofServer(String target, String namespace) {
        return new Driver("the workers of " + target + "/" + namespace);
    }

    /** This process: {@code process PID on HOST since START}. */
    public static Driver ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new Driver(PROCESS + self.pid() + " on " + host() + " since " + start(self));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("?");
    }

    /** True where a driver was a process of this machine that is no more. */
    boolean knowsDead(String driver) {
        String[] words = driver.split(" ");
        if (words.length != 6 || !driver.startsWith(PROCESS) || !words[3].equals(host()) || !words[1].matches("\\d+")) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(words[1]));
        return process.isEmpty() || !start(process.get()).equals(words[5]);
    }
}
