package dev.sam3flow.app.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KubernetesManifestsTest {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "ServiceAccount", ServiceAccount.class,
            "Deployment", Deployment.class,
            "Service", Service.class,
            "PersistentVolumeClaim", PersistentVolumeClaim.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "ResourceQuota", ResourceQuota.class);
    private static final Map<String, String> OURS = Map.of("app.kubernetes.io/name", "sam3flow");

    private static <T extends HasMetadata> T only(Class<T> kind) throws IOException {
        List<T> found = new ArrayList<>();
        for (JsonNode document : documents()) {
            if (KINDS.get(document.path("kind").asText()) == kind) {
                found.add(DeployFolder.as(kind, document));
            }
        }
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Everything that the two kustomizations name. */
    private static List<JsonNode> documents() {
        List<JsonNode> found = new ArrayList<>();
        for (String folder : List.of("kubernetes/base", "kubernetes/production")) {
            JsonNode kustomization =
                    DeployFolder.yaml(folder + "/kustomization.yaml").get(0);
            kustomization.path("resources").forEach(resource -> {
                if (resource.asText().endsWith(".yaml")) {
                    found.addAll(DeployFolder.yaml(folder + "/" + resource.asText()));
                }
            });
        }
        return found;
    }

    private static PodSpec pod() throws IOException {
        return only(Deployment.class).getSpec().getTemplate().getSpec();
    }

    private static Container container() throws IOException {
        return pod().getContainers().get(0);
    }

    @Test
    void everyFieldIsOneThatKubernetesKnows() throws IOException {
        for (JsonNode document : documents()) {
            String kind = document.path("kind").asText();
            assertThat(KINDS).containsKey(kind);
            assertThat(unknown(KINDS.get(kind), document)).as(kind).isEmpty();
        }
    }

    /** The model keeps what it does not know in additionalProperties, at any depth. */
    private static List<String> unknown(Class<? extends HasMetadata> kind, JsonNode document) throws IOException {
        List<String> found = new ArrayList<>();
        Unknown.in(DeployFolder.as(kind, document), kind.getSimpleName(), found);
        return found;
    }

    @Test
    void whatKubernetesDoesNotKnowIsFound() throws IOException {
        String text = Files.readString(DeployFolder.file("kubernetes/base/deployment.yaml"))
                .replace("readOnlyRootFilesystem", "readOnlyRootFileSystem");
        JsonNode wrong = new YAMLMapper().readTree(text);
        assertThat(unknown(Deployment.class, wrong)).singleElement().asString().contains("readOnlyRootFileSystem");
    }

    @Test
    void theFilesOfAFolderAreTheOnesThatItsKustomizationNames() throws IOException {
        for (String folder : List.of("kubernetes/base", "kubernetes/production")) {
            List<String> named = new ArrayList<>();
            DeployFolder.yaml(folder + "/kustomization.yaml")
                    .get(0)
                    .path("resources")
                    .forEach(name -> named.add(name.asText()));
            named.removeIf(name -> !name.endsWith(".yaml"));
            named.add("kustomization.yaml");
            try (var files = Files.list(DeployFolder.file(folder))) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
            }
        }
    }

    @Test
    void thePodRunsAsNobodyOnAReadOnlyRoot() throws IOException {
        assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod().getSecurityContext().getRunAsUser()).isEqualTo(10001);
        assertThat(pod().getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container().getSecurityContext().getAllowPrivilegeEscalation())
                .isFalse();
        assertThat(container().getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void theWorkVolumeHasAQuotaAboveWhatTheServiceAllowsItself() throws IOException {
        var work = pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals("work"))
                .findFirst()
                .orElseThrow();
        long quota = work.getEmptyDir().getSizeLimit().getNumericalAmount().longValueExact();
        String most = DeployFolder.text("kubernetes/base/kustomization.yaml")
                .replaceAll("(?s).*SAM3_MAX_WORK_BYTES=(\\d+).*", "$1");
        assertThat(quota).isGreaterThan(Long.parseLong(most));
        assertThat(container().getVolumeMounts())
                .anyMatch(mount ->
                        mount.getName().equals("work") && mount.getMountPath().equals("/var/lib/sam3flow/work"));
    }

    @Test
    void theThreeProbesAskTheServicesOwnHealth() throws IOException {
        assertThat(container().getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
        assertThat(container().getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
        assertThat(container().getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
    }

    /** A submit under way is let finish: up to 75 seconds. */
    @Test
    void aPodIsGivenTheTimeToFinishASubmit() throws IOException {
        assertThat(pod().getTerminationGracePeriodSeconds()).isGreaterThan(75);
    }

    @Test
    void onePodStaysWhateverIsDisrupted() throws IOException {
        PodDisruptionBudget budget = only(PodDisruptionBudget.class);
        int replicas = only(Deployment.class).getSpec().getReplicas();
        assertThat(budget.getSpec().getMinAvailable().getIntVal()).isPositive().isLessThan(replicas);
        assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(OURS);
    }

    @Test
    void servicePolicyAndBudgetMeanThesePodsAndNoOthers() throws IOException {
        assertThat(only(Deployment.class).getSpec().getTemplate().getMetadata().getLabels())
                .isEqualTo(OURS);
        assertThat(only(Deployment.class).getSpec().getSelector().getMatchLabels())
                .isEqualTo(OURS);
        assertThat(only(Service.class).getSpec().getSelector()).isEqualTo(OURS);
        assertThat(only(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(OURS);
    }

    /** A video's URL is the orderer's: the cluster and the cloud's metadata are out of its reach. */
    @Test
    void egressIsAnAllowListWithoutTheInside() throws IOException {
        var policy = only(NetworkPolicy.class).getSpec();
        assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getEgress()).allSatisfy(rule -> {
            assertThat(rule.getTo()).isNotEmpty();
            assertThat(rule.getPorts()).isNotEmpty().allMatch(port -> port.getPort() != null);
        });
        var blocks = policy.getEgress().stream()
                .flatMap(rule -> rule.getTo().stream())
                .filter(peer -> peer.getIpBlock() != null)
                .map(peer -> peer.getIpBlock())
                .toList();
        assertThat(blocks)
                .singleElement()
                .satisfies(block -> assertThat(block.getExcept())
                        .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"));
    }
}
