package dev.sam3flow.app.cli;

/** A command that can tell a wrong order before anything is started for it. */
interface Prechecked {
    /** @throws dev.sam3flow.core.error.InvalidInputException if the order is wrong */
    void precheck();
}
