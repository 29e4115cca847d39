package dev.sam3flow.temporal.activity;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What a round does. */
@ActivityInterface
public interface RoundWork {
    @ActivityMethod(name = "Sam3CarryOut")
    void carryOut(String round);
}
