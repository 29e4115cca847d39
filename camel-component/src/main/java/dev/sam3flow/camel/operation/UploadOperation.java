package dev.sam3flow.camel.operation;

import java.net.URI;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Uploads a video; the body becomes its URL, which is a secret and is gone after seven days. */
final class UploadOperation extends BriefOperation {
    UploadOperation(Account account) {
        super(account, "the upload");
    }

    @Override
    Consumer<Message> ask(Exchange exchange, Options options) {
        try (VideoBody video = VideoBody.of(exchange, account.options().getMaxVideoBytes())) {
            URI url = new Submitter(account.predictions(), account.options())
                    .upload(video)
                    .url();
            return message -> message.setBody(url);
        }
    }
}
