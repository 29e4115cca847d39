package dev.sam3flow.core.prediction;

import dev.sam3flow.core.error.InvalidInputException;
import dev.sam3flow.core.prompt.Prompts;
import java.net.URI;

/**
 * What is sent to the model.
 *
 * @param video http(s) URL the provider can read; unique to the attempt, so that it also marks it
 * @param prompts what to segment; points and boxes are true at the video's first frame
 * @param applyMask whether the provider also draws the masks into a returned video
 */
public record PredictionInput(URI video, Prompts prompts, boolean applyMask) {
    public PredictionInput {
        if (prompts.atFrame() > 0) {
            throw new InvalidInputException("a prediction with points and boxes at frame " + prompts.atFrame()
                    + ": the model takes them at frame 0 of its video; cut the video there");
        }
    }
}
