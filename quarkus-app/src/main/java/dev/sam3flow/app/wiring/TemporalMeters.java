package dev.sam3flow.app.wiring;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What Temporal's client and workers measure: without the 69 buckets that each of their timers would have. */
@Singleton
public class TemporalMeters {
    @Produces
    @Singleton
    MeterFilter withoutHistograms() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().startsWith("temporal_")
                        ? DistributionStatisticConfig.builder()
                                .percentilesHistogram(false)
                                .serviceLevelObjectives()
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }
}
