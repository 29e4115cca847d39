package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.Sam3Endpoint;
import dev.sam3flow.camel.Sam3EndpointException;
import dev.sam3flow.camel.Sam3Operation;
import dev.sam3flow.core.error.InvalidInputException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Hands an exchange to the operation that the URI, or a header, names. */
public final class Sam3Producer extends DefaultAsyncProducer {
    private final Sam3Operation operation;
    private final Map<Sam3Operation, Operation> operations = new EnumMap<>(Sam3Operation.class);

    public Sam3Producer(Sam3Endpoint endpoint) {
        super(endpoint);
        operation = endpoint.getOperation();
        Account account = new Account(endpoint);
        operations.put(Sam3Operation.segment, new SegmentOperation(account));
        operations.put(Sam3Operation.job, new JobOperation(account));
        operations.put(Sam3Operation.tell, new TellOperation(account));
        operations.put(Sam3Operation.submit, new SubmitOperation(account));
        operations.put(Sam3Operation.result, new ResultOperation(account));
        operations.put(Sam3Operation.upload, new UploadOperation(account));
        operations.put(Sam3Operation.decode, new DecodeOperation(account));
        operations.put(Sam3Operation.quote, new QuoteOperation(account));
        operations.put(Sam3Operation.delete, new DeleteOperation(account));
        operations.put(Sam3Operation.balance, new BalanceOperation(account));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            String named = exchange.getMessage().getHeader(Sam3Constants.OPERATION, String.class);
            return of(named == null ? operation : Sam3Operation.ofName(named)).process(exchange, callback);
        } catch (RuntimeException refused) {
            exchange.setException(Sam3EndpointException.of(refused, null));
            callback.done(true);
            return true;
        }
    }

    private Operation of(Sam3Operation wanted) {
        Operation found = operations.get(wanted);
        if (found == null) {
            throw new InvalidInputException("sam3:" + wanted + " can only be consumed from");
        }
        return found;
    }
}
