package dev.sam3flow.app.cli;

import dev.sam3flow.core.port.PredictionService;

/** Says that masks are not the real model's; shown whatever {@code --quiet} says. */
final class SimulatedBanner {
    private SimulatedBanner() {}

    static void show(PredictionService predictions, Output output) {
        if (!predictions.simulated()) {
            return;
        }
        boolean embedded = !predictions.endpoint().startsWith("http");
        output.say(
                embedded
                        ? "SIMULATED: no WAVESPEED_API_KEY is set, so a simulator makes the masks on this machine and no money moves"
                        : "SIMULATED: a simulator answers at " + predictions.endpoint() + ", and no money moves");
    }
}
