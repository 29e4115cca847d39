package dev.sam3flow.camel.event;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** Who emits an ending: the one whose claim came first. A claim whose route failed is given back. */
public final class Claims extends ServiceSupport {
    private static final String PREFIX = "sam3/";

    private final IdempotentRepository repository;

    public Claims(IdempotentRepository repository) {
        this.repository = repository;
    }

    void inject(CamelContext context) {
        CamelContextAware.trySetCamelContext(repository, context);
    }

    /** @return false where somebody else has claimed it */
    boolean claim(String what) {
        return repository.add(PREFIX + what);
    }

    void keep(String what) {
        repository.confirm(PREFIX + what);
    }

    void giveBack(String what) {
        repository.remove(PREFIX + what);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(repository);
    }
}
