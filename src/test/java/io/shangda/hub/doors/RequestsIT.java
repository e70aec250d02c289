package io.shangda.hub.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that answers HTTP in the packaged hub, asked by everybody in every way. */
@Tag("doors")
@Tag("selection")
class RequestsIT {
  @TempDir static Path folder;
  private static AttackedHub hub;

  @BeforeAll
  static void start() throws IOException {
    hub = new AttackedHub(folder);
  }

  @AfterAll
  static void stop() {
    hub.close();
    System.out.println(AttackTable.text());
  }

  @Test
  void shouldHaveSaidOfEveryEndpointWhoMayUseIt() {
    assertThat(hub.said().endpoints().stream().filter(endpoint -> endpoint.contains("/api/")))
        .containsExactlyInAnyOrderElementsOf(hub.described());
    // what an annotation hides from the description is a door too
    assertThat(
            hub.described().stream()
                .map(endpoint -> endpoint.replaceAll("\\{[^}]*}", "1"))
                .collect(Collectors.toSet()))
        .containsAll(
            Endpoints.ofApi().stream()
                .map(endpoint -> endpoint.method() + " " + endpoint.path())
                .toList());
  }

  @Test
  void shouldLetEveryRoleDoWhatIsSaidAndNoMore() throws IOException {
    RoleAttacks roles = new RoleAttacks(hub);
    roles.byToken();
    roles.byCookie();
    roles.byPassword();
  }

  @Test
  void shouldLetNobodyInByATrickOnAPath() throws IOException {
    new PathAttacks(hub).tricks();
  }

  @Test
  void shouldGiveNobodyMoreByAnotherSpellingOfAPath() throws IOException {
    new PathAttacks(hub).spellings();
  }

  @Test
  void shouldDoNothingByAMethodThatAPathDoesNotHave() throws IOException {
    new PathAttacks(hub).methods();
  }

  @Test
  void shouldTakeNobodyForSomebodyByAHeader() throws IOException {
    new PathAttacks(hub).headers();
  }

  @Test
  void shouldRefuseInWordsWhatItCannotRead() throws IOException {
    BodyAttacks bodies = new BodyAttacks(hub);
    bodies.bodies();
    bodies.types();
    bodies.parameters();
    bodies.heads();
  }

  @Test
  void shouldShowAndCallNothingOfJmxThatIsNotSaid() throws Exception {
    JolokiaAttacks jolokia = new JolokiaAttacks(hub, ManagedBeans.of(hub.process().pid()));
    jolokia.reads();
    jolokia.writes();
    jolokia.operations();
    jolokia.ways();
    jolokia.kinds();
  }
}
