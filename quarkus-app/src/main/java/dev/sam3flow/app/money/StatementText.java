package dev.sam3flow.app.money;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sam3flow.app.store.PostedLedger.Posted;
import dev.sam3flow.core.money.Balance;
import dev.sam3flow.core.money.LedgerEntry;
import dev.sam3flow.core.money.LedgerEntry.Kind;
import dev.sam3flow.core.money.MicroUsd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Statements as text for machines: amounts as plain decimals of USD, with a point whatever the locale. */
public final class StatementText {
    private static final String COLUMNS = "posted_at,job,kind,amount_usd,reason,entry,money";

    private StatementText() {}

    /** RFC 4180: a header, one line an entry, no totals, so that the lines of several statements can be joined. */
    public static List<String> csv(Statement statement) {
        List<String> lines = new ArrayList<>(List.of(COLUMNS));
        for (Posted posted : statement.lines()) {
            LedgerEntry entry = posted.entry();
            lines.add(String.join(
                    ",",
                    posted.at().toString(),
                    field(entry.jobId()),
                    entry.kind().name().toLowerCase(Locale.ROOT),
                    usd(entry.amount()),
                    field(entry.reason()),
                    field(entry.key()),
                    entry.simulated() ? "simulated" : "real"));
        }
        return lines;
    }

    /** Quoted where it has to be; a text that a spreadsheet would take for a formula begins with an apostrophe. */
    private static String field(String text) {
        String safe = text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    public static ObjectNode json(Statement statement) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("tenant", statement.tenant());
        json.put("month", statement.month().toString());
        json.put("money", statement.simulated() ? "simulated" : "real");
        json.put("dueUsd", usd(statement.due()));
        ObjectNode sums = json.putObject("sumsUsd");
        for (Kind kind : Kind.values()) {
            sums.put(kind.name().toLowerCase(Locale.ROOT), usd(statement.sum(kind)));
        }
        put(json.putObject("opening"), statement.opening());
        put(json.putObject("closing"), statement.closing());
        ArrayNode lines = json.putArray("entries");
        for (Posted posted : statement.lines()) {
            LedgerEntry entry = posted.entry();
            lines.addObject()
                    .put("postedAt", posted.at().toString())
                    .put("job", entry.jobId())
                    .put("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                    .put("amountUsd", usd(entry.amount()))
                    .put("reason", entry.reason())
                    .put("entry", entry.key());
        }
        return json;
    }

    private static void put(ObjectNode json, Balance balance) {
        json.put("spentUsd", usd(balance.spent()));
        json.put("heldUsd", usd(balance.held()));
    }

    private static String usd(MicroUsd amount) {
        return BigDecimal.valueOf(amount.value(), 6).toPlainString();
    }
}
