package io.shangda.hub.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.reconcile.HeldTable.Match;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldTableTest {
  private final HeldTable table = new HeldTable();

  @Test
  void shouldFindEachOfManyAndKnowWhichNobodyLookedFor() {
    for (int i = 0; i < 50_000; i++) {
      table.add("case", held("town/" + i, i, "sha256:" + i));
    }

    for (int i = 0; i < 50_000; i += 2) {
      assertThat(table.look("case", held("town/" + i, i, "sha256:" + i))).isEqualTo(Match.SAME);
    }

    assertThat(table.size()).isEqualTo(50_000);
    assertThat(table.unseen()).isEqualTo(25_000);
    assertThat(table.isUnseen("case", held("town/1", 1, null))).isTrue();
    assertThat(table.isUnseen("case", held("town/2", 2, null))).isFalse();
    assertThat(table.look("case", held("town/50000", 1, "sha256:1"))).isEqualTo(Match.NONE);
    assertThat(table.look("step", held("town/3", 3, "sha256:3"))).isEqualTo(Match.NONE);
  }

  @Test
  void shouldCompareOnlyWhatBothSidesTell() {
    table.add("case", held("a", 2, "sha256:x"));
    table.add("case", held("b", null, "sha256:x"));
    table.add("case", held("c", 2, null));

    assertThat(table.look("case", held("a", 1, "sha256:x"))).isEqualTo(Match.DIFFERENT);
    assertThat(table.look("case", held("a", 2, "sha256:y"))).isEqualTo(Match.DIFFERENT);
    assertThat(table.look("case", held("a", null, null))).isEqualTo(Match.SAME);
    assertThat(table.look("case", held("b", 7, "sha256:x"))).isEqualTo(Match.SAME);
    assertThat(table.look("case", held("c", 2, "sha256:z"))).isEqualTo(Match.SAME);
  }

  @Test
  void shouldTakeTheLaterOfTwoOfOneName() {
    table.add("case", held("a", 1, "sha256:x"));
    table.add("case", held("a", 2, "sha256:y"));

    assertThat(table.size()).isEqualTo(1);
    assertThat(table.look("case", held("a", 2, "sha256:y"))).isEqualTo(Match.SAME);
  }

  private static Held held(String name, @Nullable Integer version, @Nullable String hash) {
    return new Held(null, "case", "2026-03-01", name, version, hash);
  }
}
