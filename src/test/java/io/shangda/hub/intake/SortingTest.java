package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.shangda.hub.check.Checker;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.screen.Screener;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Translation;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of each state of one record that a page shows: a state is a letter for its content
 * and, if it says so, the hour of its version time.
 */
class SortingTest {
  private static final SourcePlan PLAN = plan();

  private static SourcePlan plan() {
    CoreWorld.MutableConfig config = new CoreWorld.MutableConfig();
    config.apply(CoreWorld.hub(CoreWorld.target(CoreWorld.PROVINCE, 10, 1)));
    return Objects.requireNonNull(
        new SourcePlans(config, new AsItIs()).today(CoreWorld.SOURCE), "it is configured");
  }

  private static Identified state(String text, int place) {
    TypePlan type = PLAN.types().get(0);
    return new Identified(
        "line " + place,
        JsonNodeFactory.instance.objectNode(),
        type,
        new Name(type.type().type(), "a"),
        "a",
        null,
        time(text),
        false,
        Hash.sha256(text),
        List.of());
  }

  private static @Nullable Instant time(String state) {
    return state.length() == 1
        ? null
        : Instant.parse("2026-01-01T00:00:00Z").plusSeconds(3600L * (state.charAt(1) - '0'));
  }

  /** What is stored: the last of the states is the newest, unless one of them is in brackets. */
  private static Stored stored(@Nullable String states) {
    if (states == null) {
      return Stored.NOTHING;
    }
    String[] all = states.split(" ", -1);
    Map<String, Stored.Version> earlier = new HashMap<>();
    int newest = all.length;
    for (int i = 0; i < all.length; i++) {
      if (all[i].startsWith("(")) {
        newest = i + 1;
        all[i] = all[i].substring(1, all[i].length() - 1);
      }
      earlier.put(Hash.sha256(all[i]).text(), new Stored.Version("planned", i));
    }
    String at = all[newest - 1];
    Known known =
        new Known(7, newest, all.length, time(at), Hash.sha256(at).text(), "planned", 1, "a");
    return new Stored(Map.of(state(at, 0).name(), known), Map.of(7L, earlier), ShownBeside.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    // stored,   page,      versions made (number:state), unchanged
    "     ,      A,         1:planned,                    0",
    "     ,      A A,       1:planned,                    1",
    "     ,      A B,       1:superseded 2:planned,       0",
    "     ,      A B A,     1:superseded 2:superseded 3:planned, 0",
    "     ,      A1 B2,     1:superseded 2:planned,       0",
    "     ,      B2 A1,     1:planned 2:superseded,       0",
    "A    ,      A,         '',                           1",
    "A    ,      B,         2:planned,                    0",
    "A B  ,      A,         3:planned,                    0", // it came back, alone
    "A B  ,      A B,       '',                           2",
    "A B  ,      B A,       3:planned,                    1", // the last counts
    "A B  ,      B A B,     '',                           3",
    "A B  ,      A C,       3:planned,                    1",
    "A    ,      B A,       2:superseded,                 1", // beside what counts
    "A1 B2,      A1,        '',                           1", // set back, and seen before
    "A1 B2,      C1,        3:superseded,                 0", // set back to what was never seen
    "A1 B2,      A1 B2,     '',                           2",
    "A1 B2,      B2 A1,     '',                           2",
    "A1 B2,      C3,        3:planned,                    0",
    "(B2) A1,    B2,        '',                           1",
    "(B2) A1,    C,         3:planned,                    0", // without a time, by arrival
  })
  void shouldMakeAVersionOnlyOfWhatIsNew(
      @Nullable String before, String page, String versions, int unchanged) {
    AtomicLong places = new AtomicLong();
    List<Identified> records = new ArrayList<>();
    Arrays.stream(page.split(" ", -1))
        .forEach(text -> records.add(state(text, (int) places.incrementAndGet())));
    Sorting sorting =
        new Sorting(
            PLAN,
            record -> new Judged(new byte[0], record.hash(), List.of(), Map.of(), ""),
            () -> 7,
            stored(before),
            null);

    sorting.all(records, new Repeats(records));

    String made =
        sorting.taken().stream()
            .map(taken -> taken.version + ":" + taken.state().word)
            .collect(Collectors.joining(" "));
    assertThat(made).isEqualTo(versions);
    assertThat(sorting.unchanged()).isEqualTo(unchanged);
    assertThat(sorting.taken().size() + sorting.unchanged()).isEqualTo(records.size());
  }

  private static final class AsItIs implements Compilers {
    @Override
    public Mapping mapping(HubConfig hub, SourceConfig source, String path) {
      return record -> new Translation(record, List.of());
    }

    @Override
    public Checker checker(HubConfig hub, String schema, List<String> rules) {
      return (payload, today) -> List.of();
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
          return List.of();
        }
      };
    }

    @Override
    public @Nullable Instant time(String text, ZoneId zone) {
      return null;
    }
  }
}
