package dev.sam3flow.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bill that differs from the quote is never booked in silence. */
class MoneyAlarmTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final MoneyAlarm alarm = new MoneyAlarm(metrics);
    private final List<LogRecord> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(MoneyAlarm.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    private void posted(Kind kind, String usd) {
        alarm.accept(new LedgerEntry(
                "acme/a/0/1/x", "acme", "acme/a", kind, MicroUsd.ofUsd(usd), "billed otherwise", false));
    }

    private double counted(String name, String kind, String sign) {
        return metrics.get(name)
                .tags("kind", kind, "sign", sign, "money", "real")
                .counter()
                .count();
    }

    @Test
    void anAdjustmentIsAWarningWithItsAmountAndItsReason() {
        posted(Kind.ADJUST, "-0.01");

        assertThat(logged).singleElement().satisfies(record -> {
            assertThat(record.getLevel().intValue()).isEqualTo(Level.WARNING.intValue());
            assertThat(message(record)).startsWith("ALARM").contains("-$0.01", "acme/a/0/1/x", "billed otherwise");
        });
        assertThat(counted("sam3.ledger.entries", "adjust", "minus")).isEqualTo(1);
        assertThat(counted("sam3.ledger.usd", "adjust", "minus")).isEqualTo(0.01);
    }

    private static String message(LogRecord record) {
        Object[] parameters = record.getParameters();
        return parameters == null ? record.getMessage() : String.format(record.getMessage(), parameters);
    }

    @Test
    void whatWasExpectedIsCountedAndNoWarning() {
        posted(Kind.CHARGE, "0.10");
        posted(Kind.CHARGE, "0.15");

        assertThat(logged).isEmpty();
        assertThat(counted("sam3.ledger.entries", "charge", "plus")).isEqualTo(2);
        assertThat(counted("sam3.ledger.usd", "charge", "plus")).isEqualTo(0.25);
    }
}
