package dev.sam3flow.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sam3flow.app.store.S3Server;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Routes of {@code deploy/routes}, with a broker, a mail server and a server that speaks S3; the service's blobs are in a bucket too. */
@DisabledIfSystemProperty(
        named = "sam3.executable",
        matches = ".+",
        disabledReason = "the native executable has no brokers, buckets and mail in routes: docs/adr/0060")
class RoutesIT {
    private static final Path ROUTES =
            Path.of("..", "deploy", "routes").toAbsolutePath().normalize();

    @TempDir
    static Path folder;

    private static S3Server s3;
    private static GreenMail mail;
    private static EmbeddedActiveMQ broker;
    private static String brokerUrl;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        s3 = S3Server.start(folder.resolve("s3.log"));
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort());
        mail.start();
        mail.setUser("sam3flow", "p+s&w%41 d)x");
        startBroker();
        Path routes = Files.createDirectory(folder.resolve("our routes"));
        for (String file : List.of("s3-watch.yaml", "amqp-orders.yaml", "mail-on-failure.yaml")) {
            Files.copy(ROUTES.resolve(file), routes.resolve(file));
        }
        service = RunningService.start(
                folder,
                Map.ofEntries(
                        Map.entry("SAM3_ROUTES_FOLDER", routes.toString()),
                        Map.entry("SAM3_ROUTES_LOOK_EVERY", "1s"),
                        Map.entry("SAM3_S3_BUCKET", S3Server.BUCKET),
                        Map.entry("SAM3_S3_PREFIX", "blobs/"),
                        Map.entry("SAM3_S3_ENDPOINT", s3.uri().toString()),
                        Map.entry("AWS_ACCESS_KEY_ID", "key"),
                        Map.entry("AWS_SECRET_ACCESS_KEY", "secret"),
                        Map.entry("PROMPT", "red ball"),
                        Map.entry("WATCH_BUCKET", S3Server.BUCKET),
                        Map.entry("WATCH_EVERY", "1000"),
                        Map.entry("AMQP_URL", brokerUrl),
                        Map.entry("AMQP_USER", "any"),
                        Map.entry("AMQP_PASSWORD", "any"),
                        Map.entry(
                                "SMTP_URL", "smtp://127.0.0.1:" + mail.getSmtp().getPort()),
                        Map.entry("MAIL_USER", "sam3flow"),
                        Map.entry("MAIL_PASSWORD", "p+s&w%41 d)x"),
                        Map.entry("MAIL_FROM", "sam3flow@example.com"),
                        Map.entry("MAIL_TO", "operator@example.com")));
    }

    private static void startBroker() throws Exception {
        int port = RunningService.freePort();
        brokerUrl = "amqp://127.0.0.1:" + port;
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .addAcceptorConfiguration("amqp", "tcp://127.0.0.1:" + port + "?protocols=AMQP");
        broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        broker.stop();
        mail.stop();
        s3.close();
    }

    @Test
    void aVideoInTheBucketComesOutAsMasksAndWhatIsNoneAsTheReason() {
        try (S3Client client = s3.client()) {
            client.putObject(put -> put.bucket(S3Server.BUCKET).key("inbox/none.mp4"), Path.of("pom.xml"));
            client.putObject(put -> put.bucket(S3Server.BUCKET).key("inbox/balls.mp4"), RunningService.BALLS);
            String masks = "results/inbox/balls.mp4.masks.jsonl";
            await().atMost(RunningService.PATIENCE)
                    .until(() -> keys(client).stream().noneMatch(key -> key.startsWith("inbox/")));
            assertThat(keys(client))
                    .contains(masks, "failed/inbox/none.mp4.txt", "done/inbox/balls.mp4", "done/inbox/none.mp4")
                    .anyMatch(key -> key.startsWith("blobs/"));
            assertThat(text(client, masks).lines()).hasSize(251);
            assertThat(text(client, "failed/inbox/none.mp4.txt")).contains("video");
        }
    }

    private static List<String> keys(S3Client client) {
        return client.listObjectsV2(list -> list.bucket(S3Server.BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static String text(S3Client client, String key) {
        return client.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(key))
                .asUtf8String();
    }

    @Test
    void anOrderByMessageIsAnsweredByMessage() throws Exception {
        try (Connection connection = new JmsConnectionFactory(brokerUrl).createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            send(session, "c-1", "{\"video\":\"" + RunningService.BALLS.toUri() + "\",\"prompt\":\"red ball\"}");
            send(session, "c-2", "{\"video\":\"" + folder.resolve("gone.mp4").toUri() + "\",\"prompt\":\"x\"}");

            Message done = session.createConsumer(session.createQueue("sam3.results"))
                    .receive(RunningService.PATIENCE.toMillis());
            Message failed = session.createConsumer(session.createQueue("sam3.failures"))
                    .receive(RunningService.PATIENCE.toMillis());

            assertThat(done.getJMSCorrelationID()).isEqualTo("c-1");
            assertThat(done.getBody(String.class)).contains("\"phase\":\"DONE\"", "masks.jsonl");
            assertThat(failed.getJMSCorrelationID()).isEqualTo("c-2");
            assertThat(failed.getBody(String.class)).contains("gone.mp4");
        }
    }

    private static void send(Session session, String correlation, String body) throws Exception {
        TextMessage message = session.createTextMessage(body);
        message.setJMSCorrelationID(correlation);
        session.createProducer(session.createQueue("sam3.orders")).send(message);
    }

    @Test
    void aJobThatFailsIsToldByMail() throws Exception {
        String video = RunningService.json(service.upload("/api/v1/videos", Map.of()))
                .path("id")
                .asText();
        service.post(
                "/api/v1/jobs",
                "{\"requestKey\":\"too-dear\",\"video\":\"" + video
                        + "\",\"prompts\":[\"what no other order paid for\"],\"maxChargeUsd\":0.01}");
        List<MimeMessage> found = new ArrayList<>();
        await().atMost(RunningService.PATIENCE).until(() -> {
            found.clear();
            for (MimeMessage message : mail.getReceivedMessages()) {
                if (message.getSubject().contains("default/too-dear")) {
                    found.add(message);
                }
            }
            return !found.isEmpty();
        });
        assertThat(found).hasSize(1);
        assertThat(found.get(0).getSubject()).isEqualTo("sam3flow: job default/too-dear ended as FAILED");
        assertThat(found.get(0).getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("operator@example.com");
        assertThat(GreenMailUtil.getBody(found.get(0))).contains("OVER_BUDGET");
    }
}
