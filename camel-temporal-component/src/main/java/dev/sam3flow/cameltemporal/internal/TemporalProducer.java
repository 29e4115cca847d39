package dev.sam3flow.cameltemporal.internal;

import dev.sam3flow.cameltemporal.TemporalConstants;
import dev.sam3flow.cameltemporal.TemporalEndpoint;
import dev.sam3flow.cameltemporal.TemporalOperation;
import java.util.EnumMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Hands an exchange to the operation that the URI, or a header, names. */
public final class TemporalProducer extends DefaultAsyncProducer {
    /** One operation. */
    interface Operation {
        void run(Call call, Target target);
    }

    private final TemporalEndpoint endpoint;
    private final Map<TemporalOperation, Operation> operations = new EnumMap<>(TemporalOperation.class);

    public TemporalProducer(TemporalEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        operations.put(TemporalOperation.start, new StartOperation());
        operations.put(TemporalOperation.signal, new SignalOperation());
        operations.put(TemporalOperation.query, new QueryOperation());
        operations.put(TemporalOperation.update, new UpdateOperation());
        operations.put(TemporalOperation.result, new ResultOperation());
        operations.put(TemporalOperation.cancel, new CancelOperation());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Operation operation;
        Target target;
        try {
            operation = operation(exchange);
            target = new Target(exchange, endpoint);
        } catch (RuntimeException refused) {
            exchange.setException(Failures.of(refused, null));
            callback.done(true);
            return true;
        }
        Call call = endpoint.getComponent().calls().begin(exchange, callback);
        call.run(() -> operation.run(call, target));
        return false;
    }

    private Operation operation(Exchange exchange) {
        String named = exchange.getMessage().getHeader(TemporalConstants.OPERATION, String.class);
        TemporalOperation wanted = named == null ? endpoint.getOperation() : TemporalOperation.ofName(named);
        Operation found = operations.get(wanted);
        if (found == null) {
            throw new IllegalArgumentException("temporal:" + wanted + " can only be consumed from");
        }
        return found;
    }
}
