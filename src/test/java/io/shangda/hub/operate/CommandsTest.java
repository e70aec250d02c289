package io.shangda.hub.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import io.shangda.hub.support.CoreWorld;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OperateProfile.class)
class CommandsTest {
  @SuppressWarnings("NullAway.Init")
  @TestHTTPResource("/")
  URI hub;

  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Inject CoreWorld world;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldTellARecordsPathFromTheRawHashToTheReceipt() {
    world.pull(CoreWorld.record("CT-1"));
    world.acceptAll();

    int code = new TraceCommand(client(), out).run(List.of("CT-1"));

    assertThat(code).isEqualTo(Command.GOOD);
    assertThat(text()).contains("CT-1  town/case-accept").contains("sha256:").contains("R-1");
  }

  @Test
  void shouldNameTheRecordsWhenAKeyFitsSeveral() {
    world.pull(CoreWorld.record("CS-11"), CoreWorld.record("CS-12"));

    int code = new TraceCommand(client(), out).run(List.of("CS-1"));

    assertThat(code).isEqualTo(Command.FINDINGS);
    assertThat(text()).contains("CS-11").contains("CS-12");
    world.acceptAll();
  }

  @Test
  void shouldSayThatNoRecordFits() {
    assertThat(new TraceCommand(client(), out).run(List.of("nothing-like-it")))
        .isEqualTo(Command.FINDINGS);
    assertThat(text()).contains("No record");
  }

  @Test
  void shouldPrintTheLedgerAndSayWhetherItBalances() {
    world.pull(CoreWorld.record("CL-1"));

    int code = new LedgerCommand(client(), out).run(List.of());

    assertThat(code).isEqualTo(Command.GOOD);
    assertThat(text()).contains("source town: pulled=").contains("The ledger balances");
    world.acceptAll();
  }

  @Test
  void shouldOnlyShowWhatAReplayWouldDoUnlessAReasonIsGiven() {
    world.pull(CoreWorld.record("CR-1"));
    world.sendAll(d -> new Reading.Result(Word.REJECTED, null, "no such code"));
    ReplayCommand replay = new ReplayCommand(client(), out);

    assertThat(replay.run(List.of("message=no such code"))).isEqualTo(Command.GOOD);
    assertThat(world.states("CR-1")).contains("dead");
    assertThat(replay.run(List.of("message=no such code", "reason=code added above")))
        .isEqualTo(Command.GOOD);
    assertThat(world.states("CR-1")).doesNotContain("dead");
    assertThat(text()).contains("would be sent again: 1").contains("are sent again: 1");
    world.acceptAll();
  }

  @Test
  void shouldSayWhatIsWrongWithTheLoginOrTheAddress() {
    Map<String, String> wrong =
        Map.of("SHANGDA_URL", hub.toString(), "SHANGDA_USER", "nobody", "SHANGDA_PASSWORD", "no");
    Map<String, String> nowhere =
        Map.of("SHANGDA_URL", "http://localhost:1", "SHANGDA_PASSWORD", "no");

    assertThat(new LedgerCommand(new HubClient(wrong, data), out).run(List.of()))
        .isEqualTo(Command.WRONG_USE);
    assertThat(new LedgerCommand(new HubClient(nowhere, data), out).run(List.of()))
        .isEqualTo(Command.COULD_NOT_RUN);
    assertThat(text()).contains("bearer token").contains("does not answer");
  }

  private HubClient client() {
    return new HubClient(
        Map.of("SHANGDA_URL", hub.toString(), "SHANGDA_PASSWORD", AdminPassword.in(data)), data);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
