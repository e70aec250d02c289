package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.check.Checker;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.KnownSecrets;
import io.shangda.hub.record.Severity;
import io.shangda.hub.screen.Screener;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Translation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A record that mapping, schema or screens cannot work on is judged like any other. */
class JudgeTest {
  private static final Finding SECRET = Finding.of(Severity.HOLD, "secret", "", "", "密", "secret");

  /** Where the configuration fails, and how. */
  enum Trouble {
    MAPPING_WITHOUT_END,
    MAPPING_THAT_NESTS_BEYOND_JSON,
    SCHEMA_WITHOUT_END,
    SCHEMA_THAT_FAILS,
    NONE
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void shouldRejectARecordThatCannotBeJudgedAndKeepWhatWasFound(Trouble trouble) {
    CoreWorld.MutableConfig config = new CoreWorld.MutableConfig();
    config.apply(CoreWorld.hub(CoreWorld.target(CoreWorld.PROVINCE, 10, 1)));
    SourcePlan plan =
        Objects.requireNonNull(
            new SourcePlans(config, new Failing(trouble)).today(CoreWorld.SOURCE));
    TypePlan type = plan.types().get(0);
    Identified record = record(type, JsonNodeFactory.instance.objectNode());

    Judged judged = new Judge(plan, LocalDate.of(2026, 7, 1)).judge(record);

    assertThat(judged.findings())
        .extracting(Finding::rule)
        .containsExactly(SECRET.rule(), "unjudged");
    assertThat(judged.has(Severity.REJECT)).isTrue();
    assertThat(judged.payload()).asString().isEqualTo("{}");
  }

  @Test
  void shouldHoldARecordThatRepeatsASecretOfTheHub() {
    String token = "token-of-this-hub-" + System.nanoTime();
    KnownSecrets.ofThisProcess().note(token);
    CoreWorld.MutableConfig config = new CoreWorld.MutableConfig();
    config.apply(CoreWorld.hub(CoreWorld.target(CoreWorld.PROVINCE, 10, 1)));
    SourcePlan plan =
        Objects.requireNonNull(
            new SourcePlans(config, new Failing(Trouble.NONE)).today(CoreWorld.SOURCE));

    Judged judged = judge(plan, "you asked with Bearer " + token);

    assertThat(judged.has(Severity.HOLD)).isTrue();
    assertThat(judged.findings())
        .extracting(Finding::rule)
        .containsExactly(SECRET.rule(), Finding.SECRET_MARK + "credential");
    assertThat(judged.findings().toString()).doesNotContain(token);
    assertThat(judge(plan, "you asked with a token").findings())
        .extracting(Finding::rule)
        .containsExactly(SECRET.rule());
  }

  private static Judged judge(SourcePlan plan, String title) {
    ObjectNode content = JsonNodeFactory.instance.objectNode().put("title", title);
    TypePlan type = plan.types().get(0);
    return new Judge(plan, LocalDate.of(2026, 7, 1)).judge(record(type, content));
  }

  private static Identified record(TypePlan type, ObjectNode content) {
    return new Identified(
        "line 1",
        content,
        type,
        new Name(type.type().type(), "a"),
        "a",
        null,
        null,
        false,
        Hash.sha256("a"),
        List.of());
  }

  private record Failing(Trouble trouble) implements Compilers {
    @Override
    public Mapping mapping(HubConfig hub, SourceConfig source, String path) {
      return record ->
          switch (trouble) {
            case MAPPING_WITHOUT_END -> throw new StackOverflowError();
            case MAPPING_THAT_NESTS_BEYOND_JSON -> new Translation(nested(), List.of());
            default -> new Translation(record, List.of());
          };
    }

    private static ObjectNode nested() {
      ObjectNode whole = new ObjectMapper().createObjectNode();
      ArrayNode at = whole.putArray("a");
      for (int depth = 0; depth < 2000; depth++) {
        at = at.addArray();
      }
      return whole;
    }

    @Override
    public Checker checker(HubConfig hub, String schema, List<String> rules) {
      return (payload, today) ->
          switch (trouble) {
            case SCHEMA_WITHOUT_END -> throw new StackOverflowError();
            case SCHEMA_THAT_FAILS -> throw new IllegalStateException("it has no such keyword");
            default -> List.of();
          };
    }

    @Override
    public Screener screener(HubConfig hub) {
      return new Screener() {
        @Override
        public List<Finding> screenPayload(JsonNode payload, boolean personalDataAllowed) {
          return List.of();
        }

        @Override
        public List<Finding> screenRaw(JsonNode record) {
          return List.of(SECRET);
        }
      };
    }

    @Override
    public @Nullable Instant time(String text, ZoneId zone) {
      return null;
    }
  }
}
