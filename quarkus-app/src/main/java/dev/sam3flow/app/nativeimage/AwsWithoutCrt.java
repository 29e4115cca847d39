package dev.sam3flow.app.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/** The AWS SDK calculates some checksums in a library of C that is not shipped: where the JVM would miss it, so does this. */
final class AwsWithoutCrt {
    private static final String NEEDED = "aws-crt is not shipped, and needed for the checksum ";

    private AwsWithoutCrt() {}

    @TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
    static final class ChecksumProvider {
        @Substitute
        static SdkChecksum createCrtCrc32C() {
            throw new UnsupportedOperationException(NEEDED + "CRC32C");
        }

        @Substitute
        static SdkChecksum crc64NvmeCrtImplementation() {
            throw new UnsupportedOperationException(NEEDED + "CRC64NVME");
        }

        @Substitute
        static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
            throw new UnsupportedOperationException(NEEDED + algorithm.algorithmId());
        }
    }
}
