package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.camel.SegmentResult;
import dev.sam3flow.camel.decoding.DecodeRequest;
import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.port.PredictionService;
import dev.sam3flow.core.prediction.Prediction;
import java.io.InputStream;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads masks: of a body that is an RLE file, or without a body of the completed prediction that a header names. */
final class DecodeOperation extends BriefOperation {
    DecodeOperation(Account account) {
        super(account, "the decoding");
    }

    @Override
    Consumer<Message> ask(Exchange exchange, Options options) throws Exception {
        DecodeRequest request = options.decodeRequest();
        SegmentResult result =
                exchange.getMessage().getBody() == null ? ofPrediction(exchange, request) : ofBody(exchange, request);
        return message -> {
            message.setBody(result);
            message.setHeader(Sam3Constants.DIALECT_FOUND, result.dialect());
        };
    }

    private SegmentResult ofPrediction(Exchange exchange, DecodeRequest request) {
        PredictionService predictions = account.predictions();
        Prediction seen = predictions.poll(prediction(exchange));
        if (!seen.status().isTerminal()) {
            throw new InvalidInputException("prediction " + seen.id() + " is "
                    + seen.status().word() + ": decode it once it is completed, or use sam3:segment, which waits");
        }
        return request.fetch(predictions, seen, null);
    }

    private static SegmentResult ofBody(Exchange exchange, DecodeRequest request) throws Exception {
        try (InputStream bytes = exchange.getMessage().getBody(InputStream.class)) {
            if (bytes == null) {
                throw new InvalidInputException("body of "
                        + exchange.getMessage().getBody().getClass().getName() + ": give the RLE file's bytes or text");
            }
            String id = exchange.getMessage().getHeader(Sam3Constants.PREDICTION_ID, "", String.class);
            return request.read(bytes, id, false, null);
        }
    }
}
