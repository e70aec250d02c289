package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RouteFilesTest {
  private static final Path ROUTES = Path.of("src/test/resources/routes");

  @Test
  void shouldFindTheConnectorsThereAre() {
    RouteFiles routes = RouteFiles.read(ROUTES.resolve("good"));

    assertThat(routes.mistakes()).isEmpty();
    assertThat(routes.connectors()).containsExactly("pull-rows");
  }

  @Test
  void shouldNameEveryMistakeInTheRoutes() {
    RouteFiles routes = RouteFiles.read(ROUTES.resolve("bad"));

    assertThat(routes.connectors()).isEmpty();
    assertThat(routes.mistakes().stream().map(mistake -> mistake.toString().split(";", 2)[0]))
        .containsExactly(
            "routes/broken.camel.yaml:3: found text that is no YAML (expected <block end>, but"
                + " found '<block mapping start>')",
            "routes/connectors/pull-soap.camel.yaml: found routes that start at direct:pull-xml",
            "routes/intake.camel.yaml:1 route.description: found nothing",
            "routes/intake.camel.yaml:1 route.group: found nothing",
            "routes/intake.camel.yaml:2 route.id: found 'Intake_Page'",
            "routes/intake.camel.yaml:10 uri: found 'direct:nowhere'",
            "routes/intake.camel.yaml:12 route.id: found nothing",
            "routes/intake.camel.yaml:22 routeTemplate.parameters.description: found nothing",
            "routes/twice.camel.yaml:1 route.from: found nothing",
            "routes/twice.camel.yaml:2 route.id: found 'push-target' again");
  }
}
