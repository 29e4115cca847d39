package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.core.money.MicroUsd;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Says in a header what is left on the account, and leaves the body alone. */
final class BalanceOperation extends BriefOperation {
    BalanceOperation(Account account) {
        super(account, "the balance");
    }

    @Override
    Consumer<Message> ask(Exchange exchange, Options options) {
        MicroUsd left = account.predictions().balance();
        return message -> message.setHeader(Sam3Constants.BALANCE, left.value());
    }
}
