package io.shangda.hub.operate;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The hub's faces over intake and outbox on H2, without pulls and pushes; started once. */
public class OperateProfile implements QuarkusTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(OperateWorld.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.http.test-port", "0",
        "quarkus.devservices.enabled", "false",
        "shangda.data", data().toString(),
        "shangda.apply", "false",
        "quarkus.datasource.embedded.jdbc.url", "jdbc:h2:mem:unused",
        "quarkus.arc.exclude-types",
            "io.shangda.hub.platform.TargetRoutes,io.shangda.hub.platform.FollowConfiguration",
        "camel.main.routes-include-pattern", "classpath:operate/demo.camel.yaml");
  }

  private static Path data() {
    try {
      return Files.createTempDirectory("shangda-operate");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
