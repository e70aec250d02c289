package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.PushReply.Answered;
import io.shangda.hub.push.PushReply.Broken;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform whose certificate no public authority has signed. */
class HttpPushTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder = Path.of("");

  private final Vertx vertx = Vertx.vertx();
  private final HttpPush push =
      new HttpPush(
          vertx, text -> text, new ReplyReader(InstantSource.system()), InstantSource.system());
  private int port;

  @BeforeEach
  void serve() throws Exception {
    String store = folder.resolve("platform.p12").toString();
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-alias",
        "platform",
        "-dname",
        "CN=platform",
        "-ext",
        "san=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store,
        "-storepass",
        PASSWORD);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "platform",
        "-keystore",
        store,
        "-storepass",
        PASSWORD,
        "-file",
        folder.resolve("platform.pem").toString());
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(new PfxOptions().setPath(store).setPassword(PASSWORD));
    port =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
  }

  @AfterEach
  void stop() {
    push.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldSendNothingToAPlatformWhoseCertificateIsNotTrusted() {
    // When
    PushReply reply = send("127.0.0.1", "");
    // Then
    assertThat(reply)
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.sent()).isFalse();
              assertThat(broken.why()).contains("no TLS connection");
            });
  }

  @Test
  void shouldSendToAPlatformWhoseCertificateTheTargetTrusts() {
    // When
    PushReply reply = send("127.0.0.1", folder.resolve("platform.pem").toString());
    // Then
    assertThat(reply).isInstanceOf(Answered.class);
  }

  @Test
  void shouldSendNothingToAPlatformThatIsCalledOtherwiseThanItsCertificate() {
    // When
    PushReply reply = send("localhost", folder.resolve("platform.pem").toString());
    // Then
    assertThat(reply)
        .isInstanceOfSatisfying(Broken.class, broken -> assertThat(broken.sent()).isFalse());
  }

  private PushReply send(String host, String trust) {
    ObjectNode options = Samples.options("{}");
    options.put("url", "https://" + host + ":" + port).put("trust", trust);
    TargetConfig target = Samples.target(options, 1, Duration.ofMinutes(10));
    return push.send(
            target,
            Samples.claimed(target, Duration.ofSeconds(60), List.of()),
            Samples.requests("", 1))
        .get(0);
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
