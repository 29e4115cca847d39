package dev.sam3flow.app.cli;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands under one name. */
@TopCommand
@Command(
        name = "sam3",
        description = "Segments videos of any length with SAM 3, for a price that is known before.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            SegmentCommand.class,
            JobsCommand.class,
            JobCommandLine.class,
            QuoteCommand.class,
            RepairCommand.class,
            DecodeCommand.class,
            ConvertCommand.class,
            LedgerCommand.class,
            KeyCommand.class,
            ServeCommand.class,
            SimulatorCommand.class,
            DoctorCommand.class
        })
public class Sam3Command implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command, such as: sam3 segment VIDEO --prompt TEXT");
    }
}
