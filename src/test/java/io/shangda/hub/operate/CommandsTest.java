package io.shangda.hub.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Compilers;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import io.shangda.hub.source.Received;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.HubProcess;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void shouldShowAndSetWhereASourceIsReadFrom() {
    world.pull(CoreWorld.record("CC-1"));
    world.acceptAll();
    CursorCommand command = new CursorCommand(client(), out);

    assertThat(command.run(List.of("town"))).as(text()).isEqualTo(Command.GOOD);
    assertThat(text()).contains("run=");
    assertThat(command.run(List.of("town", "cursor=c-7", "reason=the office says so")))
        .isEqualTo(Command.GOOD);
    assertThat(command.run(List.of("town", "anew", "reason=the token has expired")))
        .isEqualTo(Command.GOOD);
    assertThat(command.run(List.of("town", "pass-over", "reason=page 5 answers 500")))
        .as("it stands at no counted page")
        .isEqualTo(Command.WRONG_USE);
    assertThat(command.run(List.of("nowhere"))).isEqualTo(Command.WRONG_USE);
    assertThat(text()).contains("There is no source 'nowhere'", "stands at no counted page");
    assertThat(
            world.number(
                "select count(*) from audit_event where content like '%the office says so%'"))
        .isEqualTo(1);
  }

  @Test
  void shouldTakeOverWhatAPredecessorHadDeliveredAndSayWhichLinesAreRefused(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("old.csv");
    Files.writeString(
        file,
        "type,source,key,target-key,receipt,content-hash,version\n"
            + "case-accept,town,CB-1,OLD-1,R-9,,3\n"
            + "case-accept,nowhere,CB-2,OLD-2,R-10,,\n");

    int code =
        ListCommand.baseline(client(), out)
            .run(List.of("province", file.toString(), "reason=the old hub is off"));

    assertThat(code).as(text()).isEqualTo(Command.FINDINGS);
    assertThat(text())
        .contains("1 records are taken over, 0 were before, 1 lines are refused")
        .contains("nowhere case-accept CB-2: there is no such source");
    world.pull(CoreWorld.record("CB-1"));
    assertThat(world.acceptAll()).extracting(d -> d.targetKey()).contains("OLD-1");
  }

  @Test
  void shouldCompareTheReceiptsOfAFile(@TempDir Path folder) throws IOException {
    world.pull(CoreWorld.record("CV-1"));
    world.acceptAll();
    Path file = folder.resolve("receipts.csv");
    Files.writeString(file, "receipt,date\nR-1,2026-03-01\nR-never-given,2026-03-01\n");
    ListCommand command = ListCommand.receipts(client(), out);

    int code = command.run(List.of("receipts", "province", file.toString(), "reason=monthly"));

    assertThat(code).as(text()).isEqualTo(Command.FINDINGS);
    assertThat(text()).contains("differences; see differences?target=province");
    assertThat(command.run(List.of("receipts"))).isEqualTo(Command.WRONG_USE);
  }

  @Test
  void shouldApplyThroughTheRunningHubWhereThatHoldsTheDatabase(@TempDir Path folder)
      throws IOException {
    HubProcess.copy(Path.of("routes"), folder.resolve("routes"));
    Path codes = folder.resolve("config/codes/colour.csv");
    Files.createDirectories(codes.getParent());
    Files.writeString(codes, "code,value,valid_from,valid_to\n1,红,,\n");
    ConfigFolder config = new ConfigFolder(folder, ConfigChecks.reader());

    int code =
        new ApplyCommand(config, new HubBeside(), client(), Map.of(), out)
            .run(List.of("--reason", "A new colour"));

    assertThat(code).isEqualTo(Command.GOOD);
    assertThat(text()).contains("is applied", "new file      codes/colour.csv");
  }

  /** A hub in another process holds the database. */
  private static final class HubBeside implements Surroundings {
    @Override
    public @Nullable Received firstPage(SourceConfig source) {
      return null;
    }

    @Override
    public Compilers compilers() {
      throw new IllegalStateException("nothing is compiled to apply");
    }

    @Override
    public List<Remark> remarks(HubConfig config) {
      return List.of();
    }

    @Override
    public Opening openToRead() {
      return new Opening.Held("a running hub holds it");
    }

    @Override
    public Opening openToWrite() {
      return openToRead();
    }
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
