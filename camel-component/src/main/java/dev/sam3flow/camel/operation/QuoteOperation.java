package dev.sam3flow.camel.operation;

import dev.sam3flow.camel.Sam3Constants;
import dev.sam3flow.core.money.MicroUsd;
import dev.sam3flow.core.money.PriceList;
import dev.sam3flow.core.port.VideoTools;
import dev.sam3flow.core.prediction.PredictionInput;
import java.net.URI;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Says in a header what one prediction of the video will cost, and leaves the body alone. Where video tools can measure a
 * local file, the published price list answers; else the provider does, who has to be given the video.
 */
final class QuoteOperation extends BriefOperation {
    QuoteOperation(Account account) {
        super(account, "the quote");
    }

    @Override
    Options options(Exchange exchange) {
        return Options.ofVideo(exchange, account.options());
    }

    @Override
    Consumer<Message> ask(Exchange exchange, Options options) {
        MicroUsd quoted = quote(exchange, options);
        return message -> message.setHeader(Sam3Constants.QUOTED, quoted.value());
    }

    private MicroUsd quote(Exchange exchange, Options options) {
        try (VideoBody video = VideoBody.of(exchange, account.options().getMaxVideoBytes())) {
            VideoTools tools = account.videoTools();
            if (tools != null && video.file() != null) {
                return PriceList.PUBLISHED.charge(
                        tools.probe(video.file()).table().durationMicros());
            }
            Submitter submitter = new Submitter(account.predictions(), account.options());
            URI url = submitter.upload(video).url();
            return account.predictions()
                    .quote(new PredictionInput(
                            url, options.firstFramePrompts(), account.options().isApplyMask()));
        }
    }
}
