package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.support.CoreWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a target may ask for in an answer, and what is refused. */
class CommandReaderTest {
  private static final RecordType CASE = new RecordType("case-accept");
  private final TargetConfig target =
      CoreWorld.target(CoreWorld.PROVINCE, 10, 1, options -> options.rate(50));

  @Test
  void shouldReadWhatTheContractHas() throws IOException {
    assertThat(
            read(
                "{'do':'rate','type':'case-accept','perSecond':0.5}",
                "{'do':'pause','type':'case-accept','seconds':600,'why':'结账'}",
                "{'do':'pause','type':'case-accept','until':'2031-05-01T08:00:00+08:00'}",
                "{'do':'stop','type':'case-accept'}",
                "{'do':'pause','why':'搬迁'}"))
        .containsExactly(
            new Command.Rate(CASE, 0.5, null, ""),
            new Command.Pause(CASE, new Command.End(Duration.ofMinutes(10), null), "结账"),
            new Command.Pause(
                CASE, new Command.End(null, Instant.parse("2031-05-01T00:00:00Z")), ""),
            new Command.Stop(CASE, ""),
            new Command.PauseAll("搬迁"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'do':'faster','type':'case-accept'}                     | neither rate nor pause nor stop",
        "{'do':'stop','type':'nobody'}                            | none that this target is sent",
        "{'do':'rate','perSecond':5}                              | none that this target is sent",
        "{'do':'rate','type':'case-accept','perSecond':0}         | no number from 0.01",
        "{'do':'rate','type':'case-accept','perSecond':-3}        | no number from 0.01",
        "{'do':'rate','type':'case-accept','perSecond':'5'}       | no number from 0.01",
        "{'do':'rate','type':'case-accept','perSecond':51}        | above the 50 that are configured",
        "{'do':'pause','type':'case-accept'}                      | needs 'seconds' or 'until'",
        "{'do':'pause','type':'case-accept','seconds':-1}         | no whole number from 1 to 2678400",
        "{'do':'pause','type':'case-accept','seconds':99999999999}| no whole number from 1 to 2678400",
        "{'do':'pause','type':'case-accept','until':'tomorrow'}   | no time with an offset",
        "{'do':'pause','type':'case-accept','seconds':5,'until':'2031-05-01T00:00:00Z'} | one of the two",
        "5                                                        | neither rate nor pause nor stop",
      })
  void shouldRefuseWhatIsNoCommand(String command, String why) throws IOException {
    assertThat(read(command))
        .singleElement()
        .isInstanceOfSatisfying(
            Command.Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  @Test
  void shouldReadAHundredOfOneAnswer() throws IOException {
    String[] many = new String[150];
    java.util.Arrays.fill(many, "{'do':'stop','type':'case-accept'}");

    assertThat(read(many)).hasSize(101).last().isInstanceOf(Command.Refused.class);
  }

  @Test
  void shouldReadThemFromAnyAnswerOfTheContractAndCountWhatIsAlikeOnce() {
    PushReply reply = answered(503, "{'commands':[{'do':'stop','type':'case-accept'}]}");

    assertThat(CommandReader.read(target, List.of(reply, reply, answered(200, "{}"))))
        .containsExactly(new Command.Stop(CASE, ""));
    assertThat(CommandReader.read(target, answered(200, "<html>\"commands\""))).isEmpty();
  }

  private static PushReply answered(int status, String body) {
    return new PushReply.Answered(
        status, Map.of(), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private List<Command> read(String... commands) throws IOException {
    String answer = "{'commands':[" + String.join(",", commands) + "]}";
    return CommandReader.read(target, new ObjectMapper().readTree(answer.replace('\'', '"')));
  }
}
