package dev.sam3flow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sam3flow.temporal.activity.JobRecords;
import dev.sam3flow.temporal.activity.MediaWork;
import dev.sam3flow.temporal.activity.ProviderCalls;
import dev.sam3flow.temporal.activity.RoundWork;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.common.metadata.POJOActivityMethodMetadata;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker and a recorded history understand each other whatever the language of their machines. */
class ActivityNamesTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(classes = {JobRecords.class, MediaWork.class, ProviderCalls.class, RoundWork.class})
    void areTheSameInATurkishLocale(Class<?> activities) {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));

        assertThat(POJOActivityInterfaceMetadata.newInstance(activities).getMethodsMetadata())
                .extracting(POJOActivityMethodMetadata::getActivityTypeName)
                .isNotEmpty()
                .allMatch(name -> name.matches("Sam3[A-Z][A-Za-z]*"));
    }
}
