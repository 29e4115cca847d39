package dev.sam3flow.camel.operation;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** One operation; as Camel's own asynchronous processors, except that what is refused may be thrown. */
interface Operation {
    /** @return true where the exchange is done already, and the callback was told so */
    boolean process(Exchange exchange, AsyncCallback callback);
}
