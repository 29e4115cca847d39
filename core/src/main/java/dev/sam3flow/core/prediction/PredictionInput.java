package dev.sam3flow.core.prediction;

import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;

/**
 * What is sent to the model.
 *
 * @param video http(s) URL the provider can read; unique to the attempt, so that it also marks it
 * @param prompts what to segment
 * @param applyMask whether the provider also draws the masks into a returned video
 */
public record PredictionInput(URI video, Prompts prompts, boolean applyMask) {}
