package io.shangda.hub.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command asks the admin API for. */
class CursorCommandTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer hub;
  private String answer = "{\"done\": \"the next run begins there\"}";

  @BeforeEach
  void start() throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(
              (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
          byte[] said = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    hub.start();
  }

  @AfterEach
  void stop() {
    hub.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run=4711   | /api/v1/sources/town/cursor {"run":4711,"reason":"so"}
          cursor=c=7 | /api/v1/sources/town/cursor {"cursor":"c=7","reason":"so"}
          anew       | /api/v1/sources/town/cursor/begin-anew {"reason":"so"}
          pass-over  | /api/v1/sources/town/cursor/pass-over {"reason":"so"}
          """)
  void shouldChangeTheCursorForAReason(String how, String asks) {
    assertThat(run("town", how, "reason=so")).isEqualTo(Command.GOOD);
    assertThat(asked).containsExactly("POST " + asks);
    assertThat(text()).contains("the next run begins there");
  }

  @Test
  void shouldShowWhereItStandsAndWhereItsRunsBegan() {
    answer =
        """
        {"cursor": "c9", "meaning": "behind the token c9",
         "earlier": [{"run": 12, "at": "2026-03-01T08:00:00Z", "state": "failed", "cursor": "c5",
                      "meaning": "behind the token c5"}]}
        """;

    assertThat(run("town")).isEqualTo(Command.GOOD);

    assertThat(asked).containsExactly("GET /api/v1/sources/town/cursor");
    assertThat(text())
        .contains("behind the token c9", "cursor=c9", "run=12", "failed", "behind the token c5");
  }

  @ParameterizedTest
  @CsvSource({"town,anew", "town,run=x", "town,away", "'',anew"})
  void shouldChangeNothingWithoutAReasonOrForWhatItDoesNotKnow(String source, String how) {
    assertThat(run(source, how)).isEqualTo(Command.WRONG_USE);
    assertThat(asked).isEmpty();
    assertThat(text()).contains("source-cursor <source>");
  }

  private int run(String... arguments) {
    String url = "http://127.0.0.1:" + hub.getAddress().getPort();
    HubClient client =
        new HubClient(Map.of("SHANGDA_URL", url, "SHANGDA_TOKEN", "t"), Path.of("target"));
    return new CursorCommand(client, out).run(List.of(arguments));
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
