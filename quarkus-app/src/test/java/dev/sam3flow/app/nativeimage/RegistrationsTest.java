package dev.sam3flow.app.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.core.job.JobPhase;
import dev.sam3flow.core.job.JobRequest;
import dev.sam3flow.temporal.activity.MediaActivities;
import dev.sam3flow.temporal.activity.MediaWork;
import dev.sam3flow.temporal.workflow.SegmentChunk;
import dev.sam3flow.temporal.workflow.SegmentVideo;
import dev.sam3flow.temporal.workflow.SegmentVideoImpl;
import io.temporal.client.WorkflowClient;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the native executable is told, read from the class path of this test. */
class RegistrationsTest {
    private static final Registrations REGISTRATIONS = new Registrations(
            new ClassPath(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .toList()),
            RegistrationsTest.class.getClassLoader());

    @Test
    void recordsEnumsWorkflowsAndActivitiesAreReachedByReflection() {
        assertThat(REGISTRATIONS.reflective())
                .contains(
                        JobRequest.class,
                        JobPhase.class,
                        SegmentVideo.class,
                        SegmentVideoImpl.class,
                        MediaWork.class,
                        MediaActivities.class,
                        WorkflowClient.class);
    }

    @Test
    void whatGrpcFindsByNameIsReachedByReflection() {
        assertThat(REGISTRATIONS.reflective().stream().map(Class::getName))
                .contains(
                        "io.grpc.internal.DnsNameResolverProvider",
                        "io.grpc.internal.PickFirstLoadBalancerProvider",
                        "io.grpc.netty.shaded.io.grpc.netty.NettyChannelProvider",
                        "io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel",
                        "com.fasterxml.jackson.datatype.jdk8.Jdk8Module");
    }

    @Test
    void everyWorkflowHasThreeProxiesAndEveryActivityOne() throws ClassNotFoundException {
        Class<?> stub = Class.forName("io.temporal.internal.sync.StubMarker");
        Class<?> async = Class.forName("io.temporal.internal.sync.AsyncInternal$AsyncMarker");
        for (Class<?> workflow : List.of(SegmentVideo.class, SegmentChunk.class)) {
            assertThat(REGISTRATIONS.proxies())
                    .contains(List.of(workflow), List.of(workflow, stub), List.of(workflow, stub, async));
        }
        assertThat(REGISTRATIONS.proxies()).contains(List.of(MediaWork.class, async), List.of(WorkflowClient.class));
    }

    /** A random number that is the same in every process is none. */
    @Test
    void whoeverKeepsRandomNumbersThreadsOrTemporalsObjectsIsInitialisedAtRunTime() {
        assertThat(REGISTRATIONS.initialisedAtRunTime().stream().map(Class::getName))
                .contains(
                        "dev.sam3flow.app.security.Secrets",
                        "dev.sam3flow.camel.operation.Submitter",
                        "dev.sam3flow.cameltemporal.internal.Failures",
                        "dev.sam3flow.temporal.JobAttributes",
                        "dev.sam3flow.video.internal.LiveProcesses")
                .doesNotContain("dev.sam3flow.core.job.JobRequest");
    }

    @Test
    void theFfmpegOfThePlatformIsTakenAlongAndNoOther() {
        Set<String> linux = REGISTRATIONS.resources("Linux", "amd64");
        assertThat(linux)
                .contains(
                        "org/bytedeco/ffmpeg/linux-x86_64/ffmpeg",
                        "org/bytedeco/ffmpeg/linux-x86_64/ffprobe",
                        "org/bytedeco/ffmpeg/linux-x86_64/libavcodec.so.62",
                        "META-INF/native/libio_grpc_netty_shaded_netty_transport_native_epoll_x86_64.so",
                        "META-INF/services/io.grpc.ManagedChannelProvider",
                        "dev/sam3flow/app/cli/version.properties")
                .noneMatch(file -> file.contains("macosx") || file.contains("windows") || file.contains("libjni"));
        assertThat(REGISTRATIONS.resources("Linux", "aarch64"))
                .contains("org/bytedeco/ffmpeg/linux-arm64/ffmpeg")
                .noneMatch(file -> file.contains("x86_64"));
    }
}
